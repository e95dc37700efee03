//! One way of writing.

use proptest::prelude::*;
use triage::Normal;

fn words(text: &str) -> String {
    let normal = Normal::of(text);
    (0..normal.words().len()).map(|at| normal.word(at)).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_written_in_many_ways_is_read_in_one() {
    assert_eq!(words("I\u{2019}m GONNA scream"), "i am going to scream");
    assert_eq!(words("im gonna scream"), "i am going to scream");
    assert_eq!(words("can't, cant, cannot"), "can not can not can not");
    assert_eq!(words("s u i c i d a l again"), "suicidal again");
    assert_eq!(words("k.m.s later"), "kms later");
    assert_eq!(words("\u{455}uicid\u{435}"), "suicide");
    assert_eq!(words("ki\u{200b}ll"), "kill");
    assert_eq!(words("so\u{ad}oooo d\u{e9}j\u{e0}"), "soo deja");
    assert_eq!(words("kiII"), "kill");
    assert_eq!(words("su!cide d1e"), "su!cide d1e");
    assert_eq!(words("привет"), "привет");
    assert_eq!(words("मैं मरना चाहता हूँ"), "मैं मरना चाहता हूँ");
}

#[test]
fn a_word_knows_its_sentence_and_its_clause() {
    let normal = Normal::of("Work is fine, but \"he said no\". Why?");
    let words = normal.words();
    assert_eq!(words.iter().map(|word| word.sentence).collect::<Vec<_>>(), [0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(
        words.iter().map(|word| word.quoted).collect::<Vec<_>>(),
        [false, false, false, false, true, true, true, false]
    );
    assert!(words[2].clause < words[3].clause);
    assert!(words[7].asked && !words[6].asked);
}

#[test]
fn every_word_leads_back_to_what_was_written() {
    let text = "Caf\u{e9}, \u{ff4b}\u{ff49}ll s u i c i d e";
    let normal = Normal::of(text);
    assert_eq!(&text[normal.span(0, 0)], "Caf\u{e9}");
    assert_eq!(&text[normal.span(1, 1)], "\u{ff4b}\u{ff49}ll");
    assert_eq!(&text[normal.span(2, 2)], "s u i c i d e");
}

proptest! {
    #[test]
    fn a_normal_text_stays_as_it_is(text in "\\PC{0,60}|[a-zA-Z0-9 .,!'é\u{456}\u{200b}IiLl]{0,80}") {
        let once = Normal::of(&text).text().to_owned();
        let twice = Normal::of(&once).text().to_owned();
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn spans_are_on_borders_of_characters(text in "\\PC{0,80}") {
        let normal = Normal::of(&text);
        for at in 0..normal.words().len() {
            prop_assert!(text.get(normal.span(at, at)).is_some_and(|part| !part.is_empty()));
        }
    }
}
