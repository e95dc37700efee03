//! Passphrases: how good one must be, and how it is kept. Hashing is slow and hungry on purpose, so it runs beside the
//! web's threads, two at a time: a flood of tries waits or is turned away, and never eats the memory.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use db::{Error, Result};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::pseudonym;

/// Fewest characters.
pub const AT_LEAST: usize = 10;
/// Most characters.
pub const AT_MOST: usize = 256;

/// KiB of memory, passes and lanes. Above the least that OWASP asks of Argon2id (19 MiB, two passes); the figures are
/// written into every hash, so they can rise later: who signs in is then hashed anew.
const COST: (u32, u32, u32) = (32 * 1024, 2, 1);

static AT_WORK: Semaphore = Semaphore::const_new(2);
static IN_LINE: Semaphore = Semaphore::const_new(64);

/// Refuses a passphrase that others could guess. `about` is what is known of the person: their pseudonym, the place.
pub async fn check(passphrase: &str, about: &[&str]) -> Result<()> {
    let length = passphrase.chars().count();
    if length < AT_LEAST {
        return Err(Error::refused("passphrase-short"));
    }
    if length > AT_MOST {
        return Err(Error::refused("passphrase-long"));
    }
    let folded = pseudonym::fold(passphrase);
    let holds = |name: &&str| pseudonym::fold(name).chars().count() >= 3 && folded.contains(&pseudonym::fold(name));
    if about.iter().any(holds) {
        return Err(Error::refused("passphrase-has-name"));
    }
    // Guessing estimates grow with the square of the length; the first part of a long one is already telling.
    let start: String = passphrase.chars().take(64).collect();
    let known: Vec<String> = about.iter().map(|it| (*it).to_owned()).collect();
    let score = beside(move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        u8::from(zxcvbn::zxcvbn(&start, &known).score())
    })
    .await?;
    if score < 3 { Err(Error::refused("passphrase-weak")) } else { Ok(()) }
}

/// The passphrase as it is stored.
pub async fn hash(passphrase: &str, salt: [u8; 16]) -> Result<String> {
    let plain = prepared(passphrase);
    beside(move || {
        argon2()?
            .hash_password_with_salt(plain.as_bytes(), &salt)
            .map(|it| it.to_string())
            .map_err(|error| Error::broken(format_args!("hashing a passphrase failed: {error}")))
    })
    .await?
}

/// Whether this is the passphrase that was stored. Where there is none, the same work is done for nothing: an answer
/// takes as long for a name that nobody has.
pub async fn is_right(given: &str, stored: Option<String>) -> Result<bool> {
    let plain = prepared(given);
    beside(move || match stored.as_deref().map(PasswordHash::new) {
        Some(Ok(stored)) => Ok(argon2()?.verify_password(plain.as_bytes(), &stored).is_ok()),
        Some(Err(error)) => Err(Error::broken(format_args!("a stored passphrase cannot be read: {error}"))),
        None => {
            argon2()?
                .hash_password_with_salt(plain.as_bytes(), &[0; 16])
                .map_err(|error| Error::broken(format_args!("hashing a passphrase failed: {error}")))?;
            Ok(false)
        }
    })
    .await?
}

/// Whether a stored passphrase was hashed at another cost than is usual now, so that it is worth hashing again.
pub(crate) fn is_outdated(stored: &str) -> bool {
    let cost = PasswordHash::new(stored).ok().and_then(|it| Params::try_from(&it).ok());
    cost.is_none_or(|it| (it.m_cost(), it.t_cost(), it.p_cost()) != COST)
}

/// The same words typed on another keyboard are the same passphrase; and no more is hashed than may be one.
fn prepared(passphrase: &str) -> String {
    passphrase.nfc().take(AT_MOST * 4).collect()
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(Error::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _line = IN_LINE.try_acquire().map_err(|_| Error::Busy)?;
    let _turn = AT_WORK.acquire().await.map_err(Error::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refused(passphrase: &str) -> &'static str {
        check(passphrase, &["Quiet River", "Harbour"]).await.expect_err(passphrase).refusal().unwrap()
    }

    #[tokio::test]
    async fn a_passphrase_that_others_could_guess_is_refused() {
        assert_eq!(refused("short").await, "passphrase-short");
        assert_eq!(refused(&"x".repeat(257)).await, "passphrase-long");
        assert_eq!(refused("password12345").await, "passphrase-weak");
        assert_eq!(refused("aaaaaaaaaaaaaaaa").await, "passphrase-weak");
        assert_eq!(refused("my quiet_river secret place").await, "passphrase-has-name");
        check("seven brass kettles hum at dusk", &["Quiet River"]).await.unwrap();
        check("سبعة أباريق تغني عند الغروب", &["Quiet River"]).await.unwrap();
    }

    #[tokio::test]
    async fn only_the_right_passphrase_opens_and_its_cost_is_written_down() {
        let stored = hash(" kettles hum at dusk ", [7; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=32768,t=2,p=1$"), "{stored}");
        assert!(is_right(" kettles hum at dusk ", Some(stored.clone())).await.unwrap());
        assert!(!is_right("kettles hum at dusk", Some(stored)).await.unwrap());
        assert!(!is_right("kettles hum at dusk", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_outdated() {
        assert!(!is_outdated(&hash("kettles hum at dusk", [7; 16]).await.unwrap()));
        assert!(is_outdated(
            "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        ));
    }

    #[tokio::test]
    async fn another_keyboard_types_the_same_passphrase() {
        let stored = hash("caf\u{e9} by the sea", [7; 16]).await.unwrap();
        assert!(is_right("cafe\u{301} by the sea", Some(stored)).await.unwrap());
    }
}
