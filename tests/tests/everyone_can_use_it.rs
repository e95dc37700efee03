//! Everyone can use every page: small screen and wide, light and dark, by keyboard, by ear, and without a network for help.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use journeys::{Browser, Key, Options, Town};
use serde_json::{Value, json};

use crate::steps::{accept, ask_to_talk, be, be_offered, go_on_duty};

/// Everybody in the town whose pages differ, and who has not signed in.
const PEOPLE: [&str; 15] = [
    "nobody",
    "Maya",
    "Leo",
    "Amina",
    "Sam of the hill",
    "Jonas",
    "Grey heron",
    "Theo",
    "Elena",
    "Nora",
    "Idris",
    "Wren",
    "Dr No-name",
    "Olu",
    "Rhys",
];
/// Widths at which a page is looked at: the narrowest phone, and a desk.
const WIDTHS: [u32; 2] = [320, 1280];
/// Addresses that are not pages for people, or that another journey walks.
const ELSEWHERE: &[&str] = &[
    "/exit",
    "/return",
    "/manifest.webmanifest",
    "/robots.txt",
    "/sign-out",
    // Help after hard words, and telling us: see `safety`.
    "/care/{}",
    "/flag/{}/{}",
    // Walked with empty data in `setting_up`.
    "/setup",
    "/setup/{}",
    "/invitation/{}",
    // A page only for whoever has just stopped waiting, and one after “I'm not OK”: see `pages_that_forms_lead_to`.
    "/support/withdrawn",
    "/duty/looked-after",
    // A file and a picture.
    "/calendar/{}",
    "/circles/pictures/{}",
    // Only while a meeting runs, while two talk aside, and while two practise: see `gatherings`, `rooms` and `workforce`.
    "/gatherings/{}/running",
    "/circles/{}/room/aside/{}",
    "/practice/{}",
    // Only for an author whose story came back, and after a meeting that the town has not had yet: the proofs ask for
    // them, nobody looks at them with these eyes.
    "/circles/stories/{}/edit",
    "/gatherings/{}/afterwards",
    "/gatherings/{}/learned",
    "/gatherings/{}/learned/agreement",
    // A file, and pages that are there once somebody was worried or has died, which has not happened in the town: the
    // proofs ask for them.
    "/settings/playbooks/{}/copy.md",
    "/safety/concerns/{}",
    "/safety/concerns/{}/assessment",
    "/safety/concerns/{}/together",
    "/safety/together/{}",
    "/safety/postventions/{}",
    // A file; sections that are walked by their names; and pages that are there once somebody complained or asked for
    // what is locked.
    "/settings/compliance/copy.md",
    "/settings/compliance/{}",
    "/complaints/{}",
    "/safety/complaints/{}",
    "/safety/break-glass/{}",
    // Files, and what programs read who check a badge.
    "/training/authoring/{}/copy.md",
    "/training/authoring/{}/copy.zip",
    "/training/media/{}",
    "/credentials/issuer",
    "/credentials/key",
    "/credentials/status",
    "/credentials/achievements/{}/{}",
    "/credentials/{}/badge",
];

const LOOK: &str = "
    const place = selector => {
        const box = document.querySelector(selector)?.getBoundingClientRect();
        return box ? [box.left, box.top, box.width, box.height].map(Math.round) : null;
    };
    return {
        h1: document.querySelectorAll('h1').length,
        overflow: document.documentElement.scrollWidth - innerWidth,
        help: place('.help-now'),
        leave: place('.leave'),
        talks: Boolean(document.querySelector('.talk')),
        links: [...document.querySelectorAll('a[href]')].filter(it => it.origin === location.origin).map(it => it.pathname),
    };
";

/// What was seen on a walk.
#[derive(Default)]
struct Seen {
    pages: BTreeSet<String>,
    faults: Vec<String>,
}

