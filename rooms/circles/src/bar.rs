//! What holds of what was decided about somebody in a circle: they read and do not write for a while, or they do not
//! belong to it any more. Why, and by whom, the room that keeps everyone safe tells them.

use db::{Error, Result, Time, Tx, args};
use words::{Actor, Hat, MemberId};

use crate::{circle::Circle, kind::CircleId, membership, topic};

db::word! {
    /// What holds.
    pub enum Kind {
        /// Reads, and does not write, for a while.
        Pause = "pause",
        /// No longer belongs to the circle.
        Remove = "remove",
    }
}

fn put(tx: &mut Tx<'_>, circle: &Circle, member: MemberId, kind: Kind, until: Option<Time>) -> Result<()> {
    tx.execute(
        "INSERT INTO circles_bars (circle_id, member_id, kind, until) VALUES ($1, $2, $3, $4)
         ON CONFLICT (circle_id, member_id, kind) DO UPDATE SET until = $4",
        args![circle.id, member, kind, until],
    )?;
    topic::member_changed(tx, member)?;
    topic::desk_changed(tx, circle.id)
}

fn lift(tx: &mut Tx<'_>, circle: &Circle, member: MemberId, kind: Kind) -> Result<()> {
    tx.execute(
        "DELETE FROM circles_bars WHERE circle_id = $1 AND member_id = $2 AND kind = $3",
        args![circle.id, member, kind],
    )?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle.id)
}

/// Nobody does this to themselves, or to somebody who looks after the circle beside them.
pub(crate) fn subject(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId) -> Result<()> {
    let is_facilitator = membership::role(tx, circle.id, member)? == Some(crate::kind::Role::Facilitator)
        && people::hats::of(tx, member)?.contains(&Hat::Facilitator);
    if member == actor.id || is_facilitator { Err(Error::refused("measure-not-among-facilitators")) } else { Ok(()) }
}

/// Lets somebody read but not write until then.
pub(crate) fn pause(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId, until: Time) -> Result<()> {
    subject(tx, actor, circle, member)?;
    put(tx, circle, member, Kind::Pause, Some(until))
}

/// Lets them write again.
pub(crate) fn resume(tx: &mut Tx<'_>, circle: &Circle, member: MemberId) -> Result<()> {
    lift(tx, circle, member, Kind::Pause)
}

/// Takes somebody out of the circle.
pub(crate) fn remove(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId) -> Result<()> {
    subject(tx, actor, circle, member)?;
    put(tx, circle, member, Kind::Remove, None)?;
    membership::drop_out(tx, circle.id, member)
}

/// Puts them in again, if they are still here.
pub(crate) fn readmit(tx: &mut Tx<'_>, circle: &Circle, member: MemberId) -> Result<()> {
    tx.execute(
        "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at)
         SELECT $1, n.member_id, 'member', $3 FROM people_names n WHERE n.member_id = $2
         ON CONFLICT (circle_id, member_id) DO NOTHING",
        args![circle.id, member, tx.now()],
    )?;
    lift(tx, circle, member, Kind::Remove)
}

/// Until when somebody is paused in a circle.
pub(crate) fn pause_of(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<Option<Time>> {
    tx.value(
        "SELECT MAX(until) FROM circles_bars WHERE circle_id = $1 AND member_id = $2 AND kind = 'pause' AND until > $3",
        args![circle, member, tx.now()],
    )
}

/// Whether somebody was taken out of a circle.
pub(crate) fn is_removed(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<bool> {
    let removed: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_bars WHERE circle_id = $1 AND member_id = $2 AND kind = 'remove'",
        args![circle, member],
    )?;
    Ok(removed > 0)
}
