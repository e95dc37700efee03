//! What this room says on the pages of other rooms: to a member, that something waits for them or was done for them; in a
//! circle, that somebody has died; beside the queue, which concerns are open.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Hat, Spot};

use crate::{concern, consent, decision, flag, joint, notice};

#[derive(Template)]
#[template(path = "kept/_news.html")]
struct News<'a> {
    c: &'a Ctx,
    /// Something was asked of them, or done for their safety, that they have not read.
    kept: bool,
    asked: bool,
    decisions: i64,
    flags: i64,
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
    /// Whether they may begin what is done after a death.
    leads_after_death: bool,
}

/// What is shown at this spot to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let Some(actor) = c.actor() else { return Ok(None) };
    match spot {
        Spot::Today => {
            let asked = consent::waits(tx, actor.id)?;
            let kept = asked || joint::unread(tx, actor.id)?;
            let (decisions, flags) = (decision::unread(tx, actor.id)?, flag::unread(tx, actor.id)?);
            if !kept && decisions + flags == 0 {
                return Ok(None);
            }
            News { c, kept, asked, decisions, flags }.render().map(Some).map_err(Error::broken)
        }
        Spot::Circle(circle) => {
            let notices = notice::notices(tx, circle, actor.id)?;
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
            let leads_after_death = crate::postvention::may_begin(tx, actor)?;
            Ways { c, open, is_lead: actor.wears(Hat::SafeguardingLead), leads_after_death }
                .render()
                .map(Some)
                .map_err(Error::broken)
        }
        _ => Ok(None),
    }
}
