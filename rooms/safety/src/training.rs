//! The reader learns from what people here decided: on this machine, from cases that were settled, and from nothing else.
//! It is judged on cases that it did not learn from, beside the reader of before, and an administrator takes it or leaves
//! it. What the rules find as a crisis it can never talk down.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use serde::{Deserialize, Serialize};
use triage::{
    Level as Read, Model, Thresholds, Triage,
    train::{self, Example, Settings},
};
use words::Actor;

use crate::{
    case::Case,
    kind::{Action, CaseId, Kind, Level, Matter},
    place::Places,
};

/// Fewer decided cases than this teach nothing. Our own judgement: with a hundred, a share moves by some points by chance.
pub const CASES_AT_LEAST: usize = 100;
/// More than this are not needed, the latest first.
const CASES_AT_MOST: i64 = 5_000;
/// One case in so many is kept back, to be judged on.
const KEPT_BACK: u128 = 4;
/// A case of one's own counts as much as so many of the texts that everybody begins with.
const TIMES: u16 = 5;

db::id! {
    /// A reader that was trained.
    ModelId
}

/// What a reader makes of cases, in thousandths, but for the number of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Of the cases in which somebody had to do something, so many stand out.
    pub recall: u16,
    /// Of those at crisis level.
    pub crisis_recall: u16,
    /// Of the cases in which nothing was wrong.
    pub false_alarms: u16,
    /// How far the score is from the share of cases that needed somebody.
    pub calibration: u16,
    /// How many texts there are.
    pub texts: u32,
}

impl From<train::Report> for Figures {
    fn from(report: train::Report) -> Self {
        Self {
            recall: report.recall,
            crisis_recall: report.crisis_recall,
            false_alarms: report.false_alarms,
            calibration: report.calibration,
            texts: report.texts,
        }
    }
}

/// A reader that was trained, with what is known of it.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Its id.
    pub id: ModelId,
    /// When it was trained.
    pub made_at: Time,
    /// From how many cases.
    pub learnt: i64,
    /// What the reader of then makes of the cases that were kept back.
    pub before: Figures,
    /// What this one makes of them.
    pub after: Figures,
    /// Of how many of them it thinks otherwise.
    pub moved: i64,
    /// When somebody took it or left it.
    pub decided_at: Option<Time>,
    /// Whether they took it.
    pub accepted: Option<bool>,
}

const COLUMNS: &str = "id, made_at, learnt, before, after, moved, decided_at, accepted";

fn from_row(row: &db::Row<'_>) -> Result<Trained> {
    let figures = |text: String| serde_json::from_str(&text).map_err(Error::broken);
    Ok(Trained {
        id: row.get(0)?,
        made_at: row.get(1)?,
        learnt: row.get(2)?,
        before: figures(row.get(3)?)?,
        after: figures(row.get(4)?)?,
        moved: row.get(5)?,
        decided_at: row.get(6)?,
        accepted: row.get(7)?,
    })
}

static SHIPPED: LazyLock<Arc<Triage>> = LazyLock::new(|| Arc::new(Triage::shipped()));

/// The community's own reader, as it was last made out of its row.
#[derive(Default)]
struct InUse(Mutex<Option<(ModelId, Arc<Triage>)>>);

/// The reader that is in use: the one that was taken last, or the one that everybody begins with.
pub(crate) fn reader(tx: &mut Tx<'_>) -> Result<Arc<Triage>> {
    let taken: Option<ModelId> = tx.first(
        "SELECT id FROM safety_models WHERE accepted = TRUE ORDER BY decided_at DESC, id DESC LIMIT 1",
        args![],
        |row| row.get(0),
    )?;
    let Some(id) = taken else { return Ok(Arc::clone(&SHIPPED)) };
    let in_use: Arc<InUse> = tx.beside();
    let known = in_use.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, reader)) = known.filter(|(known, _)| *known == id) {
        return Ok(reader);
    }
    let bytes: Vec<u8> = tx.value("SELECT model FROM safety_models WHERE id = $1", args![id])?;
    let model = Model::from_bytes(&bytes).map_err(Error::broken)?;
    let reader = Arc::new(Triage::new(model, Thresholds::default()));
    *in_use.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, Arc::clone(&reader)));
    Ok(reader)
}

/// What people here decided about words that are still there.
pub struct Decided {
    learns: Vec<Example>,
    judges: Vec<Example>,
}

impl Decided {
    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.learns.len() + self.judges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How many settled cases there may be to learn from.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM safety_cases c WHERE c.settled_at IS NOT NULL AND c.kind IN ('post', 'story', 'message')
           AND EXISTS (SELECT 1 FROM safety_decisions d WHERE d.case_id = c.id AND d.by_id IS NOT NULL)",
        args![],
    )
}

