//! How somebody is: before and after a shift, and once a month. Their own answers, sealed, for their own eyes; nobody else
//! reads them, and nothing here is decided by them.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, MemberId};

use crate::{answer::Work, spell};

/// Longest remark, in characters.
pub const WORDS_AT_MOST: usize = 1000;
/// The top of the scales for energy and for what somebody gained; the least is 0.
pub const MOST: u8 = 10;
/// The steps of being worn out, 1 to 5.
pub const WORN: [u8; 5] = [1, 2, 3, 4, 5];
/// Asked once in so long.
const MONTH: Duration = Duration::from_secs(30 * 86_400);
/// A shift is asked about for so long after it.
const AFTERWARDS: Duration = Duration::from_secs(18 * 3600);
/// Answers are kept for two years: long enough to see a winter beside another.
const KEPT: Duration = Duration::from_secs(731 * 86_400);

db::word! {
    /// When it was asked.
    pub enum Kind {
        /// Before a shift.
        Before = "before",
        /// After a shift.
        After = "after",
        /// Once a month.
        Month = "month",
    }
}

/// What somebody answered; everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// How much energy there is, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<u8>,
    /// What the shift gave them, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gained: Option<u8>,
    /// How worn out they are by helping, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worn: Option<u8>,
    /// In their own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// What somebody answered, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When it was asked.
    pub kind: Kind,
    /// What they answered.
    pub answers: Answers,
    /// When.
    pub made_at: Time,
}

/// A step of a scale from 0 to 10, as typed.
pub fn scale(text: &str) -> Option<u8> {
    text.parse().ok().filter(|it| *it <= MOST)
}

fn place(id: db::Uuid) -> Place {
    Place::new("workforce_checks", "answers", id)
}

/// Keeps what somebody answered. Leaving everything out is an answer too, and leaves no row.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, kind: Kind, answers: &Answers) -> Result<()> {
    if *answers == Answers::default() {
        return Ok(());
    }
    let scales = [answers.energy, answers.gained].into_iter().flatten().all(|it| it <= MOST);
    if !scales || answers.worn.is_some_and(|it| !WORN.contains(&it)) {
        return Err(Error::NotFound);
    }
    let (id, text) = (tx.new_uuid(), serde_json::to_string(answers).map_err(Error::broken)?);
    let sealed = tx.seal(KeyId(actor.id.0), place(id), &text)?;
    tx.execute(
        "INSERT INTO workforce_checks (id, member_id, kind, answers, made_at) VALUES ($1, $2, $3, $4, $5)",
        args![id, actor.id, kind, sealed, tx.now()],
    )?;
    Ok(())
}

/// What one answered oneself, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, most: usize) -> Result<Vec<Check>> {
    let rows: Vec<(db::Uuid, Kind, Vec<u8>, Time)> = tx.all(
        "SELECT id, kind, answers, made_at FROM workforce_checks WHERE member_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2",
        args![actor.id, most],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut checks = Vec::with_capacity(rows.len());
    for (id, kind, sealed, made_at) in rows {
        if let Some(answers) = open(tx, actor.id, id, &sealed)? {
            checks.push(Check { kind, answers, made_at });
        }
    }
    Ok(checks)
}

/// Opens answers; nothing when their key is gone.
pub(crate) fn open(tx: &mut Tx<'_>, member: MemberId, id: db::Uuid, sealed: &[u8]) -> Result<Option<Answers>> {
    let text = tx.unseal(KeyId(member.0), place(id), sealed)?;
    text.map(|it| serde_json::from_str(&it).map_err(Error::broken)).transpose()
}

/// Forgets all of it, at once: it is theirs.
pub fn forget_own(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute("DELETE FROM workforce_checks WHERE member_id = $1", args![actor.id])?;
    Ok(())
}

/// Forgets what is too old to say anything.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM workforce_checks WHERE made_at < $1", args![tx.now() - KEPT])?;
    Ok(())
}

/// Whether the shift that ended last was not asked about yet, and is not long over. A case is no shift: nobody is asked
/// after each.
pub fn is_shift_due(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let spells = spell::since(tx, member, tx.now() - MONTH)?;
    let ended = spells.iter().filter(|it| it.work != Work::Moderation).filter_map(|it| it.ended_at).max();
    let is_over = spells.iter().all(|it| it.ended_at.is_some());
    let is_fresh = ended.is_some_and(|at| at > tx.now() - AFTERWARDS);
    Ok(is_over && is_fresh && last(tx, member, Kind::After)? < ended)
}

/// Whether somebody who helped lately was not asked this month.
pub fn is_month_due(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let before = tx.now() - MONTH;
    let helped = !spell::since(tx, member, before)?.is_empty();
    Ok(helped && last(tx, member, Kind::Month)?.is_none_or(|it| it <= before))
}

fn last(tx: &mut Tx<'_>, member: MemberId, kind: Kind) -> Result<Option<Time>> {
    tx.value("SELECT MAX(made_at) FROM workforce_checks WHERE member_id = $1 AND kind = $2", args![member, kind])
}
