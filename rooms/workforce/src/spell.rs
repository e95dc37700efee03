//! A spell: what somebody did for others, from when to when. Rooms say when it begins and when it ends; hours are counted
//! from it, and somebody's own record. It never says with whom.

use std::sync::Arc;

use db::{Result, Time, Tx, Uuid, args};
use words::MemberId;

use crate::{answer::Work, rest};

/// A stretch of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// What.
    pub work: Work,
    /// From when.
    pub began_at: Time,
    /// Until when; nothing while it goes on.
    pub ended_at: Option<Time>,
}

/// Work begins. `about` is what the room knows it by: a duty, an evening, a time on call.
pub fn begin(tx: &mut Tx<'_>, member: MemberId, work: Work, about: Uuid) -> Result<()> {
    rest::work_begins(tx, member)?;
    tx.execute(
        "INSERT INTO workforce_spells (id, member_id, work, about, began_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (work, about) WHERE ended_at IS NULL DO NOTHING",
        args![tx.new_uuid(), member, work, about, tx.now()],
    )?;
    Ok(())
}

/// It ends. What has ended already stays as it is.
pub fn end(tx: &mut Tx<'_>, work: Work, about: Uuid) -> Result<()> {
    let now = tx.now();
    end_at(tx, work, about, now)
}

/// It ended at a moment that has passed: nothing was asked of them after it.
pub fn end_at(tx: &mut Tx<'_>, work: Work, about: Uuid, at: Time) -> Result<()> {
    let whose: Option<MemberId> = tx.first(
        "UPDATE workforce_spells SET ended_at = $3 WHERE work = $1 AND about = $2 AND ended_at IS NULL RETURNING member_id",
        args![work, about, at],
        |row| row.get(0),
    )?;
    whose.map_or(Ok(()), |member| rest::work_ended(tx, member))
}

/// Work that is told of when it is over, and was never waited for: a case that was looked at. No rest follows it by itself;
/// reading what is hard has rests of its own.
pub fn record(tx: &mut Tx<'_>, member: MemberId, work: Work, from: Time, to: Time) -> Result<()> {
    tx.execute(
        "INSERT INTO workforce_spells (id, member_id, work, about, began_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![tx.new_uuid(), member, work, tx.new_uuid(), from, to],
    )?;
    Ok(())
}

/// What somebody did that ended after `from`, or goes on; the earliest first.
pub fn since(tx: &mut Tx<'_>, member: MemberId, from: Time) -> Result<Arc<Vec<Spell>>> {
    tx.once((member, from), |tx| {
        tx.all(
            "SELECT work, began_at, ended_at FROM workforce_spells
             WHERE member_id = $1 AND (ended_at IS NULL OR ended_at > $2) ORDER BY began_at, id",
            args![member, from],
            |row| Ok(Spell { work: row.get(0)?, began_at: row.get(1)?, ended_at: row.get(2)? }),
        )
    })
}

/// Everybody who worked here in the time in which this member did, from their first spell to their last.
pub fn beside(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<MemberId>> {
    tx.all(
        "SELECT DISTINCT o.member_id FROM workforce_spells o
         WHERE o.member_id <> $1
           AND o.began_at <= (SELECT MAX(COALESCE(s.ended_at, $2)) FROM workforce_spells s WHERE s.member_id = $1)
           AND COALESCE(o.ended_at, $2) >= (SELECT MIN(s.began_at) FROM workforce_spells s WHERE s.member_id = $1)",
        args![member, tx.now()],
        |row| row.get(0),
    )
}
