//! What takes two people: to open a member's sealed card, and to tell somebody outside without the member's consent. One
//! names the reason, another one confirms it within half an hour, and only then does anything open. Both must keep
//! people safe at that moment, and neither may be the member. The member sees it all: who, when and why, at once, or at
//! a date that was named beforehand together with the reason for waiting. The program calls nobody: people do.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, MemberId};

use crate::{
    card::{self, Card},
    concern::{Concern, ConcernId},
    keeper,
    kind::Level,
    opening::{self, Note, What},
    topic,
};

/// How long the second person has to confirm. Half an hour: what nobody confirmed by then is asked for anew, with what
/// is known then.
pub const CONFIRM_WITHIN: Duration = Duration::from_secs(30 * 60);
/// How long an opened card can be read: long enough for a call, too short to be forgotten open.
pub const OPEN_FOR: Duration = Duration::from_secs(30 * 60);
/// The longest that telling the member may wait. Our own judgement: long enough for somebody else to make them safe, and
/// not so long that waiting turns into silence.
pub const DELAY_AT_MOST: Duration = Duration::from_secs(14 * 86_400);

db::id! {
    /// Something that two people decide.
    JointId
}

db::word! {
    /// What two people decide.
    pub enum Joint {
        /// To open the sealed card.
        Card = "card",
        /// To tell somebody outside without consent.
        Contact = "contact",
    }
}

db::word! {
    /// How far it is.
    pub enum State {
        /// The first person asked; the second has not answered.
        Asked = "asked",
        /// The second person did not agree.
        Refused = "refused",
        /// Nobody confirmed it in time.
        Lapsed = "lapsed",
        /// Two people agreed. A card can be read now.
        Open = "open",
        /// Two people agreed. A card is shut again.
        Over = "over",
    }
}

/// What the first person says.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Why.
    pub reason: String,
    /// What was tried before, or why nothing gentler will do: for telling somebody outside.
    pub tried: String,
    /// Why the member is told later, and when.
    pub delay: Option<Delay>,
}

/// Why the member is told later, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// Until when.
    pub until: Time,
    /// Why.
    pub reason: String,
}

/// What two people decide, as they and the member read it.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Its id.
    pub id: JointId,
    /// What.
    pub kind: Joint,
    /// Because of which concern.
    pub concern: ConcernId,
    /// About whom.
    pub member: MemberId,
    /// Who asked.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Time,
    /// Who confirmed.
    pub confirmed_by: Option<MemberId>,
    /// When.
    pub confirmed_at: Option<Time>,
    /// Who did not agree.
    pub refused_by: Option<MemberId>,
    /// From when on the member can read it.
    pub told_from: Option<Time>,
    /// Until when telling the member waits.
    pub delay_until: Option<Time>,
    /// Who did it, when it was to tell somebody.
    pub done_by: Option<MemberId>,
    /// When.
    pub done_at: Option<Time>,
    /// The words; nothing once the member has been erased.
    pub words: Words,
}

/// What was written about it, unsealed.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Why.
    pub reason: String,
    /// What was tried before.
    pub tried: String,
    /// Why the member is told later.
    pub delay: String,
    /// What came of it.
    pub outcome: String,
}

const COLUMNS: &str = "j.id, j.kind, j.concern_id, j.member_id, j.asked_by, j.asked_at, j.confirmed_by, j.confirmed_at,
    j.refused_by, j.told_from, j.delay_until, j.done_by, j.done_at, j.reason, j.tried, j.delay, j.outcome";

type Sealeds = [Option<Vec<u8>>; 4];

fn from_row(row: &db::Row<'_>) -> Result<(Decided, Sealeds)> {
    let decided = Decided {
        id: row.get(0)?,
        kind: row.get(1)?,
        concern: row.get(2)?,
        member: row.get(3)?,
        asked_by: row.get(4)?,
        asked_at: row.get(5)?,
        confirmed_by: row.get(6)?,
        confirmed_at: row.get(7)?,
        refused_by: row.get(8)?,
        told_from: row.get(9)?,
        delay_until: row.get(10)?,
        done_by: row.get(11)?,
        done_at: row.get(12)?,
        words: Words::default(),
    };
    Ok((decided, [row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?]))
}

fn opened(tx: &mut Tx<'_>, (mut decided, sealed): (Decided, Sealeds)) -> Result<Decided> {
    let [reason, tried, delay, outcome] = sealed;
    decided.words = Words {
        reason: unseal(tx, &decided, "reason", reason)?,
        tried: unseal(tx, &decided, "tried", tried)?,
        delay: unseal(tx, &decided, "delay", delay)?,
        outcome: unseal(tx, &decided, "outcome", outcome)?,
    };
    Ok(decided)
}

