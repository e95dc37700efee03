//! What holds for every text.

use proptest::prelude::*;

use crate::suites::{SHIPPED, rows};

/// Texts as people write them: rows of the suites, cut and put together, with whatever else a keyboard makes.
fn texts() -> impl Strategy<Value = String> {
    let rows: Vec<String> = rows("crisis").into_iter().map(|row| row.text).collect();
    let row = prop::sample::select(rows);
    prop_oneof![
        row.clone(),
        (row.clone(), row).prop_map(|(one, other)| format!("{one}. {other}")),
        "\\PC{0,80}",
        "[a-zA-Z .,!?'\"0-9]{0,120}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_same_text_has_the_same_reading(text in texts(), earlier in texts()) {
        prop_assert_eq!(SHIPPED.read(&text, &[&earlier]), SHIPPED.read(&text, &[&earlier]));
    }

    #[test]
    fn spans_are_parts_of_the_text(text in texts()) {
        for evidence in SHIPPED.read(&text, &[]).evidence {
            prop_assert!(text.get(evidence.start..evidence.end).is_some_and(|part| !part.is_empty()));
        }
    }

    #[test]
    fn somebody_elses_words_are_never_worse_than_ones_own(text in texts()) {
        let quoted = format!("In the film he says: \"{}\"", text.replace('"', ""));
        prop_assert!(SHIPPED.read(&quoted, &[]).level <= SHIPPED.read(&text, &[]).level.max(triage::Level::Amber), "{}", quoted);
    }
}

/// What people deny, and what they would say without the "not".
#[test]
fn a_denial_is_never_worse_than_what_it_denies() {
    for thing in [
        "want to die",
        "want to kill myself",
        "feel suicidal",
        "want to hurt myself",
        "think about suicide",
        "plan to end my life",
        "want to end it all",
        "have thoughts of suicide",
        "intend to kill myself",
        "wish I was dead",
        "want to cut myself",
    ] {
        for (said, denied) in
            [(format!("I {thing}"), format!("I don't {thing}")), (format!("I {thing}"), format!("I never {thing}"))]
        {
            let (said, denied) = (SHIPPED.read(&said, &[]), SHIPPED.read(&denied, &[]));
            assert!(denied.score < said.score && denied.level <= said.level, "{thing}: {said:?} {denied:?}");
        }
    }
}
