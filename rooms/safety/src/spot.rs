//! Decisions on the spot: one who looks after a place hides what was written there, or pauses or takes out whoever wrote
//! it, without waiting for the queue. They are decisions like every other: under a rule, told first to the one they are
//! about, and looked at again by somebody else when that person asks.

use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::Later;
use words::{Actor, AgeBand, MemberId};

use crate::{
    appeal,
    case::{Case, FORGET, KEPT},
    decision::{self, COLUMNS, Decision, Verdict},
    kind::{Action, CaseId, DecisionId, Kind, Level, Matter, RuleId, Source},
    place::Places,
};

/// What a decision on the spot rests on.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// The rule.
    pub rule: RuleId,
    /// Why, as the one it is about reads it.
    pub reason: String,
    /// What those read who had told us about it.
    pub answer: String,
}

/// Hides something that was written in a place that one looks after, until its author has changed it.
pub fn hide(tx: &mut Tx<'_>, actor: &Actor, place: Uuid, matter: Matter, grounds: &Grounds) -> Result<DecisionId> {
    decide(tx, actor, place, matter, Action::Hide, 0, grounds)
}

/// Lets a member read but not write in a place that one looks after, for so many days.
pub fn pause(
    tx: &mut Tx<'_>,
    actor: &Actor,
    place: Uuid,
    member: MemberId,
    days: u32,
    grounds: &Grounds,
) -> Result<DecisionId> {
    decide(tx, actor, place, Matter { kind: Kind::Person, id: member.0 }, Action::Pause, days, grounds)
}

/// Takes a member out of a place that one looks after.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, place: Uuid, member: MemberId, grounds: &Grounds) -> Result<DecisionId> {
    decide(tx, actor, place, Matter { kind: Kind::Person, id: member.0 }, Action::Remove, 0, grounds)
}

fn decide(
    tx: &mut Tx<'_>,
    actor: &Actor,
    place: Uuid,
    matter: Matter,
    action: Action,
    days: u32,
    grounds: &Grounds,
) -> Result<DecisionId> {
    must_keep(tx, actor, place)?;
    let seen = (Places::of(tx, matter.kind)?.look)(tx, matter)?;
    if matter.kind != Kind::Person && seen.place != Some(place) {
        return Err(Error::NotFound);
    }
    if seen.author == Some(actor.id) {
        return Err(Error::refused("decision-not-oneself"));
    }
    let case = match waiting(tx, actor, matter)? {
        Some(case) => case,
        None => begin(tx, actor, place, matter, seen.author, seen.band)?,
    };
    Case::keep_evidence(tx, case.id, &seen.said)?;
    let verdict = Verdict {
        action,
        rule: Some(grounds.rule),
        part: String::new(),
        reason: grounds.reason.clone(),
        fit: String::new(),
        days,
        answer: grounds.answer.clone(),
        next_day: false,
    };
    decision::make(tx, actor, &case, &verdict, true)
}

fn must_keep(tx: &mut Tx<'_>, actor: &Actor, place: Uuid) -> Result<()> {
    let kept = (tx.lent::<Places>()?.kept_by)(tx, actor)?;
    if kept.contains(&place) { Ok(()) } else { Err(Error::NotFound) }
}

/// The open case about the same words, when it is theirs to judge and nobody else is at it: this decision settles it, so
/// that nobody has to look a second time. What may be urgent, and what was told about a person, stays open for others.
fn waiting(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Option<Case>> {
    if matter.kind == Kind::Person {
        return Ok(None);
    }
    let open: Option<CaseId> = tx.first(
        "SELECT id FROM safety_cases WHERE kind = $1 AND subject_id = $2 AND settled_at IS NULL AND level < $3
           AND (claimed_by IS NULL OR claimed_by = $4)",
        args![matter.kind, matter.id, Level::Red, actor.id],
        |row| row.get(0),
    )?;
    let Some(open) = open else { return Ok(None) };
    match Case::for_judge(tx, actor, open) {
        Ok(case) => Ok(Some(case)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A case of its own, settled as it begins: it never waits for anybody.
fn begin(
    tx: &mut Tx<'_>,
    actor: &Actor,
    place: Uuid,
    matter: Matter,
    about: Option<MemberId>,
    band: AgeBand,
) -> Result<Case> {
    let id = CaseId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_cases (id, kind, subject_id, about_id, place_id, band, level, source, opened_at, due_at,
            claimed_by, claimed_at, settled_by, settled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $9, $10, $9)",
        args![id, matter.kind, matter.id, about, place, band, Level::Green, Source::Opened, tx.now(), actor.id],
    )?;
    tx.later(FORGET, id, tx.now() + KEPT)?;
    Case::any(tx, id)
}

/// What was decided on the spot in a place, the latest first: for those who look after it.
pub fn in_place(tx: &mut Tx<'_>, actor: &Actor, place: Uuid) -> Result<Vec<Decision>> {
    must_keep(tx, actor, place)?;
    decision::list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM safety_decisions d WHERE d.place_id = $1 AND d.on_the_spot = TRUE
             ORDER BY d.made_at DESC, d.id LIMIT 100"
        ),
        args![place],
    )
}

/// Takes back what was decided on the spot in a place that one looks after; oneself or somebody beside one decided it.
/// Done twice it is no error. Whoever asked for another look has what they asked for.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, place: Uuid, id: DecisionId) -> Result<()> {
    must_keep(tx, actor, place)?;
    let decision = Decision::any(tx, id)?;
    if !decision.on_the_spot || decision.place != Some(place) || decision.about == Some(actor.id) {
        return Err(Error::NotFound);
    }
    if decision.undone_at.is_some() {
        return Ok(());
    }
    decision.undo(tx, actor)?;
    appeal::grant(tx, actor, id)
}

/// Decisions about what somebody said in a place that they have not read: told to them right there.
pub fn unread_in(tx: &mut Tx<'_>, actor: &Actor, place: Uuid, since: Time) -> Result<Vec<Decision>> {
    decision::list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM safety_decisions d
             WHERE d.about_id = $1 AND d.place_id = $2 AND d.made_at >= $3 AND d.seen_at IS NULL
               AND d.undone_at IS NULL AND d.action <> 'nothing' ORDER BY d.made_at, d.id LIMIT 20"
        ),
        args![actor.id, place, since],
    )
}
