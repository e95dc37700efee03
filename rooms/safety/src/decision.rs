//! A decision: what was done, by whom, under which rule and why. Whoever it is about reads all of it first of all, with the
//! part that it is about and what would make it fit, and can ask another person to look again. What holds for a while
//! ends by itself.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, MemberId};

use crate::{
    aftercare,
    case::Case,
    flag,
    kind::{Action, CaseId, DecisionId, Kind, Matter, RuleId},
    place::Places,
    rule, topic,
};

/// Longest of the texts, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// How long a pause or a suspension may last, in days.
pub const DAYS: &[u32] = &[1, 3, 7, 14, 30];
/// How long a warning stays on somebody's page. Side by Side (Mind) looks back twelve months too.
const WARNING_STANDS: Duration = Duration::from_secs(365 * 86_400);
/// What "for good" is in a table that knows ends only: far beyond any life of the program.
pub const FOR_GOOD: Duration = Duration::from_secs(100 * 365 * 86_400);

/// What somebody decides.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What is done.
    pub action: Action,
    /// The rule that it rests on.
    pub rule: Option<RuleId>,
    /// The part that it is about, quoted.
    pub part: String,
    /// Why, in words of one's own.
    pub reason: String,
    /// What would make it fit.
    pub fit: String,
    /// For how many days.
    pub days: u32,
    /// What those who told us read.
    pub answer: String,
    /// Somebody looks after the member the day after.
    pub next_day: bool,
}

/// A decision, as the one it is about and those who judge read it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its case.
    pub case: CaseId,
    /// What it is about.
    pub matter: Matter,
    /// Whom.
    pub about: Option<MemberId>,
    /// In which circle, if in one.
    pub place: Option<Uuid>,
    /// What was done.
    pub action: Action,
    /// Under which rule.
    pub rule: Option<RuleId>,
    /// The part that it is about.
    pub part: String,
    /// Why.
    pub reason: String,
    /// What would make it fit.
    pub fit: String,
    /// By whom; nobody for what the place did by itself at night.
    pub by: Option<MemberId>,
    /// When.
    pub made_at: Time,
    /// Until when it holds.
    pub until: Option<Time>,
    /// When the one it is about read it.
    pub seen_at: Option<Time>,
    /// When it was undone.
    pub undone_at: Option<Time>,
    /// Whether one who looks after the place decided it where it was written, without the queue.
    pub on_the_spot: bool,
    effect: Option<String>,
}

pub(crate) const COLUMNS: &str =
    "d.id, d.case_id, d.kind, d.subject_id, d.about_id, d.place_id, d.action, d.rule_id, d.part, d.reason,
    d.fit, d.by_id, d.made_at, d.until, d.seen_at, d.undone_at, d.effect, d.on_the_spot";

