//! Words for one member alone: why a facilitator hid what they said.

use db::{Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    kind::{NoticeId, TalkId},
    topic,
};

/// Longest reason, in characters.
pub const REASON_AT_MOST: usize = 1000;

/// A notice, as its reader sees it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Time,
}

pub(crate) fn leave(tx: &mut Tx<'_>, talk: TalkId, seq: i64, member: MemberId, reason: &str) -> Result<()> {
    let id = NoticeId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), Place::new("live_notices", "reason", id.0), reason)?;
    tx.execute(
        "INSERT INTO live_notices (id, talk_id, seq, member_id, reason, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, talk, seq, member, sealed, tx.now()],
    )?;
    topic::member_changed(tx, member)
}

pub(crate) fn take_back(tx: &mut Tx<'_>, talk: TalkId, seq: i64) -> Result<()> {
    let told: Vec<MemberId> = tx.all(
        "DELETE FROM live_notices WHERE talk_id = $1 AND seq = $2 RETURNING member_id",
        args![talk, seq],
        |row| row.get(0),
    )?;
    for member in told {
        topic::member_changed(tx, member)?;
    }
    Ok(())
}

/// What somebody was told in a talk and has not put away.
pub fn unread(tx: &mut Tx<'_>, actor: &Actor, talk: TalkId) -> Result<Vec<Notice>> {
    let rows: Vec<(NoticeId, Vec<u8>, Time)> = tx.all(
        "SELECT id, reason, made_at FROM live_notices
         WHERE member_id = $1 AND talk_id = $2 AND seen_at IS NULL ORDER BY made_at, id",
        args![actor.id, talk],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut notices = Vec::new();
    for (id, sealed, made_at) in rows {
        let reason = tx.unseal(KeyId(actor.id.0), Place::new("live_notices", "reason", id.0), &sealed)?;
        notices.extend(reason.map(|reason| Notice { id, reason, made_at }));
    }
    Ok(notices)
}

/// Puts a notice away.
pub fn put_away(tx: &mut Tx<'_>, actor: &Actor, id: NoticeId) -> Result<()> {
    tx.execute(
        "UPDATE live_notices SET seen_at = $3 WHERE id = $1 AND member_id = $2 AND seen_at IS NULL",
        args![id, actor.id, tx.now()],
    )?;
    topic::member_changed(tx, actor.id)
}
