//! A conversation: one member, one supporter, and at times a supervisor whom both can see.

use std::time::Duration;

use bus::Announce;
use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use organisation::Settings;
use seal::{KeyId, Sealing};
use words::{Actor, MemberId};
use workforce::{answer::Work, rest, spell};

use crate::{
    duty::Duty,
    kind::{ConversationId, Role},
    message, place, practice,
    request::Request,
    review, sitting, topic,
};

/// Job: looks whether a conversation has fallen silent.
pub const IDLE: &str = "support.conversation-idle";
/// Job: destroys the key of a transcript.
pub const ERASE: &str = "support.transcript-erase";
/// Time between the notice and the end of a silent conversation.
pub const IDLE_GRACE: Duration = Duration::from_secs(5 * 60);

db::word! {
    /// How a conversation ended.
    pub enum Ending {
        /// One of them said goodbye.
        Ended = "ended",
        /// Nobody wrote for a while.
        Idle = "idle",
        /// The supporter had to stop; another was looked for.
        HandedOn = "handed-on",
        /// One of them blocked the other. Never told to the other.
        Blocked = "blocked",
        /// One of them left the community.
        Left = "left",
    }
}

/// A conversation, with what is public between the two.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The request that it came from.
    pub request: crate::kind::RequestId,
    /// Who asked.
    pub asker: MemberId,
    /// Who supports.
    pub supporter: MemberId,
    /// A supervisor who has joined.
    pub supervisor: Option<MemberId>,
    /// Since when.
    pub began_at: Time,
    /// Number of the last message.
    pub last_seq: i64,
    /// When the last message was said.
    pub last_word_at: Time,
    /// When both were told that it has gone quiet.
    pub idle_notice_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// How it ended.
    pub ended_how: Option<Ending>,
    /// When the transcript was destroyed.
    pub erased_at: Option<Time>,
}

const COLUMNS: &str = "id, request_id, asker_id, supporter_id, supervisor_id, began_at, last_seq, last_word_at, \
                       idle_notice_at, ended_at, ended_how, erased_at";

fn from_row(row: &db::Row<'_>) -> Result<Conversation> {
    Ok(Conversation {
        id: row.get(0)?,
        request: row.get(1)?,
        asker: row.get(2)?,
        supporter: row.get(3)?,
        supervisor: row.get(4)?,
        began_at: row.get(5)?,
        last_seq: row.get(6)?,
        last_word_at: row.get(7)?,
        idle_notice_at: row.get(8)?,
        ended_at: row.get(9)?,
        ended_how: row.get(10)?,
        erased_at: row.get(11)?,
    })
}

impl Conversation {
    /// Begins the conversation of an accepted request.
    pub(crate) fn begin(tx: &mut Tx<'_>, request: &Request, supporter: MemberId) -> Result<Self> {
        Self::begin_with(tx, request.id, request.member, supporter, "talk-note-began")
    }

    /// Begins a conversation between these two; the place says with which words.
    pub(crate) fn begin_with(
        tx: &mut Tx<'_>,
        request: crate::kind::RequestId,
        asker: MemberId,
        supporter: MemberId,
        note: &'static str,
    ) -> Result<Self> {
        let id = ConversationId::fresh(tx);
        tx.execute(
            "INSERT INTO support_conversations
                (id, request_id, asker_id, supporter_id, began_at, last_seq, last_word_at)
             VALUES ($1, $2, $3, $4, $5, 0, $5)",
            args![id, request, asker, supporter, tx.now()],
        )?;
        // Whoever talks does not play at the same time.
        practice::end_all(tx, supporter)?;
        if Duty::of(tx, supporter)?.is_none() {
            // Whoever talks gives their time, on duty or not.
            spell::begin(tx, supporter, Work::Conversation, id.0)?;
        }
        message::note(tx, id, note)?;
        Self::watch(tx, id)?;
        topic::refresh_member(tx, asker)?;
        topic::refresh_member(tx, supporter)?;
        Self::any(tx, id)
    }

