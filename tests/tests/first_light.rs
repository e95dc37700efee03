//! First light: a person asks for support, and a trained peer answers.

use journeys::{Browser, Key, Options, Town};

use crate::steps::{
    PASSPHRASE, accept, answer_rightly, ask_to_talk, be, be_offered, fill_in, go_on_duty, hear_exactly, said, say,
    say_the_year,
};

const WORDS: &str = "I wake at four and he is not there.";
const LONG: &str = "It is the evenings. Everyone has gone home, the house is quiet, and I hear his chair creak although \
    nobody sits in it. I put the radio on. I make two cups of tea and pour one away. I know it is silly and I do it every \
    day, and then I lie awake and count the boats that come in. Averyveryverylongwordthatsomebodytypedwithoutasinglespaceinit.";
const MIXED: &str = "Thank you 💛👩‍👧\n\nشكرا لك على الاستماع";

#[test]
fn a_person_asks_and_a_peer_answers() {
    let town = Town::start();
    let wire = town.wire();
    let (maya, theo, nora) =
        (Browser::start(Options::phone()), Browser::start(Options::default()), Browser::start(Options::default()));

    be(&maya, |path| wire.url(path), "Maya");
    ask_to_talk(&maya, "Sleep", WORDS);
    maya.see("You are number 3 in the queue");

    be(&theo, |path| town.url(path), "Theo");
    go_on_duty(&theo);
    be_offered(&theo, WORDS);
    theo.see("You both chose Sleep");
    theo.see("seconds to decide");
    accept(&theo);

    // Maya is taken there by herself.
    maya.see("A trained peer. Not a clinician.");
    maya.see("You are talking now.");
    assert_eq!(maya.text("h1"), "Theo");

    they_talk_live(&maya, &theo);
    the_network_is_lost(&maya, &theo, &wire);
    the_page_is_loaded_again(&maya, &theo, &wire);
    a_way_to_be_reached_is_noticed(&maya, &theo);
    be(&nora, |path| town.url(path), "Nora");
    another_pair_of_eyes(&maya, &theo, &nora);
    they_say_goodbye(&maya, &theo, &nora);

    for browser in [&maya, &theo, &nora] {
        assert_eq!(browser.requests_elsewhere(), [""; 0]);
    }
}

fn they_talk_live(maya: &Browser, theo: &Browser) {
    say(theo, "Hello Maya. I am here.");
    theo.see("saved");
    maya.see("Hello Maya. I am here.");
    maya.click("#text");
    maya.press("I d");
    theo.see("Maya is writing…");
    maya.press("o not sleep.");
    // With a real keyboard, Enter sends and Shift with Enter makes a line.
    maya.press(Key::Enter);
    theo.see("I do not sleep.");
    say(maya, LONG);
    say(theo, MIXED);
    let expected = ["Hello Maya. I am here.", "I do not sleep.", LONG, MIXED];
    hear_exactly(maya, &expected);
    hear_exactly(theo, &expected);
    // Words of the other script run their own way, and nothing runs out of the small page.
    assert_eq!(maya.attribute(".message:last-child .words", "dir").as_deref(), Some("auto"));
    assert_eq!(maya.script("return document.documentElement.scrollWidth"), 320);
}

fn the_network_is_lost(maya: &Browser, theo: &Browser, wire: &journeys::Wire) {
    let before = said(theo);
    wire.cut();
    maya.see("You are offline.");
    say(maya, "Are you there?");
    say(maya, "I think the train is in a tunnel.");
    maya.see("sending…");
    say(theo, "Take your time.");
    theo.see("Take your time.");
    assert!(!theo.shows("tunnel"));
    wire.mend();
    let mut expected: Vec<&str> = before.iter().map(String::as_str).collect();
    expected.extend(["Take your time.", "Are you there?", "I think the train is in a tunnel."]);
    hear_exactly(theo, &expected);
    hear_exactly(maya, &expected);
    maya.see_no_more("You are offline.");
}

fn the_page_is_loaded_again(maya: &Browser, theo: &Browser, wire: &journeys::Wire) {
    let before = said(theo);
    wire.cut();
    maya.see("You are offline.");
    say(maya, "Before the page is loaded again.");
    maya.click("#text");
    maya.press("half a thought");
    wire.mend();
    maya.reload();
    let mut expected: Vec<&str> = before.iter().map(String::as_str).collect();
    expected.push("Before the page is loaded again.");
    hear_exactly(maya, &expected);
    hear_exactly(theo, &expected);
    // What was being written is still being written.
    assert_eq!(maya.script("return document.querySelector('#text').value"), "half a thought");
    maya.fill("#text", "");
}

fn a_way_to_be_reached_is_noticed(maya: &Browser, theo: &Browser) {
    say(maya, "You could ring me, 07700 900123");
    maya.see("It looks as if you are about to share a way to reach you outside.");
    assert!(!theo.shows("07700"));
    maya.click_text("Back to my words");
    assert_eq!(maya.script("return document.querySelector('#text').value"), "You could ring me, 07700 900123");
    maya.fill("#text", "");
    say(maya, "I would rather stay here with you.");
    theo.see("I would rather stay here with you.");
    say(theo, "That is good. My clinic's page is https://example.org/sleep");
    theo.see("Not sent yet");
    theo.click_text("Send anyway");
    maya.see("https://example.org/sleep");
    // What was sent after all is not left behind as something that is still being written.
    theo.reload();
    theo.see("https://example.org/sleep");
    assert_eq!(theo.script("return document.querySelector('#text').value"), "");
}

