//! A note left instead of waiting: answered by a supporter within the time that was promised.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use organisation::Settings;
use seal::{KeyId, Place, Sealing};
use words::{Actor, AgeBand, Hat, Language, MemberId};
use workforce::answer::{self, Step, Work};

use crate::{
    alert::{self, AlertKind},
    colleague,
    kind::RequestId,
    profile::Profile,
    request::{Outcome, Request},
    topic,
};

/// Job: looks whether a note was answered in the time that was promised.
pub const DUE: &str = "support.note-due";
/// Longest note and longest answer, in characters: a page, so that a whole thought fits.
pub const WORDS_AT_MOST: usize = 2000;
/// Whoever took a note and did not answer gives it back after this.
const HELD: Duration = Duration::from_secs(2 * 3600);

db::id! {
    /// A note.
    NoteId
}

/// A note and what became of it.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Who left it.
    pub member: MemberId,
    /// When.
    pub left_at: Time,
    /// By when an answer was promised.
    pub due_at: Time,
    /// Who answers, or answered.
    pub taken_by: Option<MemberId>,
    /// When they took it.
    pub taken_at: Option<Time>,
    /// When it was answered.
    pub answered_at: Option<Time>,
    /// When the member first read the answer.
    pub read_at: Option<Time>,
    request: RequestId,
    sealed_words: Vec<u8>,
    sealed_answer: Option<Vec<u8>>,
}

const COLUMNS: &str =
    "id, request_id, member_id, words, left_at, due_at, taken_by, taken_at, answer, answered_at, read_at";

fn from_row(row: &db::Row<'_>) -> Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        request: row.get(1)?,
        member: row.get(2)?,
        sealed_words: row.get(3)?,
        left_at: row.get(4)?,
        due_at: row.get(5)?,
        taken_by: row.get(6)?,
        taken_at: row.get(7)?,
        sealed_answer: row.get(8)?,
        answered_at: row.get(9)?,
        read_at: row.get(10)?,
    })
}

impl Note {
    /// Leaves a note in place of a request that waits. Sent twice, it is left once.
    pub fn leave(tx: &mut Tx<'_>, actor: &Actor, request: RequestId, words: &str) -> Result<NoteId> {
        let request = Request::own(tx, actor, request)?;
        let left = tx.first(
            "SELECT id FROM support_notes WHERE request_id = $1 AND member_id = $2",
            args![request.id, actor.id],
            |row| row.get(0),
        )?;
        if let Some(id) = left {
            return Ok(id);
        }
        if !request.end(tx, Outcome::NoteLeft)? {
            return Err(Error::refused("note-not-waiting"));
        }
        let id = NoteId::fresh(tx);
        let due_at = tx.now() + Duration::from_secs(3600 * u64::from(Settings::current(tx)?.note_hours));
        let sealed = tx.seal(KeyId(actor.id.0), Place::new("support_notes", "words", id.0), words)?;
        tx.execute(
            "INSERT INTO support_notes (id, request_id, member_id, words, left_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)",
            args![id, request.id, actor.id, sealed, tx.now(), due_at],
        )?;
        tx.later(DUE, id, due_at)?;
        topic::queue_changed(tx)?;
        Ok(id)
    }

