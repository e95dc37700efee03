//! Breaking the glass: somebody needs to see what their hat does not show, such as the evidence of a case that others
//! look after. They say why; a second person who knows what that means agrees or does not; then it is open to the one who
//! asked, for half an hour at most. The member whose it is sees it at once among their openings.

use std::time::Duration;

use db::{Error, Result, Row, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, AgeBand, Hat, MemberId};

use crate::{
    kind::{CaseId, is_minor},
    opening::{self, Note, What},
    topic,
};

/// Longest reason, in characters.
pub const REASON_AT_MOST: usize = 500;
/// For how long it may be open, in minutes: what is chosen from.
pub const MINUTES: [i64; 3] = [10, 20, 30];
/// A question that nobody agreed to within this time is over: whoever agrees later would agree to something else.
const ANSWERED_WITHIN: Duration = Duration::from_secs(30 * 60);
/// Who may ask, and who may agree.
const MAY: [Hat; 4] = [Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead, Hat::Administrator];

db::id! {
    /// A glass that somebody asked to break.
    GlassId
}

db::word! {
    /// What lies behind it.
    pub enum Behind {
        /// What is kept with a case.
        Evidence = "evidence",
        /// What this room keeps about a member.
        Account = "account",
    }
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Somebody asked; nobody answered yet.
    Asked,
    /// Nobody agreed in time.
    RanOut,
    /// A second person did not agree.
    Refused,
    /// Open until then.
    Open(Time),
    /// It was open, and is shut.
    Shut,
}

/// A glass that somebody asked to break.
#[derive(Clone, Debug)]
pub struct Glass {
    /// Its id.
    pub id: GlassId,
    /// What lies behind it.
    pub behind: Behind,
    /// The case, or the member.
    pub subject: Uuid,
    /// Whose it is.
    pub member: MemberId,
    /// Who asked.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Time,
    /// For how many minutes.
    pub minutes: i64,
    /// Who answered.
    pub answered_by: Option<MemberId>,
    agreed: Option<bool>,
    until: Option<Time>,
    shut_at: Option<Time>,
    reason: Vec<u8>,
}

const COLUMNS: &str =
    "id, what, subject_id, member_id, asked_by, asked_at, minutes, answered_by, agreed, until, shut_at, reason";

/// Whether somebody may ask and agree at all.
pub fn may(actor: &Actor) -> bool {
    MAY.iter().any(|it| actor.wears(*it))
}

/// Asks. The member is found by the case, or named.
pub fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    behind: Behind,
    subject: Uuid,
    minutes: i64,
    reason: &str,
) -> Result<GlassId> {
    if !may(actor) {
        return Err(Error::NotFound);
    }
    if reason.trim().is_empty() {
        return Err(Error::refused("opening-reason-missing"));
    }
    if !MINUTES.contains(&minutes) {
        return Err(Error::refused("glass-minutes-missing"));
    }
    let member = whose(tx, behind, subject)?;
    // Nobody opens what is kept about themselves: they are told of it on pages of their own.
    if member == actor.id {
        return Err(Error::NotFound);
    }
    let id = GlassId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), place(id), reason.trim())?;
    tx.execute(
        "INSERT INTO safety_glasses (id, what, subject_id, member_id, asked_by, asked_at, reason, minutes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, behind, subject, member, actor.id, tx.now(), sealed, minutes],
    )?;
    Ok(id)
}

fn place(id: GlassId) -> Place {
    Place::new("safety_glasses", "reason", id.0)
}

fn whose(tx: &mut Tx<'_>, behind: Behind, subject: Uuid) -> Result<MemberId> {
    match behind {
        Behind::Evidence => {
            let about: Option<Option<MemberId>> =
                tx.first("SELECT about_id FROM safety_cases WHERE id = $1", args![CaseId(subject)], |row| row.get(0))?;
            about.flatten().ok_or(Error::NotFound)
        }
        Behind::Account => Ok(people::Profile::of(tx, MemberId(subject))?.id),
    }
}

/// Those that this person asked for or may answer, the newest first; at most fifty.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Glass>> {
    if !may(actor) {
        return Err(Error::NotFound);
    }
    tx.all(
        &format!("SELECT {COLUMNS} FROM safety_glasses WHERE member_id <> $1 ORDER BY asked_at DESC, id DESC LIMIT 50"),
        args![actor.id],
        Glass::from_row,
    )
}

