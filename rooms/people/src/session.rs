//! Sessions: signed-in browsers. The browser holds a token of 256 random bits; we hold its hash, so a copy of the
//! database signs nobody in. Nothing is kept about the browser itself: no address, no name of the device.

use std::time::Duration;

use bus::Announce;
use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use words::{Actor, Hat, Language, MemberId, SessionId};

use crate::{
    marks::{digest, hex},
    rest,
    standing::{self, STANDING},
};

/// A session on a device that others use too ends after this long without use.
pub const SHARED_IDLE: Duration = Duration::from_secs(30 * 60);
/// The same on a device of one's own.
pub const OWN_IDLE: Duration = Duration::from_secs(14 * 24 * 3600);
/// Wrong passphrases at a locked browser before the session ends.
const UNLOCK_TRIES: i64 = 5;

pub(crate) const IDLE_JOB: &str = "people.idle-session";

fn idle(shared: bool) -> Duration {
    if shared { SHARED_IDLE } else { OWN_IDLE }
}

/// How exactly use is noted: often enough for the idle time to be right, seldom enough to be no diary.
fn grain(shared: bool) -> Duration {
    if shared { Duration::from_secs(60) } else { Duration::from_secs(6 * 3600) }
}

/// Signs a member in; answers the token for the cookie. It cannot be read again. Nobody signs in to an account at rest,
/// and only somebody who knew its passphrase or its key hears why.
pub fn open(tx: &mut Tx<'_>, member: MemberId, shared_device: bool) -> Result<String> {
    if rest::is_at_rest(tx, member)? {
        return Err(Error::refused("rest-no-sign-in"));
    }
    let (id, token) = (SessionId::fresh(tx), hex(&tx.random_bytes::<32>()));
    tx.execute(
        "INSERT INTO people_sessions (id, member, token, shared, opened_at, used_at, tries)
         VALUES ($1, $2, $3, $4, $5, $5, 0)",
        args![id, member, digest(token.as_bytes()), shared_device, tx.now()],
    )?;
    tx.later(IDLE_JOB, id, tx.now() + idle(shared_device))?;
    Ok(token)
}

/// Who holds this token. One statement, because every page asks it: a row for each hat, and one for who wears none.
pub fn actor(tx: &mut Tx<'_>, token: &str) -> Result<Option<Actor>> {
    holder_of(tx, &digest(token.as_bytes()))
}

/// Who holds this session, if it has not ended.
pub fn holder(tx: &mut Tx<'_>, session: SessionId) -> Result<Option<Actor>> {
    let digest =
        tx.first("SELECT token FROM people_sessions WHERE id = $1", args![session], |row| row.get::<Vec<u8>>(0))?;
    digest.map_or(Ok(None), |digest| holder_of(tx, &digest))
}

fn holder_of(tx: &mut Tx<'_>, digest: &[u8]) -> Result<Option<Actor>> {
    let now = tx.now();
    let found: Vec<(Option<Actor>, Option<Hat>)> = tx.all(
        &format!(
            "SELECT s.id, s.shared, s.used_at, s.locked_at, m.id, m.pseudonym, m.band, m.languages, m.zone, m.locale,
                h.hat, {STANDING}
             FROM people_sessions s JOIN people_members m ON m.id = s.member LEFT JOIN people_hats h ON h.member = m.id
             WHERE s.token = $1 AND m.erased_at IS NULL ORDER BY h.hat"
        ),
        args![digest, now],
        |row| {
            let (shared, used_at): (bool, Time) = (row.get(1)?, row.get(2)?);
            let locked = row.get::<Option<Time>>(3)?.is_some();
            let unused = now.since(used_at);
            let actor = Actor {
                session: row.get(0)?,
                locked,
                // A locked browser does nothing that counts as use, so it ends as if it had been left.
                touch: !locked && unused >= grain(shared),
                id: row.get(4)?,
                pseudonym: row.get(5)?,
                band: row.get(6)?,
                languages: Language::list(&row.get::<String>(7)?),
                zone: row.get(8)?,
                locale: row.get(9)?,
                hats: Vec::new(),
                standing: standing::from_row(row, 11)?,
            };
            Ok(((unused < idle(shared)).then_some(actor), row.get(10)?))
        },
    )?;
    let hats = found.iter().filter_map(|(_, hat)| *hat).collect();
    Ok(found.into_iter().next().and_then(|(actor, _)| actor).map(|actor| Actor { hats, ..actor }))
}

