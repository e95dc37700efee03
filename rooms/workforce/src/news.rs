//! What this room says on the pages of other rooms: to whoever applied, that something happened; to whoever
//! holds a certificate, that it runs out.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Ctx, Spot};

use crate::{application::Application, certificate::Certificate};

#[derive(Template)]
#[template(path = "way/_news.html")]
struct News<'a> {
    c: &'a Ctx,
    /// Something happened with their application.
    applied: bool,
    /// Certificates of theirs that run out soon, or just have.
    ending: Vec<Certificate>,
}

/// What is shown at this spot to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let (Spot::Today, Some(actor)) = (spot, c.actor()) else { return Ok(None) };
    let (applied, ending) = (Application::has_news(tx, actor)?, Certificate::reminding(tx, actor)?);
    if !applied && ending.is_empty() {
        return Ok(None);
    }
    News { c, applied, ending }.render().map(Some).map_err(Error::broken)
}
