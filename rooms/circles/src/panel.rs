//! What this room shows on the pages of other rooms.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Spot};

use crate::voice;

#[derive(Template)]
#[template(path = "panels/leaving.html")]
struct Leaving<'a> {
    c: &'a Ctx,
    stays: bool,
}

/// On the page on which somebody asks to leave: what becomes of what they wrote.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let (Spot::Leaving, Some(actor)) = (spot, c.actor()) else { return Ok(None) };
    let stays = voice::stays(tx, actor.id)?;
    Leaving { c, stays }.render().map(Some).map_err(Error::broken)
}