/// Gathers them. A case counts with the level at which it was settled; one in which nothing was wrong counts as calm.
pub fn gather(tx: &mut Tx<'_>) -> Result<Decided> {
    let cases: Vec<(CaseId, Kind, db::Uuid, Level)> = tx.all(
        "SELECT c.id, c.kind, c.subject_id, c.level FROM safety_cases c
         WHERE c.settled_at IS NOT NULL AND c.kind IN ('post', 'story', 'message')
         ORDER BY c.settled_at DESC, c.id LIMIT $1",
        args![CASES_AT_MOST],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut decided = Decided { learns: Vec::new(), judges: Vec::new() };
    for (case, kind, id, level) in cases {
        let last: Option<(Action, Option<Time>)> = tx.first(
            "SELECT action, undone_at FROM safety_decisions WHERE case_id = $1 AND by_id IS NOT NULL
             ORDER BY made_at DESC, id DESC LIMIT 1",
            args![case],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((action, undone)) = last else { continue };
        let Some(text) = words_of(tx, case, Matter { kind, id })? else { continue };
        let calm = undone.is_some() || matches!(action, Action::Nothing | Action::Restore);
        let level = if calm { Level::Green } else { level };
        let example = Example {
            text,
            level: as_read(level),
            flag: level > Level::Green,
            times: if calm { TIMES } else { TIMES * 2 },
        };
        // The end of an id is chance: the same cases are kept back each time.
        if case.0.as_u128() % KEPT_BACK == 0 { decided.judges.push(example) } else { decided.learns.push(example) }
    }
    Ok(decided)
}

fn as_read(level: Level) -> Read {
    match level {
        Level::Green => Read::Green,
        Level::Amber => Read::Amber,
        Level::Red => Read::Red,
        Level::Crisis => Read::Crisis,
    }
}

/// The words as they were when the case was flagged, or as they stand.
fn words_of(tx: &mut Tx<'_>, case: CaseId, matter: Matter) -> Result<Option<String>> {
    let reported = |said: Vec<crate::place::Said>| said.into_iter().find(|it| it.reported).map(|it| it.words);
    let case = Case::any(tx, case)?;
    if let Some((_, said)) = case.evidence(tx)?.into_iter().next() {
        return Ok(reported(said));
    }
    match (Places::of(tx, matter.kind)?.look)(tx, matter) {
        Ok(seen) => Ok(reported(seen.said)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A reader that was trained and judged, and not kept yet.
pub struct Fresh {
    learnt: usize,
    before: Figures,
    after: Figures,
    moved: usize,
    judged: usize,
    bytes: Vec<u8>,
}

/// Trains on what was decided and on the texts that everybody begins with, and judges on what was kept back. Takes
/// seconds: never call it where a transaction waits.
pub fn train(decided: &Decided, before: &Triage) -> Result<Fresh> {
    let mut examples = shipped()?;
    examples.extend(decided.learns.iter().cloned());
    let model = train::train(&examples, &Settings::default());
    let bytes = model.to_bytes();
    let after = Triage::new(model, Thresholds::default());
    let texts: Vec<&str> = decided.judges.iter().map(|it| it.text.as_str()).collect();
    Ok(Fresh {
        learnt: decided.learns.len(),
        judged: decided.judges.len(),
        before: train::report(before, &decided.judges).into(),
        after: train::report(&after, &decided.judges).into(),
        moved: train::compare(before, &after, &texts).len(),
        bytes,
    })
}

/// The texts that everybody begins with.
fn shipped() -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for table in train::TEXTS {
        for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let row: Row = row.map_err(Error::broken)?;
            let level = row.expected_level.parse().map_err(Error::broken)?;
            examples.push(Example { text: row.text, level, flag: row.flag == 1, times: 1 });
        }
    }
    Ok(examples)
}

#[derive(Deserialize)]
struct Row {
    expected_level: String,
    flag: u8,
    text: String,
}

/// Keeps it, for an administrator to take or leave.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, fresh: &Fresh) -> Result<ModelId> {
    let id = ModelId::fresh(tx);
    let text = |figures: &Figures| serde_json::to_string(figures).map_err(Error::broken);
    let count = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO safety_models (id, made_by, made_at, learnt, judged, before, after, moved, model)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            actor.id,
            tx.now(),
            count(fresh.learnt),
            count(fresh.judged),
            text(&fresh.before)?,
            text(&fresh.after)?,
            count(fresh.moved),
            fresh.bytes
        ],
    )?;
    trail::record(tx, Some(actor.id), "trail-reader-trained", None, "")?;
    Ok(id)
}

/// Every reader that was trained, the latest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Trained>> {
    tx.all(&format!("SELECT {COLUMNS} FROM safety_models ORDER BY made_at DESC, id LIMIT 20"), args![], from_row)
}

/// Takes it or leaves it. The one that was taken before goes on until then; giving up the last one brings back the one
/// that everybody begins with.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, id: ModelId, accepted: bool, reason: &str) -> Result<()> {
    let decided = tx.execute(
        "UPDATE safety_models SET accepted = $2, decided_by = $3, decided_at = $4
         WHERE id = $1 AND (accepted IS NULL OR accepted <> $2)",
        args![id, accepted, actor.id, tx.now()],
    )?;
    if decided == 0 {
        return Err(Error::refused("reader-decided"));
    }
    let deed = if accepted { "trail-reader-taken" } else { "trail-reader-left" };
    trail::record(tx, Some(actor.id), deed, None, reason)
}
