//! How somebody becomes a supporter, is looked after as one, steps back and returns.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use journeys::{Browser, Options, Town};
use serde_json::{Value, json};

use crate::steps::{accept, ask_to_talk, be, be_offered, go_on_duty, say};

/// A course in which every kind of activity is there once.
const COURSE: &str = include_str!("workforce/first-course.md");
const WORDS: &str = "My sister does not pick up any more.";

/// Everybody who has a part in it, each with a browser of their own.
struct Cast {
    town: Town,
    maya: Browser,
    nora: Browser,
    idris: Browser,
}

impl Cast {
    fn goto(&self, browser: &Browser, path: &str) {
        browser.goto(&self.town.url(path));
    }
}

fn browser_of(town: &Town, name: &str, options: Options) -> Browser {
    let browser = Browser::start(options);
    be(&browser, |path| town.url(path), name);
    browser
}

#[test]
fn a_member_becomes_a_supporter_is_looked_after_steps_back_and_returns() {
    let town = Town::start();
    let maya = browser_of(&town, "Maya", Options::phone());
    let nora = browser_of(&town, "Nora", Options::default());
    let idris = browser_of(&town, "Idris", Options::default());
    let cast = Cast { town, maya, nora, idris };
    a_course_is_brought_and_published(&cast);
    a_certificate_is_asked_of_everybody(&cast);
    applies(&cast);
    learns(&cast);
    practises_live(&cast);
    is_seen_by_two(&cast);
    is_welcomed(&cast);
    is_certified(&cast);
    shows_a_badge_that_others_can_check(&cast);
    has_a_first_shift_that_is_hard(&cast);
    is_looked_after(&cast);
    steps_back_and_returns(&cast);
}

/// One brings it, another publishes it.
fn a_course_is_brought_and_published(cast: &Cast) {
    let folder = Folder::new();
    let nora = &cast.nora;
    cast.goto(nora, "/training/authoring");
    nora.fill("#file", &folder.keep("course.md", COURSE.replace("minutes: 3", "minutes: soon").as_bytes()));
    nora.click("form[action$='/files'] button");
    nora.see("Line 28");
    nora.fill("#title", "First course");
    nora.fill("#about", "Everything once.");
    nora.click("form[action='/training/authoring'] button");
    nora.wait_for_address("/training/authoring/first-course");
    nora.click("a[href$='/text']");
    nora.script(&format!("document.querySelector('#words').value = {}", json!(COURSE)));
    nora.click("main form button.primary");
    nora.see("Line 21: The file");
    nora.click_text("A first course");
    for (name, bytes) in [("kitchen.webm", FILM), ("kitchen.en.vtt", CAPTIONS)] {
        let form = format!("form[action$='/media']:has(input[value='media/{name}'])");
        nora.fill(&format!("{form} input[type=file]"), &folder.keep(name, bytes));
        nora.click(&format!("{form} button"));
        nora.wait_for(&format!("{form} a[href^='/training/media/']"));
    }
    nora.see("Somebody else who writes courses looks it over");
    cast.goto(&cast.idris, "/training/authoring/first-course");
    cast.idris.click("form[action$='/publication'] button");
    cast.idris.see("People take version 1");
}

#[test]
fn without_the_certificate_that_is_asked_for_no_offer_comes_and_the_page_says_why() {
    let town = Town::start();
    let [theo, kofi, nora] = ["Theo", "Kofi", "Nora"].map(|name| browser_of(&town, name, Options::default()));
    it_is_needed_from_today(&town, &[]);
    // Whoever never had one does not begin, and hears what to do.
    kofi.goto(&town.url("/duty"));
    kofi.see("certificate");
    assert_eq!(kofi.count("form[action='/duty']"), 0, "no form that could not be sent");
    // Whoever has one begins. When it ends, what is asked goes to others from that moment on.
    go_on_duty(&theo);
    nora.goto(&town.url("/workforce/certificates/waiting"));
    nora.click_text("Take back Theo");
    nora.fill("#reason", "We talk about it on Thursday.");
    nora.click("main form button");
    nora.see_no_more("Take back Theo");
    let rhys = browser_of(&town, "Rhys", Options::phone());
    ask_to_talk(&rhys, "Sleep", WORDS);
    theo.goto(&town.url("/duty"));
    theo.see("certificate");
    assert!(!theo.shows(WORDS), "an offer came to somebody without the certificate");
    theo.assert_accessible();
    theo.click("main a[href^='/workforce']");
    theo.see("ertificate");
}