pub(crate) fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Decision>> {
    let rows = tx.all(sql, args, |row| {
        let decision = Decision {
            id: row.get(0)?,
            case: row.get(1)?,
            matter: Matter { kind: row.get(2)?, id: row.get(3)? },
            about: row.get(4)?,
            place: row.get(5)?,
            action: row.get(6)?,
            rule: row.get(7)?,
            part: String::new(),
            reason: String::new(),
            fit: String::new(),
            by: row.get(11)?,
            made_at: row.get(12)?,
            until: row.get(13)?,
            seen_at: row.get(14)?,
            undone_at: row.get(15)?,
            effect: row.get(16)?,
            on_the_spot: row.get(17)?,
        };
        let sealed: [(&'static str, Option<Vec<u8>>); 3] =
            [("part", row.get(8)?), ("reason", row.get(9)?), ("fit", row.get(10)?)];
        Ok((decision, sealed))
    })?;
    let mut decisions = Vec::with_capacity(rows.len());
    for (mut decision, sealed) in rows {
        for (column, sealed) in sealed {
            let Some(sealed) = sealed.filter(|it| !it.is_empty()) else { continue };
            let place = Sealed::new("safety_decisions", column, decision.id.0);
            let text = tx.unseal(KeyId(decision.case.0), place, &sealed)?.unwrap_or_default();
            match column {
                "part" => decision.part = text,
                "reason" => decision.reason = text,
                _ => decision.fit = text,
            }
        }
        decisions.push(decision);
    }
    Ok(decisions)
}

/// Decides. The case is settled by it, everybody whom it concerns is told, and what it does is done in the same moment.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, case: &Case, verdict: &Verdict) -> Result<DecisionId> {
    case.held_by(actor)?;
    if !allowed(tx, actor, case)?.contains(&verdict.action) {
        return Err(Error::NotFound);
    }
    make(tx, actor, case, verdict, false)
}

/// The same for a case that needs no claim, by whoever may decide it where it was written.
pub(crate) fn make(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &Case,
    verdict: &Verdict,
    on_the_spot: bool,
) -> Result<DecisionId> {
    if verdict.action.names_rule() && verdict.rule.is_none() {
        return Err(Error::refused("decision-rule-missing"));
    }
    if verdict.reason.trim().is_empty() {
        return Err(Error::refused("decision-reason-missing"));
    }
    if let Some(rule) = verdict.rule {
        rule::find(tx, rule)?;
    }
    if verdict.action.expires() && verdict.action != Action::Warning && !DAYS.contains(&verdict.days) {
        return Err(Error::refused("decision-days-missing"));
    }
    let days = Duration::from_secs(86_400 * u64::from(verdict.days));
    let until = match verdict.action {
        Action::Pause | Action::Suspend => Some(tx.now() + days),
        Action::Warning => Some(tx.now() + WARNING_STANDS),
        _ => None,
    };
    let effect = take_effect(tx, actor, case, verdict, until)?;
    let id = DecisionId::fresh(tx);
    let mut seal = |column: &'static str, text: &str| {
        let place = Sealed::new("safety_decisions", column, id.0);
        (!text.trim().is_empty()).then(|| tx.seal(KeyId(case.id.0), place, text.trim())).transpose()
    };
    let (part, fit) = (seal("part", &verdict.part)?, seal("fit", &verdict.fit)?);
    let reason = seal("reason", &verdict.reason)?;
    tx.execute(
        "INSERT INTO safety_decisions
            (id, case_id, kind, subject_id, about_id, place_id, action, rule_id, part, reason, fit, by_id, made_at, until, effect,
             on_the_spot)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        args![
            id,
            case.id,
            case.matter.kind,
            case.matter.id,
            case.about,
            case.place,
            verdict.action,
            verdict.rule,
            part,
            reason,
            fit,
            actor.id,
            tx.now(),
            until,
            effect,
            on_the_spot
        ],
    )?;
    flag::answer(tx, case.id, &verdict.answer)?;
    // What waited for a person has been read now.
    tx.execute(
        "UPDATE safety_decisions SET undone_at = $2, undone_by = $3, seen_at = COALESCE(seen_at, $2)
         WHERE case_id = $1 AND by_id IS NULL AND undone_at IS NULL",
        args![case.id, tx.now(), actor.id],
    )?;
    trail::record_detail(tx, Some(actor.id), "trail-decision", case.about, verdict.action.as_str(), "")?;
    if verdict.next_day
        && let Some(about) = case.about
    {
        aftercare::owe_next_day(tx, case.id, about, actor.id)?;
    }
    aftercare::after_decision(tx, actor, case)?;
    if case.settled_at.is_none() {
        case.settle(tx, actor)?;
    }
    if let Some(about) = case.about {
        topic::member_changed(tx, about)?;
    }
    Ok(id)
}

