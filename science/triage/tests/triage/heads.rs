//! Contact and conduct, measured on their suites, and what must never be taken for either.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use proptest::prelude::*;
use triage::{Conduct, Contact, Finding, Normal};

/// A row of a suite.
#[derive(Clone)]
struct Case {
    functionality: String,
    flag: bool,
    text: String,
}

fn cases(suite: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("suites").join(suite);
    let mut file = csv::Reader::from_path(path).unwrap();
    let columns = file.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|it| it == name).unwrap();
    let (functionality, flag, text) = (column("functionality"), column("flag"), column("text"));
    let rows = file.records().map(Result::unwrap);
    rows.map(|row| Case { functionality: row[functionality].into(), flag: &row[flag] == "1", text: row[text].into() })
        .collect()
}

/// Precision and recall in one number, and the functionalities that fall below a share of right answers.
fn measured(suite: &str, read: impl Fn(&str) -> Finding, share: f64) -> (f64, Vec<String>) {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in cases(suite) {
        let flagged = read(&case.text).score >= 500;
        let kind = kinds.entry(case.functionality).or_default();
        kind.0 += usize::from(flagged == case.flag);
        kind.1 += 1;
        right += usize::from(flagged && case.flag);
        found += usize::from(flagged);
        wanted += usize::from(case.flag);
    }
    let low = kinds.into_iter().filter(|(_, (passed, all))| (*passed as f64) < *all as f64 * share);
    let low = low.map(|(kind, (passed, all))| format!("{kind}: {passed} of {all}")).collect();
    (2.0 * right as f64 / (found + wanted) as f64, low)
}

#[test]
fn contact_reaches_its_bar() {
    let head = Contact::shipped();
    for suite in ["contact.csv", "contact_sealed.csv"] {
        let (f1, low) = measured(suite, |text| head.read(&Normal::of(text)), 0.8);
        assert!(f1 >= 0.95 && low.is_empty(), "{suite}: F1 {f1:.3}, too low: {low:?}");
    }
}

#[test]
fn conduct_reaches_its_bar() {
    let head = Conduct::shipped();
    for suite in ["conduct.csv", "conduct_sealed.csv"] {
        let (f1, low) = measured(suite, |text| head.read(&Normal::of(text)), 0.8);
        assert!(f1 >= 0.90 && low.is_empty(), "{suite}: F1 {f1:.3}, too low: {low:?}");
    }
}

#[test]
fn spanish_and_hindi_know_the_plain_cases() {
    let (contact, conduct) = (Contact::shipped(), Conduct::shipped());
    for text in
        ["eres una inútil", "no se lo digas a nadie", "deja de tomar las pastillas", "तुम बेवकूफ हो", "kisi ko mat batana"]
    {
        assert!(conduct.read(&Normal::of(text)).score >= 500, "{text}");
    }
    for text in ["me dijo que eres una inútil", "hoy estoy mejor, gracias", "मैं थक गया हूँ"] {
        assert!(conduct.read(&Normal::of(text)).score < 500, "{text}");
    }
    for text in ["pásame tu número", "hablamos por whatsapp", "अपना नंबर दो", "mujhe call karo"] {
        assert!(contact.read(&Normal::of(text)).score >= 500, "{text}");
    }
    for text in ["no compartas tu número", "mi perro se llama Luna", "आज मौसम अच्छा है"] {
        assert!(contact.read(&Normal::of(text)).score < 500, "{text}");
    }
}

#[test]
fn a_helpline_may_be_shared_however_it_is_written() {
    let head = Contact::shipped();
    for text in ["116 123", "call 0800 58 58 58", "+44 116 123", "1-800-273-8255", "text HOME to 741741", "13 11 14"] {
        assert!(head.read(&Normal::of(text)).score < 500, "{text}");
    }
}

/// Read once: a pack is larger than the texts that it is tried on.
fn heads() -> &'static (Contact, Conduct) {
    static HEADS: LazyLock<(Contact, Conduct)> = LazyLock::new(|| (Contact::shipped(), Conduct::shipped()));
    &HEADS
}

proptest! {
    #[test]
    fn evidence_lies_on_borders_of_letters(text in "\\PC{0,200}") {
        let normal = Normal::of(&text);
        let (contact, conduct) = heads();
        for finding in [contact.read(&normal), conduct.read(&normal)] {
            prop_assert!(finding.score < 1000);
            for evidence in finding.evidence {
                prop_assert!(text.get(evidence.start..evidence.end).is_some_and(|it| !it.is_empty()));
            }
        }
    }

    #[test]
    fn a_telephone_number_is_found_in_any_dress(digits in "07700 ?900[0-9]{3}", before in "[a-z ,]{0,30}", space in "[ \\-.]") {
        let number = digits.replace(' ', &space);
        let text = format!("{before} ring {number} please");
        prop_assert!(heads().0.read(&Normal::of(&text)).score >= 500, "{}", text);
    }
}

/// What is counted stays what is counted, unless somebody is to ring it.
#[test]
fn the_nearest_word_says_what_digits_are() {
    let score = |text: &str| heads().0.read(&Normal::of(text)).score;
    for text in ["it is on my page, ring 07700900123", "pi ring 07700900000 please", "level 3, text me 07700900123"] {
        assert!(score(text) >= 500, "{text}");
    }
    for text in ["the order 07700900123 is late", "pi is 3141592653", "my score 1204599 today"] {
        assert!(score(text) < 500, "{text}");
    }
}

/// Found by the fuzzer: what ends with the digits of an account.
#[test]
fn an_account_at_the_end_of_a_text_is_read() {
    let reading = crate::suites::SHIPPED.read("hesk#jk4444444424", &[]);
    assert!(reading.contact >= 500, "{reading:?}");
}
