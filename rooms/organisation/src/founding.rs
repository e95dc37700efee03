//! How the first administrator comes in: a one-time link, printed where only the operator reads. It works once, for 24
//! hours, and a new one replaces it.

use std::time::Duration;

use db::{Error, Result, Tx, args};
use sha2::{Digest, Sha256};

use crate::trail;

/// How long a link works. Long enough to send it to the person who will set the community up.
const GOOD_FOR: Duration = Duration::from_secs(24 * 3600);

/// Makes the token of the set-up link, in place of any earlier one; nothing once the community is founded. Only its hash
/// is stored, so it cannot be read out of the database again.
pub fn link_token(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let token = fresh_token(tx);
    let made = tx.execute(
        "UPDATE organisation_founding SET token_hash = $1, expires_at = $2 WHERE id = 1 AND redeemed_at IS NULL",
        args![hashed(&token), tx.now() + GOOD_FOR],
    )?;
    Ok((made == 1).then_some(token))
}

/// Whether the link with this token may be used.
pub fn check(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    let good: i64 = tx.value(
        "SELECT COUNT(*) FROM organisation_founding
         WHERE id = 1 AND token_hash = $1 AND expires_at > $2 AND redeemed_at IS NULL",
        args![hashed(token), tx.now()],
    )?;
    if good == 1 { Ok(()) } else { Err(Error::refused("setup-link-wrong")) }
}

/// Uses the link up. Whoever made an account in the same transaction is the first administrator.
pub fn redeem(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    let redeemed = tx.execute(
        "UPDATE organisation_founding SET redeemed_at = $2, token_hash = NULL
         WHERE id = 1 AND token_hash = $1 AND expires_at > $2 AND redeemed_at IS NULL",
        args![hashed(token), tx.now()],
    )?;
    if redeemed == 0 {
        return Err(Error::refused("setup-link-wrong"));
    }
    trail::record(tx, None, "trail-founded", None, "")
}

/// The token of a link: letters and digits that nobody guesses.
pub(crate) fn fresh_token(tx: &mut Tx<'_>) -> String {
    tx.random_bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How a token is stored. It is as long as the hash and drawn by chance, so a plain hash gives nothing away.
pub(crate) fn hashed(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
