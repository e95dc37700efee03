//! An evening in a live room with three browsers: opened, heard by everybody, a hand, a turn, a talk aside, a line that was cut;
//! and the same room without script.

use journeys::{Browser, Options, Town};

use crate::steps::{be, hear_exactly, say};

const CIRCLE: &str = "Pencil and paper";

/// The address of the circle's room, for somebody who belongs to it.
#[track_caller]
fn room_of(browser: &Browser) -> String {
    browser.click(".nav a[href='/circles']");
    browser.click_text(CIRCLE);
    browser.see("What people wrote");
    let circle = browser.url();
    let (_, id) = circle.split_once("/circles/").expect("the address of a circle");
    format!("/circles/{}/room", id.split(['?', '#']).next().unwrap_or_default())
}

/// Opens the room that is shown, after the two questions before every shift.
#[track_caller]
fn opens(browser: &Browser) {
    browser.click("main a[href$='/room/opening']");
    browser.see("Before you start");
    for question in ["rested", "steady"] {
        browser.click(&format!("input[name={question}][value=yes]"));
    }
    browser.click("form[action$=opening] button");
}

#[test]
fn an_evening_that_two_look_after() {
    let town = Town::start();
    let wire = town.wire();
    let [marisol, rhys, priya] =
        [(); 3].map(|()| Browser::start(Options { reduced_motion: true, ..Options::default() }));
    let url = |path: &str| town.url(path);
    be(&marisol, url, "Marisol");
    be(&rhys, url, "Rhys");
    let room = room_of(&rhys);
    rhys.goto(&town.url(&room));
    rhys.see("The live room is closed.");
    rhys.assert_accessible();

    // Opened by somebody who looks after it; whoever waits at the door is told.
    marisol.goto(&town.url(&room));
    opens(&marisol);
    marisol.wait_for(".talk.room");
    rhys.see("The room is open now.");
    rhys.click_text("Come in");
    rhys.wait_for(".talk.room");
    be(&priya, |path| wire.url(path), "Priya");
    priya.goto(&wire.url(&room));
    priya.wait_for(".talk.room");
    say(&marisol, "Good evening. Doors tonight?");
    rhys.see("Good evening. Doors tonight?");
    priya.see("Good evening. Doors tonight?");
    marisol.assert_accessible();

    // A hand is seen by those who look after the room alone; the turn is told.
    rhys.click_text("Raise my hand");
    marisol.see("Give the turn");
    assert!(!priya.shows("Give the turn"));
    marisol.click_text("Give the turn");
    rhys.see("It is your turn.");
    say(&rhys, "Mine is green.");
    priya.see("Mine is green.");

    // A line that was cut: nothing is lost, nothing comes twice.
    wire.cut();
    say(&rhys, "It never closed.");
    marisol.see("It never closed.");
    wire.mend();
    priya.see("It never closed.");
    hear_exactly(&priya, &["Good evening. Doors tonight?", "Mine is green.", "It never closed."]);

    // A talk aside: told kindly, read by the two alone.
    rhys.click_text("Raise my hand");
    marisol.click_text("Ask aside");
    rhys.see("only the two of you");
    rhys.click("form[action$='/answer'] button[value=yes]");
    rhys.see("Only the two of you can read this.");
    priya.see("Someone is talking with a facilitator for a moment");
    say(&rhys, "I feel odd tonight.");
    assert!(!priya.shows("I feel odd tonight."));
    rhys.assert_accessible();
    marisol.click_text("Go to Rhys");
    marisol.see("I feel odd tonight.");
    marisol.click_text("Back to the room");
    marisol.wait_for(".talk.room");
    assert!(priya.requests_elsewhere().is_empty());
}

#[test]
fn an_evening_without_script() {
    let town = Town::start();
    let [marisol, rhys] = [(); 2].map(|()| Browser::start(Options::phone().without_script()));
    let url = |path: &str| town.url(path);
    be(&marisol, url, "Marisol");
    let room = room_of(&marisol);
    marisol.goto(&town.url(&room));
    opens(&marisol);
    marisol.see("Write to the room");
    be(&rhys, url, "Rhys");
    rhys.goto(&town.url(&room));
    rhys.see("Write to the room");
    say(&marisol, "Good evening.");
    marisol.see("Good evening.");
    rhys.goto(&town.url(&room));
    rhys.see("Good evening.");
    rhys.click_text("Raise my hand");
    rhys.see("Take my hand down");
    marisol.goto(&town.url(&room));
    marisol.see("Give the turn");
}
