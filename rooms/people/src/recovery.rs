//! The recovery key: the one way back for somebody who forgot the passphrase. Nobody here can look it up or reset it,
//! because nobody here knows who anyone is.

use db::Tx;

use crate::marks::digest;

/// No I, L, O or U: nothing that is mistaken for something else when it is copied by hand.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// A key as its owner keeps it: 128 bits of chance and 12 that find a slip of the pen, in seven groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey([u8; 16]);

impl RecoveryKey {
    /// A fresh key.
    pub fn fresh(tx: &Tx<'_>) -> Self {
        Self(tx.random_bytes())
    }

    /// A key of this chance.
    pub fn from_chance(chance: [u8; 16]) -> Self {
        Self(chance)
    }

    /// Reads a key as somebody typed it: any case, with or without dashes, O for 0 and I or L for 1. Nothing when it is
    /// not a key, for instance because one letter is wrong.
    pub fn read(typed: &str) -> Option<Self> {
        let mut bits: u128 = 0;
        let mut tail: u16 = 0;
        let mut count = 0;
        for letter in typed.chars().filter(|it| !it.is_whitespace() && !matches!(it, '-' | '–' | '_')) {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = LETTERS.iter().position(|it| char::from(*it) == letter)? as u16;
            // The last bits of the 26th letter and the two after it are the check.
            match count {
                0..=24 => bits = (bits << 5) | u128::from(value),
                25 => {
                    bits = (bits << 3) | u128::from(value >> 2);
                    tail = value & 3;
                }
                26 | 27 => tail = (tail << 5) | value,
                _ => return None,
            }
            count += 1;
        }
        let key = Self(bits.to_be_bytes());
        (count == 28 && tail == key.check()).then_some(key)
    }

    /// What is stored: a hash. The key itself is long and random, so no slowness is needed.
    pub fn hash(&self) -> Vec<u8> {
        digest(&[b"recovery key v1".as_slice(), &self.0].concat())
    }

    fn check(&self) -> u16 {
        let digest = digest(&[b"recovery check v1".as_slice(), &self.0].concat());
        (u16::from(digest[0]) << 4) | u16::from(digest[1] >> 4)
    }
}

/// As its owner keeps it: `7K3M-…`.
impl std::fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        let check = u128::from(self.check());
        for place in 0..28usize {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            let value = match place {
                0..=24 => bits >> (123 - 5 * place),
                25 => ((bits & 7) << 2) | (check >> 10),
                _ => check >> (5 * (27 - place)),
            };
            write!(f, "{}", char::from(LETTERS[(value & 31) as usize]))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_read_as_people_write() {
        let key = RecoveryKey::from_chance([0; 16]);
        let written = key.to_string();
        assert!(written.starts_with("0000-0000-") && written.len() == 34, "{written}");
        let by_hand = written.to_lowercase().replace('0', "o").replace('-', " ");
        assert!(RecoveryKey::read(&by_hand) == Some(key));
        assert!(RecoveryKey::read("").is_none() && RecoveryKey::read("🌱").is_none());
    }

    proptest! {
        #[test]
        fn every_key_can_be_read_again(chance in any::<[u8; 16]>()) {
            let key = RecoveryKey::from_chance(chance);
            prop_assert!(RecoveryKey::read(&key.to_string()) == Some(key));
        }

        #[test]
        fn keys_differ_in_what_is_stored(one in any::<[u8; 16]>(), other in any::<[u8; 16]>()) {
            prop_assume!(one != other);
            prop_assert_ne!(RecoveryKey::from_chance(one).hash(), RecoveryKey::from_chance(other).hash());
        }

        #[test]
        fn whatever_is_typed_is_a_key_or_is_not(typed in "\\PC{0,60}") {
            if let Some(key) = RecoveryKey::read(&typed) {
                prop_assert!(RecoveryKey::read(&key.to_string()) == Some(key));
            }
        }
    }
}
