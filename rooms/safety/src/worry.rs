//! What somebody says who is worried: in two taps from wherever they are, or in their own words. Nobody asks for proof.

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::trail;
use seal::Place as Sealed;
use serde::{Deserialize, Serialize};
use words::{Actor, AgeBand, MemberId};

use crate::{
    concern::{self, Concern, ConcernId, seal_as, unseal_as},
    kind::{Kind, Level, Matter},
    place::{Places, Said},
    topic,
};

db::id! {
    /// What one worried person said.
    WorryId
}

/// What somebody says who is worried.
#[derive(Clone, Debug, Default)]
pub struct Worry {
    /// What made them worry, when they came from there.
    pub from: Option<Matter>,
    /// What the person is called here, when they typed it.
    pub name: String,
    /// What they saw, in their own words.
    pub words: String,
    /// Whether it may be happening now.
    pub is_now: bool,
}

/// What is kept of it, sealed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// What the person is called here, as it was typed.
    pub name: String,
    /// What was seen.
    pub words: String,
    /// What was written where they came from.
    pub said: Vec<Said>,
}

/// A worry as it is read.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its id.
    pub id: WorryId,
    /// Who is worried.
    pub by: MemberId,
    /// Where they came from.
    pub from: Option<Matter>,
    /// Whether it may be happening now.
    pub is_now: bool,
    /// When they said so.
    pub made_at: Time,
    /// When a person looked.
    pub looked_at: Option<Time>,
    /// What they said.
    pub told: Told,
}

/// Somebody says that they are worried. Whether a typed name belongs to anybody is not told: it is looked into by a
/// person either way.
pub fn raise(tx: &mut Tx<'_>, actor: &Actor, worry: &Worry) -> Result<ConcernId> {
    let (about, band, said) = whom(tx, actor, worry)?;
    if about == Some(actor.id) {
        return Err(Error::refused("concern-yourself"));
    }
    if about.is_none() && worry.name.trim().is_empty() && worry.words.trim().is_empty() {
        return Err(Error::refused("concern-whom-missing"));
    }
    let level = if worry.is_now { Level::Crisis } else { Level::Red };
    let concern = concern::begin(tx, about, band, level, None)?;
    let id = WorryId::fresh(tx);
    let told = Told { name: worry.name.trim().to_owned(), words: worry.words.trim().to_owned(), said };
    let sealed = seal_as(tx, concern, Sealed::new("safety_worries", "said", id.0), &told)?;
    tx.execute(
        "INSERT INTO safety_worries (id, concern_id, by_id, kind, subject_id, is_now, said, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            concern,
            actor.id,
            worry.from.map(|it| it.kind),
            worry.from.map(|it| it.id),
            worry.is_now,
            sealed,
            tx.now()
        ],
    )?;
    topic::queue_changed(tx)?;
    Ok(concern)
}

/// Somebody says that they need help themselves, now.
pub fn for_oneself(tx: &mut Tx<'_>, actor: &Actor) -> Result<ConcernId> {
    let concern = concern::begin(tx, Some(actor.id), actor.band, Level::Crisis, None)?;
    topic::queue_changed(tx)?;
    Ok(concern)
}

/// Whom a worry is about, of which band they are, and what was written there. Somebody of another band, or who is not
/// there, is nobody of whom we know; whom they blocked, or who blocked them, is no less at risk.
fn whom(tx: &mut Tx<'_>, actor: &Actor, worry: &Worry) -> Result<(Option<MemberId>, AgeBand, Vec<Said>)> {
    match worry.from {
        Some(matter) => {
            let seen = (Places::of(tx, matter.kind)?.seen_by)(tx, actor, matter)?;
            Ok((seen.author, seen.band, seen.said))
        }
        None => {
            let name = worry.name.trim();
            let about = if name.is_empty() { None } else { people::Profile::called(tx, name, actor.band)? };
            Ok((about, actor.band, Vec::new()))
        }
    }
}

/// What somebody said who was worried, the latest first: only that they said it, and whether a person looked.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Time, Option<Time>)>> {
    tx.all(
        "SELECT made_at, looked_at FROM safety_worries WHERE by_id = $1 ORDER BY made_at DESC, id DESC LIMIT 50",
        args![actor.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

impl Concern {
    /// A person looks: recorded, and whoever was worried hears so.
    pub fn look(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        trail::record(tx, Some(actor.id), "trail-concern-read", self.about, "")?;
        let unheard: Vec<MemberId> = tx.all(
            "UPDATE safety_worries SET looked_at = $2 WHERE concern_id = $1 AND looked_at IS NULL RETURNING by_id",
            args![self.id, tx.now()],
            |row| row.get(0),
        )?;
        unheard.into_iter().try_for_each(|member| topic::member_changed(tx, member))
    }

    /// What was said by those who were worried, the earliest first.
    pub fn worries(&self, tx: &mut Tx<'_>) -> Result<Vec<Heard>> {
        let rows: Vec<(Heard, Vec<u8>)> = tx.all(
            "SELECT id, by_id, kind, subject_id, is_now, made_at, looked_at, said FROM safety_worries
             WHERE concern_id = $1 ORDER BY made_at, id",
            args![self.id],
            |row| {
                let from: (Option<Kind>, Option<Uuid>) = (row.get(2)?, row.get(3)?);
                let heard = Heard {
                    id: row.get(0)?,
                    by: row.get(1)?,
                    from: from.0.zip(from.1).map(|(kind, id)| Matter { kind, id }),
                    is_now: row.get(4)?,
                    made_at: row.get(5)?,
                    looked_at: row.get(6)?,
                    told: Told::default(),
                };
                Ok((heard, row.get(7)?))
            },
        )?;
        let mut heard = Vec::new();
        for (mut worry, sealed) in rows {
            let place = Sealed::new("safety_worries", "said", worry.id.0);
            worry.told = unseal_as(tx, self.id, place, &sealed)?.unwrap_or_default();
            heard.push(worry);
        }
        Ok(heard)
    }
}
