//! What this room shows on the pages of other rooms.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Spot};

use crate::{kind::ConversationId, place};

#[derive(Template)]
#[template(path = "panels/keeper.html")]
struct Keeper<'a> {
    c: &'a Ctx,
    conversation: ConversationId,
}

/// On a member's own page: somebody who keeps people safe would like to talk with them.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let (Spot::Today, Some(actor)) = (spot, c.actor()) else { return Ok(None) };
    let Some(conversation) = place::open_with_keeper(tx, actor.id)? else { return Ok(None) };
    Keeper { c, conversation }.render().map(Some).map_err(Error::broken)
}
