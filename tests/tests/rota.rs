//! The rota with several browsers: a shift that somebody cannot come to finds somebody else, once; and one date out of a
//! standing promise.

use journeys::{Browser, Options, Town};

use crate::steps::be;

fn browser_of(town: &Town, name: &str) -> Browser {
    let browser = Browser::start(Options::phone());
    be(&browser, |path| town.url(path), name);
    browser
}

/// Plans an hour in five days; every week until then when a day is given, as a script says it.
fn plan(browser: &Browser, until: &str) {
    let until = if until.is_empty() { "''" } else { until };
    browser.script(&format!(
        "const day = days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
         document.querySelector('#day').value = day(5);
         document.querySelector('#from').value = '14:00';
         document.querySelector('#to').value = '15:00';
         document.querySelector('#until').value = {until};"
    ));
    browser.click_text("Plan it");
    browser.wait_until("the form to be empty again", "return document.querySelector('#from')?.value === ''");
}

#[test]
fn a_shift_that_one_cannot_come_to_goes_to_one_other() {
    let town = Town::start();
    let [theo, elena, hassan] = ["Theo", "Elena", "Hassan"].map(|name| browser_of(&town, name));
    for browser in [&theo, &elena, &hassan] {
        browser.goto(&town.url("/rota"));
    }
    // An hour for which everybody has room, five days from now.
    plan(&theo, "");
    theo.goto(&town.url("/rota"));
    let offers = |browser: &Browser| browser.count("#swaps form");
    let before = offers(&elena);
    theo.script("[...document.querySelectorAll(\"form[action$='/offer']\")].at(-1).requestSubmit()");
    theo.see("Looking for somebody");
    for browser in [&elena, &hassan] {
        browser.reload();
        assert_eq!(offers(browser), before + 1);
        browser.assert_accessible();
    }
    assert_eq!(offers(&theo), before, "nobody takes their own");
    // Both press while both pages still show it.
    let action = |browser: &Browser| {
        let read = "return [...document.querySelectorAll('#swaps form')].at(-1).getAttribute('action')";
        browser.script(read).as_str().unwrap_or_default().to_owned()
    };
    let (elenas, hassans) = (action(&elena), action(&hassan));
    assert_eq!(elenas, hassans, "both see the same one last");
    elena.click(&format!("form[action='{elenas}'] button"));
    elena.wait_until("the offer to be gone", &format!("return !document.querySelector('form[action=\"{elenas}\"]')"));
    hassan.click(&format!("form[action='{hassans}'] button"));
    hassan.see("Somebody has taken this");
    theo.reload();
    assert!(!theo.shows("Looking for somebody"), "it is not Theo's any more");
}

#[test]
fn a_promise_for_every_week_lets_one_day_go() {
    let town = Town::start();
    let theo = browser_of(&town, "Theo");
    theo.goto(&town.url("/rota"));
    let own = |browser: &Browser| browser.count("form[action$='/withdrawal']");
    let before = own(&theo);
    plan(&theo, "day(20)");
    theo.see("Every week");
    theo.assert_accessible();
    let planned = own(&theo);
    assert!(planned > before, "the days of the promise stand among the shifts");
    theo.goto(&town.url("/rota"));
    let last =
        "const forms = [...document.querySelectorAll(\"form[action$='/withdrawal']\")]; forms.at(-1).requestSubmit()";
    theo.script(last);
    theo.wait_until(
        "one day to be gone",
        &format!("return document.querySelectorAll(\"form[action$='/withdrawal']\").length === {}", planned - 1),
    );
    theo.see("Every week");
}
