//! How it was: three short questions to both, each free to leave out. Read by supervisors, never by the other, never
//! added up into a mark for anyone.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    alert::{self, AlertKind},
    colleague,
    conversation::Conversation,
    kind::{ConversationId, Role},
    pairing::Pairing,
};

/// Longest remark, in characters.
pub const REMARK_AT_MOST: usize = 1000;
/// The best answer to a question; the worst is 0.
pub const BEST: i64 = 10;
/// An answer up to this calls for kindness and a person.
const LOW: i64 = 3;

/// What somebody answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feedback {
    /// "I felt heard."
    pub heard: Option<i64>,
    /// "We talked about what matters to me."
    pub mattered: Option<i64>,
    /// "All in all it was right for me."
    pub overall: Option<i64>,
    /// A remark, if wanted.
    pub remark: String,
    /// Would like to talk with the same person again.
    pub again: bool,
}

/// Feedback as supervisors read it.
#[derive(Clone, Debug)]
pub struct Given {
    /// About which conversation.
    pub conversation: ConversationId,
    /// Who gave it.
    pub member: MemberId,
    /// In which part.
    pub role: Role,
    /// Who supported in that conversation.
    pub supporter: MemberId,
    /// What they answered.
    pub feedback: Feedback,
    /// When.
    pub given_at: Time,
}

impl Given {
    /// The answers, by the name of their question.
    pub fn answers(&self) -> [(&'static str, Option<i64>); 3] {
        [("heard", self.feedback.heard), ("mattered", self.feedback.mattered), ("overall", self.feedback.overall)]
    }
}

impl Feedback {
    /// Whether a person should look at it.
    pub fn is_low(&self) -> bool {
        self.overall.is_some_and(|it| it <= LOW)
    }

    /// Keeps what somebody answered after a conversation of theirs; answering again replaces it. When both want to talk
    /// again, a pairing can begin.
    pub fn give(&self, tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
        let (conversation, role) = Conversation::of(tx, actor, id)?;
        let answers = [self.heard, self.mattered, self.overall];
        if conversation.is_open() || answers.into_iter().flatten().any(|it| !(0..=BEST).contains(&it)) {
            return Err(Error::NotFound);
        }
        // Leaving everything out is an answer too, and leaves no row.
        if *self == Self::default() && Self::own(tx, actor, id)?.is_none() {
            return Ok(());
        }
        let remark = match self.remark.trim() {
            "" => None,
            // Under the member's own key: it outlives the transcript, and goes when the member goes.
            words => Some(tx.seal(KeyId(actor.id.0), Place::new("support_feedback", "remark", id.0), words)?),
        };
        tx.execute(
            "INSERT INTO support_feedback (conversation_id, member_id, role, heard, mattered, overall, remark, again, given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (conversation_id, member_id) DO UPDATE SET
                heard = excluded.heard, mattered = excluded.mattered, overall = excluded.overall,
                remark = excluded.remark, again = excluded.again, given_at = excluded.given_at",
            args![id, actor.id, role, self.heard, self.mattered, self.overall, remark, self.again, tx.now()],
        )?;
        if role == Role::Asker && self.is_low() {
            alert::raise(tx, AlertKind::LowFeedback, actor.id, &id.to_string())?;
        }
        if self.again { Pairing::begin_if_both_asked(tx, &conversation) } else { Ok(()) }
    }

    /// What one answered oneself.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Option<Self>> {
        let given = tx.first(
            "SELECT heard, mattered, overall, remark, again FROM support_feedback
             WHERE conversation_id = $1 AND member_id = $2",
            args![id, actor.id],
            |row| Ok((Self::from_row(row)?, row.get(3)?)),
        )?;
        given.map(|(feedback, remark)| feedback.with_remark(tx, actor.id, id, remark)).transpose()
    }

    fn from_row(row: &db::Row<'_>) -> Result<Self> {
        Ok(Self {
            heard: row.get(0)?,
            mattered: row.get(1)?,
            overall: row.get(2)?,
            remark: String::new(),
            again: row.get(4)?,
        })
    }

    fn with_remark(
        mut self,
        tx: &mut Tx<'_>,
        member: MemberId,
        id: ConversationId,
        sealed: Option<Vec<u8>>,
    ) -> Result<Self> {
        if let Some(sealed) = sealed {
            let place = Place::new("support_feedback", "remark", id.0);
            self.remark = tx.unseal(KeyId(member.0), place, &sealed)?.unwrap_or_default();
        }
        Ok(self)
    }

    /// The newest feedback, for a supervisor. What concerns a conversation of the supervisor's own is for another one to
    /// read.
    pub fn newest(tx: &mut Tx<'_>, supervisor: &Actor, most: i64) -> Result<Vec<Given>> {
        if !supervisor.wears(Hat::Supervisor) {
            return Err(Error::NotFound);
        }
        let rows = tx.all(
            "SELECT f.heard, f.mattered, f.overall, f.remark, f.again, f.conversation_id, f.member_id, f.role,
                    c.supporter_id, f.given_at
             FROM support_feedback f JOIN support_conversations c ON c.id = f.conversation_id
             WHERE c.asker_id <> $1 AND c.supporter_id <> $1 ORDER BY f.given_at DESC, f.conversation_id LIMIT $2",
            args![supervisor.id, most],
            |row| {
                let given = Given {
                    conversation: row.get(5)?,
                    member: row.get(6)?,
                    role: row.get(7)?,
                    supporter: row.get(8)?,
                    feedback: Self::from_row(row)?,
                    given_at: row.get(9)?,
                };
                Ok((given, row.get::<Option<Vec<u8>>>(3)?))
            },
        )?;
        let mut all = Vec::with_capacity(rows.len());
        for (mut given, remark) in rows {
            let request = Conversation::any(tx, given.conversation)?.request;
            if given.role == Role::Asker && colleague::is(tx, request, supervisor.id)? {
                continue;
            }
            given.feedback = given.feedback.with_remark(tx, given.member, given.conversation, remark)?;
            all.push(given);
        }
        Ok(all)
    }
}
