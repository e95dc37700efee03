//! Looking after those who wait and those who support.

use journeys::{Browser, Options, Town};

use crate::steps::{accept, ask_to_talk, be, be_offered, go_on_duty, say};

const WORDS: &str = "I wake at four and he is not there.";

fn browser_of(town: &Town, name: &str, options: Options) -> Browser {
    let browser = Browser::start(options);
    be(&browser, |path| town.url(path), name);
    browser
}

#[test]
fn the_board_shows_who_waits_and_works_and_no_words() {
    let town = Town::start();
    let nora = browser_of(&town, "Nora", Options::default());
    nora.click(".nav a[href='/supervision']");
    nora.see("2 people wait");
    nora.see("1 conversation");
    nora.see("Elena supports somebody");
    nora.see("In a break until");
    let maya = browser_of(&town, "Maya", Options::phone());
    ask_to_talk(&maya, "Sleep", WORDS);
    // The board follows by itself.
    nora.see("3 people wait");
    for words in ["The bus again", "I wake at four", "My mother was up", "Amina", "Sam of the hill", "Maya"] {
        assert!(!nora.shows(words), "the board shows “{words}”");
    }
}

#[test]
fn a_supervisor_makes_room_and_sees_who_looks_at_a_request() {
    let town = Town::start();
    let nora = browser_of(&town, "Nora", Options::default());
    let elena = browser_of(&town, "Elena", Options::default());
    let maya = browser_of(&town, "Maya", Options::phone());
    ask_to_talk(&maya, "Sleep", WORDS);
    elena.click(".nav a[href='/duty']");
    elena.see("You are talking with somebody. New requests go to others.");
    nora.click(".nav a[href='/supervision']");
    nora.see("3 people wait");
    nora.click(".board section:nth-of-type(4) .card:first-of-type summary");
    nora.choose(".board section:nth-of-type(4) .card:first-of-type select", "2");
    nora.click(".board section:nth-of-type(4) .card:first-of-type details button");
    nora.see("2 conversations at a time");
    elena.see(WORDS);
    nora.see("Elena is looking at it");
    accept(&elena);
    maya.see("You are talking now.");
    nora.see("2 people wait");
}

#[test]
fn a_supervisor_takes_a_request_that_nobody_else_can() {
    let town = Town::start();
    let nora = browser_of(&town, "Nora", Options::default());
    let maya = browser_of(&town, "Maya", Options::phone());
    ask_to_talk(&maya, "Sleep", WORDS);
    nora.click(".nav a[href='/supervision']");
    nora.see("3 people wait");
    nora.click(".board section:nth-of-type(2) .card:last-child a");
    nora.see("Nobody on duty fits just now.");
    assert!(!nora.shows(WORDS));
    nora.click_text("Take it");
    nora.see("You are talking now.");
    maya.see("You are talking now.");
    assert_eq!(maya.text("h1"), "Nora");
}

#[test]
fn the_doors_are_closed_with_a_notice_to_those_who_wait() {
    let town = Town::start();
    let nora = browser_of(&town, "Nora", Options::default());
    let maya = browser_of(&town, "Maya", Options::phone());
    let rhys = browser_of(&town, "Rhys", Options::phone());
    ask_to_talk(&maya, "Sleep", WORDS);
    nora.click(".nav a[href='/supervision']");
    nora.click_text("Close the doors");
    nora.click_text("Close the doors now");
    nora.see("Please write what people are told.");
    nora.fill("What people are told", "Our power is out. We are back at six.");
    nora.click_text("Close the doors now");
    nora.see("The doors are closed since");
    maya.see("Our power is out. We are back at six.");
    rhys.see("Our power is out. We are back at six.");
    rhys.goto(&town.url("/support/ask"));
    rhys.see("We are not taking new requests just now");
    assert_eq!(rhys.count("form[action='/support/requests']"), 0);
    nora.click_text("Open the doors again");
    nora.see_no_more("The doors are closed since");
    rhys.goto(&town.url("/support/ask"));
    rhys.see("Ask to talk");
}

#[test]
fn a_supporter_who_is_not_ok_is_looked_after_and_so_is_the_member() {
    let town = Town::start();
    let nora = browser_of(&town, "Nora", Options::default());
    let theo = browser_of(&town, "Theo", Options::default());
    let kofi = browser_of(&town, "Kofi", Options::default());
    let maya = browser_of(&town, "Maya", Options::phone());
    nora.click(".nav a[href='/supervision']");
    ask_to_talk(&maya, "Sleep", WORDS);
    go_on_duty(&theo);
    be_offered(&theo, WORDS);
    accept(&theo);
    maya.see("You are talking now.");
    say(&theo, "Hello Maya.");
    maya.see("Hello Maya.");

    theo.click_text("I have to stop");
    theo.click_text("I'm not OK");
    theo.see("You have stopped. That was right.");
    theo.see("A supervisor knows that you are not OK");
    nora.see("Theo is not OK and has stopped");
    maya.see("The person you talked with had to stop. It was not because of you.");
    maya.see("We are looking for somebody");

    go_on_duty(&kofi);
    be_offered(&kofi, WORDS);
    kofi.see("They have talked already today. The other person had to stop.");
    accept(&kofi);
    maya.see("You are talking now.");
    assert_eq!(maya.text("h1"), "Kofi");
    assert!(!kofi.shows("Hello Maya."), "a new supporter does not read the old conversation");

    nora.click_text("Looked after");
    nora.see_no_more("Theo is not OK and has stopped");
}
