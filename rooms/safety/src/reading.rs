//! What the program notices in what was written. It puts people's work in order and shows help to the author; it never
//! stops a word, and it decides nothing about anybody.

use db::{Result, Time, Tx, Uuid, args};
use organisation::Settings;
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::{AgeBand, MemberId};

use crate::{
    care::{self, Care},
    case::{self, Raised},
    kind::{CaseId, Kind, Level, Matter, Source, is_minor},
    training,
};

/// At most so many earlier texts of the same author are read along.
pub const EARLIER: usize = 5;
/// From here on, in thousandths, a person should look: the line that the reader was calibrated for.
const LINE: u16 = 500;

/// Something that was written a moment ago.
#[derive(Clone, Debug)]
pub struct Heard<'a> {
    /// What it is.
    pub matter: Matter,
    /// Who wrote it.
    pub author: MemberId,
    /// The band of the people there.
    pub band: AgeBand,
    /// In which circle, if in one.
    pub place: Option<Uuid>,
    /// The words.
    pub words: &'a str,
    /// What the same person wrote there before, the latest first.
    pub earlier: &'a [String],
    /// Whether they wrote for themselves; one who helps speaks of danger because others are in it.
    pub for_self: bool,
}

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

/// Reads what was written, in the transaction that saves it: help for the author is ready with the answer, and a case is
/// in the queue the moment the words are there.
pub fn hear(tx: &mut Tx<'_>, heard: &Heard<'_>) -> Result<Option<Care>> {
    let earlier: Vec<&str> = heard.earlier.iter().take(EARLIER).map(String::as_str).collect();
    let read = training::reader(tx)?.read(heard.words, &earlier);
    let level = if heard.for_self { of(read.level) } else { Level::Green };
    let risk = heard.for_self && read.score >= LINE;
    let conduct = read.conduct >= LINE;
    let contact = read.contact >= LINE && is_minor(heard.band);
    let raised = match () {
        () if level.is_hard() => Some((level, Source::Noticed)),
        () if risk || conduct || contact => Some((Level::Amber, Source::Noticed)),
        () if is_sampled(tx, heard)? => Some((Level::Green, Source::Sample)),
        () => None,
    };
    let case = match raised {
        Some((level, source)) => Some(case::raise(
            tx,
            &Raised {
                matter: heard.matter,
                about: Some(heard.author),
                place: heard.place,
                band: heard.band,
                level,
                source,
            },
        )?),
        None => None,
    };
    if case.is_some() || level > Level::Green {
        keep(tx, heard, case, level, &read, raised.is_some_and(|(_, source)| source == Source::Sample))?;
    }
    care::offer(tx, heard.author, level, case)
}

fn of(level: triage::Level) -> Level {
    match level {
        triage::Level::Green => Level::Green,
        triage::Level::Amber => Level::Amber,
        triage::Level::Red => Level::Red,
        triage::Level::Crisis => Level::Crisis,
    }
}

/// Whether a second reader looks at something in which nothing was noticed, so that what is missed can be estimated.
/// Never in a conversation between two. The chance is the id's own: it was drawn when the words were saved.
fn is_sampled(tx: &mut Tx<'_>, heard: &Heard<'_>) -> Result<bool> {
    if !matches!(heard.matter.kind, Kind::Post | Kind::Story) {
        return Ok(false);
    }
    let permille = u64::from(Settings::current(tx)?.number("second-reading-permille"));
    // The low half of a UUIDv7 is random.
    let drawn = u64::try_from(heard.matter.id.as_u128() & 0xffff_ffff).unwrap_or(u64::MAX);
    Ok(drawn % 1000 < permille)
}

fn keep(
    tx: &mut Tx<'_>,
    heard: &Heard<'_>,
    case: Option<CaseId>,
    level: Level,
    read: &triage::Reading,
    sampled: bool,
) -> Result<()> {
    let id = tx.new_uuid();
    let here = read.evidence.iter().filter(|it| it.earlier.is_none());
    let noticed: Vec<Noticed> =
        here.map(|it| Noticed { kind: it.kind.as_str().to_owned(), start: it.start, end: it.end }).collect();
    let text = serde_json::to_string(&noticed).map_err(db::Error::broken)?;
    let sealed = tx.seal(KeyId(heard.author.0), Sealed::new("safety_readings", "evidence", id), &text)?;
    tx.execute(
        "INSERT INTO safety_readings
            (id, case_id, kind, subject_id, author_id, level, score, contact, conduct, evidence, sampled, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            id,
            case,
            heard.matter.kind,
            heard.matter.id,
            heard.author,
            level,
            i64::from(read.score),
            i64::from(read.contact),
            i64::from(read.conduct),
            sealed,
            sampled,
            tx.now()
        ],
    )?;
    Ok(())
}

/// Whether somebody may be in danger: something that they wrote here sounded hard, or a case about them that is not calm is
/// open, here or one that cannot wait elsewhere. What others flagged of their conduct here counts too: rather one call too
/// many.
pub fn is_in_danger(tx: &mut Tx<'_>, matter: Matter, member: MemberId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM safety_readings
                        WHERE kind = $1 AND subject_id = $2 AND author_id = $3 AND level >= $4)
             OR EXISTS (SELECT 1 FROM safety_cases
                        WHERE about_id = $3 AND settled_at IS NULL
                          AND (level >= $5 OR (level >= $4 AND kind = $1 AND subject_id = $2)))",
        args![matter.kind, matter.id, member, Level::Amber, Level::Red],
    )
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
