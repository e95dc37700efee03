//! What the program notices in what was written. It puts people's work in order and shows help to the author; it never
//! stops a word, and it decides nothing about anybody.

use db::{Result, Time, Tx, Uuid, args};
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::MemberId;

use crate::kind::{Level, Matter};

/// A piece of what was noticed, without the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// What it may be a sign of, as the catalogue names it.
    pub kind: String,
    /// First byte in the words.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// What was noticed in a text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How urgent it sounds.
    pub level: Level,
    /// In thousandths: how much a person should look.
    pub score: i64,
    /// The signs.
    pub noticed: Vec<Noticed>,
}

/// What was noticed in the latest version of what a case is about.
pub fn latest(tx: &mut Tx<'_>, matter: Matter) -> Result<Option<Reading>> {
    type Stored = (Uuid, MemberId, Level, i64, Vec<u8>);
    let stored: Option<Stored> = tx.first(
        "SELECT id, author_id, level, score, evidence FROM safety_readings WHERE kind = $1 AND subject_id = $2
         ORDER BY made_at DESC, id DESC LIMIT 1",
        args![matter.kind, matter.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let Some((id, author, level, score, sealed)) = stored else { return Ok(None) };
    let text = tx.unseal(KeyId(author.0), Sealed::new("safety_readings", "evidence", id), &sealed)?;
    let noticed = match text {
        Some(text) => serde_json::from_str(&text).map_err(db::Error::broken)?,
        None => Vec::new(),
    };
    Ok(Some(Reading { level, score, noticed }))
}

/// Forgets readings of which nothing came.
pub(crate) fn forget_old(tx: &mut Tx<'_>, before: Time) -> Result<()> {
    tx.execute("DELETE FROM safety_readings WHERE case_id IS NULL AND made_at < $1", args![before])?;
    Ok(())
}
