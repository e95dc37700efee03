//! What people do in more than one journey.

use journeys::Browser;

/// A passphrase that nobody guesses.
pub(crate) const PASSPHRASE: &str = "copper lantern seldom tide";

/// Becomes somebody of the town, by the demo's own page.
#[track_caller]
pub(crate) fn be(browser: &Browser, town: impl Fn(&str) -> String, name: &str) {
    browser.goto(&town("/demo"));
    browser.click_text(&format!("Be {name}"));
    browser.wait_for(".nav a[href='/account']");
}

/// Joins as a new member, and comes away with the recovery key.
#[track_caller]
pub(crate) fn join(browser: &Browser, address: &str, name: &str) -> String {
    browser.goto(address);
    say_the_year(browser, "1990");
    fill_in(browser, name);
    answer_rightly(browser);
    browser.click_text("I promise this too");
    browser.click("button.big");
    browser.see("Your recovery key");
    browser.text(".key")
}

/// The first step of joining.
#[track_caller]
pub(crate) fn say_the_year(browser: &Browser, year: &str) {
    browser.fill("The year you were born", year);
    browser.click_text("Continue");
}

/// Name and passphrase on the second step; English is chosen where there is a choice.
#[track_caller]
pub(crate) fn fill_in(browser: &Browser, name: &str) {
    browser.fill("Your own name for here", name);
    browser.fill("A passphrase", PASSPHRASE);
    if browser.count("input[name=language][value=en]:checked") == 0 {
        browser.click_text("English");
    }
}

/// Says what confidentiality means here.
#[track_caller]
pub(crate) fn answer_rightly(browser: &Browser) {
    browser.click_text("But if someone may come to serious harm, or something is reported");
}

/// Asks to be heard, from the first page to the waiting page.
#[track_caller]
pub(crate) fn ask_to_talk(browser: &Browser, topic: &str, words: &str) {
    browser.click_text("Ask to talk");
    browser.see("What would help?");
    browser.click_text("To be heard");
    browser.click_text(topic);
    browser.fill("A few words, if you want", words);
    browser.click_text("Ask to talk");
    browser.see("We are looking for somebody");
}

/// Goes on duty, by the two questions.
#[track_caller]
pub(crate) fn go_on_duty(browser: &Browser) {
    browser.click(".nav a[href='/duty']");
    browser.see("Before you start");
    browser.click_text("Enough for now");
    browser.click_text("I think so");
    browser.click_text("Go on duty");
    browser.wait_for("#duty");
}

/// Leaves offers to others until the one with these words comes, as a supporter may.
#[track_caller]
pub(crate) fn be_offered(supporter: &Browser, words: &str) {
    // Two others wait in the town when the day begins.
    for _ in 0..3 {
        supporter.see("Somebody asks to talk");
        if supporter.shows(words) {
            return;
        }
        let offer = supporter.attribute(".offer", "data-chime").unwrap_or_default();
        supporter.click_text("Not this one");
        let moved_on = format!("return !document.querySelector('.offer[data-chime=\"{offer}\"]')");
        supporter.wait_until("the offer to move on", &moved_on);
    }
    supporter.see(words);
}

/// Accepts the offer, and comes to the conversation.
#[track_caller]
pub(crate) fn accept(supporter: &Browser) {
    supporter.click_text("Yes, I will talk");
    supporter.see("You are supporting");
}

/// Says something in a conversation.
#[track_caller]
pub(crate) fn say(browser: &Browser, words: &str) {
    browser.click("#text");
    browser.paste(words);
    browser.click_text("Send");
}

/// What people said in a conversation, in the order in which it stands on the page; notes by the place are left out.
#[track_caller]
pub(crate) fn said(browser: &Browser) -> Vec<String> {
    let words = browser.script(
        "return [...document.querySelectorAll('.messages .message:not([data-by=place]) .words')].map(it => it.innerText)",
    );
    let words = words.as_array().cloned().unwrap_or_default();
    words.iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until exactly this was said, in this order.
#[track_caller]
pub(crate) fn hear_exactly(browser: &Browser, expected: &[&str]) {
    let count = expected.len();
    browser.wait_until(
        &format!("{count} messages to be there, each of them saved"),
        &format!(
            "return document.querySelectorAll('.messages .message:not([data-by=place])').length >= {count}
            && !document.querySelector('.messages .pending')"
        ),
    );
    assert_eq!(said(browser), expected);
}
