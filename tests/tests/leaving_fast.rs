//! Leaving fast: somebody comes into the room.

use journeys::{Browser, Key, Options, Town};
use serde_json::json;

use crate::steps::{PASSPHRASE, ask_to_talk, join, say};

/// Everything that pages and their worker keep in this browser, as one text.
const KEPT: &str = "
    const done = arguments[arguments.length - 1];
    (async () => {
        let kept = JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage }) + document.cookie;
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) kept += request.url + await (await cache.match(request)).text();
        }
        return kept;
    })().then(done, error => done('could not look: ' + error));
";

/// The page that is left behind tells nothing.
#[track_caller]
fn is_away(browser: &Browser) {
    browser.see("This page is empty.");
    assert_eq!(browser.title(), "Notes");
    for word in ["support", "Maya", "Harbour", "help", "peer"] {
        assert!(!browser.shows(word), "the page after leaving says “{word}”");
    }
}

/// Back, as often as there may be something: nothing of ours is shown.
#[track_caller]
fn back_shows_nothing(browser: &Browser, words: &str) {
    for _ in 0..4 {
        browser.back();
        assert!(!browser.shows(words), "Back shows “{words}” at {}", browser.url());
    }
}

#[test]
fn a_visitor_presses_the_button_and_comes_back_by_the_link() {
    let town = Town::start();
    let visitor = Browser::start(Options::phone());
    visitor.goto(&town.url("/charter"));
    visitor.goto(&town.url("/"));
    visitor.see("Somebody to talk to");
    let entries = visitor.script("return history.length");
    visitor.click_text("Leave this page");
    is_away(&visitor);
    assert_eq!(visitor.script("return history.length"), entries, "the page that was left is replaced");
    visitor.back();
    is_away(&visitor);
    visitor.goto(&town.url("/charter"));
    is_away(&visitor);
    visitor.click_text("Continue");
    visitor.see("Somebody to talk to");
}

#[test]
fn shift_three_times_leaves_and_typing_does_not() {
    let town = Town::start();
    let visitor = Browser::start(Options::default());
    visitor.goto(&town.url("/sign-in"));
    visitor.click("#pseudonym");
    // Capital letters break the row of presses.
    for letter in ["A", "B", "C", "D"] {
        visitor.press(Key::Shift + letter);
    }
    visitor.press(Key::Shift);
    visitor.press(Key::Shift);
    visitor.see("Press Shift once more to leave this page.");
    assert!(visitor.url().ends_with("/sign-in"));
    visitor.press(Key::Shift);
    is_away(&visitor);
}

#[test]
fn without_script_the_link_leaves_too() {
    let town = Town::start();
    let visitor = Browser::start(Options::phone().without_script());
    visitor.goto(&town.url("/"));
    visitor.click_text("Leave this page");
    is_away(&visitor);
    back_shows_nothing(&visitor, "Somebody to talk to");
    visitor.goto(&town.url("/"));
    is_away(&visitor);
    visitor.click_text("Continue");
    visitor.see("Somebody to talk to");
}

#[test]
fn who_was_signed_in_comes_back_by_the_passphrase_alone() {
    let town = Town::start();
    let willow = Browser::start(Options::default());
    join(&willow, &town.url("/join"), "Willow lane");
    willow.click_text("I have kept it");
    ask_to_talk(&willow, "Sleep", "Nobody at home may read this.");
    willow.click_text("Leave this page");
    is_away(&willow);
    back_shows_nothing(&willow, "looking for somebody");
    willow.goto(&town.url("/account"));
    is_away(&willow);
    willow.click_text("Continue");
    willow.fill("Passphrase", "not the right one");
    willow.click_text("Open");
    willow.see("That did not match.");
    assert_eq!(willow.title(), "Notes");
    willow.fill("Passphrase", PASSPHRASE);
    willow.click_text("Open");
    willow.see("Go back to your place");

    // Whoever finds the device can start over, as a stranger.
    willow.click_text("Leave this page");
    is_away(&willow);
    willow.click_text("Continue");
    willow.click_text("Start over");
    willow.see("Join");
    assert_eq!(willow.count(".nav a[href='/account']"), 0);
}

#[test]
fn nothing_that_was_written_stays_in_the_browser() {
    let town = Town::start();
    let wire = town.wire();
    let (willow, theo) = (Browser::start(Options::phone()), Browser::start(Options::default()));
    join(&willow, &wire.url("/join"), "Willow lane");
    willow.click_text("I have kept it");
    ask_to_talk(&willow, "Sleep", "The words of my request.");
    crate::steps::be(&theo, |path| town.url(path), "Theo");
    crate::steps::go_on_duty(&theo);
    crate::steps::be_offered(&theo, "The words of my request.");
    crate::steps::accept(&theo);
    willow.see("You are talking now.");
    say(&theo, "The words of Theo.");
    willow.see("The words of Theo.");
    willow.wait_until("the service worker to be at work", "return Boolean(navigator.serviceWorker.controller)");

    // The network is gone, words wait to go out, a thought is half written: and somebody comes in.
    wire.cut();
    willow.see("You are offline.");
    say(&willow, "Words that wait.");
    willow.see("sending…");
    willow.click("#text");
    willow.press("half a thought");
    willow.press(Key::Shift);
    willow.press(Key::Shift);
    willow.press(Key::Shift);
    willow.wait_until("the page to be blank and neutral", "return document.title === 'Notes'");
    willow.see("This page is empty.");
    assert!(!willow.shows("words"));
    back_shows_nothing(&willow, "words");
    // As soon as there is a network again, the server hears of it and locks the browser.
    wire.mend();
    willow.goto(&wire.url("/account"));
    is_away(&willow);
    let kept = willow.script_that_takes_time(KEPT);
    let kept = kept.as_str().unwrap_or_default();
    assert!(kept.contains("/help-now"), "the helplines are kept: {kept}");
    for words in ["The words of", "Words that wait", "half a thought", "Willow", "Theo", "talk:", "/account"] {
        assert!(!kept.contains(words), "“{words}” stays in the browser");
    }
}

#[test]
fn without_a_network_leaving_still_shows_a_neutral_page() {
    let town = Town::start();
    let wire = town.wire();
    let visitor = Browser::start(Options::phone());
    visitor.goto(&wire.url("/"));
    visitor.wait_until("the service worker to be at work", "return Boolean(navigator.serviceWorker.controller)");
    visitor.goto(&wire.url("/charter"));
    wire.cut();
    visitor.click_text("Leave this page");
    visitor.see("This page is empty.");
    assert_eq!(visitor.script("return document.title"), json!("Notes"));
    assert!(!visitor.shows("Get help now"));
    for _ in 0..3 {
        visitor.back();
        assert!(!visitor.shows("talk") && !visitor.shows("Get help now"), "Back leads to {}", visitor.url());
    }
    // Whoever asks for help by its name finds it all the same.
    visitor.goto(&wire.url("/help-now"));
    visitor.see("Samaritans");
}
