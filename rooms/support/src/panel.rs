//! What this room shows on the pages of other rooms.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Actor, Ctx, MemberId, Spot};

use crate::{conversation::Conversation, kind::ConversationId, place, review};

#[derive(Template)]
#[template(path = "panels/keeper.html")]
struct Keeper<'a> {
    c: &'a Ctx,
    conversation: ConversationId,
}

#[derive(Template)]
#[template(path = "panels/reviews.html")]
struct Reviews<'a> {
    c: &'a Ctx,
    conversations: Vec<Conversation>,
}

/// On a member's own page: somebody who keeps people safe would like to talk with them. Where a supporter and their
/// supervisor prepare their talks: the conversations that they may go through together.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    match (spot, c.actor()) {
        (Spot::Today, Some(actor)) => keeper(c, tx, actor),
        (Spot::Supervised(supporter), Some(actor)) => reviews(c, tx, actor, MemberId(supporter)),
        _ => Ok(None),
    }
}

fn reviews(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, supporter: MemberId) -> Result<Option<String>> {
    let conversations = review::all_of(tx, actor, supporter)?;
    if conversations.is_empty() {
        return Ok(None);
    }
    Reviews { c, conversations }.render().map(Some).map_err(Error::broken)
}

fn keeper(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let Some(conversation) = place::open_with_keeper(tx, actor.id)? else { return Ok(None) };
    Keeper { c, conversation }.render().map(Some).map_err(Error::broken)
}