/// Notes that a session is in use.
pub fn touch(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.execute("UPDATE people_sessions SET used_at = $2 WHERE id = $1", args![session, tx.now()])?;
    Ok(())
}

/// A session as its owner sees it.
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Whether it ends after half an hour without use.
    pub shared: bool,
    /// When it was last used; shown by the day.
    pub used_at: Time,
}

/// A member's sessions that have not ended, the latest first.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Session>> {
    let now = tx.now();
    let mut sessions = tx.all(
        "SELECT id, shared, used_at FROM people_sessions WHERE member = $1 ORDER BY used_at DESC, id DESC",
        args![member],
        |row| Ok(Session { id: row.get(0)?, shared: row.get(1)?, used_at: row.get(2)? }),
    )?;
    sessions.retain(|it| now.since(it.used_at) < idle(it.shared));
    Ok(sessions)
}

/// Ends one of the member's own sessions; a session that is not theirs does not exist.
pub fn revoke(tx: &mut Tx<'_>, member: MemberId, session: SessionId) -> Result<()> {
    let ended = tx.execute("DELETE FROM people_sessions WHERE id = $1 AND member = $2", args![session, member])?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    hang_up(tx, session)
}

/// Ends every session of a member.
pub fn revoke_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    hang_up_all(tx, member)?;
    tx.execute("DELETE FROM people_sessions WHERE member = $1", args![member])?;
    Ok(())
}

/// Closes the member's sockets without ending their sessions: pages ask again, as what the member now is.
pub fn hang_up_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let sessions: Vec<SessionId> =
        tx.all("SELECT id FROM people_sessions WHERE member = $1", args![member], |row| row.get(0))?;
    sessions.into_iter().try_for_each(|session| hang_up(tx, session))
}

fn hang_up(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    // An empty frame on a session's topic closes every socket that was opened with it.
    tx.announce(format!("session:{session}"), "")
}

/// Locks a browser that was left in a hurry: it shows nothing until the passphrase is given again.
pub fn lock(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.execute(
        "UPDATE people_sessions SET locked_at = $2 WHERE id = $1 AND locked_at IS NULL",
        args![session, tx.now()],
    )?;
    hang_up(tx, session)
}

/// What became of a try to unlock.
#[derive(Debug, PartialEq, Eq)]
pub enum Try {
    /// It may be made.
    Allowed,
    /// There were too many; the session has ended.
    Ended,
}

/// Counts a try to unlock before it is made, so that tries at the same moment count too.
pub fn try_unlock(tx: &mut Tx<'_>, actor: &Actor) -> Result<Try> {
    let tries: i64 = tx.one(
        "UPDATE people_sessions SET tries = tries + 1 WHERE id = $1 RETURNING tries",
        args![actor.session],
        |row| row.get(0),
    )?;
    if tries <= UNLOCK_TRIES {
        return Ok(Try::Allowed);
    }
    revoke(tx, actor.id, actor.session)?;
    Ok(Try::Ended)
}

/// Unlocks, after the passphrase was right.
pub fn unlock(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.execute(
        "UPDATE people_sessions SET locked_at = NULL, tries = 0, used_at = $2 WHERE id = $1",
        args![session, tx.now()],
    )?;
    Ok(())
}

/// Ends a session that has not been used, or looks again when it should next be over.
pub(crate) fn end_when_idle(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    let id: SessionId = subject.parse()?;
    let found: Option<(bool, Time)> =
        tx.first("SELECT shared, used_at FROM people_sessions WHERE id = $1", args![id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let Some((shared, used_at)) = found else { return Ok(()) };
    let over = used_at + idle(shared);
    if over > tx.now() {
        return tx.later(IDLE_JOB, id, over);
    }
    tx.execute("DELETE FROM people_sessions WHERE id = $1", args![id])?;
    hang_up(tx, id)
}
