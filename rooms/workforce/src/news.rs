//! What this room says on the pages of other rooms: to whoever applied, that something happened.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Spot};

use crate::application::Application;

#[derive(Template)]
#[template(path = "way/_news.html")]
struct News<'a> {
    c: &'a Ctx,
}

/// What is shown at this spot to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let (Spot::Today, Some(actor)) = (spot, c.actor()) else { return Ok(None) };
    if !Application::has_news(tx, actor)? {
        return Ok(None);
    }
    News { c }.render().map(Some).map_err(Error::broken)
}
