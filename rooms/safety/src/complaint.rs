//! A complaint about how this place is run. Anybody may make one, signed in or not; whoever holds the link reads the
//! answer. A person answers it within the days that the community promises.

use std::time::Duration;

use db::{Error, Result, Row, Time, Tx, args};
use jobs::Later;
use organisation::trail;
use seal::{KeyId, Place, Sealing};
use sha2::{Digest, Sha256};
use words::{Actor, Hat, MemberId};

/// Longest complaint, and longest answer, in characters.
pub const WORDS_AT_MOST: usize = 4000;
/// Job: forgets a complaint that was answered long ago.
pub const FORGET: &str = "safety.complaint-forget";
/// How long an answered complaint is kept: whoever supervises such services asks for the last years' log.
pub const KEPT_DAYS: u64 = 2 * 365;
const DAY: Duration = Duration::from_secs(86_400);
/// Who answers: those who answer for the place.
const ANSWERERS: [Hat; 2] = [Hat::Administrator, Hat::SafeguardingLead];

db::id! {
    /// A complaint.
    ComplaintId
}

db::word! {
    /// What it is about.
    pub enum About {
        /// Something harmful was not taken down.
        LeftUp = "left-up",
        /// Something was taken down, or somebody shut out, that should not have been.
        TakenDown = "taken-down",
        /// A child may not be safe here.
        Children = "children",
        /// What is kept about somebody.
        Privacy = "privacy",
        /// Somebody who works here.
        Staff = "staff",
        /// The place cannot be used by somebody.
        Access = "access",
        /// Something else.
        Other = "other",
    }
}

db::word! {
    /// How it ended.
    pub enum Outcome {
        /// It was right.
        Right = "right",
        /// Part of it was.
        Partly = "partly",
        /// We see it differently.
        Differently = "differently",
    }
}

/// A complaint.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// What it is about.
    pub about: About,
    /// Who made it, when they were signed in.
    pub by: Option<MemberId>,
    /// When.
    pub made_at: Time,
    /// When it is answered at the latest.
    pub due_at: Time,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was answered.
    pub answered_at: Option<Time>,
    words: Vec<u8>,
    answer: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, subject, by_id, made_at, due_at, outcome, answered_at, words, answer";

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Makes a complaint; answers the end of the link under which its answer will be.
pub fn make(tx: &mut Tx<'_>, by: Option<MemberId>, about: About, words: &str) -> Result<String> {
    let id = ComplaintId::fresh(tx);
    let token: [u8; 16] = tx.random_bytes();
    let token = format!("{:032x}", u128::from_be_bytes(token));
    let sealed = tx.seal(KeyId(id.0), Place::new("safety_complaints", "words", id.0), words)?;
    let due = tx.now() + DAY * answer_days(tx)?;
    tx.execute(
        "INSERT INTO safety_complaints (id, token_hash, by_id, subject, words, made_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, digest(&token), by, about, sealed, tx.now(), due],
    )?;
    Ok(token)
}

/// Within how many days it is answered.
pub fn answer_days(tx: &mut Tx<'_>) -> Result<u32> {
    Ok(organisation::Settings::current(tx)?.number("complaint-days"))
}

/// Whether somebody answers complaints.
pub fn answers(actor: &Actor) -> bool {
    ANSWERERS.iter().any(|it| actor.wears(*it))
}

/// The complaint of this link.
pub fn by_link(tx: &mut Tx<'_>, token: &str) -> Result<Complaint> {
    let found = tx.first(
        &format!("SELECT {COLUMNS} FROM safety_complaints WHERE token_hash = $1"),
        args![digest(token)],
        Complaint::from_row,
    )?;
    found.ok_or(Error::NotFound)
}

/// Complaints that wait, those that are due first before the others, and then the latest that were answered. Nobody sees
/// their own here.
pub fn log(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Complaint>> {
    if !answers(actor) {
        return Err(Error::NotFound);
    }
    let mut log = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_complaints WHERE answered_at IS NULL AND (by_id IS NULL OR by_id <> $1)
             ORDER BY due_at, id"
        ),
        args![actor.id],
        Complaint::from_row,
    )?;
    log.extend(tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_complaints WHERE answered_at IS NOT NULL AND (by_id IS NULL OR by_id <> $1)
             ORDER BY answered_at DESC, id LIMIT 50"
        ),
        args![actor.id],
        Complaint::from_row,
    )?);
    Ok(log)
}

