//! "I need another pair of eyes": the supervisor on call is paged, and joins visibly to both, or advises in a side note.

use db::{Error, Result, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    colleague,
    conversation::Conversation,
    kind::{ConversationId, Role},
    message, topic,
};

/// Longest side note, in characters.
pub const NOTE_AT_MOST: usize = 1000;

/// A call for another pair of eyes.
#[derive(Clone, Debug)]
pub struct Eyes {
    /// Its id.
    pub id: Uuid,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who asked.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Time,
    /// The supervisor who looks after it.
    pub taken_by: Option<MemberId>,
}

/// A note between the supporter and the supervisor.
#[derive(Clone, Debug)]
pub struct SideNote {
    /// Who wrote it.
    pub author: MemberId,
    /// What it says.
    pub words: String,
    /// When.
    pub written_at: Time,
}

const COLUMNS: &str = "id, conversation_id, asked_by, asked_at, taken_by";

fn from_row(row: &db::Row<'_>) -> Result<Eyes> {
    Ok(Eyes {
        id: row.get(0)?,
        conversation: row.get(1)?,
        asked_by: row.get(2)?,
        asked_at: row.get(3)?,
        taken_by: row.get(4)?,
    })
}

impl Eyes {
    /// A supporter asks. Asking twice is one call.
    pub fn ask(tx: &mut Tx<'_>, conversation: &Conversation, supporter: &Actor) -> Result<()> {
        if !conversation.is_open() || conversation.supporter != supporter.id {
            return Err(Error::NotFound);
        }
        tx.execute(
            "INSERT INTO support_eyes (id, conversation_id, asked_by, asked_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (conversation_id) WHERE ended_at IS NULL DO NOTHING",
            args![tx.new_uuid(), conversation.id, supporter.id, tx.now()],
        )?;
        topic::refresh_member(tx, supporter.id)?;
        conversation.tell_status(tx)?;
        topic::queue_changed(tx)
    }

    /// Open calls, oldest first.
    pub fn open(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM support_eyes WHERE ended_at IS NULL ORDER BY asked_at, id"),
            args![],
            from_row,
        )
    }

    /// The open call of a conversation.
    pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_eyes WHERE conversation_id = $1 AND ended_at IS NULL"),
            args![conversation],
            from_row,
        )
    }

    /// A supervisor takes the call, to advise in side notes. Nothing said between the two is seen by this.
    pub fn take(self, tx: &mut Tx<'_>, supervisor: &Actor) -> Result<()> {
        let conversation = Conversation::any(tx, self.conversation)?;
        if conversation.role_of(supervisor.id).is_some() {
            return Err(Error::refused("eyes-own-conversation"));
        }
        let taken = tx.execute(
            "UPDATE support_eyes SET taken_by = $2, taken_at = $3
             WHERE id = $1 AND ended_at IS NULL AND (taken_by IS NULL OR taken_by = $2)",
            args![self.id, supervisor.id, tx.now()],
        )?;
        if taken == 0 {
            return Err(Error::refused("eyes-taken"));
        }
        topic::refresh_member(tx, conversation.supporter)?;
        conversation.tell_status(tx)?;
        topic::queue_changed(tx)
    }

    /// The supervisor joins the conversation. Both are told at that moment; nobody listens unseen.
    pub fn join(self, tx: &mut Tx<'_>, supervisor: &Actor) -> Result<()> {
        let conversation = Conversation::any(tx, self.conversation)?;
        let apart = people::blocks::apart(tx, conversation.asker, supervisor.id)?;
        let asker = people::Profile::of(tx, conversation.asker)?;
        let apart = apart || colleague::is(tx, conversation.request, supervisor.id)?;
        if apart || asker.band != supervisor.band || conversation.role_of(supervisor.id).is_some() {
            return Err(Error::refused("eyes-own-conversation"));
        }
        self.take(tx, supervisor)?;
        let joined = tx.execute(
            "UPDATE support_conversations SET supervisor_id = $2 WHERE id = $1 AND ended_at IS NULL AND supervisor_id IS NULL",
            args![conversation.id, supervisor.id],
        )?;
        if joined == 0 {
            return Err(Error::refused("talk-over"));
        }
        message::note(tx, conversation.id, "talk-note-supervisor-joined")?;
        topic::refresh_member(tx, conversation.asker)?;
        conversation.tell_status(tx)
    }

    /// The supervisor steps out again, or the call is settled.
    pub fn settle(self, tx: &mut Tx<'_>) -> Result<()> {
        let conversation = Conversation::any(tx, self.conversation)?;
        tx.execute(
            "UPDATE support_eyes SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now()],
        )?;
        let left = tx.execute(
            "UPDATE support_conversations SET supervisor_id = NULL WHERE id = $1 AND supervisor_id IS NOT NULL AND ended_at IS NULL",
            args![conversation.id],
        )?;
        if left == 1 {
            message::note(tx, conversation.id, "talk-note-supervisor-left")?;
        }
        topic::refresh_member(tx, conversation.supporter)?;
        conversation.tell_status(tx)?;
        topic::queue_changed(tx)
    }
}

/// Who may read and write side notes: the supporter, and the supervisor who took the call or joined.
pub fn may_advise(tx: &mut Tx<'_>, conversation: &Conversation, actor: &Actor) -> Result<bool> {
    let taken = Eyes::of(tx, conversation.id)?.and_then(|it| it.taken_by);
    Ok(matches!(conversation.role_of(actor.id), Some(Role::Supporter | Role::Supervisor)) || taken == Some(actor.id))
}

/// Writes a side note.
pub fn write(tx: &mut Tx<'_>, conversation: &Conversation, author: &Actor, words: &str) -> Result<()> {
    if !conversation.is_open() || !may_advise(tx, conversation, author)? {
        return Err(Error::NotFound);
    }
    let id = tx.new_uuid();
    let sealed = tx.seal(KeyId(conversation.id.0), Place::new("support_side_notes", "words", id), words)?;
    tx.execute(
        "INSERT INTO support_side_notes (id, conversation_id, author_id, words, written_at) VALUES ($1, $2, $3, $4, $5)",
        args![id, conversation.id, author.id, sealed, tx.now()],
    )?;
    topic::refresh_member(tx, conversation.supporter)?;
    if let Some(taken_by) = Eyes::of(tx, conversation.id)?.and_then(|it| it.taken_by) {
        topic::refresh_member(tx, taken_by)?;
    }
    Ok(())
}

/// The side notes of a conversation, oldest first, for one who may read them.
pub fn notes(tx: &mut Tx<'_>, conversation: &Conversation, reader: &Actor) -> Result<Vec<SideNote>> {
    if !may_advise(tx, conversation, reader)? {
        return Err(Error::NotFound);
    }
    let rows: Vec<(Uuid, MemberId, Vec<u8>, Time)> = tx.all(
        "SELECT id, author_id, words, written_at FROM support_side_notes WHERE conversation_id = $1 ORDER BY written_at, id",
        args![conversation.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut notes = Vec::with_capacity(rows.len());
    for (id, author, sealed, written_at) in rows {
        let place = Place::new("support_side_notes", "words", id);
        if let Some(words) = tx.unseal(KeyId(conversation.id.0), place, &sealed)? {
            notes.push(SideNote { author, words, written_at });
        }
    }
    Ok(notes)
}
