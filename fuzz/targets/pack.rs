//! A pack is read or refused with the line that is wrong, and one that is read finds what it finds without falling over.
#![no_main]

use libfuzzer_sys::fuzz_target;
use triage::{Model, Normal, Pack};

fuzz_target!(|bytes: &[u8]| {
    drop(Model::from_bytes(bytes));
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (pack, said) = text.split_once('\0').unwrap_or((text, text));
    match Pack::parse(&[pack]) {
        Ok(pack) => {
            let normal = Normal::of(said);
            for found in pack.find(&normal) {
                assert!(found.first <= found.last && found.last < normal.words().len());
            }
        }
        Err(error) => assert!(error.line > 0 && error.line <= pack.lines().count()),
    }
});
