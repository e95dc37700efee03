//! What was said: numbered without gaps, said once however often it is sent, sealed, acknowledged after the commit.

use askama::Template;
use bus::Announce;
use db::{Error, Result, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    conversation::Conversation,
    kind::{ConversationId, Role},
    sitting, topic,
};

/// Longest message, in characters.
pub const WORDS_AT_MOST: usize = 4000;

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number in the conversation, from 1 without gaps.
    pub seq: i64,
    /// The id that the sender's browser gave it, so that sending twice says it once.
    pub id: Uuid,
    /// In what part it was said.
    pub by: Role,
    /// What was said. For [`Role::Place`] this is a key of the catalogue.
    pub words: String,
    /// When.
    pub said_at: Time,
}

/// A message as HTML: the same bytes for everyone in the conversation. Whose it is shows by CSS on the surrounding list.
#[derive(Template)]
#[template(path = "conversations/_message.html")]
pub(crate) struct MessageHtml<'a> {
    pub(crate) message: &'a Message,
    pub(crate) who: &'a str,
    pub(crate) words: &'a str,
    pub(crate) iso: String,
    pub(crate) clock: String,
}

/// Says something. The same id again answers with the same number and says nothing twice.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, conversation: ConversationId, id: Uuid, words: &str) -> Result<Message> {
    let words = fit(words)?;
    let (conversation, role) = Conversation::of(tx, actor, conversation)?;
    if let Some(said) = by_id(tx, conversation.id, id)? {
        return Ok(said);
    }
    if !conversation.is_open() {
        return Err(Error::refused("talk-over"));
    }
    append(tx, conversation.id, id, role, Some(actor), words)
}

/// What somebody would say, when there is something and it is not too long.
pub(crate) fn fit(words: &str) -> Result<&str> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::refused("talk-empty"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        return Err(Error::refused_with("form-too-long", vec![("most", WORDS_AT_MOST.to_string())]));
    }
    Ok(words)
}

/// The place itself says something, by a key of the catalogue.
pub(crate) fn note(tx: &mut Tx<'_>, conversation: ConversationId, key: &'static str) -> Result<Message> {
    let id = tx.new_uuid();
    append(tx, conversation, id, Role::Place, None, key)
}

fn append(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    id: Uuid,
    by: Role,
    author: Option<&Actor>,
    words: &str,
) -> Result<Message> {
    // A person's words end a silence; a notice of the place does not.
    let seq: i64 = match by {
        Role::Place => tx.one(
            "UPDATE support_conversations SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq",
            args![conversation],
            |row| row.get(0),
        )?,
        _ => tx.one(
            "UPDATE support_conversations SET last_seq = last_seq + 1, last_word_at = $2, idle_notice_at = NULL
             WHERE id = $1 RETURNING last_seq",
            args![conversation, tx.now()],
            |row| row.get(0),
        )?,
    };
    keep(tx, conversation, seq, id, by, author, words)
}

/// Keeps what was said under this number, sealed, and tells everybody who listens.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    seq: i64,
    id: Uuid,
    by: Role,
    author: Option<&Actor>,
    words: &str,
) -> Result<Message> {
    let sealed = tx.seal(KeyId(conversation.0), Place::new("support_messages", "words", id), words)?;
    tx.execute(
        "INSERT INTO support_messages (conversation_id, seq, id, by_role, author_id, words, said_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![conversation, seq, id, by, author.map(|it| it.id), sealed, tx.now()],
    )?;
    let message = Message { seq, id, by, words: words.to_owned(), said_at: tx.now() };
    let frame = crate::live::message_frame(tx, &message, author.map_or("", |it| &it.pseudonym))?;
    tx.announce(topic::of_conversation(conversation), frame)?;
    sitting::said(tx, conversation)?;
    Ok(message)
}

pub(crate) fn by_id(tx: &mut Tx<'_>, conversation: ConversationId, id: Uuid) -> Result<Option<Message>> {
    let found = tx.first(
        "SELECT seq, id, by_role, words, said_at FROM support_messages WHERE conversation_id = $1 AND id = $2",
        args![conversation, id],
        sealed_row,
    )?;
    found.map(|row| unseal(tx, conversation, row)).transpose().map(Option::flatten)
}

/// What somebody said before number `seq`, the latest first.
pub(crate) fn earlier_of(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    seq: i64,
    most: usize,
) -> Result<Vec<String>> {
    let rows = tx.all(
        "SELECT seq, id, by_role, words, said_at FROM support_messages
         WHERE conversation_id = $1 AND seq < $3 AND author_id = $2 ORDER BY seq DESC LIMIT $4",
        args![conversation, member, seq, most],
        sealed_row,
    )?;
    let mut said = Vec::with_capacity(rows.len());
    for row in rows {
        said.extend(unseal(tx, conversation, row)?.map(|it| it.words));
    }
    Ok(said)
}

/// Everything said after number `after`, in order.
pub fn since(tx: &mut Tx<'_>, conversation: ConversationId, after: i64) -> Result<Vec<Message>> {
    let rows = tx.all(
        "SELECT seq, id, by_role, words, said_at FROM support_messages WHERE conversation_id = $1 AND seq > $2 ORDER BY seq",
        args![conversation, after],
        sealed_row,
    )?;
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        messages.extend(unseal(tx, conversation, row)?);
    }
    Ok(messages)
}

type SealedRow = (i64, Uuid, Role, Vec<u8>, Time);

fn sealed_row(row: &db::Row<'_>) -> Result<SealedRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

/// The message, or nothing when its key has been destroyed.
fn unseal(tx: &mut Tx<'_>, conversation: ConversationId, row: SealedRow) -> Result<Option<Message>> {
    let (seq, id, by, sealed, said_at) = row;
    let words = tx.unseal(KeyId(conversation.0), Place::new("support_messages", "words", id), &sealed)?;
    Ok(words.map(|words| Message { seq, id, by, words, said_at }))
}
