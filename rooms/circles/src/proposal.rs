//! A circle that members want to start. Two of them ask, with a charter; the people who keep the place say yes, or no
//! with a reason, within the days that were promised.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use people::{Profile, blocks};
use seal::{KeyId, Place, Sealing};
use words::{Actor, AgeBand, Hat, MemberId, Standing};
use workforce::answer::{self, Step, Work};

use crate::{
    circle::{Circle, Plan},
    kind::{CircleId, Role, Stage},
    topic,
};

/// Days within which a proposal is answered.
pub const ANSWERED_WITHIN_DAYS: u64 = 7;
/// Days that somebody has been here before they start a circle: long enough to know how people are with one another.
pub const HERE_FOR_DAYS: u64 = 14;
/// Longest reason, in characters.
pub const REASON_AT_MOST: usize = 1000;

const DAY: u64 = 86_400;

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The circle that would be.
    pub circle: Circle,
    /// Who asked.
    pub by: MemberId,
    /// Their name.
    pub by_name: Option<String>,
    /// With whom.
    pub partner: MemberId,
    /// Their name.
    pub partner_name: Option<String>,
    /// When the second one agreed.
    pub agreed_at: Option<Time>,
    /// Until when it is answered.
    pub due_at: Option<Time>,
    /// When it was decided.
    pub decided_at: Option<Time>,
    /// How.
    pub approved: Option<bool>,
    /// Why.
    pub reason: String,
}

/// Whether somebody may start a circle: here long enough, and never suspended since.
pub fn is_eligible(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let profile = Profile::of(tx, member)?;
    Ok(profile.standing == Standing::Active && profile.joined_at + Duration::from_secs(HERE_FOR_DAYS * DAY) <= tx.now())
}

/// Asks for a circle together with somebody who still has to agree. Nothing tells whether the name is anybody's: the
/// other one finds the question on their page, or nobody does.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, plan: &Plan, partner: &str) -> Result<CircleId> {
    if !is_eligible(tx, actor.id)? {
        return Err(Error::refused_with("proposal-too-new", vec![("days", HERE_FOR_DAYS.to_string())]));
    }
    if !actor.languages.contains(&plan.language) {
        return Err(Error::refused("proposal-language"));
    }
    let open: i64 =
        tx.value("SELECT COUNT(*) FROM circles_proposals WHERE by_id = $1 AND decided_at IS NULL", args![actor.id])?;
    if open >= 3 {
        return Err(Error::refused("proposal-enough"));
    }
    let found = partner_of(tx, actor, partner, actor.band)?;
    let circle = Circle::make(tx, actor.id, actor.band, plan, Stage::Proposed)?;
    // A name that is nobody's leaves a proposal that nobody will join: the same page, the same words.
    let partner = found.unwrap_or(actor.id);
    tx.execute(
        "INSERT INTO circles_proposals (circle_id, by_id, partner_id) VALUES ($1, $2, $3)",
        args![circle, actor.id, partner],
    )?;
    if partner != actor.id {
        topic::member_changed(tx, partner)?;
    }
    Ok(circle)
}

fn partner_of(tx: &mut Tx<'_>, actor: &Actor, name: &str, band: AgeBand) -> Result<Option<MemberId>> {
    let member = Profile::called(tx, name, band)?;
    if member == Some(actor.id) {
        return Err(Error::refused("proposal-not-alone"));
    }
    // Asked of nobody too, so that a name that is somebody's costs no more.
    let apart = blocks::apart(tx, actor.id, member.unwrap_or(actor.id))?;
    Ok(member.filter(|_| !apart))
}

type Row = (CircleId, MemberId, Option<String>, MemberId, Option<String>, Option<Time>, Option<Time>, Option<Time>);

const COLUMNS: &str = "p.circle_id, p.by_id, a.pseudonym, p.partner_id, b.pseudonym, p.agreed_at, p.due_at,
    p.decided_at, p.approved, p.reason";
const FROM: &str = "circles_proposals p LEFT JOIN people_names a ON a.member_id = p.by_id
    LEFT JOIN people_names b ON b.member_id = p.partner_id";

fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Proposal>> {
    let rows: Vec<(Row, Option<bool>, Option<Vec<u8>>)> = tx.all(sql, args, |row| {
        let first =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?);
        Ok((first, row.get(8)?, row.get(9)?))
    })?;
    rows.into_iter()
        .map(|((id, by, by_name, partner, partner_name, agreed_at, due_at, decided_at), approved, sealed)| {
            let reason = match sealed {
                Some(sealed) => {
                    let place = Place::new("circles_proposals", "reason", id.0);
                    tx.unseal(KeyId(by.0), place, &sealed)?.unwrap_or_default()
                }
                None => String::new(),
            };
            let circle = Circle::any(tx, id)?;
            // The second one may have been nobody: then only the first is shown a name that they typed themselves.
            let partner_name = partner_name.filter(|_| partner != by);
            Ok(Proposal { circle, by, by_name, partner, partner_name, agreed_at, due_at, decided_at, approved, reason })
        })
        .collect()
}

