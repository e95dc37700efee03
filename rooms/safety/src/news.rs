//! What this room says on the pages of other rooms: to a member, that something waits for them or was done for them; in a
//! circle, that somebody has died.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Spot};

use crate::{consent, joint, postvention};

#[derive(Template)]
#[template(path = "care/_news.html")]
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
        _ => Ok(None),
    }
}
