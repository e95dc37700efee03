//! A report: something in a conversation was not right. The place itself copies what was said, so nobody is asked for
//! proof, and the copy outlives the transcript. Whoever reported hears what came of it.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use people::blocks;
use seal::{KeyId, Place, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, Hat, MemberId};

use crate::{
    conversation::{Conversation, Ending},
    kind::{ConversationId, Role},
    message, pairing, topic,
};

/// Longest words with a report, and longest answer, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// At most this many of the last messages go with a report.
const EVIDENCE_AT_MOST: i64 = 400;
/// Job: forgets a report that was answered.
pub const FORGET: &str = "support.report-forget";
/// How long an answered report is kept. Our own judgement: long enough to see a pattern, and for a complaint about it.
const KEPT: Duration = Duration::from_secs(365 * 86_400);

db::id! {
    /// A report.
    ReportId
}

db::word! {
    /// What was not right, in words that a hurt person can point at.
    pub enum Reason {
        /// Unkind, mocking, threatening.
        Unkind = "unkind",
        /// Sexual, or asked for pictures.
        Sexual = "sexual",
        /// Wanted to meet, wanted money or contact outside.
        Outside = "outside",
        /// Told them what to do, or spoke as if they were a clinician.
        Pushed = "pushed",
        /// Worry that somebody is not safe.
        NotSafe = "not-safe",
        /// Something else.
        Other = "other",
    }
}

/// One message of the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// In what part it was said.
    pub by: String,
    /// What was said; for the place itself, a key of the catalogue.
    pub words: String,
    /// When, in microseconds.
    pub at: i64,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// About which conversation.
    pub conversation: ConversationId,
    /// Who reported.
    pub by: MemberId,
    /// Whom.
    pub about: MemberId,
    /// What was not right.
    pub reason: Reason,
    /// When.
    pub made_at: Time,
    /// When somebody answered it.
    pub settled_at: Option<Time>,
    sealed_words: Option<Vec<u8>>,
    sealed_evidence: Vec<u8>,
    sealed_answer: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, conversation_id, by_id, about_id, reason, words, evidence, made_at, settled_at, answer";

fn from_row(row: &db::Row<'_>) -> Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        conversation: row.get(1)?,
        by: row.get(2)?,
        about: row.get(3)?,
        reason: row.get(4)?,
        sealed_words: row.get(5)?,
        sealed_evidence: row.get(6)?,
        made_at: row.get(7)?,
        settled_at: row.get(8)?,
        sealed_answer: row.get(9)?,
    })
}

