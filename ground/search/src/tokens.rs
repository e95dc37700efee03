//! Tokens: what stands in the index in place of words.

use db::{Result, Tx, Uuid};
use hmac::{Hmac, KeyInit, Mac};
use seal::{KeyId, Sealing};
use sha2::Sha256;
use text::Stem;

/// The data key of the index. It is nobody's, so no erasure of a person destroys it.
const INDEX: KeyId = KeyId(Uuid::from_u128(0x0073_6561_7263_6800_8000_0000_0000_0001));

/// The words of one scope. A token is a keyed hash of its scope and its word together, so a scope's entries share no token
/// with another's: a question never touches what it may not find, and the index does not tell which circles speak alike.
pub(crate) struct Scoped(Hmac<Sha256>);

/// The key of the index.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    pub(crate) fn of(tx: &mut Tx<'_>) -> Result<Self> {
        let key = tx.derive_key(INDEX, "alongside search v1")?;
        // HMAC takes a key of any length.
        Ok(Self(Hmac::new_from_slice(&key).expect("HMAC takes any key")))
    }

    pub(crate) fn scope(&self, scope: &str) -> Scoped {
        let mut mac = self.0.clone();
        mac.update(&(scope.len() as u64).to_le_bytes());
        mac.update(scope.as_bytes());
        Scoped(mac)
    }
}

impl Scoped {
    /// 50 bits: two of a million words share a token once in some two thousand communities, and then a search finds one
    /// entry too many. It begins with a letter, so that no engine takes it for a number.
    pub(crate) fn word(&self, stem: &Stem) -> String {
        const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let mut mac = self.0.clone();
        mac.update(stem.as_str().as_bytes());
        let hash = mac.finalize().into_bytes();
        let bits = hash.iter().take(7).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        let digits = (0..10).map(|at| char::from(DIGITS[(bits >> (5 * at)) as usize % 32]));
        std::iter::once('w').chain(digits).collect()
    }
}
