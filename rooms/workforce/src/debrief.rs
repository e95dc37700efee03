//! A debrief: after something hard somebody talks it through with whoever had it, within three days. Until then, or until
//! they say that they do not need it, nothing new is put before them.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use words::{Actor, Hat, MemberId};

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    hours,
};

/// Within this somebody comes. Three days, as in the standards for crisis lines that name a number.
pub const WITHIN: Duration = Duration::from_secs(72 * 3600);

db::id! {
    /// A debrief.
    DebriefId
}

db::word! {
    /// What opened it.
    pub enum Cause {
        /// They said that it was hard.
        Hard = "hard",
        /// They said that they are not OK.
        NotOk = "not-ok",
        /// Somebody whom they talked with may have been in danger.
        Danger = "danger",
    }
}

/// A debrief that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// Its id.
    pub id: DebriefId,
    /// Whose it is.
    pub member: MemberId,
    /// What opened it.
    pub cause: Cause,
    /// Since when.
    pub opened_at: Time,
    /// By when somebody comes.
    pub due_at: Time,
}

const COLUMNS: &str = "id, member_id, cause, opened_at, due_at";

fn from_row(row: &db::Row<'_>) -> Result<Debrief> {
    Ok(Debrief {
        id: row.get(0)?,
        member: row.get(1)?,
        cause: row.get(2)?,
        opened_at: row.get(3)?,
        due_at: row.get(4)?,
    })
}

/// Something was hard. `about` is what the room knows it by: one waits for each, whatever else comes of it.
pub fn open(tx: &mut Tx<'_>, member: MemberId, cause: Cause, about: db::Uuid) -> Result<()> {
    let waiting: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_debriefs
         WHERE member_id = $1 AND about = $2 AND done_at IS NULL AND waived_at IS NULL",
        args![member, about],
    )?;
    if waiting == 0 {
        tx.execute(
            "INSERT INTO workforce_debriefs (id, member_id, cause, about, opened_at, due_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (member_id, about, cause) DO NOTHING",
            args![DebriefId::fresh(tx), member, cause, about, tx.now(), tx.now() + WITHIN],
        )?;
    }
    Ok(())
}

/// Those that wait for this member, the oldest first.
pub fn waiting_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Debrief>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM workforce_debriefs
             WHERE member_id = $1 AND done_at IS NULL AND waived_at IS NULL ORDER BY opened_at, id"
        ),
        args![member],
        from_row,
    )
}

/// All that wait, the one that is due first at the top: for those who look after supporters.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Debrief>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM workforce_debriefs WHERE done_at IS NULL AND waived_at IS NULL ORDER BY due_at, id"
        ),
        args![],
        from_row,
    )
}

/// How often something was hard for this member in the last seven days, talked through or not: a number, never with whom.
pub fn count_in_week(tx: &mut Tx<'_>, member: MemberId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM (SELECT DISTINCT about FROM workforce_debriefs
                               WHERE member_id = $1 AND opened_at > $2) AS hard",
        args![member, tx.now() - hours::WEEK],
    )
}

/// What was talked through, or did not need to be, is gone after the week in which it counts: nobody's hard days are added
/// up over years.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM workforce_debriefs WHERE opened_at <= $1 AND (done_at IS NOT NULL OR waived_at IS NOT NULL)",
        args![tx.now() - hours::WEEK],
    )?;
    Ok(())
}

/// They do not need it. Nobody asks why.
pub fn waive(tx: &mut Tx<'_>, actor: &Actor, id: DebriefId) -> Result<()> {
    let waived = tx.execute(
        "UPDATE workforce_debriefs SET waived_at = $3
         WHERE id = $1 AND member_id = $2 AND done_at IS NULL AND waived_at IS NULL",
        args![id, actor.id, tx.now()],
    )?;
    if waived == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Those of the last days of which a supervisor said that they were talked through, with who said so, until the member has
/// read it.
pub fn told_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<(Debrief, MemberId)>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS}, done_by FROM workforce_debriefs
             WHERE member_id = $1 AND done_at IS NOT NULL AND done_by IS NOT NULL AND read_at IS NULL
             ORDER BY opened_at, id"
        ),
        args![member],
        |row| Ok((from_row(row)?, row.get(5)?)),
    )
}

/// They have read who said so, and it is right.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, id: DebriefId) -> Result<()> {
    let read = tx.execute(
        "UPDATE workforce_debriefs SET read_at = $3 WHERE id = $1 AND member_id = $2 AND done_at IS NOT NULL",
        args![id, actor.id, tx.now()],
    )?;
    if read == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Nobody talked with them after all: it waits again, and is due as it was.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: DebriefId) -> Result<()> {
    let open = tx.execute(
        "UPDATE workforce_debriefs SET done_at = NULL, done_by = NULL, read_at = NULL
         WHERE id = $1 AND member_id = $2 AND done_at IS NOT NULL",
        args![id, actor.id],
    )?;
    if open == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// A supervisor has talked it through with them. Never with oneself.
pub fn done(tx: &mut Tx<'_>, supervisor: &Actor, id: DebriefId) -> Result<()> {
    if !supervisor.wears(Hat::Supervisor) {
        return Err(Error::NotFound);
    }
    let done = tx.execute(
        "UPDATE workforce_debriefs SET done_at = $3, done_by = $2
         WHERE id = $1 AND member_id <> $2 AND done_at IS NULL AND waived_at IS NULL",
        args![id, supervisor.id, tx.now()],
    )?;
    if done == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Whoever waits for one takes on nothing new with people. Moderation goes on: it asks for a rest of its own.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if work == Work::Moderation || step == Step::Plan {
        return Ok(Vec::new());
    }
    let bar = |member| (member, Bar { why: Why::Debrief, until: None });
    let waiting: Vec<MemberId> = match among {
        Among::One(member) => waiting_of(tx, member)?.into_iter().take(1).map(|it| it.member).collect(),
        Among::AtWork => tx.all(
            "SELECT DISTINCT d.member_id FROM workforce_debriefs d
             JOIN workforce_spells s ON s.member_id = d.member_id AND s.ended_at IS NULL AND s.work = $1
             WHERE d.done_at IS NULL AND d.waived_at IS NULL",
            args![work],
            |row| row.get(0),
        )?,
    };
    Ok(waiting.into_iter().map(bar).collect())
}
