//! What facilitators do to somebody: refuse, pause, remove, hide. Never without a reason, which the person reads, and
//! never for good: each can be undone.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    circle::Circle,
    kind::{CircleId, MeasureId, PostId, ThreadId},
    membership, topic, watch,
};

/// Longest reason, in characters.
pub const REASON_AT_MOST: usize = 1000;

db::word! {
    /// What was done.
    pub enum Kind {
        /// Not let in.
        Refuse = "refuse",
        /// Reads, and does not write, for a while.
        Pause = "pause",
        /// No longer belongs to the circle.
        Remove = "remove",
        /// A post is hidden until it is changed.
        Hide = "hide",
    }
}

/// How long a pause may last, in days.
pub const PAUSES: &[u32] = &[1, 3, 7, 14];

/// A measure, as the person and the facilitators read it.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// In which circle.
    pub circle: CircleId,
    /// The circle's name.
    pub circle_name: String,
    /// To whom.
    pub member: MemberId,
    /// Their name, when they are still here.
    pub name: Option<String>,
    /// What.
    pub kind: Kind,
    /// About which post.
    pub post: Option<PostId>,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Time,
    /// Until when.
    pub until: Option<Time>,
    /// When the person read it.
    pub seen_at: Option<Time>,
    /// When it was undone.
    pub undone_at: Option<Time>,
}

const COLUMNS: &str = "x.id, x.circle_id, c.name, x.member_id, n.pseudonym, x.kind, x.post_id, x.reason, x.made_at,
    x.until, x.seen_at, x.undone_at";
const FROM: &str = "circles_measures x JOIN circles_circles c ON c.id = x.circle_id
    LEFT JOIN people_names n ON n.member_id = x.member_id";

fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Measure>> {
    let rows = tx.all(sql, args, |row| {
        let sealed: Vec<u8> = row.get(7)?;
        let measure = Measure {
            id: row.get(0)?,
            circle: row.get(1)?,
            circle_name: row.get(2)?,
            member: row.get(3)?,
            name: row.get(4)?,
            kind: row.get(5)?,
            post: row.get(6)?,
            reason: String::new(),
            made_at: row.get(8)?,
            until: row.get(9)?,
            seen_at: row.get(10)?,
            undone_at: row.get(11)?,
        };
        Ok((measure, sealed))
    })?;
    rows.into_iter()
        .map(|(measure, sealed)| {
            let place = Place::new("circles_measures", "reason", measure.id.0);
            let reason = tx.unseal(KeyId(measure.member.0), place, &sealed)?.unwrap_or_default();
            Ok(Measure { reason, ..measure })
        })
        .collect()
}

impl Measure {
    /// Whether it holds at this moment.
    pub fn holds(&self, now: Time) -> bool {
        self.undone_at.is_none() && self.until.is_none_or(|until| until > now)
    }
}

/// Does something to somebody. A pause lasts some days; the rest lasts until it is undone.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    member: MemberId,
    kind: Kind,
    post: Option<PostId>,
    reason: &str,
) -> Result<()> {
    take_until(tx, actor, circle, member, kind, post, None, reason)
}

#[expect(clippy::too_many_arguments, reason = "who, whom, where, what, until when and why: each is a fact of its own")]
fn take_until(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    member: MemberId,
    kind: Kind,
    post: Option<PostId>,
    until: Option<Time>,
    reason: &str,
) -> Result<()> {
    let id = MeasureId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), Place::new("circles_measures", "reason", id.0), reason)?;
    tx.execute(
        "INSERT INTO circles_measures (id, circle_id, member_id, kind, post_id, reason, by_id, made_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, circle.id, member, kind, post, sealed, actor.id, tx.now(), until],
    )?;
    organisation::trail::record(tx, Some(actor.id), trail_key(kind), Some(member), &circle.plan.name)?;
    topic::member_changed(tx, member)?;
    topic::desk_changed(tx, circle.id)
}

fn trail_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Refuse => "trail-circle-refused",
        Kind::Pause => "trail-circle-paused",
        Kind::Remove => "trail-circle-removed",
        Kind::Hide => "trail-post-hidden",
    }
}

/// Nobody does this to themselves, or to somebody who looks after the circle beside them.
fn subject(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId) -> Result<()> {
    let is_facilitator = membership::role(tx, circle.id, member)? == Some(crate::kind::Role::Facilitator)
        && people::hats::of(tx, member)?.contains(&Hat::Facilitator);
    if member == actor.id || is_facilitator { Err(Error::refused("measure-not-among-facilitators")) } else { Ok(()) }
}

/// Lets somebody read but not write for some days.
pub fn pause(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId, days: u32, reason: &str) -> Result<()> {
    if !PAUSES.contains(&days) {
        return Err(Error::refused("measure-days-missing"));
    }
    membership::role(tx, circle.id, member)?.ok_or(Error::NotFound)?;
    subject(tx, actor, circle, member)?;
    let until = tx.now() + Duration::from_secs(86_400 * u64::from(days));
    take_until(tx, actor, circle, member, Kind::Pause, None, Some(until), reason)
}

