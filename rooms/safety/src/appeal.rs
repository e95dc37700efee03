//! An appeal: the one whom a decision is about asks another person to look again. It never goes to whoever decided, it is
//! answered within so many days, and when it is upheld everything that was done is taken back.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::{Settings, trail};
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, AgeBand, MemberId};

use crate::{
    case::{self, Case},
    decision::Decision,
    flag,
    kind::{Action, AppealId, DecisionId},
    topic,
};

/// Longest words of an appeal and of its answer, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// So long after a decision somebody may ask for another look.
pub const OPEN_FOR: Duration = Duration::from_secs(90 * 86_400);

/// An appeal.
#[derive(Clone, Debug)]
pub struct Appeal {
    /// Its id.
    pub id: AppealId,
    /// About which decision.
    pub decision: DecisionId,
    /// Who asks.
    pub by: MemberId,
    /// Their words.
    pub words: String,
    /// When.
    pub made_at: Time,
    /// By when it is answered.
    pub due_at: Time,
    /// Who looks at it.
    pub claimed_by: Option<MemberId>,
    /// When it was answered.
    pub decided_at: Option<Time>,
    /// Whether the decision was taken back.
    pub upheld: Option<bool>,
    /// The answer.
    pub answer: String,
}

const COLUMNS: &str =
    "a.id, a.decision_id, a.by_id, a.words, a.made_at, a.due_at, a.claimed_by, a.decided_at, a.upheld,
    a.answer, d.case_id";
const FROM: &str = "safety_appeals a JOIN safety_decisions d ON d.id = a.decision_id";

fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Appeal>> {
    let rows = tx.all(sql, args, |row| {
        let appeal = Appeal {
            id: row.get(0)?,
            decision: row.get(1)?,
            by: row.get(2)?,
            words: String::new(),
            made_at: row.get(4)?,
            due_at: row.get(5)?,
            claimed_by: row.get(6)?,
            decided_at: row.get(7)?,
            upheld: row.get(8)?,
            answer: String::new(),
        };
        let case: crate::kind::CaseId = row.get(10)?;
        Ok((appeal, case, row.get::<Vec<u8>>(3)?, row.get::<Option<Vec<u8>>>(9)?))
    })?;
    let mut appeals = Vec::with_capacity(rows.len());
    for (appeal, case, words, answer) in rows {
        let key = KeyId(case.0);
        let words = tx.unseal(key, Sealed::new("safety_appeals", "words", appeal.id.0), &words)?.unwrap_or_default();
        let answer = match answer {
            Some(sealed) => tx.unseal(key, Sealed::new("safety_appeals", "answer", appeal.id.0), &sealed)?,
            None => None,
        };
        appeals.push(Appeal { words, answer: answer.unwrap_or_default(), ..appeal });
    }
    Ok(appeals)
}

/// Whether somebody may still ask for another look at a decision about them.
pub fn is_open(decision: &Decision, now: Time) -> bool {
    decision.action.names_rule()
        && !decision.waits()
        && decision.undone_at.is_none()
        && decision.made_at + OPEN_FOR > now
}

/// Asks for another look. Asked once; whoever was suspended may ask as well.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, decision: DecisionId, words: &str) -> Result<AppealId> {
    let decision = Decision::own_one(tx, actor, decision)?;
    if !is_open(&decision, tx.now()) {
        return Err(Error::refused("appeal-too-late"));
    }
    if let Some(made) = of_decision(tx, decision.id)? {
        return Ok(made.id);
    }
    let days = u64::from(Settings::current(tx)?.number("appeal-days"));
    let id = AppealId::fresh(tx);
    let sealed = tx.seal(KeyId(decision.case.0), Sealed::new("safety_appeals", "words", id.0), words)?;
    tx.execute(
        "INSERT INTO safety_appeals (id, decision_id, by_id, words, made_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, decision.id, actor.id, sealed, tx.now(), tx.now() + Duration::from_secs(86_400 * days)],
    )?;
    topic::queue_changed(tx)?;
    Ok(id)
}

/// The appeal about a decision, if there is one.
pub fn of_decision(tx: &mut Tx<'_>, decision: DecisionId) -> Result<Option<Appeal>> {
    Ok(list(tx, &format!("SELECT {COLUMNS} FROM {FROM} WHERE a.decision_id = $1"), args![decision])?.into_iter().next())
}