#[test]
fn every_page_for_everybody() {
    let town = Town::start();
    let circles = arrange_circles(&town);
    arrange(&town);
    let address = town.address();
    let people = Mutex::new(VecDeque::from(PEOPLE));
    let (seen, looked_at) = (Mutex::new(Seen::default()), Mutex::new(BTreeSet::new()));
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                loop {
                    let Some(person) = people.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else { break };
                    let walked = walk(address, person, &looked_at, &circles);
                    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                    seen.pages.extend(walked.pages);
                    seen.faults.extend(walked.faults);
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(seen.faults.is_empty(), "{} faults:\n{}", seen.faults.len(), seen.faults.join("\n"));
    let missed: Vec<_> = every_page().into_iter().filter(|page| !seen.pages.contains(page)).collect();
    assert!(missed.is_empty(), "pages that nobody came to: {missed:#?}\nseen: {:#?}", seen.pages);
}

/// Brings the town to where every kind of page has something to show.
fn arrange(town: &Town) {
    let browser = Browser::start(Options::default());
    let be = |name| be(&browser, |path| town.url(path), name);
    be("Amina");
    browser.click_text("Go back to your conversation");
    browser.click_text("Block or report");
    browser.click_text("Something else");
    browser.click_text("Tell a supervisor");
    browser.see("Thank you. We have it");
    be("Elena");
    browser.goto(&town.url("/duty"));
    browser.click_text("Go to the conversation");
    browser.click_text("I need another pair of eyes");
    browser.see("A supervisor has been called.");
    for (name, path) in [("Leo", "/support/past"), ("Theo", "/duty/notes")] {
        be(name);
        browser.goto(&town.url(path));
        if name == "Theo" {
            browser.click_text("Read and answer");
            browser.see("A note from Jonas");
        } else {
            browser.click_text("How it was");
            browser.click_text("I would like to talk with the same person again");
            browser.click_text("Done");
            browser.see("It is kept.");
        }
    }
    let conversation = {
        be("Leo");
        browser.goto(&town.url("/support/past"));
        browser.attribute("a[href$='/afterwards']", "href").unwrap_or_default()
    };
    be("Theo");
    browser.goto(&town.url(&conversation));
    browser.click_text("I would like to talk with the same person again");
    browser.click_text("Done");
    browser.see("You both would like to talk again.");
    browser.goto(&town.url("/workforce/certificates"));
    browser.click_text("A badge to show elsewhere");
    browser.click_text("Make it public");
    browser.see("/credentials/");
    // The course whose draft is there is the one that whoever writes courses comes to first.
    be("Nora");
    browser.goto(&town.url("/training/authoring"));
    browser.click("ul.card a[href^='/training/authoring/']");
    browser.click_text("Write the next version");
    browser.see("The whole text");
}

/// A thread in which something was changed, and for whom it is there.
struct Circles {
    thread: String,
    known_to: [&'static str; 2],
}

/// Brings a circle to where every kind of page has something to show: a post that was changed, and one that was reported.
fn arrange_circles(town: &Town) -> Circles {
    let browser = Browser::start(Options::default());
    let open = |name| {
        be(&browser, |path| town.url(path), name);
        browser.goto(&town.url("/circles"));
        browser.click_text("Night owls");
        browser.click_text("What do you do with the hour before bed?");
        browser.see("I fold washing.");
    };
    open("Leo");
    browser.click("article.post.own details.menu summary");
    browser.click_text("Change it");
    browser.fill("Your words", "I fold washing. It is boring enough for that.");
    browser.click_text("Save");
    browser.see("changed");
    let thread = browser.url();
    open("Jonas");
    browser.click("article.post:not(.own) details.menu summary");
    browser.click_text("Report it");
    browser.click_text("Something else");
    browser.click_text("Tell us");
    browser.see("What I told you");
    let path = thread.split("/threads/").nth(1).and_then(|it| it.split('#').next()).expect("the address of a thread");
    Circles { thread: format!("/threads/{path}"), known_to: ["Leo", "Olu"] }
}

/// Follows every link from the first page on, each kind of page once. Whoever comes to a kind of page first looks at it in
/// every way; those for whom it says something else look once more, and everybody sees that it fits and where the ways out are.
fn walk(address: SocketAddr, person: &str, looked_at: &Mutex<BTreeSet<String>>, circles: &Circles) -> Seen {
    let url = |path: &str| format!("http://{address}{path}");
    // Colours change at once without motion, and axe would measure them on their way.
    let phone = Options { reduced_motion: true, ..Options::phone() };
    let browser = Browser::start(phone);
    if person != "nobody" {
        be(&browser, url, person);
    }
    browser.console_errors();
    let mut seen = Seen::default();
    let mut ahead = VecDeque::from(["/", "/join", "/sign-in", "/recover", "/away"].map(str::to_owned));
    if person == "Wren" {
        // Steps of the set-up that nothing leads to once the doors are open.
        ahead.extend(["/setup/people", "/setup/opening"].map(str::to_owned));
    }
    if circles.known_to.contains(&person) {
        ahead.push_front(circles.thread.clone());
    }
    let mut places: BTreeMap<u32, Value> = BTreeMap::new();
    let mut walked = BTreeSet::new();
    while let Some(path) = ahead.pop_front() {
        let shape = shape(&path);
        // A calendar, a copy, a film and what programs read of a badge are files: the browser stays where it was.
        let is_file = [".ics", ".md", ".zip", "/copy.html"].iter().any(|end| shape.ends_with(end))
            || (shape.starts_with("/credentials/") && shape != "/credentials/{}")
            || shape == "/training/media/{}";
        let is_page = !["/exit", "/return"].contains(&shape.as_str()) && !is_file;
        let kind = if path.starts_with(WHOLE) { path.clone() } else { shape.clone() };
        if !is_page || !walked.insert(kind.clone()) {
            continue;
        }
        seen.pages.insert(shape);
        let mut fault = |what: String| seen.faults.push(format!("{person} at {path}: {what}"));
        browser.goto(&url(&path));
        let words = browser.script("return document.querySelector('main').innerText.replace(/[0-9]/g, '')").to_string();
        let (is_new, says_something_new) = {
            let mut looked_at = looked_at.lock().unwrap_or_else(PoisonError::into_inner);
            (looked_at.insert(kind), looked_at.insert(words))
        };
        for width in WIDTHS {
            for dark in [false, true] {
                browser.look_as(Options { width, dark, ..phone });
                if is_new || (says_something_new && width == 320 && !dark) {
                    for violation in browser.axe() {
                        fault(format!("at {width} px, {}: {violation}", if dark { "dark" } else { "light" }));
                    }
                }
            }
            // The first row of the bar goes with the page; its place is compared where the page begins.
            browser.script("scrollTo(0, 0)");
            let page = browser.script(LOOK);
            if page["overflow"].as_i64().is_some_and(|it| it > 0) {
                fault(format!("at {width} px it is {} px too wide", page["overflow"]));
            }
            if page["h1"] != 1 {
                fault(format!("{} main headings", page["h1"]));
            }
            // On a phone a conversation has only the second row of the bar, which is the row that stays everywhere.
            if page["help"].is_array() && !(page["talks"] == true && width == 320) {
                let here = json!([page["help"], page["leave"]]);
                let usual = places.entry(width).or_insert_with(|| here.clone());
                if *usual != here {
                    fault(format!("at {width} px the ways out are at {here}, elsewhere at {usual}"));
                }
            } else if !page["help"].is_array() && path != "/away" {
                fault("no way to help".to_owned());
            }
            let links = page["links"].as_array().cloned().unwrap_or_default();
            ahead.extend(links.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        // A page that kindly refuses is a page: its status is no error of ours.
        seen.faults.extend(
            browser
                .console_errors()
                .into_iter()
                .filter(|it| !it.contains("status of 409"))
                .map(|it| format!("{person}: {it}")),
        );
        let title = browser.title();
        if ["Harbour", "support", "Support", "mental", person].iter().any(|word| title.contains(word)) {
            seen.faults.push(format!("{person} at {path}: the title “{title}” tells too much"));
        }
    }
    seen.faults.extend(browser.requests_elsewhere().into_iter().map(|it| format!("{person}: asked {it}")));
    seen
}

/// The course of the town in which every activity is looked at; of others, one of each kind of page is enough.
const WHOLE: &str = "/training/courses/boundaries-and-role/";

/// A path with each id and each name left out.
fn shape(path: &str) -> String {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(all_pages);
    let without_ids = without_ids(path);
    if KNOWN.contains(&without_ids) {
        return without_ids;
    }
    let fits = |known: &&String| {
        let (mut parts, mut asked) = (known.split('/'), without_ids.split('/'));
        let fit = parts.by_ref().zip(asked.by_ref()).all(|(part, asked)| part == "{}" || part == asked);
        fit && known.matches('/').count() == without_ids.matches('/').count()
    };
    KNOWN.iter().find(fits).cloned().unwrap_or(without_ids)
}

fn without_ids(path: &str) -> String {
    let is_id = |part: &str| {
        let is_country = part.len() == 2 && part.bytes().all(|it| it.is_ascii_uppercase());
        part.len() == 36 && part.bytes().filter(|it| *it == b'-').count() == 4 || part.starts_with('{') || is_country
    };
    path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every page that the rooms answer, and that is walked to here.
fn every_page() -> BTreeSet<String> {
    let mut pages = all_pages();
    pages.retain(|page| !ELSEWHERE.contains(&page.as_str()));
    pages
}

/// Every page that the rooms answer, read out of their own lists.
fn all_pages() -> BTreeSet<String> {
    let rooms = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rooms");
    let mut pages = BTreeSet::new();
    for room in std::fs::read_dir(rooms).unwrap().flatten() {
        read_pages(&room.path().join("src"), &mut pages);
    }
    assert!(pages.len() > 40, "the lists of the rooms were not understood");
    pages
}

/// The pages in every source of a folder: a room may keep some of its addresses beside its pages.
fn read_pages(folder: &Path, pages: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_pages(&path, pages);
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for route in source.split(".route(\"").skip(1) {
            let (path, answered) = route.split_once('"').unwrap();
            let is_page = !["/live", "/door", ".ics", ".json", ".html"].iter().any(|end| path.ends_with(end));
            if answered.starts_with(", get(") && is_page {
                pages.insert(without_ids(path));
            }
        }
    }
}

#[test]
fn pages_that_forms_lead_to() {
    let town = Town::start();
    let (maya, theo) = (Browser::start(Options::phone()), Browser::start(Options::phone()));
    be(&maya, |path| town.url(path), "Maya");
    maya.goto(&town.url("/support/ask"));
    maya.click("button.big");
    maya.see("Please choose what would help.");
    maya.assert_accessible();
    maya.goto(&town.url("/"));
    ask_to_talk(&maya, "Sleep", "I wake at four.");
    maya.click_text("Stop waiting");
    maya.see("You have stopped waiting");
    maya.assert_accessible();
    maya.click_text("Ask again");
    maya.click_text("To be heard");
    maya.fill("A few words, if you want", "I wake at four.");
    maya.click_text("Ask to talk");
    maya.see("We are looking for somebody");

    be(&theo, |path| town.url(path), "Theo");
    theo.goto(&town.url("/duty"));
    theo.click_text("Go on duty");
    theo.see("Please answer this one too.");
    theo.assert_accessible();
    theo.goto(&town.url("/"));
    go_on_duty(&theo);
    theo.see("Somebody asks to talk");
    theo.assert_accessible();
    be_offered(&theo, "I wake at four.");
    accept(&theo);
    theo.assert_accessible();
    maya.see("You are talking now.");
    maya.click("#text");
    maya.paste("Ring me: 07700 900123");
    maya.click_text("Send");
    maya.see("Not sent yet");
    maya.assert_accessible();
    theo.click_text("I have to stop");
    theo.click_text("I'm not OK");
    theo.see("You have stopped. That was right.");
    theo.assert_accessible();
    theo.goto(&town.url("/nowhere"));
    theo.see("This page is not here");
    theo.assert_accessible();
}

#[test]
fn the_first_page_is_light() {
    let town = Town::start();
    let visitor = Browser::start(Options::phone());
    visitor.goto(&town.url("/"));
    let bytes = visitor.script(
        "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .reduce((sum, it) => sum + it.transferSize, 0)",
    );
    let bytes = bytes.as_u64().unwrap_or_default();
    assert!((5_000..100_000).contains(&bytes), "the first page takes {bytes} bytes");
    println!("the first page takes {bytes} bytes");
}

/// Tab leads round the whole page: each stop can be seen, and the last one leads out of it.
#[track_caller]
fn goes_round(browser: &Browser, path: &str) {
    browser.press(Key::Tab);
    assert_eq!(browser.script("return document.activeElement.className"), "skip", "the first stop at {path}");
    let mut stops = 1;
    loop {
        let stop = browser.script(
            "const at = document.activeElement;
             if (at === document.body) return null;
             const [style, box] = [getComputedStyle(at), at.getBoundingClientRect()];
             const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
             const near = at.closest('.choice, label');
             const nearStyle = near && getComputedStyle(near);
             const nearRing = near && nearStyle.outlineStyle !== 'none' && parseFloat(nearStyle.outlineWidth) >= 2;
             // Inside a day or a time the browser itself shows which part has the focus.
             const inside = ['date', 'time'].includes(at.type);
             const seen = (ring && box.width > 0 && box.height > 0) || Boolean(nearRing) || inside;
             return { seen, what: at.outerHTML.slice(0, 120) }",
        );
        if stop.is_null() {
            break;
        }
        assert_eq!(stop["seen"], true, "the focus cannot be seen at {path}: {}", stop["what"]);
        stops += 1;
        assert!(stops < 200, "the keyboard is trapped at {path}: {}", stop["what"]);
        browser.press(Key::Tab);
    }
    assert!(stops > 8, "only {stops} stops at {path}");
}

#[test]
fn a_keyboard_is_enough() {
    let town = Town::start();
    let theo = Browser::start(Options::default());
    be(&theo, |path| town.url(path), "Theo");
    let helping =
        ["/rota", "/rota/gap", "/workforce/wellbeing", "/workforce/certificates", "/workforce/supervision/questions"];
    for path in helping.into_iter().chain(["/training/courses/boundaries-and-role/where-is-the-edge", "/duty"]) {
        theo.goto(&town.url(path));
        goes_round(&theo, path);
    }
    let maya = Browser::start(Options::default());
    be(&maya, |path| town.url(path), "Maya");
    for path in ["/", "/support/ask", "/help-now", "/account/passphrase"] {
        maya.goto(&town.url(path));
        goes_round(&maya, path);
    }
    // The skip link leads past the bar.
    maya.goto(&town.url("/"));
    maya.press(Key::Tab);
    maya.press(Key::Enter);
    maya.press(Key::Tab);
    assert_eq!(maya.script("return Boolean(document.activeElement.closest('main'))"), true);
}

#[test]
fn help_is_there_without_a_network() {
    let town = Town::start();
    let wire = town.wire();
    let visitor = Browser::start(Options::phone());
    visitor.goto(&wire.url("/"));
    visitor.wait_until("the service worker to be at work", "return Boolean(navigator.serviceWorker.controller)");
    wire.cut();
    visitor.goto(&wire.url("/help-now"));
    visitor.see("Samaritans");
    assert_eq!(visitor.attribute(".helpline a[href^='tel:']", "href").as_deref(), Some("tel:116123"));
    visitor.assert_accessible();
    // Any other page leads to the same help, and never to a page of somebody.
    visitor.goto(&wire.url("/account"));
    visitor.see("Samaritans");
}
