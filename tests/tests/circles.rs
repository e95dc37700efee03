//! A circle: found, joined, written in and answered while others look; read first and hidden by those who look after it; and
//! all of the main way without any script.

use journeys::{Browser, Options, Town};

use crate::steps::be;

/// Opens a thread of a circle by the titles that people see.
#[track_caller]
fn open_thread(browser: &Browser, circle: &str, title: &str) {
    browser.click(".nav a[href='/circles']");
    browser.see("Your circles");
    browser.click_text(circle);
    browser.see("What people wrote");
    browser.click_text(title);
    browser.see("Answer");
}

#[track_caller]
fn answer(browser: &Browser, words: &str) {
    browser.fill("Your words", words);
    browser.click("button[value=post]");
    browser.see(words);
}

/// The menu of one's own post.
#[track_caller]
fn more_of_ones_own(browser: &Browser) {
    // The bar at the top lies over what is scrolled to its edge.
    browser.script("document.querySelector('article.post.own details.menu').scrollIntoView({ block: 'center' })");
    browser.click("article.post.own details.menu summary");
}

#[test]
fn nobody_s_words_fall_into_silence() {
    let town = Town::start();
    // Colours change at once without motion, and axe would measure them on their way.
    let [rhys, jonas, leo] = [(); 3].map(|()| Browser::start(Options { reduced_motion: true, ..Options::phone() }));
    let url = |path: &str| town.url(path);

    // Found by what it is about, joined by one press.
    be(&rhys, url, "Rhys");
    rhys.click(".nav a[href='/circles']");
    rhys.click_text("Find a circle");
    rhys.choose("About", "Sleep");
    rhys.click_text("Show");
    rhys.see_no_more("Side by side");
    assert!(!rhys.shows("Side by side"), "a circle for carers is not for him");
    rhys.click_text("Night owls");
    rhys.see("Would you like to join?");
    rhys.click_text("Join");
    rhys.see("You are in it");
    rhys.assert_accessible();

    // Written with a content note: kept for later, looked at, posted.
    rhys.click_text("Write something");
    rhys.click_text("I need support");
    rhys.fill("Title", "The ward at four");
    rhys.fill("Your words", "I sat *up* all night.");
    rhys.click_text("Add a content note");
    rhys.click_text("Illness and hospital");
    rhys.click_text("Keep for later");
    rhys.see("Your words are kept. Only you can see them.");
    rhys.click_text("Look at it first");
    rhys.see("How it will look");
    assert_eq!(rhys.text(".preview em"), "up");
    rhys.click_text("Post it");
    rhys.see("The ward at four");
    rhys.see("Illness and hospital");

    // Two others, each on a page that nobody loads again.
    for (browser, name) in [(&jonas, "Jonas"), (&leo, "Leo")] {
        be(browser, url, name);
        open_thread(browser, "Night owls", "The ward at four");
        assert!(!browser.shows("all night"), "what has a note is shown when it is wanted");
        browser.click_text("Show it");
        browser.see("I sat up all night.");
    }
    leo.script("window.stayed = true");
    rhys.script("window.stayed = true");
    answer(&jonas, "I was up too. I hear you.");
    rhys.see("I was up too. I hear you.");
    leo.see("I was up too. I hear you.");
    assert_eq!(leo.script("return window.stayed"), true, "the page was not loaded again");
    assert_eq!(rhys.script("return window.stayed"), true, "the page was not loaded again");
    answer(&leo, "So was I.");
    rhys.see("So was I.");
    rhys.assert_accessible();

    // A word that takes no typing is told to its author alone.
    // The bar at the top lies over what is scrolled to its edge.
    jonas.script("document.querySelector('article.post button.react').scrollIntoView({ block: 'center' })");
    jonas.click("article.post:first-of-type button.react");
    rhys.see("Others said:");
    assert!(!leo.shows("Others said:"), "nobody else learns of it");

    // Taken back at once, from everybody's page.
    more_of_ones_own(&jonas);
    jonas.click_text("Take it back");
    jonas.see("Take this back?");
    jonas.click_text("Take it back");
    rhys.see_no_more("I was up too.");
    leo.see_no_more("I was up too.");
    assert!(rhys.shows("So was I."));
    assert!(rhys.requests_elsewhere().is_empty() && rhys.console_errors().is_empty());
}

#[test]
fn those_who_look_after_a_circle_read_first_and_hide_with_a_reason() {
    let town = Town::start();
    let [olu, maya, theo] = [(); 3].map(|()| Browser::start(Options { reduced_motion: true, ..Options::default() }));
    let url = |path: &str| town.url(path);
    be(&olu, url, "Olu");
    olu.click(".nav a[href='/desk']");
    olu.see("Your desk");
    be(&theo, url, "Theo");
    open_thread(&theo, "Missing someone", "His birthday is on Friday");
    theo.click_text("Show it");

    be(&maya, url, "Maya");
    open_thread(&maya, "Missing someone", "His birthday is on Friday");
    maya.see("A facilitator reads your words before others see them.");
    maya.fill("Your words", "Tell nobody: he lived at 4 Mill Lane.");
    maya.click("button[value=post]");
    maya.see("Only you and the facilitators see this until one of them has read it.");
    olu.see("he lived at 4 Mill Lane.");
    olu.assert_accessible();
    assert!(!theo.shows("4 Mill Lane"));
    olu.click_text("Let everybody see it");
    theo.see("he lived at 4 Mill Lane.");

    // Read again, it says too much.
    open_thread(&olu, "Missing someone", "His birthday is on Friday");
    olu.click_text("Show it");
    olu.click("article.post:last-of-type details.menu summary");
    olu.click_text("Hide it");
    olu.click_text("Protect who you are, and who others are");
    olu.fill("Why, in your own words", "Please leave out where he lived.");
    olu.click_text("Hide it and send the reason");
    theo.see_no_more("4 Mill Lane");
    maya.see("Please leave out where he lived.");
    maya.click_text("Change it");
    maya.fill("Your words", "He loved that garden.");
    maya.click_text("Save");
    olu.click(".nav a[href='/desk']");
    olu.see("He loved that garden.");
    olu.click_text("Let everybody see it");
    theo.see("He loved that garden.");
    theo.assert_accessible();
}

#[test]
fn a_circle_without_script() {
    let town = Town::start();
    let url = |path: &str| town.url(path);
    let [elena, jonas] = [(); 2].map(|()| Browser::start(Options::phone().without_script()));
    be(&elena, url, "Elena");
    elena.click(".nav a[href='/circles']");
    elena.click_text("Find a circle");
    elena.click_text("Night owls");
    elena.click_text("Join");
    elena.see("You are in it");
    elena.click_text("Write something");
    elena.click_text("Saying hello");
    elena.fill("Title", "New at this table");
    elena.fill("Your words", "Hello from the stairs.");
    elena.click_text("Post as a member of this circle");
    elena.click_text("Post it");
    elena.see("Hello from the stairs.");

    be(&jonas, url, "Jonas");
    open_thread(&jonas, "Night owls", "New at this table");
    jonas.see("A member of this circle");
    assert!(!jonas.shows("Elena"), "whoever writes as a member is not named");
    answer(&jonas, "Hello, whoever you are.");
    elena.reload();
    elena.see("Hello, whoever you are.");
    elena.click("article.post.own details.menu summary");
    elena.click_text("Take it back");
    elena.see("Take this back?");
    elena.click_text("Take it back");
    elena.see("Night owls");
    jonas.reload();
    jonas.see("Taken back by the person who wrote it");
    assert!(!jonas.shows("Hello from the stairs."));
}
