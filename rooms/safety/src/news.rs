//! What this room says on the pages of other rooms: to a member, that something waits for them or was done for them; in a
//! circle, that somebody has died; beside the queue, which concerns are open.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Hat, Spot};

use crate::{concern, consent, joint, postvention};

#[derive(Template)]
#[template(path = "kept/_news.html")]
struct News<'a> {
    c: &'a Ctx,
    asked: bool,
}

#[derive(Template)]
#[template(path = "postventions/_notice.html")]
struct Notices<'a> {
    c: &'a Ctx,
    notices: &'a [String],
}

#[derive(Template)]
#[template(path = "risks/_ways.html")]
struct Ways<'a> {
    c: &'a Ctx,
    open: usize,
    is_lead: bool,
}

/// What is shown at this spot to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let Some(actor) = c.actor() else { return Ok(None) };
    match spot {
        Spot::Today => {
            let asked = consent::waits(tx, actor.id)?;
            if !asked && !joint::unread(tx, actor.id)? {
                return Ok(None);
            }
            News { c, asked }.render().map(Some).map_err(Error::broken)
        }
        Spot::Circle(circle) => {
            let notices = postvention::notices(tx, circle, actor.id)?;
            if notices.is_empty() {
                return Ok(None);
            }
            Notices { c, notices: &notices }.render().map(Some).map_err(Error::broken)
        }
        Spot::Safety => {
            let open = match concern::open_for(tx, actor, false) {
                Ok(open) => open.len(),
                // A facilitator has a queue and no concerns.
                Err(Error::NotFound) => return Ok(None),
                Err(other) => return Err(other),
            };
            Ways { c, open, is_lead: actor.wears(Hat::SafeguardingLead) }.render().map(Some).map_err(Error::broken)
        }
        _ => Ok(None),
    }
}
