//! What is still owed after something hard: to the member a word the next day, to those who told us and to those who
//! decided an offer to talk. Each is a task with a name and a time, and stays until somebody has done it.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use organisation::Settings;
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, AgeBand, MemberId};

use crate::{
    case::{self, Case},
    kind::{CaseId, TaskId},
    topic,
};

/// Longest note about what was done, in characters.
pub const WORDS_AT_MOST: usize = 1000;
/// The hour of the next day at which a word is due, where the community is.
const NEXT_DAY_AT: i8 = 10;
/// A debrief is due within this. Helplines commonly name three days.
const DEBRIEF_WITHIN: Duration = Duration::from_secs(72 * 3600);

db::word! {
    /// What is owed.
    pub enum Care {
        /// A word to the member the day after.
        NextDay = "next-day",
        /// An offer to talk to one who read or told of something hard.
        Witness = "witness",
        /// A debrief for one who decided on something hard.
        Debrief = "debrief",
    }
}

/// Something that is owed to somebody.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What.
    pub kind: Care,
    /// After which case.
    pub case: CaseId,
    /// To whom.
    pub to: MemberId,
    /// By whom; whoever is there when nobody is named.
    pub by: Option<MemberId>,
    /// By when.
    pub due_at: Time,
    /// When it was done.
    pub done_at: Option<Time>,
}

const COLUMNS: &str = "t.id, t.kind, t.case_id, t.for_id, t.by_id, t.due_at, t.done_at";

fn from_row(row: &db::Row<'_>) -> Result<Task> {
    Ok(Task {
        id: row.get(0)?,
        kind: row.get(1)?,
        case: row.get(2)?,
        to: row.get(3)?,
        by: row.get(4)?,
        due_at: row.get(5)?,
        done_at: row.get(6)?,
    })
}

/// Owes somebody something. The same twice is owed once.
pub fn owe(tx: &mut Tx<'_>, kind: Care, case: CaseId, to: MemberId, by: Option<MemberId>, due: Time) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_tasks (id, kind, case_id, for_id, by_id, due_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (kind, case_id, for_id) DO NOTHING",
        args![TaskId::fresh(tx), kind, case, to, by, due],
    )?;
    topic::queue_changed(tx)
}

/// A word to the member tomorrow morning, where the community is.
pub(crate) fn owe_next_day(tx: &mut Tx<'_>, case: CaseId, to: MemberId, by: MemberId) -> Result<()> {
    let zone = TimeZone::get(&Settings::current(tx)?.zone).unwrap_or(TimeZone::UTC);
    let morning = |now: Time| -> Option<Time> {
        let today = Timestamp::from_microsecond(now.0).ok()?.to_zoned(zone.clone()).date();
        let at = today.checked_add(1.day()).ok()?.at(NEXT_DAY_AT, 0, 0, 0).to_zoned(zone).ok()?;
        Some(Time(at.timestamp().as_microsecond()))
    };
    let due = morning(tx.now()).unwrap_or(tx.now() + Duration::from_secs(86_400));
    owe(tx, Care::NextDay, case, to, Some(by), due)
}

/// After a decision on something hard: those who told us, and the one who decided, are asked how they are.
pub(crate) fn after_decision(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<()> {
    if !case.level.is_hard() {
        return Ok(());
    }
    let due = tx.now() + DEBRIEF_WITHIN;
    owe(tx, Care::Debrief, case.id, actor.id, None, due)?;
    let witnesses: Vec<MemberId> = tx.all(
        "SELECT DISTINCT by_id FROM safety_flags WHERE case_id = $1 ORDER BY by_id LIMIT 20",
        args![case.id],
        |row| row.get(0),
    )?;
    witnesses.into_iter().try_for_each(|witness| owe_witness(tx, case, witness))
}

/// One who told of something hard is asked how they are.
pub(crate) fn owe_witness(tx: &mut Tx<'_>, case: &Case, to: MemberId) -> Result<()> {
    if case.level.is_hard() { owe(tx, Care::Witness, case.id, to, None, tx.now() + DEBRIEF_WITHIN) } else { Ok(()) }
}

/// What this member may do for others, the soonest due first: what is theirs by name, and what is anybody's. Nobody
/// debriefs themselves.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Task>> {
    Ok(waiting_by_name(tx, actor)?.into_iter().map(|(task, _)| task).collect())
}

/// The same with what everybody is called to whom it is owed.
pub fn waiting_by_name(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Task, Option<String>)>> {
    let all: Vec<(Task, Option<String>, AgeBand)> = tx.all(
        &format!(
            "SELECT {COLUMNS}, n.pseudonym, c.band FROM safety_tasks t JOIN safety_cases c ON c.id = t.case_id
             LEFT JOIN people_names n ON n.member_id = t.for_id
             WHERE t.done_at IS NULL AND t.for_id <> $1 AND (t.by_id IS NULL OR t.by_id = $1)
             ORDER BY t.due_at, t.id LIMIT 100"
        ),
        args![actor.id],
        |row| Ok((from_row(row)?, row.get(7)?, row.get(8)?)),
    )?;
    let kept = if all.is_empty() { Vec::new() } else { case::bands_kept(tx, actor)? };
    let may = |task: &Task, band| task.by == Some(actor.id) || kept.contains(&band);
    let mine = all.into_iter().filter(|(task, _, band)| may(task, *band));
    Ok(mine.map(|(task, name, _)| (task, name)).collect())
}

/// What others owe this member: shown to them, so that nobody is forgotten.
pub fn owed_to(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Task>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_tasks t WHERE t.done_at IS NULL AND t.for_id = $1
             ORDER BY t.due_at, t.id LIMIT 20"
        ),
        args![member],
        from_row,
    )
}

fn may_do(tx: &mut Tx<'_>, actor: &Actor, task: &Task) -> Result<bool> {
    let case = Case::any(tx, task.case)?;
    Ok(task.by == Some(actor.id) || case::keepers(tx, case.band)?.contains(&actor.id))
}

/// Notes that it was done, with a few words for whoever looks later. `to` does not want it: that is an answer too.
pub fn done(tx: &mut Tx<'_>, actor: &Actor, id: TaskId, words: &str) -> Result<Task> {
    let task = tx.one(&format!("SELECT {COLUMNS} FROM safety_tasks t WHERE t.id = $1"), args![id], from_row)?;
    let is_own = task.to == actor.id;
    if !is_own && !may_do(tx, actor, &task)? {
        return Err(Error::NotFound);
    }
    let words = match words.trim() {
        "" => None,
        words => Some(tx.seal(KeyId(task.case.0), Sealed::new("safety_tasks", "words", task.id.0), words)?),
    };
    tx.execute(
        "UPDATE safety_tasks SET done_by = $2, done_at = $3, words = $4 WHERE id = $1 AND done_at IS NULL",
        args![id, actor.id, tx.now(), words],
    )?;
    topic::queue_changed(tx)?;
    topic::member_changed(tx, task.to)?;
    Ok(task)
}
