//! Coming back: by key when the passphrase is forgotten, and closing every other door.

use journeys::{Browser, Options, Town};

use crate::steps::{PASSPHRASE, join};

const NEW: &str = "velvet harbour gravel nine";
const NEWEST: &str = "amber kettle wander slope";

#[track_caller]
fn sign_in(browser: &Browser, town: &Town, passphrase: &str) {
    browser.goto(&town.url("/sign-in"));
    browser.fill("Your name here", "Willow lane");
    browser.fill("Your passphrase", passphrase);
    browser.click("main form button.primary");
}

#[track_caller]
fn recover(browser: &Browser, town: &Town, key: &str, passphrase: &str) {
    browser.goto(&town.url("/recover"));
    browser.fill("Your name here", "Willow lane");
    browser.fill("Your recovery key", key);
    browser.fill("A new passphrase", passphrase);
    browser.click("main form button.primary");
}

#[test]
fn a_forgotten_passphrase_is_replaced_by_key() {
    let town = Town::start();
    let willow = Browser::start(Options::phone());
    let key = join(&willow, &town.url("/join"), "Willow lane");
    willow.click_text("I have kept it");
    willow.click(".nav a[href='/account']");
    willow.click_text("Sign out");
    willow.see("Sign in");

    sign_in(&willow, &town, "something else altogether");
    willow.see("The name and the passphrase do not go together.");
    willow.click_text("I forgot my passphrase");
    willow.see("Come back in");
    recover(&willow, &town, "ABCD-EFGH", NEW);
    willow.see("This does not look like a recovery key yet.");
    // Small letters and no dashes are fine.
    recover(&willow, &town, &key.to_lowercase().replace('-', " "), NEW);
    willow.see("You see it only this once.");
    let fresh = willow.text(".key");
    assert_ne!(fresh, key);
    willow.click_text("I have kept it");
    willow.wait_for(".nav a[href='/account']");
    willow.click(".nav a[href='/account']");
    willow.click_text("Sign out");

    recover(&willow, &town, &key, NEWEST);
    willow.see("The name and the key do not go together, or the key has been used before.");
    sign_in(&willow, &town, PASSPHRASE);
    willow.see("The name and the passphrase do not go together.");
    sign_in(&willow, &town, NEW);
    willow.wait_for(".nav a[href='/account']");
}

#[test]
fn another_browser_is_signed_out_at_once() {
    let town = Town::start();
    let (here, there) = (Browser::start(Options::default()), Browser::start(Options::phone()));
    join(&here, &town.url("/join"), "Willow lane");
    here.click_text("I have kept it");
    sign_in(&there, &town, PASSPHRASE);
    there.wait_for(".nav a[href='/account']");
    there.goto(&town.url("/support/ask"));
    there.see("What would help?");

    here.click(".nav a[href='/account']");
    here.click_text("Where you are signed in");
    here.see("This browser");
    here.see("Another browser");
    here.click_text("Sign out there");
    here.see_no_more("Another browser");
    there.click_text("To be heard");
    there.click_text("Ask to talk");
    there.see("I forgot my passphrase");

    // A new passphrase closes every other door.
    there.fill("Your name here", "Willow lane");
    there.fill("Your passphrase", PASSPHRASE);
    there.click("main form button.primary");
    there.see("Somebody to talk to");
    here.goto(&town.url("/account/passphrase"));
    here.fill("Your passphrase now", "not this one");
    here.fill("Your new passphrase", NEW);
    here.click_text("Change it");
    here.see("That is not your passphrase.");
    here.fill("Your passphrase now", PASSPHRASE);
    here.fill("Your new passphrase", NEW);
    here.click_text("Change it");
    here.see_no_more("Your new passphrase");
    here.wait_for(".nav a[href='/account']");
    there.goto(&town.url("/account"));
    there.see("Sign in");
    assert!(!there.shows("Willow lane"));
    sign_in(&there, &town, PASSPHRASE);
    there.see("The name and the passphrase do not go together.");
    sign_in(&there, &town, NEW);
    there.wait_for(".nav a[href='/account']");
}

#[test]
fn the_browser_makes_a_passphrase_that_is_good_enough() {
    let town = Town::start();
    let willow = Browser::start(Options::default());
    join(&willow, &town.url("/join"), "Willow lane");
    willow.goto(&town.url("/account/passphrase"));
    willow.fill("Your passphrase now", PASSPHRASE);
    willow.click_text("Make one for me");
    let made = willow.script("return document.querySelector('#passphrase').value");
    willow.click_text("Change it");
    willow.see_no_more("Your new passphrase");
    willow.goto(&town.url("/account"));
    willow.click_text("Sign out");
    sign_in(&willow, &town, made.as_str().unwrap_or_default());
    willow.wait_for(".nav a[href='/account']");
}