impl Glass {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            behind: row.get(1)?,
            subject: row.get(2)?,
            member: row.get(3)?,
            asked_by: row.get(4)?,
            asked_at: row.get(5)?,
            minutes: row.get(6)?,
            answered_by: row.get(7)?,
            agreed: row.get(8)?,
            until: row.get(9)?,
            shut_at: row.get(10)?,
            reason: row.get(11)?,
        })
    }

    /// The glass, for those who may ask and agree; never for the member whose it is.
    pub fn for_staff(tx: &mut Tx<'_>, actor: &Actor, id: GlassId) -> Result<Self> {
        if !may(actor) {
            return Err(Error::NotFound);
        }
        let found = tx.first(
            &format!("SELECT {COLUMNS} FROM safety_glasses WHERE id = $1 AND member_id <> $2"),
            args![id, actor.id],
            Self::from_row,
        )?;
        found.ok_or(Error::NotFound)
    }

    /// How it stands at this moment.
    pub fn stand(&self, now: Time) -> Stand {
        match (self.agreed, self.until, self.shut_at) {
            (None, ..) if now.since(self.asked_at) > ANSWERED_WITHIN => Stand::RanOut,
            (None, ..) => Stand::Asked,
            (Some(true), Some(until), None) if until > now => Stand::Open(until),
            (Some(true), ..) => Stand::Shut,
            (Some(false), ..) => Stand::Refused,
        }
    }

    /// Why it was asked for.
    pub fn reason(&self, tx: &mut Tx<'_>) -> Result<String> {
        Ok(tx.unseal(KeyId(self.member.0), place(self.id), &self.reason)?.unwrap_or_default())
    }

    /// A second person answers. Agreeing opens it, and tells the member.
    pub fn answer(&self, tx: &mut Tx<'_>, actor: &Actor, agreed: bool) -> Result<()> {
        if self.asked_by == actor.id {
            return Err(Error::refused("opening-second-person"));
        }
        if self.stand(tx.now()) != Stand::Asked {
            return Err(Error::refused("glass-answered"));
        }
        if agreed && self.is_of_child(tx)? && !self.has_lead(tx, actor)? {
            return Err(Error::refused("glass-lead-missing"));
        }
        let now = tx.now();
        let until = agreed.then(|| now + Duration::from_secs(self.minutes.unsigned_abs() * 60));
        // Two who answer at once: one of them did.
        let won = tx.execute(
            "UPDATE safety_glasses SET answered_by = $2, answered_at = $3, agreed = $4, until = $5
             WHERE id = $1 AND answered_at IS NULL",
            args![self.id, actor.id, now, agreed, until],
        )?;
        if won == 0 {
            return Err(Error::refused("glass-answered"));
        }
        if agreed {
            let reason = self.reason(tx)?;
            let what = match self.behind {
                Behind::Evidence => What::Evidence,
                Behind::Account => What::Account,
            };
            let note = Note {
                about: self.member,
                what,
                by: self.asked_by,
                confirmed_by: Some(actor.id),
                reason: &reason,
                until,
                tell_after: None,
            };
            opening::record(tx, &note)?;
            topic::member_changed(tx, self.member)?;
        }
        Ok(())
    }

    /// What is kept about a child is for named leads: one of the two is one.
    fn is_of_child(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let band: AgeBand = match self.behind {
            Behind::Evidence => tx.value("SELECT band FROM safety_cases WHERE id = $1", args![CaseId(self.subject)])?,
            Behind::Account => people::Profile::of(tx, self.member)?.band,
        };
        Ok(is_minor(band))
    }

    fn has_lead(&self, tx: &mut Tx<'_>, second: &Actor) -> Result<bool> {
        Ok(second.wears(Hat::SafeguardingLead) || people::hats::of(tx, self.asked_by)?.contains(&Hat::SafeguardingLead))
    }

    /// Whoever asked, or whoever agreed, shuts it before its time.
    pub fn shut(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        if ![Some(self.asked_by), self.answered_by].contains(&Some(actor.id)) {
            return Err(Error::NotFound);
        }
        tx.execute(
            "UPDATE safety_glasses SET shut_at = $2 WHERE id = $1 AND agreed = TRUE AND shut_at IS NULL",
            args![self.id, tx.now()],
        )?;
        Ok(())
    }

    /// Whether this person may look behind it now: the one who asked, while it is open, and while they still wear the hat.
    pub fn is_open_to(&self, actor: &Actor, now: Time) -> bool {
        may(actor) && actor.id == self.asked_by && matches!(self.stand(now), Stand::Open(_))
    }
}
