//! Any text can be read whole: evidence lies on borders of letters, numbers keep within their bounds, and the same text
//! is read the same twice.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use triage::Triage;

static TRIAGE: LazyLock<Triage> = LazyLock::new(Triage::shipped);

fuzz_target!(|text: &str| {
    let (text, earlier) = text.split_once('\0').unwrap_or((text, ""));
    let earlier = [earlier];
    let reading = TRIAGE.read(text, &earlier);
    assert!(reading.score <= 1000 && reading.contact <= 1000 && reading.conduct <= 1000);
    for evidence in &reading.evidence {
        let whose = evidence.earlier.map_or(text, |it| earlier[it]);
        assert!(whose.get(evidence.start..evidence.end).is_some(), "evidence within a letter: {text:?}");
    }
    assert_eq!(reading, TRIAGE.read(text, &earlier));
});
