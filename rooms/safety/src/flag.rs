//! A flag: somebody tells us that something was not right. The place itself copies what was written, so nobody is asked
//! for proof; whoever told us hears what came of it, and is never named to the one it is about.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, MemberId};

use crate::{
    case::{self, Case, Raised},
    kind::{CaseId, FlagId, Kind, Matter, Reason, Source},
    night,
    place::Places,
    topic,
};

/// Longest words with a flag, in characters.
pub const WORDS_AT_MOST: usize = 2000;

/// A flag, as whoever made it reads it.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its id.
    pub id: FlagId,
    /// Its case.
    pub case: CaseId,
    /// What it is about.
    pub kind: Kind,
    /// Who made it.
    pub by: MemberId,
    /// What was not right.
    pub reason: Reason,
    /// The words that went with it.
    pub words: String,
    /// When.
    pub made_at: Time,
    /// When a person looked.
    pub claimed_at: Option<Time>,
    /// What came of it.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Time>,
}

const COLUMNS: &str =
    "f.id, f.case_id, c.kind, f.by_id, f.reason, f.made_at, c.claimed_at, f.answered_at, f.words, f.answer";
const FROM: &str = "safety_flags f JOIN safety_cases c ON c.id = f.case_id";

fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Flag>> {
    let rows = tx.all(sql, args, |row| {
        let flag = Flag {
            id: row.get(0)?,
            case: row.get(1)?,
            kind: row.get(2)?,
            by: row.get(3)?,
            reason: row.get(4)?,
            made_at: row.get(5)?,
            claimed_at: row.get(6)?,
            answered_at: row.get(7)?,
            words: String::new(),
            answer: None,
        };
        Ok((flag, row.get::<Option<Vec<u8>>>(8)?, row.get::<Option<Vec<u8>>>(9)?))
    })?;
    let mut flags = Vec::with_capacity(rows.len());
    for (flag, words, answer) in rows {
        let mut open = |column, sealed: Option<Vec<u8>>| match sealed {
            Some(sealed) => tx.unseal(KeyId(flag.case.0), Sealed::new("safety_flags", column, flag.id.0), &sealed),
            None => Ok(None),
        };
        let words = open("words", words)?.unwrap_or_default();
        let answer = open("answer", answer)?;
        flags.push(Flag { words, answer, ..flag });
    }
    Ok(flags)
}

/// Tells us. The same thing told twice for the same reason, while nobody has answered, is told once. From the moment it
/// is saved it is in the queue.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, matter: Matter, reason: Reason, words: &str) -> Result<FlagId> {
    let seen = (Places::of(tx, matter.kind)?.seen_by)(tx, actor, matter)?;
    if seen.author == Some(actor.id) {
        return Err(Error::refused("flag-not-yourself"));
    }
    let raised = Raised {
        matter,
        about: seen.author,
        place: seen.place,
        band: seen.band,
        level: reason.level(),
        source: Source::Flag,
    };
    let case = case::raise(tx, &raised)?;
    let told = tx.first(
        "SELECT id FROM safety_flags WHERE case_id = $1 AND by_id = $2 AND reason = $3",
        args![case, actor.id, reason],
        |row| row.get(0),
    )?;
    if let Some(told) = told {
        return Ok(told);
    }
    Case::keep_evidence(tx, case, &seen.said)?;
    let id = FlagId::fresh(tx);
    let words = match words.trim() {
        "" => None,
        words => Some(tx.seal(KeyId(case.0), Sealed::new("safety_flags", "words", id.0), words)?),
    };
    tx.execute(
        "INSERT INTO safety_flags (id, case_id, by_id, about_id, reason, words, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, case, actor.id, seen.author, reason, words, tx.now()],
    )?;
    night::after_flag(tx, case, &seen)?;
    Ok(id)
}

/// One's own flags, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Flag>> {
    latest_own(tx, actor, 50)
}

/// All of one's own flags, for the copy of what somebody wrote here.
pub fn all_own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Flag>> {
    latest_own(tx, actor, i64::MAX)
}

fn latest_own(tx: &mut Tx<'_>, actor: &Actor, at_most: i64) -> Result<Vec<Flag>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE f.by_id = $1 ORDER BY f.made_at DESC, f.id LIMIT $2"),
        args![actor.id, at_most],
    )
}

/// What came of these has been read now.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE safety_flags SET seen_at = $2 WHERE by_id = $1 AND answered_at IS NOT NULL AND seen_at IS NULL",
        args![actor.id, tx.now()],
    )?;
    Ok(())
}

/// How many answers one has not read.
pub fn unread(tx: &mut Tx<'_>, member: MemberId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM safety_flags WHERE by_id = $1 AND answered_at IS NOT NULL AND seen_at IS NULL",
        args![member],
    )
}

/// Everything that was told about a case, the oldest first.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Flag>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE f.case_id = $1 ORDER BY f.made_at, f.id LIMIT 100"),
        args![case],
    )
}

/// How many told us.
pub fn count(tx: &mut Tx<'_>, case: CaseId) -> Result<i64> {
    tx.value("SELECT COUNT(*) FROM safety_flags WHERE case_id = $1", args![case])
}

pub(crate) fn is_by(tx: &mut Tx<'_>, case: CaseId, member: MemberId) -> Result<bool> {
    let made: i64 =
        tx.value("SELECT COUNT(*) FROM safety_flags WHERE case_id = $1 AND by_id = $2", args![case, member])?;
    Ok(made > 0)
}

/// Tells everybody who told us what came of it; after another look, once more.
pub(crate) fn answer(tx: &mut Tx<'_>, case: CaseId, words: &str) -> Result<()> {
    let flags: Vec<(FlagId, MemberId)> =
        tx.all("SELECT id, by_id FROM safety_flags WHERE case_id = $1", args![case], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    for (flag, by) in flags {
        let sealed = tx.seal(KeyId(case.0), Sealed::new("safety_flags", "answer", flag.0), words)?;
        tx.execute(
            "UPDATE safety_flags SET answer = $2, answered_at = $3, seen_at = NULL WHERE id = $1",
            args![flag, sealed, tx.now()],
        )?;
        topic::member_changed(tx, by)?;
    }
    Ok(())
}
