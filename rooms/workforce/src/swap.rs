//! A swap: somebody cannot come, and a colleague takes the shift over. Until somebody has taken it, it stays whose it was:
//! an offer leaves no gap.

use db::{Error, Result, Tx, args};
use words::{Actor, Hat, MemberId};

use crate::{
    answer::{self, Step, Work},
    shift::{self, Room, Shift, ShiftId, from_row, hats_for, works_of},
};

/// Says that colleagues may take over a shift of one's own.
pub fn offer(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<()> {
    let offered = tx.execute(
        "UPDATE workforce_shifts SET offered_at = COALESCE(offered_at, $3)
         WHERE id = $1 AND member_id = $2 AND ended_at IS NULL AND ends_at > $3",
        args![id, actor.id, tx.now()],
    )?;
    if offered == 0 { Err(Error::NotFound) } else { shift::changed(tx) }
}

/// Keeps it after all.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<()> {
    let kept = tx.execute(
        "UPDATE workforce_shifts SET offered_at = NULL
         WHERE id = $1 AND member_id = $2 AND ended_at IS NULL AND ends_at > $3",
        args![id, actor.id, tx.now()],
    )?;
    if kept == 0 { Err(Error::NotFound) } else { shift::changed(tx) }
}

/// What this member could take over, with all that they have planned: the earliest first.
pub fn open_to(tx: &mut Tx<'_>, actor: &Actor, room: &Room) -> Result<Vec<Shift>> {
    let (mut open, now) = (offered_to(tx, actor)?, tx.now());
    open.retain(|it| room.takes(it.work, it.begins_at.max(now), it.ends_at).is_ok());
    Ok(open)
}

/// What colleagues of their band offer: the earliest first. A moderator on call is replaced by a moderator, not by a
/// supervisor.
fn offered_to(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Shift>> {
    let mut open: Vec<Shift> = tx.all(
        "SELECT s.id, s.member_id, s.work, s.begins_at, s.ends_at, s.offered_at FROM workforce_shifts s
         JOIN people_members m ON m.id = s.member_id
         WHERE s.offered_at IS NOT NULL AND s.ended_at IS NULL AND s.ends_at > $1
           AND s.member_id <> $2 AND m.band = $3 ORDER BY s.begins_at, s.id",
        args![tx.now(), actor.id, actor.band],
        from_row,
    )?;
    let works = works_of(actor);
    open.retain(|it| works.contains(&it.work));
    if open.iter().any(|it| it.work == Work::Moderation) {
        let worn: Vec<(MemberId, Hat)> = tx.all(
            "SELECT member, hat FROM people_hats
             WHERE member IN (SELECT member_id FROM workforce_shifts WHERE offered_at IS NOT NULL AND work = 'moderation')",
            args![],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let asked = worn.into_iter().filter(|it| hats_for(Work::Moderation).contains(&it.1) && !actor.wears(it.1));
        let other: Vec<MemberId> = asked.map(|it| it.0).collect();
        open.retain(|it| it.work != Work::Moderation || !other.contains(&it.member));
    }
    Ok(open)
}

/// Takes a colleague's shift over. The first one has it.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<()> {
    let Some(shift) = offered_to(tx, actor)?.into_iter().find(|it| it.id == id) else {
        return Err(gone(tx, actor, id)?);
    };
    answer::may(tx, actor.id, shift.work, Step::Plan)?;
    Room::of(tx, actor.id)?.takes(shift.work, shift.begins_at, shift.ends_at)?;
    tx.execute(
        "UPDATE workforce_shifts SET member_id = $2, offered_at = NULL, handed_by = member_id WHERE id = $1",
        args![id, actor.id],
    )?;
    shift::changed(tx)
}

/// Shifts that were this member's until a colleague took them over, and that are still to come: the earliest first. Who
/// took them is not told.
pub fn handed_over(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Shift>> {
    tx.all(
        "SELECT id, member_id, work, begins_at, ends_at, offered_at FROM workforce_shifts
         WHERE handed_by = $1 AND member_id <> $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY begins_at, id",
        args![actor.id, tx.now()],
        from_row,
    )
}

/// What is said of a shift that cannot be taken: somebody of their own was faster, or it never was for them.
fn gone(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<Error> {
    let found = tx.first(
        "SELECT s.id, s.member_id, s.work, s.begins_at, s.ends_at, s.offered_at FROM workforce_shifts s
         JOIN people_members m ON m.id = s.member_id WHERE s.id = $1 AND m.band = $2",
        args![id, actor.band],
        from_row,
    )?;
    let theirs = found.filter(|it| it.member != actor.id && works_of(actor).contains(&it.work));
    Ok(if theirs.is_some() { Error::refused("swap-gone") } else { Error::NotFound })
}
