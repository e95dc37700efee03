//! Not letting somebody in who asked. Never without a reason, which they read, and never for good: it can be undone.

use db::{Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    circle::Circle,
    kind::{CircleId, RefusalId},
    topic,
};

/// Longest reason, in characters.
pub const REASON_AT_MOST: usize = 1000;

/// A refusal, as the person and the facilitators read it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its id.
    pub id: RefusalId,
    /// The circle's name.
    pub circle_name: String,
    /// To whom.
    pub member: MemberId,
    /// Their name, when they are still here.
    pub name: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Time,
    /// When the person read it.
    pub seen_at: Option<Time>,
    /// When it was undone.
    pub undone_at: Option<Time>,
}

const COLUMNS: &str = "x.id, c.name, x.member_id, n.pseudonym, x.reason, x.made_at, x.seen_at, x.undone_at";
const FROM: &str = "circles_refusals x JOIN circles_circles c ON c.id = x.circle_id
    LEFT JOIN people_names n ON n.member_id = x.member_id";

/// The reasons are sealed under the name that their table had first.
fn seal_of(id: RefusalId) -> Place {
    Place::new("circles_measures", "reason", id.0)
}

fn list(tx: &mut Tx<'_>, sql: &str, args: &[db::Value]) -> Result<Vec<Refusal>> {
    let rows = tx.all(sql, args, |row| {
        let refusal = Refusal {
            id: row.get(0)?,
            circle_name: row.get(1)?,
            member: row.get(2)?,
            name: row.get(3)?,
            reason: String::new(),
            made_at: row.get(5)?,
            seen_at: row.get(6)?,
            undone_at: row.get(7)?,
        };
        Ok((refusal, row.get::<Vec<u8>>(4)?))
    })?;
    rows.into_iter()
        .map(|(refusal, sealed)| {
            let reason = tx.unseal(KeyId(refusal.member.0), seal_of(refusal.id), &sealed)?.unwrap_or_default();
            Ok(Refusal { reason, ..refusal })
        })
        .collect()
}

/// Notes that somebody was not let in, and why.
pub(crate) fn note(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, member: MemberId, reason: &str) -> Result<()> {
    let id = RefusalId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), seal_of(id), reason)?;
    tx.execute(
        "INSERT INTO circles_refusals (id, circle_id, member_id, reason, by_id, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, circle.id, member, sealed, actor.id, tx.now()],
    )?;
    organisation::trail::record(tx, Some(actor.id), "trail-circle-refused", Some(member), &circle.plan.name)?;
    topic::member_changed(tx, member)?;
    topic::desk_changed(tx, circle.id)
}

/// Undoes it: whoever was refused may ask again. Done twice it is no error.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, id: RefusalId) -> Result<()> {
    let undone: Option<MemberId> = tx.first(
        "UPDATE circles_refusals SET undone_at = $3, undone_by = $4
         WHERE id = $1 AND circle_id = $2 AND undone_at IS NULL RETURNING member_id",
        args![id, circle.id, tx.now(), actor.id],
        |row| row.get(0),
    )?;
    let Some(member) = undone else { return Ok(()) };
    organisation::trail::record(tx, Some(actor.id), "trail-circle-undone", Some(member), &circle.plan.name)?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle.id)
}

/// Whether somebody was not let in, and that holds.
pub(crate) fn holds(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<bool> {
    let held: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_refusals WHERE circle_id = $1 AND member_id = $2 AND undone_at IS NULL",
        args![circle, member],
    )?;
    Ok(held > 0)
}

/// Those of a circle, the latest first: for its facilitators.
pub fn of_circle(tx: &mut Tx<'_>, circle: &Circle) -> Result<Vec<Refusal>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE x.circle_id = $1 ORDER BY x.made_at DESC, x.id LIMIT 100"),
        args![circle.id],
    )
}

/// Those of a member, the latest first: for the member alone.
pub fn of_member(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Refusal>> {
    list(
        tx,
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE x.member_id = $1 ORDER BY x.made_at DESC, x.id LIMIT 50"),
        args![actor.id],
    )
}

/// The member has read them.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE circles_refusals SET seen_at = $2 WHERE member_id = $1 AND seen_at IS NULL",
        args![actor.id, tx.now()],
    )?;
    Ok(())
}