fn a_certificate_is_asked_of_everybody(cast: &Cast) {
    it_is_needed_from_today(&cast.town, &["A first course", "Listening and talking"]);
}

/// Nobody talks with members without the certificate, and this is what it takes.
fn it_is_needed_from_today(town: &Town, asked: &[&str]) {
    let wren = browser_of(town, "Wren", Options::default());
    wren.goto(&town.url("/workforce/certificates/requirements/conversation"));
    for it in asked {
        wren.click_text(it);
    }
    wren.script("document.querySelector('#from').value = new Date().toISOString().slice(0, 10)");
    wren.fill("#reason", "Everybody who talks with members has learned to.");
    wren.click("main form button.primary");
    wren.wait_for_address("/workforce/certificates");
}

fn applies(cast: &Cast) {
    let maya = &cast.maya;
    cast.goto(maya, "/workforce/application");
    maya.click_text("Talk with one person at a time.");
    maya.fill("#statement", "I know the hour before morning.");
    maya.click_text("Apply");
    maya.see("Your way");
    maya.click_text("Yes, a good time");
    maya.assert_accessible();
}

/// Every kind of activity that one does alone.
fn learns(cast: &Cast) {
    let maya = &cast.maya;
    let activity = |id: &str| cast.goto(maya, &format!("/training/courses/first-course/{id}"));
    activity("what-helps");
    maya.click_text("I have read it");
    maya.see("A kitchen");
    maya.click_text("I have watched or read it");
    maya.see("Four questions");
    maya.click_text("Begin");
    answer(maya, &["That sounds lonely."]);
    answer(maya, &["Listening", "Being there"]);
    for (place, what) in [("1", "Hear"), ("2", "Ask"), ("3", "Hand over")] {
        maya.choose(what, place);
    }
    answer(maya, &[]);
    answer(maya, &["Stay, and say so"]);
    maya.see("Well done. You have passed.");
    activity("why-you");
    maya.fill("#words", "Somebody did it for me.");
    maya.click("form[action$='/reflection'] button");
    maya.wait_for("#sharing");
    activity("in-the-car");
    maya.click("form[action$='/play'] button");
    maya.fill("#words", "An hour is long. It sounds lonely.");
    maya.click_text("Show that you heard the feeling");
    maya.click_text("Say it");
    maya.see("You stayed with them.");
    activity("a-promise");
    maya.fill("#name", "Maya");
    maya.click_text("Sign");
    maya.see("Done");
    // Somebody who learns goes on where she was, on any device.
    let elsewhere = browser_of(&cast.town, "Maya", Options::default());
    cast.goto(&elsewhere, "/training/courses/first-course");
    elsewhere.see("6 of 8 done");
}

fn answer(browser: &Browser, choices: &[&str]) {
    for choice in choices {
        browser.click_text(choice);
    }
    browser.click("#answer button.primary");
}

/// A trainer plays the member herself, on the page of a conversation; sitting in took place elsewhere.
fn practises_live(cast: &Cast) {
    let (maya, nora) = (&cast.maya, &cast.nora);
    cast.goto(nora, "/training/booked");
    nora.script(
        "const [from, to] = [5, 20].map(it => new Date(Date.now() + it * 60_000));
         const clock = it => it.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
         document.querySelector('#day').value = from.toLocaleDateString('sv', { timeZone: 'Europe/London' });
         document.querySelector('#from').value = clock(from);
         document.querySelector('#to').value = clock(to);",
    );
    nora.click_text("Offer this time");
    nora.see("That is kept.");
    cast.goto(maya, "/training/booked");
    maya.click("#times details:first-of-type summary");
    maya.click("#times details:first-of-type input[value='first-course/ten-minutes']");
    maya.click("#times details:first-of-type button");
    maya.see("That is kept.");
    for browser in [maya, nora] {
        cast.goto(browser, "/training/booked");
        browser.click("#open .button.primary");
        browser.click("#begin form[action$='/beginning'] button");
        browser.see("This is practice");
        browser.assert_accessible();
    }
    say(nora, "I sat in the car for an hour.");
    maya.see("I sat in the car for an hour.");
    say(maya, "That sounds lonely. What was it like?");
    nora.see("That sounds lonely. What was it like?");
    maya.click_text("End the practice");
    maya.see_no_more("End the practice");
    cast.goto(nora, "/training/booked");
    nora.click_text("Look at it");
    nora.click_text("Yes, it took place");
    nora.see("That is kept.");
    cast.goto(nora, "/training/practice/people?name=Maya");
    nora.click("main ul a[href^='/training/practice/people/']");
    nora.click("#together details summary");
    nora.click("#together input[name=agreed]");
    nora.click("#together button");
    nora.see("That is kept.");
    cast.goto(maya, "/training/courses/first-course");
    maya.see("You have finished this course");
}

