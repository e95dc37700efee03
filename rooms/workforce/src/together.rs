//! Looking back together: once a month the people of one supervisor meet, and learn from each other. Here it says when
//! and where; who came is written nowhere.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{session::AHEAD, supervisor::Supervised};

/// Longest description of where, in characters.
pub const PLACE_AT_MOST: usize = 300;
/// A meeting shows for so long after it began.
const SHOWN: Duration = Duration::from_secs(3 * 3600);
/// Once in so long. Our own judgement, from programmes that meet monthly.
const MONTH: Duration = Duration::from_secs(30 * 86_400);
/// Where people met is kept no longer than it helps to plan.
const KEPT: Duration = Duration::from_secs(91 * 86_400);

db::id! {
    /// A meeting.
    TogetherId
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Its id.
    pub id: TogetherId,
    /// When.
    pub begins_at: Time,
    /// Where.
    pub place: String,
}

fn place(id: TogetherId) -> Place {
    Place::new("workforce_together", "place", id.0)
}

/// Invites one's people.
pub fn invite(tx: &mut Tx<'_>, supervisor: &Actor, at: Time, words: &str) -> Result<()> {
    if !supervisor.wears(Hat::Supervisor) {
        return Err(Error::NotFound);
    }
    if at < tx.now() {
        return Err(Error::refused("session-past"));
    }
    if at > tx.now() + AHEAD {
        return Err(Error::refused("session-too-far"));
    }
    let id = TogetherId::fresh(tx);
    let sealed = tx.seal(KeyId(id.0), place(id), words)?;
    tx.execute(
        "INSERT INTO workforce_together (id, supervisor_id, begins_at, place) VALUES ($1, $2, $3, $4)",
        args![id, supervisor.id, at, sealed],
    )?;
    Ok(())
}

/// The meetings of this supervisor that are ahead.
pub fn ahead(tx: &mut Tx<'_>, supervisor: MemberId) -> Result<Vec<Together>> {
    let rows: Vec<(TogetherId, Time, Vec<u8>)> = tx.all(
        "SELECT id, begins_at, place FROM workforce_together
         WHERE supervisor_id = $1 AND begins_at > $2 ORDER BY begins_at, id",
        args![supervisor, tx.now() - SHOWN],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, begins_at, sealed) in rows {
        if let Some(words) = tx.unseal(KeyId(id.0), place(id), &sealed)? {
            all.push(Together { id, begins_at, place: words });
        }
    }
    Ok(all)
}

/// The meetings to which somebody is invited.
pub fn ahead_for(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Together>> {
    match Supervised::of(tx, member)?.and_then(|it| it.supervisor) {
        Some(supervisor) => ahead(tx, supervisor),
        None => Ok(Vec::new()),
    }
}

/// Whether it is time to invite: nothing in the last month, and nothing ahead.
pub fn is_due(tx: &mut Tx<'_>, supervisor: MemberId) -> Result<bool> {
    let near: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_together WHERE supervisor_id = $1 AND begins_at > $2",
        args![supervisor, tx.now() - MONTH],
    )?;
    Ok(near == 0)
}

/// Calls it off.
pub fn call_off(tx: &mut Tx<'_>, supervisor: &Actor, id: TogetherId) -> Result<()> {
    let gone =
        tx.execute("DELETE FROM workforce_together WHERE id = $1 AND supervisor_id = $2", args![id, supervisor.id])?;
    if gone == 0 { Err(Error::NotFound) } else { tx.destroy_key(KeyId(id.0)) }
}

/// Forgets meetings that are long past.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let past =
        tx.all("SELECT id FROM workforce_together WHERE begins_at < $1", args![tx.now() - KEPT], |row| row.get(0))?;
    forget(tx, past)
}

/// Lets somebody go.
pub(crate) fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let theirs =
        tx.all("SELECT id FROM workforce_together WHERE supervisor_id = $1", args![member], |row| row.get(0))?;
    forget(tx, theirs)
}

fn forget(tx: &mut Tx<'_>, ids: Vec<TogetherId>) -> Result<()> {
    for id in ids {
        tx.execute("DELETE FROM workforce_together WHERE id = $1", args![id])?;
        tx.destroy_key(KeyId(id.0))?;
    }
    Ok(())
}
