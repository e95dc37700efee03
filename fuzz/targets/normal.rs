//! Any text has a normal form, its words lie on borders of letters, and the normal form of a normal form is itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use triage::Normal;

fuzz_target!(|text: &str| {
    let normal = Normal::of(text);
    for at in 0..normal.words().len() {
        assert!(text.get(normal.span(at, at)).is_some(), "a word within a letter: {text:?}");
    }
    let again = Normal::of(normal.text());
    assert_eq!(again.text(), normal.text(), "not settled: {text:?}");
});
