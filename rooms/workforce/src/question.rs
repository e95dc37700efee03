//! A question about a boundary: a gift, a telephone number, a secret. Asked of one's supervisor in private, sealed, and
//! answered by them alone. Asking is never held against anybody: nothing counts who asks.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::supervisor::Supervised;

/// Longest question, and longest answer, in characters.
pub const WORDS_AT_MOST: usize = 4000;

db::id! {
    /// A question.
    QuestionId
}

db::word! {
    /// What it is about.
    pub enum About {
        /// Contact outside of this place.
        Contact = "contact",
        /// A gift.
        Gift = "gift",
        /// Money.
        Money = "money",
        /// Being two things to one person: a supporter and a neighbour.
        TwoRoles = "two-roles",
        /// A secret that somebody asks to keep, about a danger.
        Secret = "secret",
        /// Something else.
        Other = "other",
    }
}

/// A question, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Who asks.
    pub member: MemberId,
    /// Who is asked.
    pub supervisor: MemberId,
    /// What it is about.
    pub about: About,
    /// What was asked.
    pub words: String,
    /// When.
    pub asked_at: Time,
    /// What was answered.
    pub answer: Option<String>,
}

fn place(column: &'static str, id: QuestionId) -> Place {
    Place::new("workforce_questions", column, id.0)
}

/// Asks one's supervisor.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, about: About, words: &str) -> Result<QuestionId> {
    let supervisor = Supervised::of(tx, actor.id)?.and_then(|it| it.supervisor);
    let supervisor = supervisor.ok_or_else(|| Error::refused("supervision-nobody-yet"))?;
    let id = QuestionId::fresh(tx);
    let sealed = tx.seal(KeyId(id.0), place("words", id), words)?;
    tx.execute(
        "INSERT INTO workforce_questions (id, member_id, supervisor_id, about, words, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, actor.id, supervisor, about, sealed, tx.now()],
    )?;
    Ok(id)
}

type Sealed = (QuestionId, MemberId, MemberId, About, Vec<u8>, Time, Option<Vec<u8>>);

fn from_row(row: &db::Row<'_>) -> Result<Sealed> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

fn open(tx: &mut Tx<'_>, rows: Vec<Sealed>) -> Result<Vec<Question>> {
    let mut questions = Vec::with_capacity(rows.len());
    for (id, member, supervisor, about, words, asked_at, answer) in rows {
        let Some(words) = tx.unseal(KeyId(id.0), place("words", id), &words)? else { continue };
        let answer = match answer {
            Some(sealed) => tx.unseal(KeyId(id.0), place("answer", id), &sealed)?,
            None => None,
        };
        questions.push(Question { id, member, supervisor, about, words, asked_at, answer });
    }
    Ok(questions)
}

/// What one asked oneself, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Question>> {
    let rows = tx.all(
        "SELECT id, member_id, supervisor_id, about, words, asked_at, answer FROM workforce_questions
         WHERE member_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 100",
        args![actor.id],
        from_row,
    )?;
    open(tx, rows)
}

/// Whether an answer waits to be read by whoever asked.
pub fn has_news(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    tx.value(
        "SELECT COUNT(*) > 0 FROM workforce_questions
         WHERE member_id = $1 AND answered_at IS NOT NULL AND read_at IS NULL",
        args![actor.id],
    )
}

/// Notes that whoever asked has read every answer.
pub fn see(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE workforce_questions SET read_at = $2
         WHERE member_id = $1 AND answered_at IS NOT NULL AND read_at IS NULL",
        args![actor.id, tx.now()],
    )?;
    Ok(())
}

/// What waits for an answer of this supervisor, the oldest first.
pub fn waiting(tx: &mut Tx<'_>, supervisor: &Actor) -> Result<Vec<Question>> {
    if !supervisor.wears(Hat::Supervisor) {
        return Err(Error::NotFound);
    }
    let rows = tx.all(
        "SELECT id, member_id, supervisor_id, about, words, asked_at, answer FROM workforce_questions
         WHERE supervisor_id = $1 AND answered_at IS NULL ORDER BY asked_at, id",
        args![supervisor.id],
        from_row,
    )?;
    open(tx, rows)
}

/// Answers what one was asked oneself.
pub fn answer(tx: &mut Tx<'_>, supervisor: &Actor, id: QuestionId, words: &str) -> Result<()> {
    let asked: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_questions WHERE id = $1 AND supervisor_id = $2 AND answered_at IS NULL",
        args![id, supervisor.id],
    )?;
    if asked == 0 || !supervisor.wears(Hat::Supervisor) {
        return Err(Error::NotFound);
    }
    let sealed = tx.seal(KeyId(id.0), place("answer", id), words)?;
    tx.execute(
        "UPDATE workforce_questions SET answer = $2, answered_at = $3 WHERE id = $1",
        args![id, sealed, tx.now()],
    )?;
    Ok(())
}

/// Takes back a question of one's own, answered or not: it is gone for both.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: QuestionId) -> Result<()> {
    let gone = tx.execute("DELETE FROM workforce_questions WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    if gone == 0 { Err(Error::NotFound) } else { tx.destroy_key(KeyId(id.0)) }
}

/// Lets somebody go.
pub(crate) fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let asked: Vec<QuestionId> =
        tx.all("SELECT id FROM workforce_questions WHERE member_id = $1", args![member], |row| row.get(0))?;
    for id in asked {
        tx.execute("DELETE FROM workforce_questions WHERE id = $1", args![id])?;
        tx.destroy_key(KeyId(id.0))?;
    }
    Ok(())
}
