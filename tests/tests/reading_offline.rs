//! Training: a course is read without a network, and the next person at the device finds nothing of it.

use journeys::{Browser, Options, Town};
use serde_json::json;

use crate::steps::be;

const READING: &str = "/training/courses/what-peer-support-is";
/// How many pages of a course lie on this device.
const KEPT: &str = "
    const done = arguments[arguments.length - 1];
    caches.open('reading').then(it => it.keys()).then(it => done(it.length), error => done('could not look: ' + error));
";

#[test]
fn what_was_kept_is_read_without_a_network_and_goes_when_they_sign_out() {
    let town = Town::start();
    let wire = town.wire();
    let theo = Browser::start(Options::phone());
    be(&theo, |path| wire.url(path), "Theo");
    theo.wait_until("the service worker to be at work", "return Boolean(navigator.serviceWorker.controller)");
    theo.goto(&wire.url(READING));
    theo.click_text("Keep it on this device");
    theo.see("It is on this device now.");
    wire.cut();
    theo.goto(&wire.url("/training"));
    theo.see("There is no connection just now");
    theo.see("Samaritans");
    theo.click("[data-list] a");
    theo.wait_for("article.prose");
    theo.assert_accessible();
    theo.goto(&wire.url("/help-now"));
    theo.see("Samaritans");
    assert!(!theo.shows("There is no connection just now"), "whoever asks for help has what they asked for");
    wire.mend();
    // As a page without script signs out: nothing of ours on the page hears of it.
    theo.goto(&wire.url("/account"));
    assert_eq!(theo.script_that_takes_time(KEPT), json!(1));
    theo.script(
        "const form = document.createElement('form');
         form.method = 'post'; form.action = '/sign-out'; document.body.append(form); form.submit()",
    );
    theo.wait_for("a[href^='/sign-in']");
    // The worker empties it beside the page that comes.
    let gone = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        theo.script_that_takes_time(KEPT) == json!(0)
    });
    assert!(gone, "what was kept still lies on the device");
}
