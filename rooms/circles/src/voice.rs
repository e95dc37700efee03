//! A voice: the key under which somebody's words for others are sealed. It is not the member's own key, so that their
//! words can go with them or stay without an author, as they choose.

use db::{Result, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::MemberId;

use crate::kind::VoiceId;

/// The voice of a member, made when they first write.
pub(crate) fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<VoiceId> {
    let made = VoiceId::fresh(tx);
    tx.execute(
        "INSERT INTO circles_voices (id, member_id, keep) VALUES ($1, $2, FALSE) ON CONFLICT (member_id) DO NOTHING",
        args![made, member],
    )?;
    tx.one("SELECT id FROM circles_voices WHERE member_id = $1", args![member], |row| row.get(0))
}

/// Whether what a member wrote stays, without an author, when they leave.
pub fn stays(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    Ok(tx
        .first("SELECT keep FROM circles_voices WHERE member_id = $1", args![member], |row| row.get(0))?
        .unwrap_or(false))
}

/// Chooses whether what one wrote stays, without an author, when one leaves.
pub fn choose(tx: &mut Tx<'_>, member: MemberId, stay: bool) -> Result<()> {
    let voice = of(tx, member)?;
    tx.execute("UPDATE circles_voices SET keep = $2 WHERE id = $1", args![voice, stay])?;
    Ok(())
}

/// Seals words for others.
pub(crate) fn seal(tx: &mut Tx<'_>, voice: VoiceId, place: Place, words: &str) -> Result<Vec<u8>> {
    tx.seal(KeyId(voice.0), place, words)
}

/// What was sealed; empty when its key is gone, or when it was taken back.
pub(crate) fn unseal(tx: &mut Tx<'_>, voice: VoiceId, place: Place, sealed: &[u8]) -> Result<String> {
    if sealed.is_empty() {
        return Ok(String::new());
    }
    Ok(tx.unseal(KeyId(voice.0), place, sealed)?.unwrap_or_default())
}