impl Complaint {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            about: row.get(1)?,
            by: row.get(2)?,
            made_at: row.get(3)?,
            due_at: row.get(4)?,
            outcome: row.get(5)?,
            answered_at: row.get(6)?,
            words: row.get(7)?,
            answer: row.get(8)?,
        })
    }

    /// The complaint, for those who answer; never their own.
    pub fn for_answerer(tx: &mut Tx<'_>, actor: &Actor, id: ComplaintId) -> Result<Self> {
        if !answers(actor) {
            return Err(Error::NotFound);
        }
        let found = tx.first(
            &format!("SELECT {COLUMNS} FROM safety_complaints WHERE id = $1 AND (by_id IS NULL OR by_id <> $2)"),
            args![id, actor.id],
            Self::from_row,
        )?;
        found.ok_or(Error::NotFound)
    }

    /// What was written, and the answer.
    pub fn read(&self, tx: &mut Tx<'_>) -> Result<(String, Option<String>)> {
        let mut open = |column, sealed: &[u8]| {
            tx.unseal(KeyId(self.id.0), Place::new("safety_complaints", column, self.id.0), sealed)
        };
        let words = open("words", &self.words)?.unwrap_or_default();
        let answer = match &self.answer {
            Some(sealed) => open("answer", sealed)?,
            None => None,
        };
        Ok((words, answer))
    }

    /// Whether it waits for longer than was promised.
    pub fn is_late(&self, now: Time) -> bool {
        self.answered_at.is_none() && now > self.due_at
    }

    /// Answers it.
    pub fn answer(&self, tx: &mut Tx<'_>, actor: &Actor, outcome: Outcome, words: &str) -> Result<()> {
        let sealed = tx.seal(KeyId(self.id.0), Place::new("safety_complaints", "answer", self.id.0), words)?;
        let now = tx.now();
        let won = tx.execute(
            "UPDATE safety_complaints SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5
             WHERE id = $1 AND answered_at IS NULL",
            args![self.id, outcome, sealed, actor.id, now],
        )?;
        if won == 0 {
            return Err(Error::refused("complaint-answered"));
        }
        trail::record_detail(tx, Some(actor.id), "trail-complaint-answered", None, self.about.as_str(), "")?;
        tx.later(FORGET, self.id, now + DAY * KEPT_DAYS as u32)
    }
}

/// Forgets a complaint: its row, and the key that sealed it.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ComplaintId = id.parse()?;
    tx.execute("DELETE FROM safety_complaints WHERE id = $1 AND answered_at IS NOT NULL", args![id])?;
    tx.destroy_key(KeyId(id.0))
}

/// The log in numbers, for the community's papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Made within the last year.
    pub made: i64,
    /// Of these, answered.
    pub answered: i64,
    /// Of these, found right, wholly or partly.
    pub right: i64,
    /// Waiting for longer than was promised, whenever they were made.
    pub late: i64,
    /// Appeals against decisions, made within the last year.
    pub appeals: i64,
    /// Of these, upheld.
    pub upheld: i64,
}

/// Counts what there was in the last year.
pub fn numbers(tx: &mut Tx<'_>) -> Result<Numbers> {
    let since = tx.now() - DAY * 365;
    let mut count = |sql: &'static str, at: Time| tx.value::<i64>(sql, args![at]);
    Ok(Numbers {
        made: count("SELECT COUNT(*) FROM safety_complaints WHERE made_at >= $1", since)?,
        answered: count(
            "SELECT COUNT(*) FROM safety_complaints WHERE made_at >= $1 AND answered_at IS NOT NULL",
            since,
        )?,
        right: count(
            "SELECT COUNT(*) FROM safety_complaints WHERE made_at >= $1 AND outcome IN ('right', 'partly')",
            since,
        )?,
        appeals: count("SELECT COUNT(*) FROM safety_appeals WHERE made_at >= $1", since)?,
        upheld: count("SELECT COUNT(*) FROM safety_appeals WHERE made_at >= $1 AND upheld = TRUE", since)?,
        late: {
            let now = since + DAY * 365;
            count("SELECT COUNT(*) FROM safety_complaints WHERE answered_at IS NULL AND due_at < $1", now)?
        },
    })
}