    /// A note of one's own.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: NoteId) -> Result<Self> {
        tx.one(
            &format!("SELECT {COLUMNS} FROM support_notes WHERE id = $1 AND member_id = $2"),
            args![id, actor.id],
            from_row,
        )
    }

    /// The newest notes of one's own.
    pub fn all_own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM support_notes WHERE member_id = $1 ORDER BY left_at DESC LIMIT 20"),
            args![actor.id],
            from_row,
        )
    }

    /// Unanswered notes that this supporter or supervisor may answer, longest waiting first. Those that somebody else
    /// has just taken are left out.
    pub fn unanswered(tx: &mut Tx<'_>, answerer: &Actor) -> Result<Vec<Self>> {
        let open = tx.all(
            &format!("SELECT {COLUMNS} FROM support_notes WHERE answered_at IS NULL ORDER BY left_at, id"),
            args![],
            from_row,
        )?;
        let mut notes = Vec::new();
        for note in open {
            if !note.is_held_by_another(answerer.id, tx.now()) && note.may_be_answered_by(tx, answerer)? {
                notes.push(note);
            }
        }
        Ok(notes)
    }

    /// An unanswered note, as one who may answer it. For everybody else it does not exist.
    pub fn answerable_by(tx: &mut Tx<'_>, answerer: &Actor, id: NoteId) -> Result<Self> {
        let note = tx.one(&format!("SELECT {COLUMNS} FROM support_notes WHERE id = $1"), args![id], from_row)?;
        if note.may_be_answered_by(tx, answerer)? { Ok(note) } else { Err(Error::NotFound) }
    }

    /// The same rules as for a conversation: one band, a shared language, nothing that keeps the two apart, no work that
    /// they share, no topic that the supporter cannot take.
    fn may_be_answered_by(&self, tx: &mut Tx<'_>, answerer: &Actor) -> Result<bool> {
        if self.member == answerer.id || !(answerer.wears(Hat::Supporter) || answerer.wears(Hat::Supervisor)) {
            return Ok(false);
        }
        let (band, languages): (AgeBand, String) =
            tx.one("SELECT band, languages FROM support_requests WHERE id = $1", args![self.request], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let shared = Language::list(&languages).iter().any(|it| answerer.languages.contains(it));
        if band != answerer.band || !shared || people::blocks::apart(tx, self.member, answerer.id)? {
            return Ok(false);
        }
        if colleague::is(tx, self.request, answerer.id)? {
            return Ok(false);
        }
        let topics = Request::any(tx, self.request)?.topics(tx)?;
        let cannot_take = Profile::of(tx, answerer.id)?.cannot_take;
        Ok(!topics.iter().any(|it| cannot_take.contains(it)))
    }

    fn is_held_by_another(&self, member: MemberId, now: Time) -> bool {
        self.taken_by.is_some_and(|it| it != member) && self.taken_at.is_some_and(|at| at + HELD > now)
    }

    /// Takes it, to answer it: for two hours nobody else writes an answer to the same note. A supporter who may not begin
    /// a conversation does not begin this either.
    pub fn take(&self, tx: &mut Tx<'_>, answerer: &Actor) -> Result<()> {
        if self.taken_by != Some(answerer.id) && answerer.wears(Hat::Supporter) {
            answer::may(tx, answerer.id, Work::Conversation, Step::Begin)?;
        }
        let taken = tx.execute(
            "UPDATE support_notes SET taken_by = $2, taken_at = $3
             WHERE id = $1 AND answered_at IS NULL AND (taken_by IS NULL OR taken_by = $2 OR taken_at <= $4)",
            args![self.id, answerer.id, tx.now(), tx.now() - HELD],
        )?;
        if taken == 0 {
            return Err(Error::refused("note-taken"));
        }
        topic::queue_changed(tx)
    }

    /// Gives it back for somebody else to answer.
    pub fn release(&self, tx: &mut Tx<'_>, answerer: &Actor) -> Result<()> {
        tx.execute(
            "UPDATE support_notes SET taken_by = NULL, taken_at = NULL
             WHERE id = $1 AND taken_by = $2 AND answered_at IS NULL",
            args![self.id, answerer.id],
        )?;
        topic::queue_changed(tx)
    }

    /// Answers it. Of several who would, exactly one does: whoever holds it now.
    pub fn answer(&self, tx: &mut Tx<'_>, answerer: &Actor, words: &str) -> Result<()> {
        let sealed = tx.seal(KeyId(self.member.0), Place::new("support_notes", "answer", self.id.0), words)?;
        let answered = tx.execute(
            "UPDATE support_notes SET answer = $3, answered_at = $4
             WHERE id = $1 AND taken_by = $2 AND answered_at IS NULL",
            args![self.id, answerer.id, sealed, tx.now()],
        )?;
        if answered == 0 {
            return Err(Error::refused("note-taken"));
        }
        alert::lift(tx, AlertKind::NoteOverdue, &self.id.to_string())?;
        topic::refresh_member(tx, self.member)?;
        topic::queue_changed(tx)
    }

    /// What the note says; empty when its key has been destroyed.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<String> {
        let place = Place::new("support_notes", "words", self.id.0);
        Ok(tx.unseal(KeyId(self.member.0), place, &self.sealed_words)?.unwrap_or_default())
    }

    /// What the answer says, once there is one.
    pub fn answer_words(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let place = Place::new("support_notes", "answer", self.id.0);
        match &self.sealed_answer {
            Some(sealed) => tx.unseal(KeyId(self.member.0), place, sealed),
            None => Ok(None),
        }
    }

    /// Notes that the member has seen the answer.
    pub fn note_read(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE support_notes SET read_at = $2 WHERE id = $1 AND answered_at IS NOT NULL AND read_at IS NULL",
            args![self.id, tx.now()],
        )?;
        Ok(())
    }

    /// Whether the promise was not kept.
    pub fn is_overdue(&self, now: Time) -> bool {
        self.answered_at.is_none() && self.due_at <= now
    }
}

/// How many notes wait for this supporter or supervisor to answer them.
pub fn waiting_for(tx: &mut Tx<'_>, answerer: &Actor) -> Result<i64> {
    Ok(i64::try_from(Note::unanswered(tx, answerer)?.len()).unwrap_or(i64::MAX))
}

/// How many notes wait for an answer, and how many of them longer than was promised. For the board: of every band.
pub(crate) fn count_unanswered(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    tx.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM support_notes WHERE answered_at IS NULL",
        args![tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The promise falls due: a note without an answer goes to the supervisors.
pub(crate) fn look_at_promise(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let unanswered: Option<MemberId> =
        tx.first("SELECT member_id FROM support_notes WHERE id = $1 AND answered_at IS NULL", args![id], |row| {
            row.get(0)
        })?;
    match unanswered {
        Some(member) => {
            topic::refresh_member(tx, member)?;
            alert::raise(tx, AlertKind::NoteOverdue, member, id)
        }
        None => Ok(()),
    }
}
