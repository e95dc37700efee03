//! What a member declares for herself: on which side she is here, and what she carries. Never guessed, never shown to
//! others; it only chooses which circles and stories she is shown.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use words::{Actor, MemberId};

use crate::kind::Audience;

/// After a change of sides, so long nobody changes again: otherwise anybody could look into both by turns.
const SIDE_STAYS: Duration = Duration::from_secs(30 * 86_400);

/// On which side somebody is here.
pub fn side(tx: &mut Tx<'_>, member: MemberId) -> Result<Audience> {
    let side = tx.first("SELECT side FROM circles_sides WHERE member_id = $1", args![member], |row| row.get(0))?;
    Ok(side.unwrap_or(Audience::Members))
}

/// Changes sides. Circles of the other side are left, and their words stay behind.
pub fn take_side(tx: &mut Tx<'_>, actor: &Actor, side: Audience) -> Result<()> {
    let before: Option<(Audience, Time)> =
        tx.first("SELECT side, since FROM circles_sides WHERE member_id = $1", args![actor.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    match before {
        Some((now, _)) if now == side => return Ok(()),
        None if side == Audience::Members => return Ok(()),
        Some((_, since)) if since + SIDE_STAYS > tx.now() => return Err(Error::refused("mine-side-stays")),
        _ => {}
    }
    tx.execute(
        "INSERT INTO circles_sides (member_id, side, since) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET side = $2, since = $3",
        args![actor.id, side, tx.now()],
    )?;
    tx.execute(
        "DELETE FROM circles_memberships WHERE member_id = $1 AND role = 'member'
           AND circle_id IN (SELECT id FROM circles_circles WHERE audience <> $2)",
        args![actor.id, side],
    )?;
    // Nor does anything asked or offered there lead back.
    for sql in [
        "DELETE FROM circles_requests WHERE member_id = $1 AND settled_at IS NULL
           AND circle_id IN (SELECT id FROM circles_circles WHERE audience <> $2)",
        "DELETE FROM circles_invitations WHERE member_id = $1
           AND circle_id IN (SELECT id FROM circles_circles WHERE audience <> $2)",
    ] {
        tx.execute(sql, args![actor.id, side])?;
    }
    people::session::hang_up_all(tx, actor.id)
}

/// What a member said that she carries.
pub fn carried(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<u16>> {
    tx.all("SELECT topic FROM circles_carried WHERE member_id = $1 ORDER BY topic", args![member], |row| row.get(0))
}

/// Says what one carries.
pub fn carry(tx: &mut Tx<'_>, actor: &Actor, topics: &[u16]) -> Result<()> {
    tx.execute("DELETE FROM circles_carried WHERE member_id = $1", args![actor.id])?;
    for topic in topics {
        tx.execute(
            "INSERT INTO circles_carried (member_id, topic) VALUES ($1, $2) ON CONFLICT (member_id, topic) DO NOTHING",
            args![actor.id, topic],
        )?;
    }
    Ok(())
}
