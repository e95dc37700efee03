//! Being on call, and being called: on whatever page somebody is, until somebody has it.

use journeys::{Browser, Options, Town};

use crate::steps::be;

/// Words that nobody should leave alone. Our own.
const WORDS: &str = "I have taken all my tablets just now. I wanted to say goodbye to you all.";

fn browser_of(town: &Town, name: &str) -> Browser {
    let browser = Browser::start(Options { reduced_motion: true, ..Options::default() });
    be(&browser, |path| town.url(path), name);
    browser
}

#[test]
fn a_call_shows_on_every_page_of_those_who_may_take_it_until_somebody_has_it() {
    let town = Town::start();
    let [nora, olu, leo] = ["Nora", "Olu", "Leo"].map(|name| browser_of(&town, name));

    olu.click(".nav a[href='/on-call']");
    olu.see("You are not on call.");
    olu.see("Nora");
    olu.assert_accessible();
    olu.script("document.getElementById('until').value = '23:30'");
    olu.click("form[action='/on-call/now'] button");
    olu.see("You are on call");
    olu.see("Olu (you)");
    olu.click_text("How we reach you");
    olu.see("You have an update");
    olu.assert_accessible();
    nora.goto(&town.url("/on-call"));
    nora.see("Olu");
    nora.click(".nav a[href='/supervision']");

    leo.goto(&town.url("/circles"));
    leo.click_text("Night owls");
    leo.click_text("Write something");
    leo.click_text("I need support");
    leo.fill("Title", "Tonight");
    leo.fill("Your words", WORDS);
    leo.click_text("Post it");

    // Both see it where they are, with a clock that goes on.
    for staff in [&nora, &olu] {
        staff.see("Somebody needs a person now");
        staff.wait_until("the clock goes on", "return document.querySelector('.call-clock')?.textContent > '0:01'");
        staff.assert_accessible();
        assert!(!staff.shows("tablets"), "a call says nothing of what it is about");
    }
    olu.click("page-bell a.button");
    olu.click_text("I look at this");
    nora.see_no_more("Somebody needs a person now");
    olu.see_no_more("Somebody needs a person now");
    for browser in [&nora, &olu] {
        assert!(browser.requests_elsewhere().is_empty() && browser.console_errors().is_empty());
    }
}
