//! Keeping away from somebody one talked with: not put together again, or blocked. Both are private.

use db::{Error, Result, Tx};
use people::blocks;
use words::{Actor, MemberId};

use crate::{
    conversation::{Conversation, Ending},
    kind::{ConversationId, Role},
    pairing,
};

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