/// Two people rate what they saw, each with fresh eyes.
fn is_seen_by_two(cast: &Cast) {
    for rater in [&cast.nora, &cast.idris] {
        cast.goto(rater, "/training/practice/people?name=Maya");
        rater.click("main ul a[href^='/training/practice/people/']");
        rater.click("input[name=evidence][value=role-play]");
        rater.click_text("Listening and talking");
        for seen in ["Names the feelings that they hear", "Says back what they understood", "Asks open questions"] {
            rater.click_text(seen);
        }
        rater.click_text("Keep it");
        rater.see("That is kept.");
    }
}

fn is_welcomed(cast: &Cast) {
    let nora = &cast.nora;
    cast.goto(nora, "/workforce/applications");
    nora.click_text("Maya");
    let stages = nora.script(
        "return [...document.querySelectorAll('#stages > section.card')].filter(it => it.querySelector('form')).map(it => it.id)",
    );
    for stage in stages.as_array().expect("stages").iter().filter_map(Value::as_str) {
        if nora.count(&format!("#record-{stage}")) == 1 {
            nora.fill(&format!("#record-{stage}"), "We talked for an hour. It is a good time.");
        }
        nora.click(&format!("#{stage} input[value=done]"));
        nora.click(&format!("#{stage} button"));
        nora.wait_for(&format!("#{stage} .tag.good"));
    }
    nora.click("#acceptance button");
    nora.wait_for_address("/workforce/applications?decided=welcome");
    let maya = &cast.maya;
    cast.goto(maya, "/workforce/application");
    maya.see("Welcome");
}

fn is_certified(cast: &Cast) {
    let (maya, nora) = (&cast.maya, &cast.nora);
    cast.goto(maya, "/duty");
    maya.see("Your role card waits for you");
    cast.goto(maya, "/workforce/cards/supporter");
    maya.click_text("Sign");
    maya.see("Signed by you");
    cast.goto(maya, "/duty");
    maya.see("certificate");
    cast.goto(maya, "/workforce/certificates");
    maya.click_text("Ask for it");
    maya.see("Asked on");
    cast.goto(nora, "/workforce/certificates/waiting");
    nora.click_text("Give the certificate Maya");
    nora.see_no_more("Maya – Certificate for conversations");
    cast.goto(maya, "/workforce/certificates");
    maya.see("until");
}

/// What others have: the address, and a program that was written elsewhere.
fn shows_a_badge_that_others_can_check(cast: &Cast) {
    let maya = &cast.maya;
    cast.goto(maya, "/workforce/certificates");
    maya.click_text("A badge to show elsewhere");
    maya.click_text("Make it public");
    let page = maya.attribute("a[href^='/credentials/']", "href").expect("an address to share");
    let visitor = Browser::start(Options::default());
    cast.goto(&visitor, &page);
    visitor.see("This badge counts");
    visitor.see("Its holder has chosen not to say a name here.");
    let read = |path: &str| {
        let read = "const done = arguments[arguments.length - 1]; fetch('PATH').then(it => it.text()).then(done);";
        visitor.script_that_takes_time(&read.replace("PATH", path)).as_str().unwrap_or_default().to_owned()
    };
    let badge = read(&format!("{page}/badge"));
    let documents: Value = ["issuer", "key", "status"]
        .map(|it| (cast.town.url(&format!("/credentials/{it}")), Value::from(read(&format!("/credentials/{it}")))))
        .into_iter()
        .collect();
    let now = visitor.script("return Date.now()");
    let said = verdict(&json!({ "now": now, "badge": badge, "documents": documents }));
    assert_eq!(said, json!({ "verified": true, "reason": "" }));
    let forged = badge.replace(".ey", ".eZ");
    let said = verdict(&json!({ "now": now, "badge": forged, "documents": documents }));
    assert_eq!(said["verified"], false, "a badge that was changed");
}

