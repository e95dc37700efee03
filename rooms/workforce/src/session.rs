//! A talk between a supporter and their supervisor: when, what about, what came of it. Both write it and both read it;
//! nobody else does, and it is sealed under a key that neither owns alone.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    supervisor::{self, Supervised},
    together,
};

/// Longest text, in characters.
pub const WORDS_AT_MOST: usize = 8000;
/// How far ahead one may plan.
pub const AHEAD: Duration = Duration::from_secs(92 * 86_400);
/// What was written is kept for so long: two years, the usual time between two certificates.
const KEPT: Duration = Duration::from_secs(731 * 86_400);
/// Job: forgets talks and meetings that are long past.
pub const FORGET: &str = "workforce.sessions-forget";
const DAY: Duration = Duration::from_secs(86_400);

db::id! {
    /// A talk.
    SessionId
}

/// What the two write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What they would like to talk about.
    pub agenda: String,
    /// What they want to remember.
    pub notes: String,
    /// What somebody will do.
    pub actions: String,
}

/// A talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who is looked after.
    pub member: MemberId,
    /// By whom.
    pub supervisor: MemberId,
    /// When.
    pub begins_at: Time,
    /// How often somebody wrote.
    pub version: i64,
    /// When it was held.
    pub held_at: Option<Time>,
}

const COLUMNS: &str = "id, member_id, supervisor_id, begins_at, version, held_at";

fn from_row(row: &db::Row<'_>) -> Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        member: row.get(1)?,
        supervisor: row.get(2)?,
        begins_at: row.get(3)?,
        version: row.get(4)?,
        held_at: row.get(5)?,
    })
}

impl Session {
    /// A talk, as one of the two. For everybody else it does not exist.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: SessionId) -> Result<Self> {
        let session =
            tx.one(&format!("SELECT {COLUMNS} FROM workforce_sessions WHERE id = $1"), args![id], from_row)?;
        let supervises = session.supervisor == actor.id && actor.wears(Hat::Supervisor);
        if session.member == actor.id || supervises { Ok(session) } else { Err(Error::NotFound) }
    }

    /// The next talk of somebody.
    pub fn next_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM workforce_sessions WHERE member_id = $1 AND held_at IS NULL"),
            args![member],
            from_row,
        )
    }

    /// The talks that one had, with whomever, the latest first.
    pub fn held_with(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM workforce_sessions WHERE member_id = $1 AND held_at IS NOT NULL
                 ORDER BY begins_at DESC, id LIMIT 100"
            ),
            args![actor.id],
            from_row,
        )
    }

    /// The talks that a supervisor had with this member, the latest first.
    pub fn held_by(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM workforce_sessions
                 WHERE member_id = $2 AND supervisor_id = $1 AND held_at IS NOT NULL
                 ORDER BY begins_at DESC, id LIMIT 100"
            ),
            args![supervisor.id, member],
            from_row,
        )
    }

    /// Picks the next date; either of the two may, and may move it.
    pub fn plan(tx: &mut Tx<'_>, actor: &Actor, member: MemberId, at: Time) -> Result<SessionId> {
        let supervised = Supervised::of(tx, member)?.ok_or(Error::NotFound)?;
        let supervises = supervised.supervisor == Some(actor.id) && actor.wears(Hat::Supervisor);
        if actor.id != member && !supervises {
            return Err(Error::NotFound);
        }
        let supervisor = supervised.supervisor.ok_or_else(|| Error::refused("supervision-nobody-yet"))?;
        if at < tx.now() {
            return Err(Error::refused("session-past"));
        }
        if at > tx.now() + AHEAD {
            return Err(Error::refused("session-too-far"));
        }
        put(tx, member, supervisor, at)
    }

    /// What was written in it.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<Words> {
        let sealed: [Option<Vec<u8>>; 3] =
            tx.one("SELECT agenda, notes, actions FROM workforce_sessions WHERE id = $1", args![self.id], |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?])
            })?;
        let [agenda, notes, actions] = sealed;
        Ok(Words {
            agenda: self.open(tx, "agenda", agenda)?,
            notes: self.open(tx, "notes", notes)?,
            actions: self.open(tx, "actions", actions)?,
        })
    }

    fn open(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<Vec<u8>>) -> Result<String> {
        let Some(sealed) = sealed else { return Ok(String::new()) };
        let place = Place::new("workforce_sessions", column, self.id.0);
        Ok(tx.unseal(KeyId(self.id.0), place, &sealed)?.unwrap_or_default())
    }

    fn seal(&self, tx: &mut Tx<'_>, column: &'static str, words: &str) -> Result<Option<Vec<u8>>> {
        match words.trim() {
            "" => Ok(None),
            words => tx.seal(KeyId(self.id.0), Place::new("workforce_sessions", column, self.id.0), words).map(Some),
        }
    }

    /// What was agreed in the talk before this one, with the same supervisor.
    pub fn agreed_before(&self, tx: &mut Tx<'_>) -> Result<String> {
        let before: Option<Self> = tx.first(
            &format!(
                "SELECT {COLUMNS} FROM workforce_sessions
                 WHERE member_id = $1 AND supervisor_id = $2 AND held_at IS NOT NULL AND id <> $3 AND begins_at <= $4
                 ORDER BY begins_at DESC, id LIMIT 1"
            ),
            args![self.member, self.supervisor, self.id, self.begins_at],
            from_row,
        )?;
        before.map_or(Ok(String::new()), |it| Ok(it.words(tx)?.actions))
    }

    /// Writes in it, as one of the two who last read it at this version: what the other wrote meanwhile is not lost.
    pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: SessionId, words: &Words, version: i64) -> Result<()> {
        let session = Self::of(tx, actor, id)?;
        if session.version != version {
            return Err(Error::refused("session-other-wrote"));
        }
        let (agenda, notes, actions) = (
            session.seal(tx, "agenda", &words.agenda)?,
            session.seal(tx, "notes", &words.notes)?,
            session.seal(tx, "actions", &words.actions)?,
        );
        tx.execute(
            "UPDATE workforce_sessions SET agenda = $2, notes = $3, actions = $4, version = version + 1 WHERE id = $1",
            args![id, agenda, notes, actions],
        )?;
        Ok(())
    }

    /// They talked: the supervisor says so.
    pub fn hold(tx: &mut Tx<'_>, supervisor: &Actor, id: SessionId) -> Result<()> {
        let session = Self::of(tx, supervisor, id)?;
        if session.member == supervisor.id || session.held_at.is_some() {
            return Err(Error::NotFound);
        }
        tx.execute(
            "UPDATE workforce_sessions SET held_at = $2, begins_at = $3 WHERE id = $1",
            args![id, tx.now(), session.begins_at.min(tx.now())],
        )?;
        supervisor::talked(tx, session.member)
    }

    /// They talked without a date, or before it.
    pub fn hold_now(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<SessionId> {
        Supervised::own(tx, supervisor, member)?;
        let now = tx.now();
        let id = put(tx, member, supervisor.id, now)?;
        Self::hold(tx, supervisor, id)?;
        Ok(id)
    }

    /// Calls off a talk that was planned; either of the two may.
    pub fn call_off(tx: &mut Tx<'_>, actor: &Actor, id: SessionId) -> Result<()> {
        let session = Self::of(tx, actor, id)?;
        if session.held_at.is_some() {
            return Err(Error::NotFound);
        }
        forget(tx, id)
    }
}

