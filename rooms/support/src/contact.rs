//! Noticing that somebody is about to share a way to reach them outside. It never stops anybody: it asks once.

use std::sync::LazyLock;

use triage::{Contact, Normal};

/// From here on, in permille, it is asked.
const ASKED: u16 = 500;

/// Whether the text seems to share a way to reach somebody outside.
pub fn found(text: &str) -> bool {
    static CONTACT: LazyLock<Contact> = LazyLock::new(Contact::shipped);
    CONTACT.read(&Normal::of(text)).score >= ASKED
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn ways_to_be_reached_are_noticed() {
        for text in [
            "write to me at maya.r@mail.test",
            "it's maya dot r at mail dot test",
            "call me, 07700 900123",
            "+44 (0)7700-900-123",
            "my number is 0 7 7 0 0 9 0 0 1 2 3",
            "add me on WhatsApp",
            "insta: river.stone",
            "@riverstone on there",
            "see www.somewhere.test/me",
            "telegram is riverstone",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn ordinary_talk_is_left_alone() {
        for text in [
            "I slept 4 hours, maybe 5",
            "you could ring 116 123, they are good",
            "call 988 or 111",
            "I deleted instagram and it helped",
            "it happened at 3.30 at the station",
            "I paid 1200 pounds, then 350",
            "meet people where they are at",
            "in 2019 and 2020 it was worse",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