/// Appeals that this member may answer, the soonest due first.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Appeal>> {
    // What `may_answer` asks of one, asked of all at once.
    let open: Vec<(AppealId, AgeBand)> = tx.all(
        &format!(
            "SELECT a.id, c.band FROM {FROM} JOIN safety_cases c ON c.id = d.case_id
             WHERE a.decided_at IS NULL AND a.by_id <> $1 AND (d.by_id IS NULL OR d.by_id <> $1)
               AND NOT EXISTS (SELECT 1 FROM safety_flags f WHERE f.case_id = c.id AND f.by_id = $1)"
        ),
        args![actor.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let kept = case::bands_kept(tx, actor)?;
    let mine: Vec<AppealId> = open.into_iter().filter(|(_, band)| kept.contains(band)).map(|(id, _)| id).collect();
    let mut all = list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE a.decided_at IS NULL ORDER BY a.due_at, a.id LIMIT 100"),
        args![],
    )?;
    all.retain(|it| mine.contains(&it.id));
    Ok(all)
}

/// Never whoever decided, never who asks, and only one who may judge everybody's cases of that band.
fn may_answer(tx: &mut Tx<'_>, actor: &Actor, appeal: &Appeal) -> Result<bool> {
    let decision = Decision::any(tx, appeal.decision)?;
    let case = Case::any(tx, decision.case)?;
    let judges = case::keepers(tx, case.band)?.contains(&actor.id);
    let has_part = decision.by == Some(actor.id) || appeal.by == actor.id || flag::is_by(tx, case.id, actor.id)?;
    Ok(judges && !has_part)
}

/// An appeal with the decision and the case that it is about, for one who may answer it.
pub fn for_judge(tx: &mut Tx<'_>, actor: &Actor, id: AppealId) -> Result<(Appeal, Decision, Case)> {
    let appeal = list(tx, &format!("SELECT {COLUMNS} FROM {FROM} WHERE a.id = $1"), args![id])?
        .into_iter()
        .next()
        .ok_or(Error::NotFound)?;
    if !may_answer(tx, actor, &appeal)? {
        return Err(Error::NotFound);
    }
    let decision = Decision::any(tx, appeal.decision)?;
    let case = Case::any(tx, decision.case)?;
    Ok((appeal, decision, case))
}

/// Whoever decided took it back meanwhile: an appeal that still waits has what it asked for.
pub(crate) fn grant(tx: &mut Tx<'_>, actor: &Actor, decision: DecisionId) -> Result<()> {
    let granted = tx.execute(
        "UPDATE safety_appeals SET decided_by = $2, decided_at = $3, upheld = TRUE
         WHERE decision_id = $1 AND decided_at IS NULL",
        args![decision, actor.id, tx.now()],
    )?;
    if granted == 0 { Ok(()) } else { topic::queue_changed(tx) }
}

/// Answers it. Upheld, the decision is taken back with all that it did, and those who told us hear of that too.
pub fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AppealId,
    upheld: bool,
    words: &str,
    to_flaggers: &str,
) -> Result<()> {
    let (appeal, decision, case) = for_judge(tx, actor, id)?;
    let sealed = tx.seal(KeyId(case.id.0), Sealed::new("safety_appeals", "answer", appeal.id.0), words)?;
    let answered = tx.execute(
        "UPDATE safety_appeals SET decided_by = $2, decided_at = $3, upheld = $4, answer = $5
         WHERE id = $1 AND decided_at IS NULL",
        args![id, actor.id, tx.now(), upheld, sealed],
    )?;
    if answered == 0 {
        return Err(Error::refused("appeal-answered"));
    }
    if upheld {
        decision.undo(tx, actor)?;
        if decision.action != Action::AskToEdit {
            flag::answer(tx, case.id, to_flaggers)?;
        }
    }
    trail::record(
        tx,
        Some(actor.id),
        if upheld { "trail-appeal-upheld" } else { "trail-appeal-declined" },
        Some(appeal.by),
        "",
    )?;
    topic::member_changed(tx, appeal.by)?;
    topic::queue_changed(tx)
}
