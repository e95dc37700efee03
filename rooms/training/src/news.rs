//! What this room says on a member's own page: that live practice is near, that it does not take place, or that somebody
//! asks them to play the member.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Actor, Ctx, Spot};

use crate::{booking::Booking, offered::Offered};

#[derive(Template)]
#[template(path = "booked/_news.html")]
struct News<'a> {
    c: &'a Ctx,
    near: Vec<Booking>,
    off: Vec<Booking>,
    /// They talked, and the trainer has not said yet whether it counts.
    talked: Vec<Booking>,
    asked: bool,
}

/// What is shown at this spot to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let (Spot::Today, Some(actor)) = (spot, c.actor()) else { return Ok(None) };
    news(c, tx, actor)
}

fn news(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let now = tx.now();
    let all = Booking::all_of(tx, actor.id)?;
    let asked = Offered::of(tx, actor.id)?.iter().any(|it| it.waits_for(actor.id));
    let near: Vec<Booking> = all.iter().filter(|it| it.is_near(now)).cloned().collect();
    let talked: Vec<Booking> = all.iter().filter(|it| it.waits_for(actor.id)).cloned().collect();
    // Whoever called it off knows.
    let off: Vec<Booking> = all.into_iter().filter(|it| it.is_off(now) && it.ended_by != Some(actor.id)).collect();
    if near.is_empty() && talked.is_empty() && off.is_empty() && !asked {
        return Ok(None);
    }
    News { c, near, off, talked, asked }.render().map(Some).map_err(Error::broken)
}
