//! The main journey for people whose browser runs no script: forms, and pages that look again by themselves.

use journeys::{Browser, Options, Town};

use crate::steps::{accept, ask_to_talk, be, be_offered, go_on_duty, say};

const WORDS: &str = "I wake at four and he is not there.";

#[test]
fn two_people_talk_without_script() {
    let town = Town::start();
    let maya = Browser::start(Options::phone().without_script());
    let theo = Browser::start(Options::default().without_script());

    be(&theo, |path| town.url(path), "Theo");
    be(&maya, |path| town.url(path), "Maya");
    ask_to_talk(&maya, "Sleep", WORDS);
    maya.see("You are number 3 in the queue");
    go_on_duty(&theo);
    be_offered_by_looking_again(&theo);
    accept(&theo);
    say(&theo, "Hello Maya.\n\nI am here. 💛 مرحبا");

    // The waiting page looks again by itself, and leads to the conversation.
    maya.see("You are talking now.");
    maya.see("Hello Maya. I am here. 💛 مرحبا");
    // One looks, or one writes: a page that asks again by itself would sweep away what is being written.
    maya.click_text("Keep looking every 20 seconds");
    maya.see("This page looks for new messages every 20 seconds.");
    maya.click_text("Write something");
    say(&maya, "Thank you for coming.");
    maya.see("Thank you for coming.");
    theo.click_text("Look now");
    theo.see("Thank you for coming.");
    theo.click_text("Look now");
    theo.see("Thank you for coming.");

    // Sending twice says it once: Back, and the same form again.
    maya.back();
    maya.see("Write something");
    maya.click_text("Look now");
    assert_eq!(maya.text(".messages").matches("Thank you for coming.").count(), 1);

    say(&maya, "You can ring me, 07700 900123");
    maya.see("You are about to share a way to reach you outside");
    maya.fill("Your words", "I would rather stay here.");
    maya.click_text("Send what I changed");
    maya.see("I would rather stay here.");
    theo.click_text("Look now");
    theo.see("I would rather stay here.");
    assert!(!theo.shows("07700"));

    theo.click_text("I need another pair of eyes");
    theo.see("A supervisor has been called.");

    maya.click("form[action$=ending] button");
    maya.see("Thank you for talking");
    maya.choose("I felt heard", "9");
    maya.click_text("Done");
    maya.see("Thank you. It is kept.");
    theo.click_text("Look now");
    theo.see("Thank you for listening");
    theo.choose("I could really listen", "7");
    theo.click_text("Done");
    theo.see("Thank you. It is kept.");
}

/// The page of a supporter on duty looks again every ten seconds; nobody has to press anything for an offer to come.
fn be_offered_by_looking_again(theo: &Browser) {
    theo.see("Somebody asks to talk");
    be_offered(theo, WORDS);
}