fn unseal(tx: &mut Tx<'_>, of: &Decided, column: &'static str, sealed: Option<Vec<u8>>) -> Result<String> {
    let Some(sealed) = sealed else { return Ok(String::new()) };
    let place = Sealed::new("safety_joints", column, of.id.0);
    Ok(tx.unseal(KeyId(of.member.0), place, &sealed)?.unwrap_or_default())
}

/// The first person asks. To tell somebody outside without consent, a person must have found that the danger is now.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, concern: &Concern, kind: Joint, asking: &Asking) -> Result<JointId> {
    concern.must_be_open()?;
    let member = concern.about.ok_or_else(|| Error::refused("concern-name-first"))?;
    if asking.reason.trim().is_empty() {
        return Err(Error::refused("joint-reason-missing"));
    }
    match kind {
        Joint::Card if !card::is_there(tx, member)? => return Err(Error::refused("card-none")),
        Joint::Card => {}
        Joint::Contact => {
            if concern.latest(tx)?.is_none_or(|it| it.level != Level::Crisis) {
                return Err(Error::refused("contact-not-imminent"));
            }
            if asking.tried.trim().is_empty() {
                return Err(Error::refused("contact-tried-missing"));
            }
        }
    }
    if let Some(delay) = &asking.delay {
        if delay.reason.trim().is_empty() {
            return Err(Error::refused("joint-delay-reason-missing"));
        }
        if delay.until <= tx.now() || delay.until > tx.now() + DELAY_AT_MOST {
            return Err(Error::refused("joint-delay-date"));
        }
    }
    let id = JointId::fresh(tx);
    let key = KeyId(member.0);
    let mut seal = |column, words: &str| match words.trim() {
        "" => Ok(None),
        words => tx.seal(key, Sealed::new("safety_joints", column, id.0), words).map(Some),
    };
    let (reason, tried) = (seal("reason", &asking.reason)?, seal("tried", &asking.tried)?);
    let delay = asking.delay.as_ref().map_or(Ok(None), |it| seal("delay", &it.reason))?;
    let until = asking.delay.as_ref().map(|it| it.until);
    tx.execute(
        "INSERT INTO safety_joints (id, kind, concern_id, member_id, asked_by, asked_at, reason, tried, delay, delay_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![id, kind, concern.id, member, actor.id, tx.now(), reason, tried, delay, until],
    )?;
    trail::record_detail(tx, Some(actor.id), "trail-joint-asked", Some(member), kind.as_str(), "")?;
    topic::queue_changed(tx)?;
    Ok(id)
}

/// What two people decided, or may, about this concern; the latest first.
pub fn of_concern(tx: &mut Tx<'_>, concern: &Concern) -> Result<Vec<Decided>> {
    let all = tx.all(
        &format!("SELECT {COLUMNS} FROM safety_joints j WHERE j.concern_id = $1 ORDER BY j.asked_at DESC, j.id DESC"),
        args![concern.id],
        from_row,
    )?;
    all.into_iter().map(|it| opened(tx, it)).collect()
}

impl Decided {
    /// One, for somebody who may look into its concern.
    pub fn for_keeper(tx: &mut Tx<'_>, actor: &Actor, id: JointId) -> Result<Self> {
        let found = tx.one(&format!("SELECT {COLUMNS} FROM safety_joints j WHERE j.id = $1"), args![id], from_row)?;
        Concern::for_keeper(tx, actor, found.0.concern)?;
        opened(tx, found)
    }

    /// How far it is.
    pub fn state(&self, now: Time) -> State {
        match (self.confirmed_at, self.refused_by) {
            (Some(at), _) if self.kind == Joint::Card && now > at + OPEN_FOR => State::Over,
            (Some(_), _) if self.kind == Joint::Contact && self.done_at.is_some() => State::Over,
            (Some(_), _) => State::Open,
            (None, Some(_)) => State::Refused,
            (None, None) if now > self.asked_at + CONFIRM_WITHIN => State::Lapsed,
            (None, None) => State::Asked,
        }
    }

