//! A supporter's own reflection after a conversation. Nobody else reads it; "that was hard" is told to a supervisor,
//! without the words.

use db::{Error, Result, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::Actor;
use workforce::debrief::{self, Cause};

use crate::{
    alert::{self, AlertKind},
    conversation::Conversation,
    kind::{ConversationId, Role},
};

/// Longest reflection, in characters.
pub const WORDS_AT_MOST: usize = 4000;

/// A reflection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reflection {
    /// What was written; may be empty.
    pub words: String,
    /// That was hard.
    pub was_hard: bool,
}

impl Reflection {
    /// Keeps it; writing again replaces it. That it was hard is told once and is not untold by a later save: a
    /// supervisor may be on the way.
    pub fn keep(&self, tx: &mut Tx<'_>, supporter: &Actor, id: ConversationId) -> Result<()> {
        let (conversation, role) = Conversation::of(tx, supporter, id)?;
        if role != Role::Supporter || conversation.is_open() {
            return Err(Error::NotFound);
        }
        let words = match self.words.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(supporter.id.0), Place::new("support_reflections", "words", id.0), words)?),
        };
        let told = Self::own(tx, supporter, id)?.is_some_and(|it| it.was_hard);
        tx.execute(
            "INSERT INTO support_reflections (conversation_id, member_id, words, was_hard, written_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (conversation_id, member_id) DO UPDATE SET
                words = excluded.words, was_hard = excluded.was_hard, written_at = excluded.written_at",
            args![id, supporter.id, words, self.was_hard || told, tx.now()],
        )?;
        if self.was_hard && !told {
            alert::raise(tx, AlertKind::WasHard, supporter.id, &id.to_string())?;
            debrief::open(tx, supporter.id, Cause::Hard, id.0)?;
        }
        Ok(())
    }

    /// One's own reflection.
    pub fn own(tx: &mut Tx<'_>, supporter: &Actor, id: ConversationId) -> Result<Option<Self>> {
        let kept: Option<(Option<Vec<u8>>, bool)> = tx.first(
            "SELECT words, was_hard FROM support_reflections WHERE conversation_id = $1 AND member_id = $2",
            args![id, supporter.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((sealed, was_hard)) = kept else { return Ok(None) };
        let place = Place::new("support_reflections", "words", id.0);
        let words = match sealed {
            Some(sealed) => tx.unseal(KeyId(supporter.id.0), place, &sealed)?.unwrap_or_default(),
            None => String::new(),
        };
        Ok(Some(Self { words, was_hard }))
    }
}