/// The next talk of somebody is then: the one that is planned moves.
fn put(tx: &mut Tx<'_>, member: MemberId, supervisor: MemberId, at: Time) -> Result<SessionId> {
    tx.one(
        "INSERT INTO workforce_sessions (id, member_id, supervisor_id, begins_at, version) VALUES ($1, $2, $3, $4, 0)
         ON CONFLICT (member_id) WHERE held_at IS NULL DO UPDATE SET begins_at = excluded.begins_at
         RETURNING id",
        args![SessionId::fresh(tx), member, supervisor, at],
        |row| row.get(0),
    )
}

fn forget(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    tx.execute("DELETE FROM workforce_sessions WHERE id = $1", args![id])?;
    tx.destroy_key(KeyId(id.0))
}

fn forget_all(tx: &mut Tx<'_>, ids: Vec<SessionId>) -> Result<()> {
    ids.into_iter().try_for_each(|id| forget(tx, id))
}

/// Forgets the talk that somebody planned.
pub(crate) fn forget_planned(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let planned = Session::next_of(tx, member)?.map(|it| it.id);
    forget_all(tx, planned.into_iter().collect())
}

/// Forgets what is long past, alone and together.
pub(crate) fn forget_old(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    let old =
        tx.all("SELECT id FROM workforce_sessions WHERE begins_at < $1", args![tx.now() - KEPT], |row| row.get(0))?;
    forget_all(tx, old)?;
    together::forget_old(tx)?;
    tx.later(FORGET, "", tx.now() + DAY)
}

/// Lets somebody go. What they wrote together belongs to the one who was looked after, and goes with them; a talk that a
/// supervisor who leaves has planned is off.
pub(crate) fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let theirs = tx.all(
        "SELECT id FROM workforce_sessions WHERE member_id = $1 OR (supervisor_id = $1 AND held_at IS NULL)",
        args![member],
        |row| row.get(0),
    )?;
    forget_all(tx, theirs)
}
