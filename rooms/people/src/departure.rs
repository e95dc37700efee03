//! Leaving for good: seven days to think again, then everything that was the member's own is erased.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use seal::{KeyId, Sealing};
use words::{Hat, MemberId};

use crate::{hats, pseudonym, session};

/// How long one can change one's mind.
pub const UNDO: Duration = Duration::from_secs(7 * 24 * 3600);

pub(crate) const JOB: &str = "people.erasure";

/// How another room says farewell to a member who is about to be erased: it ends what is open and forgets what it
/// keeps. Runs in the transaction of the erasure, while the member can still be read.
pub type Farewell = fn(&mut Tx<'_>, MemberId) -> Result<()>;

/// Asks to leave; answers when it will be done. Asking again does not move it.
pub fn ask(tx: &mut Tx<'_>, member: MemberId) -> Result<Time> {
    let administrators = hats::wearers(tx, Hat::Administrator)?;
    if administrators == [member] {
        return Err(Error::refused("departure-last-administrator"));
    }
    tx.execute(
        "INSERT INTO people_departures (member, asked_at, due_at) VALUES ($1, $2, $3) ON CONFLICT (member) DO NOTHING",
        args![member, tx.now(), tx.now() + UNDO],
    )?;
    let due: Time =
        tx.one("SELECT due_at FROM people_departures WHERE member = $1", args![member], |row| row.get(0))?;
    tx.later(JOB, member, due)?;
    session::hang_up_all(tx, member)?;
    Ok(due)
}

/// Stays after all.
pub fn undo(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    // The job finds no departure and does nothing.
    tx.execute("DELETE FROM people_departures WHERE member = $1", args![member])?;
    Ok(())
}

/// After an old backup was restored: whoever's key was destroyed since then is erased again, by the same job.
pub fn replay(tx: &mut Tx<'_>, destroyed: &[KeyId]) -> Result<usize> {
    let mut again = 0;
    for key in destroyed {
        let back: Option<MemberId> =
            tx.first("SELECT id FROM people_members WHERE id = $1 AND erased_at IS NULL", args![key], |row| {
                row.get(0)
            })?;
        if let Some(member) = back {
            tx.execute(
                "INSERT INTO people_departures (member, asked_at, due_at) VALUES ($1, $2, $2)
                 ON CONFLICT (member) DO UPDATE SET due_at = excluded.due_at",
                args![member, tx.now()],
            )?;
            tx.later(JOB, member, tx.now())?;
            again += 1;
        }
    }
    Ok(again)
}

/// Erases a member whose time has come.
pub(crate) fn erase_when_due(tx: &mut Tx<'_>, subject: &str, farewells: &[Farewell]) -> Result<()> {
    let member: MemberId = subject.parse()?;
    let due: Option<Time> =
        tx.first("SELECT due_at FROM people_departures WHERE member = $1", args![member], |row| row.get(0))?;
    match due {
        None => Ok(()),
        Some(due) if due > tx.now() => tx.later(JOB, member, due),
        Some(_) => erase(tx, member, farewells),
    }
}

fn erase(tx: &mut Tx<'_>, member: MemberId, farewells: &[Farewell]) -> Result<()> {
    for farewell in farewells {
        farewell(tx, member)?;
    }
    session::revoke_all(tx, member)?;
    let folded: String =
        tx.one("SELECT folded FROM people_members WHERE id = $1 AND erased_at IS NULL", args![member], |row| {
            row.get(0)
        })?;
    let gone = pseudonym::tombstone(tx, &folded)?;
    tx.execute(
        "UPDATE people_members
         SET pseudonym = '', folded = $2, languages = '', zone = 'UTC', locale = '', passphrase = NULL, recovery = NULL,
             agreed_to = NULL, erased_at = $3
         WHERE id = $1",
        args![member, gone, tx.now()],
    )?;
    for sql in [
        "DELETE FROM people_hats WHERE member = $1",
        "DELETE FROM people_blocks WHERE by_member = $1 OR whom = $1",
        "DELETE FROM people_breaks WHERE member = $1",
        "DELETE FROM people_rests WHERE member = $1",
        "DELETE FROM people_suspensions WHERE member = $1",
        "DELETE FROM people_departures WHERE member = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    tx.destroy_key(KeyId(member.0))
}
