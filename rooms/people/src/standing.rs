//! Standing: whether a member takes part just now. Breaks are their own; suspensions are given by those who keep the
//! place safe, with a reason and an end.

use db::{Error, Result, Row, Time, Tx, args};
use organisation::trail;
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId, Standing};

use crate::session;

db::id! {
    /// A suspension.
    SuspensionId
}

/// The standing of member `m` at the moment `$2`, as three columns for [`from_row`].
pub(crate) const STANDING: &str = "(SELECT d.due_at FROM people_departures d WHERE d.member = m.id),
                (SELECT MAX(x.ends_at) FROM people_suspensions x
                 WHERE x.member = m.id AND x.lifted_at IS NULL AND x.ends_at > $2),
                (SELECT b.began_at FROM people_breaks b WHERE b.member = m.id)";

/// A member's standing at this moment.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Standing> {
    let standing = tx.first(
        &format!("SELECT {STANDING} FROM people_members m WHERE m.id = $1"),
        args![member, tx.now()],
        |row| from_row(row, 0),
    )?;
    // Whoever never was takes part as much as anybody: what they may not do is refused elsewhere.
    Ok(standing.unwrap_or(Standing::Active))
}

/// The three columns of [`STANDING`], from this one on.
pub(crate) fn from_row(row: &Row<'_>, first: usize) -> Result<Standing> {
    type Moment = Option<Time>;
    let (leaving, suspended, on_break): (Moment, Moment, Moment) =
        (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
    Ok(match (leaving, suspended, on_break) {
        (Some(due), _, _) => Standing::Leaving(due),
        (None, Some(end), _) => Standing::Suspended(end),
        (None, None, Some(_)) => Standing::OnBreak,
        (None, None, None) => Standing::Active,
    })
}

/// Takes a break, for as long as one likes.
pub fn take_break(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute(
        "INSERT INTO people_breaks (member, began_at) VALUES ($1, $2) ON CONFLICT (member) DO NOTHING",
        args![member, tx.now()],
    )?;
    session::hang_up_all(tx, member)
}

/// Comes back.
pub fn come_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM people_breaks WHERE member = $1", args![member])?;
    Ok(())
}

/// A suspension, as those who keep the place safe see it.
pub struct Suspension {
    /// The suspension.
    pub id: SuspensionId,
    /// Why; nothing once the member has been erased.
    pub reason: Option<String>,
    /// Since when.
    pub began_at: Time,
    /// Until when.
    pub ends_at: Time,
    /// When it was ended before its time.
    pub lifted_at: Option<Time>,
}

/// Pauses a member until then. Nobody pauses themselves: that is a break.
pub fn suspend(tx: &mut Tx<'_>, by: MemberId, member: MemberId, until: Time, reason: &str) -> Result<SuspensionId> {
    keeps_safe(tx, by, member)?;
    if reason.trim().is_empty() {
        return Err(Error::refused("members-reason-missing"));
    }
    if until <= tx.now() {
        return Err(Error::refused("members-until-past"));
    }
    let id = SuspensionId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), Place::new("people_suspensions", "reason", id.0), reason.trim())?;
    tx.execute(
        "INSERT INTO people_suspensions (id, member, by_member, reason, began_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, member, by, sealed, tx.now(), until],
    )?;
    // The reason may speak of what happened to somebody; it stays under the member's key and is not copied to the trail.
    trail::record(tx, Some(by), "trail-suspended", Some(member), "")?;
    session::hang_up_all(tx, member)?;
    Ok(id)
}

/// Ends a suspension before its time.
pub fn lift(tx: &mut Tx<'_>, by: MemberId, id: SuspensionId) -> Result<MemberId> {
    let member: MemberId =
        tx.one("SELECT member FROM people_suspensions WHERE id = $1", args![id], |row| row.get(0))?;
    keeps_safe(tx, by, member)?;
    let lifted = tx.execute(
        "UPDATE people_suspensions SET lifted_by = $2, lifted_at = $3
         WHERE id = $1 AND lifted_at IS NULL AND ends_at > $3",
        args![id, by, tx.now()],
    )?;
    if lifted == 1 {
        trail::record(tx, Some(by), "trail-suspension-ended", Some(member), "")?;
        session::hang_up_all(tx, member)?;
    }
    Ok(member)
}

/// The suspensions of a member, the latest first.
pub fn suspensions(tx: &mut Tx<'_>, asker: &Actor, member: MemberId) -> Result<Vec<Suspension>> {
    if !(asker.wears(Hat::Administrator) || asker.wears(Hat::SafeguardingLead)) {
        return Err(Error::NotFound);
    }
    let mut sealed = tx.all(
        "SELECT id, reason, began_at, ends_at, lifted_at FROM people_suspensions
         WHERE member = $1 ORDER BY began_at DESC, id DESC",
        args![member],
        |row| {
            let suspension = Suspension {
                id: row.get(0)?,
                reason: None,
                began_at: row.get(2)?,
                ends_at: row.get(3)?,
                lifted_at: row.get(4)?,
            };
            Ok((suspension, row.get::<Vec<u8>>(1)?))
        },
    )?;
    for (suspension, reason) in &mut sealed {
        let place = Place::new("people_suspensions", "reason", suspension.id.0);
        suspension.reason = tx.unseal(KeyId(member.0), place, reason)?;
    }
    Ok(sealed.into_iter().map(|(suspension, _)| suspension).collect())
}

/// Refuses who may not decide on this member's standing: it takes a hat, it takes taking part, and it takes another. Whose
/// cases a moderator or a supervisor may judge is for the room that keeps everybody safe to say.
fn keeps_safe(tx: &mut Tx<'_>, by: MemberId, about: MemberId) -> Result<()> {
    let hats: i64 = tx.value(
        "SELECT COUNT(*) FROM people_hats WHERE member = $1 AND hat IN ($2, $3, $4, $5)",
        args![by, Hat::Administrator, Hat::SafeguardingLead, Hat::Moderator, Hat::Supervisor],
    )?;
    if hats == 0 || of(tx, by)? != Standing::Active {
        return Err(Error::NotFound);
    }
    if by == about {
        return Err(Error::refused("members-not-yourself"));
    }
    let there: i64 =
        tx.value("SELECT COUNT(*) FROM people_members WHERE id = $1 AND erased_at IS NULL", args![about])?;
    if there == 0 { Err(Error::NotFound) } else { Ok(()) }
}