fn another_pair_of_eyes(maya: &Browser, theo: &Browser, nora: &Browser) {
    theo.click_text("I need another pair of eyes");
    theo.see("A supervisor has been called.");
    nora.click(".nav a[href='/supervision']");
    nora.see("Theo asks for another pair of eyes");
    assert!(!nora.shows("evenings"), "the board never shows words");
    nora.click(".board .urgent a");
    nora.see("You see nothing of what is said until you join");
    nora.click_text("I am with you");
    nora.fill("A note at the side", "I am here. What worries you?");
    nora.click_text("Send note");
    theo.see("I am here. What worries you?");
    theo.fill("A note at the side", "She has not slept for days.");
    theo.click_text("Send note");
    nora.see("She has not slept for days.");
    assert!(!maya.shows("What worries you"), "notes at the side are not for the member");

    nora.click_text("Join the conversation");
    nora.see("You are talking now.");
    maya.see("Nora, a supervisor, has joined");
    theo.see("Nora, a supervisor, has joined");
    maya.see("A supervisor has joined. Both of you can see everything that they write.");
    say(nora, "Hello Maya, I am Nora. I am with you both for a moment.");
    maya.see("I am with you both for a moment.");
    theo.see("I am with you both for a moment.");
    nora.click_text("Step out");
    maya.see("The supervisor has left the conversation.");
    maya.see("A trained peer. Not a clinician.");
}

fn they_say_goodbye(maya: &Browser, theo: &Browser, nora: &Browser) {
    maya.click("form[action$=ending] button");
    maya.see("Thank you for talking");
    maya.see("You talked with Theo.");
    maya.choose("I felt heard", "9");
    maya.choose("All in all, it was right for me", "8");
    maya.fill("A few words for your supporter", "You waited with me. Thank you.");
    maya.click_text("I would like to talk with the same person again");
    maya.click_text("Done");
    maya.see("Thank you. It is kept.");

    theo.see("Thank you for listening");
    theo.see("You are on a break until");
    theo.fill("A private reflection", "Two cups of tea. I know that one.");
    theo.choose("I could really listen", "8");
    theo.click_text("I would like to talk with the same person again");
    theo.click_text("Done");
    theo.see("You both would like to talk again.");
    assert_eq!(theo.script("return document.querySelector('#reflection').value"), "Two cups of tea. I know that one.");

    nora.click(".nav a[href='/supervision']");
    nora.click_text("How it was");
    nora.see("Maya, after talking with Theo");
    nora.see("9 of 10");
    assert!(!nora.shows("Two cups"), "a reflection is for nobody else");
}

#[test]
fn somebody_new_joins_and_is_heard_the_same_evening() {
    let town = Town::start();
    let (stranger, theo) = (Browser::start(Options::phone()), Browser::start(Options::default()));
    stranger.goto(&town.url("/"));
    stranger.see("Somebody to talk to, who has been there");
    stranger.click(".hero a[href='/join']");
    say_the_year(&stranger, "1990");
    fill_in(&stranger, "Theo");
    stranger.click_text("Nobody else, ever, whatever happens.");
    stranger.click("button.big");
    // Nothing is lost that was right, and each thing says what it needs.
    stranger.see("3 things need another look");
    stranger.see("Somebody here has that name");
    stranger.see("Not quite, and that may be because we did not say it well.");
    stranger.see("Please read the promises.");
    fill_in(&stranger, "Willow lane");
    answer_rightly(&stranger);
    stranger.click_text("I promise this too");
    stranger.click("button.big");

    stranger.see("You see it only this once.");
    let key = stranger.text(".key");
    assert_eq!(key.replace([' ', '-', '–'], "").len(), 28, "{key}");
    stranger.click_text("I have kept it");
    stranger.see("Ask to talk");
    stranger.goto(&town.url("/account/recovery-key"));
    assert!(!stranger.shows(&key));
    assert_eq!(stranger.script("return document.cookie"), "", "no script reads a cookie of ours");

    stranger.goto(&town.url("/"));
    ask_to_talk(&stranger, "Sleep", WORDS);
    be(&theo, |path| town.url(path), "Theo");
    go_on_duty(&theo);
    be_offered(&theo, WORDS);
    accept(&theo);
    stranger.see("You are talking now.");
    say(&theo, "Hello, Willow lane.");
    stranger.see("Hello, Willow lane.");
    say(&stranger, "Hello Theo.");
    theo.see("Hello Theo.");
    theo.click("form[action$=ending] button");
    theo.see("Thank you for listening");
    stranger.see("This conversation has ended");
    stranger.click_text("How was it?");
    stranger.choose("I felt heard", "10 – completely");
    stranger.click_text("Done");
    stranger.see("Thank you. It is kept.");

    // And the passphrase opens the door again.
    stranger.goto(&town.url("/account"));
    stranger.click_text("Sign out");
    stranger.goto(&town.url("/sign-in"));
    stranger.fill("Your name here", "willow LANE");
    stranger.fill("Your passphrase", PASSPHRASE);
    stranger.click("main button");
    stranger.see("My conversations");
}

#[test]
fn somebody_too_young_finds_help_and_leaves_no_trace() {
    let town = Town::start();
    let child = Browser::start(Options::phone());
    child.goto(&town.url("/join"));
    say_the_year(&child, "2014");
    child.see("We are glad you looked for help");
    child.see("We have kept nothing about you or your visit.");
    child.see("Childline");
}