    /// The second person confirms. One person twice is refused; so is anybody once the first no longer keeps people safe.
    pub fn confirm(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let concern = Concern::for_keeper(tx, actor, self.concern)?;
        if self.asked_by == actor.id {
            return Err(Error::refused("joint-not-alone"));
        }
        if !keeper::is_keeper(tx, self.asked_by, concern.is_for())? {
            return Err(Error::refused("joint-first-gone"));
        }
        let told_from = self.delay_until.unwrap_or(tx.now()).max(tx.now());
        let confirmed = tx.execute(
            "UPDATE safety_joints SET confirmed_by = $2, confirmed_at = $3, told_from = $5
             WHERE id = $1 AND confirmed_by IS NULL AND refused_by IS NULL AND asked_by <> $2 AND asked_at >= $4",
            args![self.id, actor.id, tx.now(), tx.now() - CONFIRM_WITHIN, told_from],
        )?;
        if confirmed == 0 {
            return Err(Error::refused("joint-gone"));
        }
        trail::record_detail(tx, Some(actor.id), "trail-joint-confirmed", Some(self.member), self.kind.as_str(), "")?;
        if self.delay_until.is_some() {
            trail::record(tx, Some(self.asked_by), "trail-joint-delayed", Some(self.member), "")?;
        }
        if self.kind == Joint::Card {
            // Beside whatever else was opened of theirs.
            let note = Note {
                about: self.member,
                what: What::Card,
                by: self.asked_by,
                confirmed_by: Some(actor.id),
                reason: &self.words.reason,
                until: Some(tx.now() + OPEN_FOR),
                tell_after: self.delay_until,
            };
            opening::record(tx, &note)?;
        }
        topic::member_changed(tx, self.member)?;
        topic::queue_changed(tx)
    }

    /// The second person does not agree. Nobody needs to say why.
    pub fn refuse(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let refused = tx.execute(
            "UPDATE safety_joints SET refused_by = $2, refused_at = $3
             WHERE id = $1 AND confirmed_by IS NULL AND refused_by IS NULL",
            args![self.id, actor.id, tx.now()],
        )?;
        if refused == 0 {
            return Err(Error::refused("joint-gone"));
        }
        trail::record_detail(tx, Some(actor.id), "trail-joint-refused", Some(self.member), self.kind.as_str(), "")?;
        topic::queue_changed(tx)
    }

    /// The card, for the two who opened it, while it is open. Every reading is recorded.
    pub fn read(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Card> {
        let two = self.confirmed_by.is_some_and(|second| second != self.asked_by);
        let one_of_them = actor.id == self.asked_by || self.confirmed_by == Some(actor.id);
        if self.kind != Joint::Card || !two || !one_of_them {
            return Err(Error::refused("joint-not-alone"));
        }
        if self.state(tx.now()) != State::Open {
            return Err(Error::refused("joint-over"));
        }
        let card = card::of(tx, self.member)?.ok_or_else(|| Error::refused("card-none"))?;
        trail::record(tx, Some(actor.id), "trail-card-read", Some(self.member), "")?;
        Ok(card)
    }

    /// Somebody outside was told, by a person: what came of it.
    pub fn note_outcome(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        if words.trim().is_empty() {
            return Err(Error::refused("concern-words-missing"));
        }
        let sealed = tx.seal(KeyId(self.member.0), Sealed::new("safety_joints", "outcome", self.id.0), words.trim())?;
        let noted = tx.execute(
            "UPDATE safety_joints SET outcome = $2, done_by = $3, done_at = $4
             WHERE id = $1 AND kind = 'contact' AND confirmed_by IS NOT NULL AND done_at IS NULL",
            args![self.id, sealed, actor.id, tx.now()],
        )?;
        if noted == 0 {
            return Err(Error::refused("joint-gone"));
        }
        trail::record(tx, Some(actor.id), "trail-contact-made", Some(self.member), "")?;
        topic::member_changed(tx, self.member)
    }
}

/// What two people decided about a member, as the member reads it: all that was done, and all that was asked for and did
/// not happen. What waits for its date does not show yet; what was only asked for shows once it is settled.
pub fn told(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Decided>> {
    let now = tx.now();
    let all = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_joints j WHERE j.member_id = $1
               AND (j.told_from <= $2 OR (j.confirmed_by IS NULL AND (j.refused_by IS NOT NULL OR j.asked_at < $3)
                                          AND (j.delay_until IS NULL OR j.delay_until <= $2)))
             ORDER BY j.asked_at DESC, j.id DESC"
        ),
        args![member, now, now - CONFIRM_WITHIN],
        from_row,
    )?;
    all.into_iter().map(|it| opened(tx, it)).collect()
}

/// Whether something was done that the member has not read yet.
pub fn unread(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let unread: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_joints WHERE member_id = $1 AND told_from <= $2 AND seen_at IS NULL",
        args![member, tx.now()],
    )?;
    Ok(unread > 0)
}

/// The member has read it.
pub fn note_seen(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute(
        "UPDATE safety_joints SET seen_at = $2 WHERE member_id = $1 AND told_from <= $2 AND seen_at IS NULL",
        args![member, tx.now()],
    )?;
    Ok(())
}