/// Lets somebody read but not write until then: decided by one who keeps everybody safe, who need not look after the
/// circle.
pub(crate) fn pause_until(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    member: MemberId,
    until: Time,
    reason: &str,
) -> Result<()> {
    subject(tx, actor, circle, member)?;
    take_until(tx, actor, circle, member, Kind::Pause, None, Some(until), reason)
}

/// Ends every pause of somebody in a circle.
pub(crate) fn end_pause(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId) -> Result<()> {
    tx.execute(
        "UPDATE circles_measures SET undone_at = $3, undone_by = $4
         WHERE circle_id = $1 AND member_id = $2 AND kind = 'pause' AND undone_at IS NULL AND until > $3",
        args![circle.id, member, tx.now(), actor.id],
    )?;
    organisation::trail::record(tx, Some(actor.id), "trail-circle-undone", Some(member), &circle.plan.name)?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle.id)
}

/// Takes somebody out of the circle.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId, reason: &str) -> Result<()> {
    membership::role(tx, circle.id, member)?.ok_or(Error::NotFound)?;
    subject(tx, actor, circle, member)?;
    take(tx, actor, circle, member, Kind::Remove, None, reason)?;
    membership::drop_out(tx, circle.id, member)
}

/// Undoes what was done. A removed member is in again; a hidden post is shown again; whoever was refused may ask again.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, id: MeasureId) -> Result<()> {
    let undone: Option<(MemberId, Kind, Option<PostId>)> = tx.first(
        "UPDATE circles_measures SET undone_at = $3, undone_by = $4
         WHERE id = $1 AND circle_id = $2 AND undone_at IS NULL RETURNING member_id, kind, post_id",
        args![id, circle.id, tx.now(), actor.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let Some((member, kind, post)) = undone else { return Ok(()) };
    match kind {
        Kind::Remove => {
            tx.execute(
                "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at)
                 SELECT $1, n.member_id, 'member', $3 FROM people_names n WHERE n.member_id = $2
                 ON CONFLICT (circle_id, member_id) DO NOTHING",
                args![circle.id, member, tx.now()],
            )?;
        }
        Kind::Hide => {
            if let Some(post) = post {
                watch::show_again(tx, post)?;
            }
        }
        Kind::Refuse | Kind::Pause => {}
    }
    organisation::trail::record(tx, Some(actor.id), "trail-circle-undone", Some(member), &circle.plan.name)?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle.id)
}

/// The latest measure of this kind that holds now.
pub(crate) fn in_force(tx: &mut Tx<'_>, circle: CircleId, member: MemberId, kind: Kind) -> Result<Option<Measure>> {
    let found = list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE x.circle_id = $1 AND x.member_id = $2 AND x.kind = $3
               AND x.undone_at IS NULL AND (x.until IS NULL OR x.until > $4) ORDER BY x.made_at DESC LIMIT 1"
        ),
        args![circle, member, kind, tx.now()],
    )?;
    Ok(found.into_iter().next())
}

/// Until when somebody is paused in a circle.
pub(crate) fn pause_of(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<Option<Time>> {
    tx.value(
        "SELECT MAX(until) FROM circles_measures
         WHERE circle_id = $1 AND member_id = $2 AND kind = 'pause' AND undone_at IS NULL AND until > $3",
        args![circle, member, tx.now()],
    )
}

/// Why the posts of a thread are hidden that are: the latest reason for each comes first.
pub(crate) fn of_thread(tx: &mut Tx<'_>, circle: CircleId, thread: ThreadId) -> Result<Vec<Measure>> {
    list(
        tx,
        &format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE x.circle_id = $1 AND x.kind = 'hide' AND x.undone_at IS NULL
               AND x.post_id IN (SELECT p.id FROM circles_posts p WHERE p.thread_id = $2 AND p.state = 'hidden')
             ORDER BY x.made_at DESC"
        ),
        args![circle, thread],
    )
}

/// What was done in a circle, the latest first: for its facilitators.
pub fn of_circle(tx: &mut Tx<'_>, circle: &Circle) -> Result<Vec<Measure>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE x.circle_id = $1 ORDER BY x.made_at DESC, x.id LIMIT 100"),
        args![circle.id],
    )
}

/// What was done to a member, the latest first: for the member alone.
pub fn of_member(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Measure>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE x.member_id = $1 ORDER BY x.made_at DESC, x.id LIMIT 50"),
        args![actor.id],
    )
}

/// The member has read what was done.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE circles_measures SET seen_at = $2 WHERE member_id = $1 AND seen_at IS NULL",
        args![actor.id, tx.now()],
    )?;
    Ok(())
}
