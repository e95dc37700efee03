//! A thank-you from somebody who was supported, for their supporter alone.

use db::{Error, Result, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    conversation::Conversation,
    kind::{ConversationId, Role},
    topic,
};

/// Longest thank-you, in characters.
pub const WORDS_AT_MOST: usize = 500;

/// A thank-you. It says when, and not from whom: the words are enough.
#[derive(Clone, Debug)]
pub struct Thanks {
    /// What it says.
    pub words: String,
    /// When it was given.
    pub given_at: Time,
}

/// Says thank you after a conversation, once.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, words: &str) -> Result<()> {
    let (conversation, role) = Conversation::of(tx, actor, id)?;
    if role != Role::Asker || conversation.is_open() {
        return Err(Error::NotFound);
    }
    let note = tx.new_uuid();
    let sealed = tx.seal(KeyId(conversation.supporter.0), Place::new("support_thanks", "words", note), words)?;
    tx.execute(
        "INSERT INTO support_thanks (id, conversation_id, from_id, to_id, words, given_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (conversation_id, from_id) DO NOTHING",
        args![note, id, actor.id, conversation.supporter, sealed, tx.now()],
    )?;
    topic::refresh_member(tx, conversation.supporter)
}

/// Whether one has said thank you after this conversation.
pub fn is_given(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<bool> {
    let given: i64 = tx.value(
        "SELECT COUNT(*) FROM support_thanks WHERE conversation_id = $1 AND from_id = $2",
        args![id, actor.id],
    )?;
    Ok(given > 0)
}

/// Thank-yous that one received, the latest first. From somebody whom one does not want to meet again, nothing comes
/// through.
pub fn received(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Thanks>> {
    let rows: Vec<(Uuid, MemberId, Vec<u8>, Time)> = tx.all(
        "SELECT id, from_id, words, given_at FROM support_thanks WHERE to_id = $1 ORDER BY given_at DESC, id LIMIT 200",
        args![actor.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, from, sealed, given_at) in rows {
        if people::blocks::apart(tx, from, actor.id)? {
            continue;
        }
        if let Some(words) = tx.unseal(KeyId(actor.id.0), Place::new("support_thanks", "words", id), &sealed)? {
            all.push(Thanks { words, given_at });
        }
    }
    Ok(all)
}
