//! The labelled lines, and what the rules make of them.

use listening::{Line, Skill, Suggestion, listen};

/// What was right and wrong about one skill.
#[derive(Default)]
struct Tally {
    both: usize,
    rules_only: usize,
    person_only: usize,
}

impl Tally {
    fn percent(part: usize, rest: usize) -> usize {
        (part * 100).checked_div(part + rest).unwrap_or(100)
    }

    fn precision(&self) -> usize {
        Self::percent(self.both, self.rules_only)
    }

    fn recall(&self) -> usize {
        Self::percent(self.both, self.person_only)
    }
}

/// The lines of the suite: label, words, and what came before.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
    include_str!("../suites/lines.txt").lines().filter(|it| !it.starts_with("//")).map(|it| {
        let (label, words) = it.split_once('|').expect("a label and words");
        match words.split_once('<') {
            Some((words, before)) => (label.trim(), words.trim(), Some(before.trim())),
            None => (label.trim(), words.trim(), None),
        }
    })
}

#[test]
fn the_rules_find_most_of_what_a_person_finds_and_seldom_more() {
    let mut tallies = [Tally::default(), Tally::default(), Tally::default()];
    let mut count = 0;
    for (label, words, before) in lines() {
        count += 1;
        let said: Vec<Line<'_>> = before.map(Line::other).into_iter().chain([Line::own(words)]).collect();
        let heard = listen(&said);
        for (skill, tally) in Skill::ALL.iter().zip(&mut tallies) {
            let letter = ["F", "U", "E"][*skill as usize];
            match (label.contains(letter), heard.count(*skill) > 0) {
                (true, true) => tally.both += 1,
                (true, false) => {
                    tally.person_only += 1;
                    println!("missed {skill}: {words}");
                }
                (false, true) => {
                    tally.rules_only += 1;
                    println!("too much {skill}: {words}");
                }
                (false, false) => (),
            }
        }
    }
    println!("| what | lines of {count} | found of them | right among found |\n|---|---|---|---|");
    for (skill, it) in Skill::ALL.iter().zip(&tallies) {
        println!("| {skill} | {} | {} % | {} % |", it.both + it.person_only, it.recall(), it.precision());
    }
    for (skill, it) in Skill::ALL.iter().zip(&tallies) {
        // What is said to somebody about her own words has to be right first, and whole second.
        assert!(it.precision() >= 90 && it.recall() >= 75, "{skill}: {} {}", it.precision(), it.recall());
    }
}

fn suggestion(lines: &[&str]) -> Suggestion {
    listen(&lines.iter().map(|it| Line::own(it)).collect::<Vec<_>>()).suggestion.expect("something was said")
}

#[test]
fn one_thing_is_suggested_and_what_hurts_comes_first() {
    assert_eq!(suggestion(&["At least you have a home. You should rest."]), Suggestion::BrightSide);
    assert_eq!(suggestion(&["I know exactly how you feel."]), Suggestion::TheirStory);
    assert_eq!(suggestion(&["You should rest.", "Have you tried tea?"]), Suggestion::LessAdvice);
    assert_eq!(suggestion(&["Where? With whom? And what then?"]), Suggestion::OneQuestion);
    assert_eq!(suggestion(&[&"and it goes on ".repeat(40)]), Suggestion::Shorter);
    assert_eq!(suggestion(&["What happened then?"]), Suggestion::NameFeeling);
    assert_eq!(suggestion(&["Sad?", "What happened then?"]), Suggestion::ShowUnderstanding);
    assert_eq!(suggestion(&["That sounds lonely."]), Suggestion::AskOpen);
    assert_eq!(suggestion(&["That sounds lonely. What was it like?"]), Suggestion::GoOn);
    assert_eq!(listen(&[Line::other("You should rest.")]).suggestion, None);
}

#[test]
fn what_is_found_stands_in_the_line_and_only_ones_own_words_are_read() {
    let (theirs, own) =
        ("You are so sad. What now?", "Ich höre – it’s “lonely” for you, isn’t it? 🌧 That sounds lonely…");
    let heard = listen(&[Line::other(theirs), Line::own(own)]);
    assert_eq!(heard.lines, 1);
    assert!(heard.spans.iter().all(|it| it.line == 1 && !it.of(own).is_empty()));
    assert!(heard.spans.iter().any(|it| it.skill == Skill::Feeling && it.of(own) == "lonely"));
}
