//! Going through a conversation together: a supporter and their supervisor, to learn from it, and only where the member
//! said that they may. The member takes it back at any time; when the words go, it goes with them.

use db::{Error, Result, Tx, args};
use people::blocks;
use words::{Actor, Hat, MemberId};
use workforce::supervisor::Supervised;

use crate::{
    conversation::Conversation,
    kind::{ConversationId, Role},
    place,
};

/// Whether the member is asked after this conversation: somebody looks after the supporter, and it was not a talk with
/// those who keep people safe.
pub fn is_asked(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<bool> {
    let over = !conversation.is_open() && conversation.erased_at.is_none();
    let supervised = Supervised::of(tx, conversation.supporter)?.is_some_and(|it| it.supervisor.is_some());
    Ok(over && supervised && !place::is_with_keeper(tx, conversation.id)?)
}

/// Whether the member said yes.
pub fn is_allowed(tx: &mut Tx<'_>, id: ConversationId) -> Result<bool> {
    let allowed: i64 = tx.value("SELECT COUNT(*) FROM support_reviews WHERE conversation_id = $1", args![id])?;
    Ok(allowed > 0)
}

/// The member says that it is all right, after the conversation.
pub fn allow(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
    let (conversation, role) = Conversation::of(tx, actor, id)?;
    if role != Role::Asker || !is_asked(tx, &conversation)? {
        return Err(Error::NotFound);
    }
    tx.execute(
        "INSERT INTO support_reviews (conversation_id, allowed_at) VALUES ($1, $2)
         ON CONFLICT (conversation_id) DO NOTHING",
        args![id, tx.now()],
    )?;
    Ok(())
}

/// The member would rather not, or not any more.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
    let (_, role) = Conversation::of(tx, actor, id)?;
    if role != Role::Asker {
        return Err(Error::NotFound);
    }
    forget(tx, id)
}

/// The words are gone.
pub(crate) fn forget(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    tx.execute("DELETE FROM support_reviews WHERE conversation_id = $1", args![id])?;
    Ok(())
}

/// Whether somebody may read what this supporter was allowed to show: they themselves, and whoever looks after them.
fn reads_of(tx: &mut Tx<'_>, actor: &Actor, supporter: MemberId) -> Result<bool> {
    let by = Supervised::of(tx, supporter)?.and_then(|it| it.supervisor);
    Ok(match by {
        Some(_) if actor.id == supporter => true,
        Some(by) => by == actor.id && actor.wears(Hat::Supervisor),
        None => false,
    })
}

/// Whether one of those who would read and the member do not want to meet. That ends it, without a word about it.
fn is_apart(tx: &mut Tx<'_>, actor: &Actor, conversation: &Conversation) -> Result<bool> {
    let asker = conversation.asker;
    Ok(asker == actor.id || blocks::apart(tx, asker, conversation.supporter)? || blocks::apart(tx, asker, actor.id)?)
}

/// A conversation that the member allowed to be gone through, as one of the two who may. For everybody else it does not
/// exist.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Conversation> {
    let conversation = Conversation::any(tx, id)?;
    let readable = is_allowed(tx, id)?
        && is_asked(tx, &conversation)?
        && reads_of(tx, actor, conversation.supporter)?
        && !is_apart(tx, actor, &conversation)?;
    if readable { Ok(conversation) } else { Err(Error::NotFound) }
}

/// The conversations of this supporter that may be gone through, the latest first.
pub fn all_of(tx: &mut Tx<'_>, actor: &Actor, supporter: MemberId) -> Result<Vec<Conversation>> {
    if !reads_of(tx, actor, supporter)? {
        return Ok(Vec::new());
    }
    let ids: Vec<ConversationId> = tx.all(
        "SELECT r.conversation_id FROM support_reviews r JOIN support_conversations c ON c.id = r.conversation_id
         WHERE c.supporter_id = $1 ORDER BY c.began_at DESC, c.id LIMIT 20",
        args![supporter],
        |row| row.get(0),
    )?;
    let mut all = Vec::new();
    for id in ids {
        match of(tx, actor, id) {
            Ok(conversation) => all.push(conversation),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}
