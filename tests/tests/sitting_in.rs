//! Somebody who learns reads along in a real conversation: only after everybody agreed, only from there on, and until anybody
//! has had enough. Three browsers.

use journeys::{Browser, Options, Town};
use serde_json::json;

use crate::steps::{accept, ask_to_talk, be, be_offered, go_on_duty, say};

const COURSE: &str = "# Together
id: together
version: 1
about: A small course.

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.

### shadow: Sitting in
id: sitting-in
minutes: 60

Look at how they begin.
";
const WORDS: &str = "The nights are long.";

/// Kofi learns, Theo takes him along, Rhys is supported; Kofi is there, and the two of them have begun to talk.
struct Cast {
    town: Town,
    kofi: Browser,
    theo: Browser,
    rhys: Browser,
}

impl Cast {
    fn gather() -> Self {
        let town = Town::start();
        let [kofi, theo, nora, idris, rhys] = ["Kofi", "Theo", "Nora", "Idris", "Rhys"].map(|name| {
            let browser = Browser::start(Options { reduced_motion: true, ..Options::default() });
            be(&browser, |path| town.url(path), name);
            browser
        });
        let cast = Self { town, kofi, theo, rhys };
        cast.publishes(&nora, &idris);
        cast.agree();
        ask_to_talk(&cast.rhys, "Sleep", WORDS);
        go_on_duty(&cast.theo);
        be_offered(&cast.theo, WORDS);
        accept(&cast.theo);
        cast.rhys.see("You are talking now.");
        say(&cast.theo, "Before anybody was asked.");
        cast.rhys.see("Before anybody was asked.");
        cast
    }

    fn goto(&self, browser: &Browser, path: &str) {
        browser.goto(&self.town.url(path));
    }

    /// A course that asks learners to sit in with somebody.
    fn publishes(&self, nora: &Browser, idris: &Browser) {
        self.goto(nora, "/training/authoring");
        nora.fill("#title", "Together");
        nora.fill("#about", "A small course.");
        nora.click("form[action='/training/authoring'] button");
        nora.wait_for_address("/training/authoring/together");
        nora.click("a[href$='/text']");
        nora.script(&format!("document.querySelector('#words').value = {}", json!(COURSE)));
        nora.click("main form button.primary");
        nora.wait_for("textarea#words");
        self.goto(idris, "/training/authoring/together");
        idris.click("form[action$='/publication'] button");
        idris.see("People take version 1");
    }

    /// Theo takes learners along, Kofi asks him, and both are there.
    fn agree(&self) {
        let (kofi, theo) = (&self.kofi, &self.theo);
        self.goto(theo, "/duty/learning");
        theo.click("input[name=learners]");
        theo.click("main form button.primary");
        theo.wait_for("input[name=learners]:checked");
        self.goto(kofi, "/training/courses/together/a-text");
        kofi.click_text("I have read it");
        self.goto(kofi, "/shadowing");
        kofi.click_text("Theo");
        kofi.click("form[action='/shadowing'] button");
        kofi.see("They have not answered yet.");
        self.goto(theo, "/duty/learning");
        theo.click_text("Yes, gladly");
        theo.see("You agreed.");
        self.goto(kofi, "/shadowing");
        kofi.click_text("I am here for the next hour");
        kofi.see("Keep this page open.");
        kofi.assert_accessible();
        self.goto(theo, "/");
    }

    /// Theo asks Rhys, who reads what it means.
    fn asks(&self) {
        self.theo.click_text("Ask the member");
        self.theo.see("The member has been asked.");
        self.rhys.see("May somebody read along?");
        self.rhys.assert_accessible();
        assert!(!self.kofi.shows("You are reading along"), "nothing before a yes");
    }
}

#[test]
fn a_learner_reads_what_is_said_after_the_yes_until_the_member_has_had_enough() {
    let cast = Cast::gather();
    let (kofi, theo, rhys) = (&cast.kofi, &cast.theo, &cast.rhys);
    cast.asks();
    rhys.click_text("Yes, that is all right");
    kofi.see("You are reading along");
    say(rhys, "I count the hours.");
    kofi.see("I count the hours.");
    say(theo, "What do the hours say?");
    kofi.see("What do the hours say?");
    assert!(!kofi.shows("Before anybody was asked."), "what was said before stays between the two");
    assert_eq!(kofi.count("main textarea"), 0, "they do not write");
    kofi.assert_accessible();
    rhys.see("reads along.");
    theo.see("reads along.");
    kofi.reload();
    kofi.see("I count the hours.");

    rhys.click_text("End reading along");
    kofi.see_no_more("I count the hours.");
    say(rhys, "Just the two of us now.");
    theo.see("Just the two of us now.");
    kofi.reload();
    assert!(!kofi.shows("Just the two of us now."));
    assert!(!kofi.shows("I count the hours."), "when it is over it is gone");
}

#[test]
fn a_no_is_a_no_and_is_not_asked_again() {
    let cast = Cast::gather();
    let (kofi, theo, rhys) = (&cast.kofi, &cast.theo, &cast.rhys);
    cast.asks();
    rhys.click_text("No, just the two of us");
    rhys.see_no_more("May somebody read along?");
    theo.see("The member would rather talk with you alone.");
    assert!(!theo.shows("Ask the member"));
    say(rhys, "Good that you asked.");
    theo.see("Good that you asked.");
    kofi.reload();
    kofi.see("Keep this page open.");
    assert!(!kofi.shows("Good that you asked."));
    assert!(!kofi.shows("Rhys"), "nobody says who it was");
    // The learner may stop at any time as well.
    kofi.click_text("Take it back");
    kofi.see("Whom would you like to ask?");
}
