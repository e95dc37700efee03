//! Keeping people safe, from every side: somebody at risk whom nobody leaves alone, somebody who told us and somebody who
//! was decided about, and a card that nobody opens alone.

use journeys::{Browser, Options, Town};

use crate::steps::be;

/// Words that nobody should leave alone. Our own.
const WORDS: &str = "I have a plan and the pills are beside me. I am going to do it tonight.";

fn phone(town: &Town, name: &str) -> Browser {
    let browser = Browser::start(Options { reduced_motion: true, ..Options::phone() });
    be(&browser, |path| town.url(path), name);
    browser
}

fn desk(town: &Town, name: &str) -> Browser {
    let browser = Browser::start(Options { reduced_motion: true, ..Options::default() });
    be(&browser, |path| town.url(path), name);
    browser
}

/// Opens the case of the queue that begins with this level.
#[track_caller]
fn take_on(judge: &Browser, level: &str) {
    judge.click(&format!(".case.{level} .case-open"));
    judge.see("What was written");
    judge.click_text("I look at this");
    judge.see("You are looking at this.");
}

#[test]
fn help_comes_first_and_nobody_is_left_alone() {
    let town = Town::start();
    let (maya, olu, nora) = (phone(&town, "Maya"), desk(&town, "Olu"), desk(&town, "Nora"));
    olu.click(".nav a[href='/safety']");
    olu.see("Safety");
    olu.script("window.stayed = true");

    maya.click(".nav a[href='/circles']");
    maya.click_text("Night owls");
    maya.click_text("Write something");
    maya.click_text("I need support");
    maya.fill("Title", "Tonight");
    maya.fill("Your words", WORDS);
    maya.click_text("Post it");

    // Help within the same answer, before anything else; what she wrote is there.
    maya.see("Please talk to somebody now");
    maya.see("What you wrote is saved.");
    assert!(maya.count("a[href='tel:999']") > 0, "the emergency number is a press away");
    assert!(maya.count("a[href='/support/ask']") > 0);
    maya.assert_accessible();

    // The desk has it by itself.
    olu.wait_for(".case.crisis");
    assert_eq!(olu.script("return window.stayed"), true, "the page was not loaded again");
    olu.script("document.querySelector('.case-open').focus()");
    olu.press("j");
    let second = "return document.activeElement === document.querySelectorAll('.case-open')[1]";
    olu.wait_until("the next of the queue has the focus", second);
    olu.assert_accessible();
    nora.goto(&town.url("/safety"));
    take_on(&olu, "crisis");
    nora.see("Olu is looking");
    assert!(!olu.shows("the pills are beside me"), "hard words are shown when they are wanted");
    olu.click_text("Show the words");
    olu.see("the pills are beside me");
    olu.assert_accessible();

    // A private talk, of which she hears wherever she is.
    olu.click_text("Talk with them alone");
    olu.wait_for(".talk .composer");
    olu.fill("Write something", "I read what you wrote. I am here. Are you safe at this moment?");
    olu.click(".composer button");
    maya.click_text("Go on to what you wrote");
    maya.see("the pills are beside me");
    maya.click(".nav a[href='/circles']");
    maya.see("would like to talk with you");
    maya.click_text("Talk");
    maya.see("Are you safe at this moment?");
    maya.see("Keeps people safe here.");
    maya.fill("Write something", "My sister is on her way.");
    maya.click(".composer button");
    olu.see("My sister is on her way.");

    // The case is closed with a kind word, and nobody is left with it.
    olu.click(".nav a[href='/safety']");
    olu.click(".case.crisis .case-open");
    olu.click_text("A kind word");
    olu.fill("Why, in your own words", "You wrote, and you let somebody come. I will ask how you are tomorrow.");
    olu.click_text("Decide and tell everybody");
    olu.see("Everybody whom it concerns has been told.");
    olu.see("A word the day after");
    olu.click("form[action$='/done'] button");
    olu.see_no_more("A word the day after");
    nora.goto(&town.url("/safety"));
    nora.see("A talk after something hard");
    maya.goto(&town.url("/circles"));
    maya.see("There is a message about something you wrote.");
    maya.click_text("Read");
    maya.click_text("A word to you");
    maya.see("I will ask how you are tomorrow.");
    maya.assert_accessible();
    for browser in [&maya, &olu, &nora] {
        assert!(browser.requests_elsewhere().is_empty() && browser.console_errors().is_empty());
    }
}

