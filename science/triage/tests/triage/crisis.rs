//! Danger, told in single texts and over several.

use triage::{Kind, Level, Reading, Triage};

use crate::suites::SHIPPED;

fn read(text: &str) -> Reading {
    SHIPPED.read(text, &[])
}

fn kinds(text: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = read(text).evidence.iter().map(|it| it.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn each_kind_has_its_level() {
    for (text, kind, level) in [
        ("I don't want to be alive any more", Kind::Ideation, Level::Red),
        ("I'm going to kill myself tonight", Kind::Plan, Level::Crisis),
        ("I've been hiding pills under my mattress", Kind::Means, Level::Crisis),
        ("I wrote goodbye letters to my parents", Kind::Preparation, Level::Crisis),
        ("I just took a whole bottle of pills", Kind::Attempt, Level::Crisis),
        ("I cut my arms again last night", Kind::SelfHarm, Level::Red),
        ("They would all be better off without me", Kind::Burden, Level::Red),
        ("Goodbye everyone, please forgive me for leaving", Kind::Farewell, Level::Amber),
        ("My husband hits me", Kind::AbuseSuffered, Level::Amber),
        ("I'm going to stab him when he comes home", Kind::HarmToOthers, Level::Crisis),
        ("My friend says she wants to kill herself", Kind::ThirdParty, Level::Amber),
        ("I took too many painkillers by accident", Kind::Acute, Level::Amber),
    ] {
        assert!(kinds(text).contains(&kind), "{text}: {:?}", read(text));
        assert!(read(text).score >= 500 && read(text).level >= level, "{text}: {:?}", read(text));
    }
}

#[test]
fn evidence_points_at_the_words_as_they_were_written() {
    let text = "Caf\u{e9} was nice \u{1f600}. I want to d1e.";
    let reading = read(text);
    let words: Vec<&str> = reading.evidence.iter().map(|it| &text[it.start..it.end]).collect();
    assert!(words.contains(&"want to d1e"), "{reading:?}");
}

#[test]
fn who_it_is_about_decides() {
    assert_eq!(read("I want to kill myself").level, Level::Red);
    assert_eq!(kinds("my brother wants to kill himself"), [Kind::ThirdParty]);
    assert!(read("Do you want to kill yourself?").score < 500);
    assert!(read("I'm sorry you want to die. I'm here.").score < 500);
}

#[test]
fn what_is_taken_back_over_or_another_story_is_no_alarm() {
    for text in [
        "I don't want to die",
        "I'm not going to kill myself",
        "I was suicidal years ago, I'm happy now",
        "My sister died by suicide",
        "The film is about a man who kills himself",
        "this heat is killing me",
    ] {
        assert!(read(text).score < 500, "{text}: {:?}", read(text));
    }
    for text in [
        "I can't stop thinking about suicide",
        "I can't promise I won't kill myself",
        "I was clean for years but I cut again",
    ] {
        assert!(read(text).score >= 500, "{text}: {:?}", read(text));
    }
}

#[test]
fn means_weigh_more_after_a_wish_to_die() {
    let alone = SHIPPED.read("I have pills", &[]);
    let after = SHIPPED.read("I have pills", &["hello", "I want to die"]);
    assert!(alone.level < Level::Crisis && after.level == Level::Crisis, "{alone:?} {after:?}");
    assert!(after.evidence.iter().any(|it| it.kind == Kind::Means && it.earlier.is_none()));
    assert!(after.evidence.iter().any(|it| it.kind == Kind::Ideation && it.earlier == Some(1)));
}

#[test]
fn earlier_texts_are_no_reason_by_themselves_and_only_five_are_read() {
    assert_eq!(SHIPPED.read("good morning", &["I want to die"]).level, Level::Green);
    let earlier = ["a", "b", "c", "d", "e", "I want to die"];
    assert_eq!(SHIPPED.read("I have pills", &earlier).score, SHIPPED.read("I have pills", &[]).score);
}

#[test]
fn the_model_never_lowers_what_a_rule_found() {
    let silent = triage::train::train(&[], &triage::train::Settings::default());
    let rules = Triage::new(silent, triage::Thresholds::default());
    for text in ["I'm going to kill myself tonight", "I just took a whole bottle of pills"] {
        assert_eq!(rules.read(text, &[]).level, Level::Crisis);
        assert_eq!(read(text).level, Level::Crisis);
    }
}