    /// The conversation as one who takes part in it, and in which part. For everybody else it does not exist; a
    /// supervisor takes part only after having joined, visibly.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<(Self, Role)> {
        let conversation = Self::any(tx, id)?;
        let role = conversation.role_of(actor.id).ok_or(Error::NotFound)?;
        Ok((conversation, role))
    }

    /// In what part this member takes part.
    pub fn role_of(&self, member: MemberId) -> Option<Role> {
        match member {
            it if it == self.asker => Some(Role::Asker),
            it if it == self.supporter => Some(Role::Supporter),
            it if Some(it) == self.supervisor => Some(Role::Supervisor),
            _ => None,
        }
    }

    /// Whether this part may read what was said. The member may until the transcript is destroyed; whoever helped may
    /// while it is open: afterwards the words belong to the one who asked.
    pub fn may_read(&self, role: Role) -> bool {
        self.erased_at.is_none() && (role == Role::Asker || self.ended_at.is_none())
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Any conversation, for this room's own rules. Never hand it to a page without asking for whom.
    pub(crate) fn any(tx: &mut Tx<'_>, id: ConversationId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM support_conversations WHERE id = $1"), args![id], from_row)
    }

    /// The open conversation in which somebody is supported.
    pub fn open_of_asker(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_conversations WHERE asker_id = $1 AND ended_at IS NULL ORDER BY began_at DESC"),
            args![member],
            from_row,
        )
    }

    /// The open conversations of a supporter, oldest first.
    pub fn open_of_supporter(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM support_conversations WHERE supporter_id = $1 AND ended_at IS NULL ORDER BY began_at"),
            args![member],
            from_row,
        )
    }

    /// All open conversations, oldest first, for the board: who and how long, never their words.
    pub(crate) fn open(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM support_conversations WHERE ended_at IS NULL ORDER BY began_at, id"),
            args![],
            from_row,
        )
    }

    /// The newest conversations of somebody who was supported.
    pub fn past_of_asker(tx: &mut Tx<'_>, member: MemberId, most: i64) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_conversations WHERE asker_id = $1 AND ended_at IS NOT NULL
                 ORDER BY ended_at DESC LIMIT $2"
            ),
            args![member, most],
            from_row,
        )
    }

    /// Ends it. Ending twice is no error. Handing on asks again for the member, with the place that they had.
    pub fn end(&self, tx: &mut Tx<'_>, how: Ending, by: Option<MemberId>) -> Result<()> {
        // Whoever did not ask for a talk is not made to wait for another.
        let unasked = how == Ending::HandedOn && place::is_with_keeper(tx, self.id)?;
        let how = if unasked { Ending::Ended } else { how };
        let ended = tx.execute(
            "UPDATE support_conversations SET ended_at = $2, ended_by = $3, ended_how = $4 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), by, how],
        )?;
        if ended == 0 {
            return Ok(());
        }
        message::note(
            tx,
            self.id,
            match how {
                Ending::Idle => "talk-note-ended-idle",
                Ending::HandedOn => "talk-note-handed-on",
                // Whoever was blocked reads the same words as after any goodbye.
                Ending::Ended | Ending::Blocked | Ending::Left => "talk-note-ended",
            },
        )?;
        tx.execute(
            "UPDATE support_eyes SET ended_at = $2 WHERE conversation_id = $1 AND ended_at IS NULL",
            args![self.id, tx.now()],
        )?;
        let settings = Settings::current(tx)?;
        let erase_at = tx.now() + Duration::from_secs(86_400 * u64::from(settings.retention_days));
        tx.later(ERASE, self.id, erase_at)?;
        if how == Ending::HandedOn {
            let request = Request::any(tx, self.request)?;
            let request = Request::hand_on(tx, &request, &self.id.to_string())?;
            if place::is_in_danger(tx, self)? {
                request.go_first(tx)?;
                place::call_for(tx, self)?;
            }
        }
        sitting::leave_alone(tx, self.id)?;
        spell::end(tx, Work::Conversation, self.id.0)?;
        rest::after_conversation(tx, self.supporter)?;
        if let Some(duty) = Duty::of(tx, self.supporter)? {
            duty.look_after(tx)?;
        }
        self.tell_status(tx)?;
        topic::refresh_member(tx, self.asker)?;
        topic::refresh_member(tx, self.supporter)?;
        topic::queue_changed(tx)
    }

    /// Everyone in the conversation looks at its state again.
    pub(crate) fn tell_status(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.announce(topic::of_conversation(self.id), r#"{"t":"status"}"#)
    }

    fn watch(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
        let minutes = Settings::current(tx)?.idle_minutes;
        tx.later(IDLE, id, tx.now() + Duration::from_secs(60 * u64::from(minutes)))
    }
}

/// Looks whether a conversation has fallen silent: first a notice, then the end, each only after real silence.
pub(crate) fn look_for_silence(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let conversation = Conversation::any(tx, id.parse()?)?;
    if !conversation.is_open() {
        return Ok(());
    }
    let patience = Duration::from_secs(60 * u64::from(Settings::current(tx)?.idle_minutes));
    let silent_since = conversation.last_word_at + patience;
    match conversation.idle_notice_at {
        _ if silent_since > tx.now() => tx.later(IDLE, conversation.id, silent_since),
        None => {
            tx.execute(
                "UPDATE support_conversations SET idle_notice_at = $2 WHERE id = $1",
                args![conversation.id, tx.now()],
            )?;
            message::note(tx, conversation.id, "talk-note-idle")?;
            conversation.tell_status(tx)?;
            tx.later(IDLE, conversation.id, tx.now() + IDLE_GRACE)
        }
        Some(told) if told + IDLE_GRACE > tx.now() => tx.later(IDLE, conversation.id, told + IDLE_GRACE),
        Some(_) => conversation.end(tx, Ending::Idle, None),
    }
}

/// Destroys a transcript: rows go, and the key that sealed them, so that no copy or backup can be read either.
pub(crate) fn erase(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ConversationId = id.parse()?;
    tx.execute("DELETE FROM support_messages WHERE conversation_id = $1", args![id])?;
    tx.execute("DELETE FROM support_side_notes WHERE conversation_id = $1", args![id])?;
    tx.execute(
        "UPDATE support_conversations SET erased_at = $2 WHERE id = $1 AND erased_at IS NULL",
        args![id, tx.now()],
    )?;
    tx.execute("DELETE FROM support_sittings WHERE conversation_id = $1", args![id])?;
    review::forget(tx, id)?;
    tx.destroy_key(KeyId(id.0))
}

/// After an old backup was restored: transcripts whose key was destroyed since then are erased again.
pub fn replay_erasures(tx: &mut Tx<'_>, destroyed: &[KeyId]) -> Result<usize> {
    let mut again = 0;
    for key in destroyed {
        let back = tx.execute(
            "UPDATE support_conversations SET erased_at = $2, ended_at = COALESCE(ended_at, $2)
             WHERE id = $1 AND erased_at IS NULL",
            args![key, tx.now()],
        )?;
        if back == 1 {
            tx.execute("DELETE FROM support_messages WHERE conversation_id = $1", args![key])?;
            tx.execute("DELETE FROM support_side_notes WHERE conversation_id = $1", args![key])?;
            tx.execute("DELETE FROM support_reviews WHERE conversation_id = $1", args![key])?;
            again += 1;
        }
        again += usize::try_from(practice::erase_again(tx, *key)?).unwrap_or_default();
    }
    Ok(again)
}