#[test]
fn a_decision_can_be_looked_at_again_by_somebody_else() {
    let town = Town::start();
    let (priya, leo) = (phone(&town, "Priya"), phone(&town, "Leo"));
    let (olu, nora) = (desk(&town, "Olu"), desk(&town, "Nora"));

    // Two taps: what to look at, and what it is.
    priya.click(".nav a[href='/circles']");
    priya.click_text("Night owls");
    priya.click_text("I got off the bus one stop later");
    priya.see("One stop is one stop.");
    priya.script("[...document.querySelectorAll('article.post')].find((it) => it.textContent.includes('One stop is one stop')).querySelector('a[href^=\"/flag/\"]').click()");
    priya.see("What is wrong with this post?");
    priya.assert_accessible();
    priya.click_text("It is unkind or threatening");
    priya.click_text("Tell us");
    priya.see("Thank you. We have it, with what was written.");

    olu.goto(&town.url("/safety?level=green"));
    take_on(&olu, "green");
    // Nothing is decided without a rule and words of one's own.
    olu.click_text("Hide it until it is changed");
    olu.fill("Why, in your own words", "I have hidden this for now, because …");
    olu.click_text("Decide and tell everybody");
    olu.see("Choose the rule that this rests on.");
    olu.see("Make the words your own");
    olu.choose("Rule", "Be kind, also when you disagree");
    olu.fill("Why, in your own words", "It sounded as if you made fun of how small the step was.");
    olu.fill("The part that it is about", "One stop is one stop.");
    olu.click_text("Decide and tell everybody");
    olu.see("Everybody whom it concerns has been told.");

    // The author hears first: the rule, the part, and how it can be put right.
    leo.click(".nav a[href='/circles']");
    leo.see("messages about things you wrote");
    leo.goto(&town.url("/decisions"));
    leo.click_text("Something you wrote is hidden for now");
    leo.see("Be kind, also when you disagree");
    leo.see("It sounded as if you made fun");
    assert!(leo.count("a[href$='/edit']") > 0, "it can be changed from here");
    leo.assert_accessible();
    leo.fill("What should they know?", "I meant that one stop counts. I was glad for Sam.");
    leo.click_text("Ask another person");
    leo.see("Another person answers by");

    // Never by the one who decided.
    olu.goto(&town.url("/safety"));
    assert_eq!(olu.count("a[href^='/safety/appeals/']"), 0);
    nora.goto(&town.url("/safety"));
    let appeals = nora.count("a[href^='/safety/appeals/']");
    nora.script("document.querySelectorAll('a[href^=\"/safety/appeals/\"]')[document.querySelectorAll('a[href^=\"/safety/appeals/\"]').length - 1].click()");
    nora.see("I meant that one stop counts.");
    nora.assert_accessible();
    nora.click_text("It was not right: take it back");
    nora.fill("Your answer to them", "I read it as you meant it. It is back.");
    nora.click("form[action$='/answer'] button");
    nora.see("Everybody whom it concerns has been told.");
    assert_eq!(nora.count("a[href^='/safety/appeals/']"), appeals - 1);

    leo.reload();
    leo.see("It was taken back");
    priya.click(".nav a[href='/circles']");
    priya.click_text("Night owls");
    priya.click_text("I got off the bus one stop later");
    priya.see("One stop is one stop.");
    priya.goto(&town.url("/flags"));
    priya.see("Another person looked at this once more");
}

#[test]
fn nobody_opens_a_sealed_card_alone() {
    let town = Town::start();
    let (priya, nora, olu) = (phone(&town, "Priya"), desk(&town, "Nora"), desk(&town, "Olu"));
    nora.goto(&town.url("/safety/concerns"));
    nora.see("Concerns");
    nora.fill("What they are called here", "Priya");
    nora.fill("What you noticed", "She wrote goodbye and does not answer.");
    nora.click("form[action='/safety/concerns'] button");
    nora.see("Priya");
    let concern = nora.url();
    nora.goto(&format!("{concern}/together?kind=card"));
    nora.fill("Why", "She said goodbye an hour ago.");
    nora.click("main form button.primary");
    nora.see("A second person has to confirm this.");
    assert!(!nora.shows("01632 960 017"), "one person opens nothing");
    assert_eq!(nora.count("form[action$='/confirmation']"), 0, "and cannot be the second");
    nora.assert_accessible();

    olu.goto(&nora.url());
    olu.see("You would be the second person");
    olu.click_text("Yes, I confirm");
    olu.see("01632 960 017");
    nora.reload();
    nora.see("Anjali");
    nora.assert_accessible();

    // She sees who opened it, who confirmed and why.
    priya.goto(&town.url("/account/care"));
    priya.see("Two people opened it.");
    priya.see("She said goodbye an hour ago.");
    priya.see("Nora");
    priya.see("Olu");
    priya.assert_accessible();
}