/// Tells an author that something of theirs waits for a person, because several people flagged it while nobody was
/// there, and when somebody looks. Nobody decided anything yet.
pub(crate) fn set_aside(tx: &mut Tx<'_>, case: &Case, next: Option<Time>) -> Result<()> {
    let Some(about) = case.about else { return Ok(()) };
    let waits: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_decisions WHERE case_id = $1 AND by_id IS NULL AND undone_at IS NULL",
        args![case.id],
    )?;
    if waits > 0 {
        return Ok(());
    }
    let nothing: Vec<u8> = Vec::new();
    tx.execute(
        "INSERT INTO safety_decisions
            (id, case_id, kind, subject_id, about_id, place_id, action, reason, made_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            DecisionId::fresh(tx),
            case.id,
            case.matter.kind,
            case.matter.id,
            about,
            case.place,
            Action::Hide,
            nothing,
            tx.now(),
            next
        ],
    )?;
    topic::member_changed(tx, about)
}

/// What this member may do about this case. One who looks after a place does what concerns the place; taking part
/// anywhere is for those who keep everybody safe.
pub fn allowed(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<Vec<Action>> {
    let written = matches!(case.matter.kind, Kind::Post | Kind::Story | Kind::Message);
    let whole = crate::case::keepers(tx, case.band)?.contains(&actor.id);
    let allowed = Action::ALL.iter().copied().filter(|action| match action {
        Action::Nothing => true,
        Action::Note => case.about.is_some(),
        Action::AskToEdit => written && case.about.is_some(),
        Action::Hide | Action::Restore => written,
        Action::Pause | Action::Remove => case.about.is_some() && case.place.is_some(),
        Action::Warning | Action::Suspend | Action::End => whole && case.about.is_some(),
    });
    Ok(allowed.collect())
}

/// Does it, and says what to take back should it be undone.
fn take_effect(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &Case,
    verdict: &Verdict,
    until: Option<Time>,
) -> Result<Option<String>> {
    let about = || case.about.ok_or(Error::NotFound);
    match verdict.action {
        Action::Nothing | Action::Note | Action::AskToEdit | Action::Warning => Ok(None),
        Action::Hide => (Places::of(tx, case.matter.kind)?.hide)(tx, case.matter, false).map(|()| None),
        Action::Restore => (Places::of(tx, case.matter.kind)?.restore)(tx, case.matter).map(|()| None),
        Action::Pause => {
            let (place, until) = (case.place.ok_or(Error::NotFound)?, until.ok_or(Error::NotFound)?);
            (tx.lent::<Places>()?.pause)(tx, actor, place, about()?, until)?;
            Ok(None)
        }
        Action::Remove => {
            let place = case.place.ok_or(Error::NotFound)?;
            (tx.lent::<Places>()?.remove)(tx, actor, place, about()?)?;
            Ok(None)
        }
        Action::Suspend | Action::End => {
            let until = until.unwrap_or(tx.now() + FOR_GOOD);
            let id = people::standing::suspend(tx, actor.id, about()?, until, &verdict.reason)?;
            Ok(Some(id.to_string()))
        }
    }
}

impl Decision {
    /// Decisions about oneself, the latest first. That nothing was wrong is not told: nobody need know they were flagged.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        list(
            tx,
            &format!(
                "SELECT {COLUMNS} FROM safety_decisions d WHERE d.about_id = $1 AND d.action <> 'nothing' ORDER BY d.made_at DESC, d.id LIMIT 50"
            ),
            args![actor.id],
        )
    }

    /// One of them.
    pub fn own_one(tx: &mut Tx<'_>, actor: &Actor, id: DecisionId) -> Result<Self> {
        let found = list(
            tx,
            &format!(
                "SELECT {COLUMNS} FROM safety_decisions d WHERE d.id = $1 AND d.about_id = $2 AND d.action <> 'nothing'"
            ),
            args![id, actor.id],
        )?;
        found.into_iter().next().ok_or(Error::NotFound)
    }

    /// Decisions about a member, the latest first, for whoever broke the glass.
    pub(crate) fn about(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        list(
            tx,
            &format!(
                "SELECT {COLUMNS} FROM safety_decisions d WHERE d.about_id = $1 ORDER BY d.made_at DESC, d.id LIMIT 50"
            ),
            args![member],
        )
    }

    /// Any decision, for this room's own rules.
    pub(crate) fn any(tx: &mut Tx<'_>, id: DecisionId) -> Result<Self> {
        list(tx, &format!("SELECT {COLUMNS} FROM safety_decisions d WHERE d.id = $1"), args![id])?
            .into_iter()
            .next()
            .ok_or(Error::NotFound)
    }

    /// What hides something now, with its reason; nothing when nobody hid it.
    pub fn hiding(tx: &mut Tx<'_>, matter: Matter) -> Result<Option<Self>> {
        let found = list(
            tx,
            &format!(
                "SELECT {COLUMNS} FROM safety_decisions d WHERE d.kind = $1 AND d.subject_id = $2 AND d.action = 'hide'
                   AND d.by_id IS NOT NULL AND d.undone_at IS NULL ORDER BY d.made_at DESC, d.id LIMIT 1"
            ),
            args![matter.kind, matter.id],
        )?;
        Ok(found.into_iter().next())
    }

    /// What was decided on a case, the oldest first.
    pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Self>> {
        list(
            tx,
            &format!("SELECT {COLUMNS} FROM safety_decisions d WHERE d.case_id = $1 ORDER BY d.made_at, d.id"),
            args![case],
        )
    }

    /// Notes that the one it is about has read it.
    pub fn read(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE safety_decisions SET seen_at = $2 WHERE id = $1 AND seen_at IS NULL",
            args![self.id, tx.now()],
        )?;
        Ok(())
    }

    /// Whether nobody decided yet: it waits for a person.
    pub fn waits(&self) -> bool {
        self.by.is_none()
    }

    /// Whether it holds at this moment.
    pub fn holds(&self, now: Time) -> bool {
        self.undone_at.is_none() && self.until.is_none_or(|until| until > now)
    }

    /// Where its author changes what it is about, when that would put it right.
    pub fn where_to_edit(&self, tx: &Tx<'_>) -> Result<Option<String>> {
        match self.action {
            Action::AskToEdit | Action::Hide if self.undone_at.is_none() => {
                Ok((Places::of(tx, self.matter.kind)?.edit)(self.matter))
            }
            _ => Ok(None),
        }
    }

    /// Takes it back, with what it did.
    pub(crate) fn undo(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let undone = tx.execute(
            "UPDATE safety_decisions SET undone_at = $2, undone_by = $3, seen_at = NULL WHERE id = $1 AND undone_at IS NULL",
            args![self.id, tx.now(), actor.id],
        )?;
        if undone == 0 {
            return Err(Error::refused("decision-undone"));
        }
        let places = *tx.lent::<Places>()?;
        match (self.action, self.about) {
            (Action::Hide, _) => (Places::of(tx, self.matter.kind)?.restore)(tx, self.matter)?,
            (Action::Pause, Some(about)) if self.holds(tx.now()) => {
                if let Some(place) = self.place {
                    (places.resume)(tx, place, about)?;
                }
            }
            (Action::Remove, Some(about)) => {
                if let Some(place) = self.place {
                    (places.readmit)(tx, place, about)?;
                }
            }
            (Action::Suspend | Action::End, Some(_)) => {
                if let Some(suspension) = &self.effect {
                    people::standing::lift(tx, actor.id, suspension.parse()?)?;
                }
            }
            _ => (),
        }
        trail::record_detail(tx, Some(actor.id), "trail-decision-undone", self.about, self.action.as_str(), "")?;
        match self.about {
            Some(about) => topic::member_changed(tx, about),
            None => Ok(()),
        }
    }
}

/// How many decisions about oneself one has not read.
pub fn unread(tx: &mut Tx<'_>, member: MemberId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM safety_decisions WHERE about_id = $1 AND seen_at IS NULL AND action <> 'nothing'",
        args![member],
    )
}
