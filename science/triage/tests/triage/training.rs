//! Training, and judging what was trained.

use triage::train::{Example, Settings, compare, report, train};
use triage::{Level, Model, Thresholds, Triage};

use crate::suites::{SHIPPED, rows};

fn examples() -> Vec<Example> {
    let example = |row: crate::suites::Row| Example { text: row.text, level: row.level, flag: row.flag, times: 1 };
    rows("crisis").into_iter().map(example).collect()
}

#[test]
fn the_same_examples_make_the_same_model() {
    let examples = examples();
    let one = train(&examples, &Settings::default());
    assert_eq!(one.to_bytes(), train(&examples, &Settings::default()).to_bytes());
    assert_ne!(one, train(&examples, &Settings { seed: 9, ..Settings::default() }));
}

#[test]
fn a_model_is_read_back_as_it_was_written() {
    let model = Model::shipped();
    assert_eq!(Model::from_bytes(&model.to_bytes()).unwrap(), model);
    assert!(model.to_bytes().len() <= 256 * 1024);
}

#[test]
fn bytes_that_are_no_model_are_refused() {
    let bytes = Model::shipped().to_bytes();
    for wrong in [&b""[..], b"triage01", &bytes[..bytes.len() - 1], &bytes[1..]] {
        assert!(Model::from_bytes(wrong).is_err());
    }
    let mut falling = bytes.clone();
    falling[13..19].fill(0x7f);
    assert!(Model::from_bytes(&falling).is_err());
}

#[test]
fn a_report_counts_what_people_decided() {
    let report = report(&SHIPPED, &examples());
    assert_eq!(report.texts as usize, rows("crisis").len());
    assert_eq!(report.confusion.iter().flatten().sum::<u32>(), report.texts);
    assert!(report.recall >= 900 && report.false_alarms <= 60, "{report:?}");
}

#[test]
fn a_community_learns_words_that_nobody_else_uses() {
    let local = |text: &str, flag| Example {
        text: text.into(),
        level: if flag { Level::Red } else { Level::Green },
        flag,
        times: 3,
    };
    let mut learnt = examples();
    for end in ["tonight", "again", "today", "now", "soon", "friend", "later", "please", "sorry", "ok"] {
        learnt.push(local(&format!("going to the blue room {end}"), true));
        learnt.push(local(&format!("going to the green room {end}"), false));
    }
    let new = Triage::new(train(&learnt, &Settings::default()), Thresholds::default());
    let texts = ["going to the blue room my friends", "going to the green room my friends"];
    assert!(new.read(texts[0], &[]).score > new.read(texts[1], &[]).score + 100);
    assert!(compare(&SHIPPED, &SHIPPED, &texts).is_empty());
    assert!(compare(&SHIPPED, &new, &texts).iter().all(|(at, before, after)| *at == 0 && after > before));
}
