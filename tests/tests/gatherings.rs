//! A gathering: planned, one place and two who would like it, the line moves up by itself, and two who run it together.

use journeys::{Browser, Options, Town};

use crate::steps::be;

#[test]
fn a_place_becomes_free_and_the_meeting_is_run_by_two() {
    let town = Town::start();
    let [olu, marisol, rhys, kofi] =
        [(); 4].map(|()| Browser::start(Options { reduced_motion: true, ..Options::default() }));
    let url = |path: &str| town.url(path);
    be(&olu, url, "Olu");
    olu.click(".nav a[href='/circles']");
    olu.click_text("Pencil and paper");
    olu.see("What people wrote");
    let circle = olu.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    olu.goto(&format!("{circle}/gatherings/new"));
    olu.fill("Name", "Three lines");
    olu.fill("For how many", "1");
    olu.fill("How long, in minutes", "30");
    olu.fill("#zone", "Etc/UTC");
    // In five minutes, wherever this runs.
    olu.script(
        "const at = new Date(Date.now() + 5 * 60e3).toISOString();
         document.getElementById('day').value = at.slice(0, 10);
         document.getElementById('time').value = at.slice(11, 16);
         const template = document.getElementById('template');
         template.selectedIndex = 1;",
    );
    olu.assert_accessible();
    olu.click(".actions button.primary");
    olu.see("Three lines");
    olu.click_text("Three lines");
    olu.wait_for("#gathering");
    let gathering = olu.url();

    for (browser, name) in [(&rhys, "Rhys"), (&kofi, "Kofi")] {
        be(browser, url, name);
        browser.goto(&gathering);
    }
    rhys.click_text("I am coming");
    rhys.see("You are coming");
    kofi.reload();
    kofi.see("Wait for a place");
    kofi.click_text("Wait for a place");
    kofi.wait_for("button[value=not-coming]");
    kofi.script("window.stayed = true");
    rhys.click("button[value=not-coming]");
    kofi.see("You are coming");
    assert_eq!(kofi.script("return window.stayed"), true, "the page was not loaded again");
    kofi.assert_accessible();

    // The phases, seen by both who look after it, and by nobody else.
    be(&marisol, url, "Marisol");
    marisol.goto(&gathering);
    olu.goto(&gathering);
    olu.click_text("Begin");
    olu.see("You lead now.");
    marisol.see("To the phases and the clock");
    marisol.click_text("To the phases and the clock");
    marisol.see("Olu leads now.");
    let before = marisol.text("[aria-current=step]");
    olu.click_text("Next phase");
    marisol.wait_until(
        "the next phase",
        &format!("return document.querySelector('[aria-current=step]').innerText.trim() !== {before:?}"),
    );
    marisol.assert_accessible();
    kofi.see("It is on now");
    assert!(!kofi.shows("Next phase"));
}