/// Proposals that a member made or was asked to join, the latest first.
pub fn of_member(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Proposal>> {
    list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE p.by_id = $1 OR p.partner_id = $1 ORDER BY p.circle_id DESC LIMIT 20"
        ),
        args![actor.id],
    )
}

/// Proposals that wait for an answer, the most pressing first: for those who keep the place.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Proposal>> {
    decides(actor)?;
    list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE p.agreed_at IS NOT NULL AND p.decided_at IS NULL
             ORDER BY p.due_at, p.circle_id"
        ),
        args![],
    )
}

fn decides(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}

/// The second one agrees; now the proposal goes to those who decide, and the promised days begin.
pub fn agree(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<()> {
    let due = tx.now() + Duration::from_secs(ANSWERED_WITHIN_DAYS * DAY);
    let agreed = tx.execute(
        "UPDATE circles_proposals SET agreed_at = $3, due_at = $4
         WHERE circle_id = $1 AND partner_id = $2 AND by_id <> $2 AND agreed_at IS NULL AND decided_at IS NULL",
        args![id, actor.id, tx.now(), due],
    )?;
    // After that: whoever was not asked learns from no answer that there is a proposal.
    if agreed == 0 {
        return Err(Error::NotFound);
    }
    if !is_eligible(tx, actor.id)? {
        return Err(Error::refused_with("proposal-too-new", vec![("days", HERE_FOR_DAYS.to_string())]));
    }
    Ok(())
}

/// Takes a proposal back, or says no to being the second one. Nothing is left of it.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM circles_proposals
         WHERE circle_id = $1 AND (by_id = $2 OR partner_id = $2) AND decided_at IS NULL",
        args![id, actor.id],
    )?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.execute("DELETE FROM circles_topics WHERE circle_id = $1", args![id])?;
    tx.execute("DELETE FROM circles_circles WHERE id = $1 AND stage = 'proposed'", args![id])?;
    Ok(())
}

/// Says yes: both become its facilitators, and it opens when both read its language; or no, with the reason that both
/// read.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, id: CircleId, approved: bool, reason: &str) -> Result<()> {
    decides(actor)?;
    let sealed_for: Option<(MemberId, MemberId)> = tx.first(
        "UPDATE circles_proposals SET decided_at = $2, decided_by = $3, approved = $4
         WHERE circle_id = $1 AND agreed_at IS NOT NULL AND decided_at IS NULL AND by_id <> $3 AND partner_id <> $3
         RETURNING by_id, partner_id",
        args![id, tx.now(), actor.id, approved],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((by, partner)) = sealed_for else { return Err(Error::refused("proposal-decided")) };
    let sealed = tx.seal(KeyId(by.0), Place::new("circles_proposals", "reason", id.0), reason)?;
    tx.execute("UPDATE circles_proposals SET reason = $2 WHERE circle_id = $1", args![id, sealed])?;
    let circle = Circle::any(tx, id)?;
    let stage = if approved { Stage::Preparing } else { Stage::Refused };
    tx.execute("UPDATE circles_circles SET stage = $2 WHERE id = $1", args![id, stage])?;
    let key = if approved { "trail-circle-approved" } else { "trail-circle-not-approved" };
    organisation::trail::record(tx, Some(actor.id), key, Some(by), &circle.plan.name)?;
    if approved {
        for member in [by, partner] {
            // The trail is read by others: it says for which circle, and not in which words.
            people::hats::grant(tx, actor.id, member, Hat::Facilitator, &circle.plan.name)?;
            tx.execute(
                "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (circle_id, member_id) DO UPDATE SET role = $3",
                args![id, member, Role::Facilitator, tx.now()],
            )?;
        }
        let circle = Circle::any(tx, id)?;
        if crate::circle::cover(tx, &circle)?.len() >= crate::circle::FACILITATORS {
            circle.open(tx)?;
        }
    }
    topic::member_changed(tx, by)?;
    topic::member_changed(tx, partner)
}

/// Refuses whoever may not look after people now, in this circle's room or its meetings. A circle that members started for
/// each other asks for no certificate.
pub fn may_look_after(tx: &mut Tx<'_>, member: MemberId, circle: CircleId) -> Result<()> {
    if is_of_members(tx, circle)? {
        answer::may_among_equals(tx, member, Work::Room, Step::Begin)
    } else {
        answer::may(tx, member, Work::Room, Step::Begin)
    }
}

/// Whether members started this circle for each other.
pub fn is_of_members(tx: &mut Tx<'_>, circle: CircleId) -> Result<bool> {
    let found: i64 = tx.value("SELECT COUNT(*) FROM circles_proposals WHERE circle_id = $1", args![circle])?;
    Ok(found > 0)
}