/// A conversation in which one is the member or the supporter, and who the other is.
pub fn other_in(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<(Conversation, MemberId)> {
    let (conversation, role) = Conversation::of(tx, actor, id)?;
    let other = match role {
        Role::Asker => conversation.supporter,
        Role::Supporter => conversation.asker,
        Role::Supervisor | Role::Place => return Err(Error::NotFound),
    };
    Ok((conversation, other))
}

/// Whether one keeps away from the other by one's own choice. What the other chose is nobody else's to know.
pub fn keeps_away(tx: &mut Tx<'_>, by: MemberId, other: MemberId) -> Result<bool> {
    for kind in [blocks::Kind::Block, blocks::Kind::NeverAgain] {
        if blocks::list(tx, by, kind)?.iter().any(|it| it.whom == other) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Rather not be put together again: private, without a reason, and without an end to what is open.
pub fn never_again(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
    let (_, other) = other_in(tx, actor, id)?;
    blocks::never_again(tx, actor.id, other)?;
    pairing::part(tx, actor.id, other)
}

/// Blocks the other one in a conversation, silently: an open conversation ends with the words of any goodbye.
pub fn block(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
    let (conversation, other) = other_in(tx, actor, id)?;
    blocks::block(tx, actor.id, other)?;
    pairing::part(tx, actor.id, other)?;
    conversation.end(tx, Ending::Blocked, Some(actor.id))
}

impl Report {
    /// Reports the other one in a conversation, as long as what was said is still there. The same thing reported twice
    /// while nobody has answered is one report.
    pub fn make(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, reason: Reason, words: &str) -> Result<ReportId> {
        let (conversation, about) = other_in(tx, actor, id)?;
        let open = tx.first(
            "SELECT id FROM support_reports
             WHERE conversation_id = $1 AND by_id = $2 AND reason = $3 AND settled_at IS NULL",
            args![id, actor.id, reason],
            |row| row.get(0),
        )?;
        if let Some(open) = open {
            return Ok(open);
        }
        if conversation.erased_at.is_some() {
            return Err(Error::refused("report-erased"));
        }
        let said: Vec<Said> = message::since(tx, id, conversation.last_seq - EVIDENCE_AT_MOST)?
            .into_iter()
            .map(|it| Said { by: it.by.as_str().to_owned(), words: it.words, at: it.said_at.0 })
            .collect();
        let evidence = serde_json::to_string(&said).map_err(Error::broken)?;
        let report = ReportId::fresh(tx);
        let evidence = tx.seal(KeyId(report.0), Place::new("support_reports", "evidence", report.0), &evidence)?;
        let words = match words.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(report.0), Place::new("support_reports", "words", report.0), words)?),
        };
        tx.execute(
            "INSERT INTO support_reports (id, conversation_id, by_id, about_id, reason, words, evidence, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![report, id, actor.id, about, reason, words, evidence, tx.now()],
        )?;
        topic::queue_changed(tx)?;
        Ok(report)
    }

    /// One's own reports, the latest first.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM support_reports WHERE by_id = $1 ORDER BY made_at DESC, id LIMIT 50"),
            args![actor.id],
            from_row,
        )
    }

    /// Reports that nobody has answered, oldest first. Nobody judges a report that they made, or that is about them.
    pub fn open(tx: &mut Tx<'_>, supervisor: &Actor) -> Result<Vec<Self>> {
        if !supervisor.wears(Hat::Supervisor) {
            return Err(Error::NotFound);
        }
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_reports
                 WHERE settled_at IS NULL AND by_id <> $1 AND about_id <> $1 ORDER BY made_at, id"
            ),
            args![supervisor.id],
            from_row,
        )
    }

    /// A report, for a supervisor who has no part in it.
    pub fn readable_by(tx: &mut Tx<'_>, supervisor: &Actor, id: ReportId) -> Result<Self> {
        if !supervisor.wears(Hat::Supervisor) {
            return Err(Error::NotFound);
        }
        tx.one(
            &format!("SELECT {COLUMNS} FROM support_reports WHERE id = $1 AND by_id <> $2 AND about_id <> $2"),
            args![id, supervisor.id],
            from_row,
        )
    }

    /// What was said, as it was when the report was made.
    pub fn evidence(&self, tx: &mut Tx<'_>) -> Result<Vec<Said>> {
        let text = self.unseal(tx, "evidence", Some(&self.sealed_evidence))?;
        serde_json::from_str(&text).map_err(Error::broken)
    }

    /// The words that went with it.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "words", self.sealed_words.as_deref())
    }

    /// What came of it, in the supervisor's words.
    pub fn answer_words(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "answer", self.sealed_answer.as_deref())
    }

    fn unseal(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<String> {
        match sealed {
            Some(sealed) => {
                let place = Place::new("support_reports", column, self.id.0);
                Ok(tx.unseal(KeyId(self.id.0), place, sealed)?.unwrap_or_default())
            }
            None => Ok(String::new()),
        }
    }

    /// Answers it: the reporter reads these words. Of two supervisors who answer, one does.
    pub fn answer(&self, tx: &mut Tx<'_>, supervisor: &Actor, words: &str) -> Result<()> {
        let sealed = tx.seal(KeyId(self.id.0), Place::new("support_reports", "answer", self.id.0), words)?;
        let answered = tx.execute(
            "UPDATE support_reports SET answer = $2, settled_by = $3, settled_at = $4
             WHERE id = $1 AND settled_at IS NULL AND by_id <> $3 AND about_id <> $3",
            args![self.id, sealed, supervisor.id, tx.now()],
        )?;
        if answered == 0 {
            return Err(Error::refused("report-answered"));
        }
        // What was reported and what was answered stay sealed; the trail knows only that it was looked after.
        organisation::trail::record(tx, Some(supervisor.id), "trail-report-answered", Some(self.about), "")?;
        tx.later(FORGET, self.id, tx.now() + KEPT)?;
        topic::refresh_member(tx, self.by)?;
        topic::queue_changed(tx)
    }

    /// Notes in the trail that a supervisor looked at what was said: nobody reads a conversation without a trace.
    pub fn note_opened(&self, tx: &mut Tx<'_>, supervisor: &Actor) -> Result<()> {
        organisation::trail::record(tx, Some(supervisor.id), "trail-report-opened", Some(self.about), "")
    }
}

/// Forgets a report that was answered long ago: the row goes, and the key that sealed the evidence.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ReportId = id.parse()?;
    tx.execute("DELETE FROM support_reports WHERE id = $1 AND settled_at IS NOT NULL", args![id])?;
    tx.destroy_key(KeyId(id.0))
}