/// What the programs of others say, which `cargo xtask test` fetches.
fn verdict(question: &Value) -> Value {
    let folder = std::env::var_os("ALONGSIDE_VERIFIER").expect("`cargo xtask test --only journeys` sets it");
    let script = PathBuf::from(folder).join("verify.mjs");
    let mut node = Command::new("node");
    let mut node = node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
    node.stdin.take().expect("asked for").write_all(question.to_string().as_bytes()).expect("node listens");
    let said = node.wait_with_output().expect("node ends").stdout;
    serde_json::from_slice(&said).expect("the verifier answers")
}

/// It was hard, she says so; a rest and a talk come before the next one.
fn has_a_first_shift_that_is_hard(cast: &Cast) {
    let maya = &cast.maya;
    cast.goto(maya, "/duty");
    maya.see("Your role as a supporter");
    maya.click_text("Enough for now");
    maya.click_text("I think so");
    maya.click_text("Go on duty");
    maya.wait_for("#duty");
    let rhys = browser_of(&cast.town, "Rhys", Options::phone());
    ask_to_talk(&rhys, "Sleep", WORDS);
    be_offered(maya, WORDS);
    accept(maya);
    rhys.see("You are talking now.");
    say(maya, "Hello. I am here.");
    rhys.see("Hello. I am here.");
    rhys.click_text("What a supporter does");
    rhys.see("What they do not do");
    maya.click_text("End");
    maya.see("Thank you for listening");
    maya.see("You are on a break until");
    maya.click_text("That was hard");
    maya.click_text("Done");
    maya.see_no_more("That was hard");
    cast.goto(maya, "/duty");
    maya.see("Something was hard");
    let leo = browser_of(&cast.town, "Leo", Options::phone());
    ask_to_talk(&leo, "Sleep", "It is me again.");
    assert!(!maya.shows("Somebody asks to talk"), "nobody is sent to her");
}

fn is_looked_after(cast: &Cast) {
    let (maya, nora) = (&cast.maya, &cast.nora);
    cast.goto(nora, "/workforce/people");
    assert!(!nora.shows(WORDS), "a supervisor's desk shows no words");
    nora.click_text("We talked it through Maya");
    nora.see_no_more("We talked it through Maya");
    cast.goto(maya, "/duty");
    assert!(!maya.shows("Something was hard"));
    // Whoever has room looks after her, since the day on which she was welcomed.
    let mut desks = [nora, &cast.idris].into_iter();
    let supervisor = desks.find(|it| {
        cast.goto(it, "/workforce/people");
        it.shows("Open Maya")
    });
    let supervisor = supervisor.expect("one of two looks after her");
    supervisor.click_text("Open Maya");
    supervisor.see("No talks yet.");
    supervisor.click("form[action$='/talk'] button");
    supervisor.see_no_more("No talks yet.");
    cast.goto(maya, "/workforce/supervision");
    maya.click("a[href*='/sessions/']");
    maya.fill("#notes", "Begin with one evening a week.");
    maya.click("form:has(#notes) button");
    maya.see("Saved.");
    cast.goto(supervisor, "/workforce/people");
    supervisor.click_text("Open Maya");
    supervisor.click("a[href*='/sessions/']");
    supervisor.wait_until(
        "both to read the notes",
        "return document.querySelector('#notes')?.value === 'Begin with one evening a week.'",
    );
}

fn steps_back_and_returns(cast: &Cast) {
    let maya = &cast.maya;
    cast.goto(maya, "/workforce/step-back");
    maya.click_text("Step back for a while");
    maya.see("You have stepped back");
    cast.goto(maya, "/duty");
    maya.see("This page is not here");
    cast.goto(maya, "/workforce/step-back");
    maya.click_text("I would like to come back");
    maya.see("Your way back");
    maya.click_text("Yes, a good time");
    maya.wait_for("#readiness .tag");
    is_welcomed(cast);
    cast.goto(maya, "/duty");
    maya.see("On duty");
}

/// The beginning of a film, which is all that is looked at, and its captions.
const FILM: &[u8] = &[0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 0x01];
const CAPTIONS: &[u8] = b"WEBVTT\n\n00:00.000 --> 00:01.000\nI sat in the car.\n";

/// Files to bring, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("alongside-course-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for files");
        Folder(path)
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file to bring");
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
