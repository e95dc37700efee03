//! What this room shows on the pages of others: rooms that are open now, and the way in.

use askama::Template;
use circles::{circle::Circle, kind::CircleId, mute::Quiet};
use db::{Error, Result, Time, Tx};
use words::{Ctx, Spot};

use crate::{evening::Evening, kind::EveningId, presence, seat::Seat};

/// A circle whose room is open.
struct Room {
    id: CircleId,
    name: String,
    about: Option<i64>,
}

#[derive(Template)]
#[template(path = "panels/today.html")]
struct Today<'a> {
    c: &'a Ctx,
    open: Vec<Room>,
}

#[derive(Template)]
#[template(path = "panels/circle.html")]
struct OfCircle<'a> {
    c: &'a Ctx,
    id: CircleId,
    open: bool,
    about: Option<i64>,
    next: Option<Time>,
    may_open: bool,
    /// They can read what was said last time.
    readable: bool,
}

/// A room that somebody looks after.
struct Looked {
    id: CircleId,
    name: String,
    open: bool,
    on_duty: bool,
    may_open: bool,
    next: Option<Time>,
}

#[derive(Template)]
#[template(path = "panels/desk.html")]
struct Desk<'a> {
    c: &'a Ctx,
    rooms: Vec<Looked>,
}

/// What this room shows at a spot, to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let Ok(actor) = c.member() else { return Ok(None) };
    let html = match spot {
        Spot::Today => {
            let (quiet, evenings) = (Quiet::of(tx, actor)?, Evening::open(tx)?);
            let mut open = Vec::new();
            for (circle, _) in Circle::mine(tx, actor)? {
                let evening = evenings.iter().find(|it| it.circle == circle.id);
                if let Some(evening) = evening.filter(|_| !quiet.hides_circle(circle.id)) {
                    let about = presence::about(tx, evening.id)?;
                    open.push(Room { id: circle.id, name: circle.plan.name, about });
                }
            }
            if open.is_empty() {
                return Ok(None);
            }
            Today { c, open }.render()
        }
        Spot::Circle(id) => {
            let seat = match Seat::of(tx, actor, CircleId(id)) {
                // The room exists for those who belong to the circle.
                Err(Error::NotFound) => return Ok(None),
                seat => seat?,
            };
            let open: Option<EveningId> = seat.open().ok().map(|it| it.id);
            let about = open.map(|it| presence::about(tx, it)).transpose()?.flatten();
            let next = if open.is_none() { gatherings::next_in_room(tx, seat.circle.id)? } else { None };
            let may_open = open.is_none() && seat.may_open(tx, actor)?;
            let readable = seat.evening.is_some() && seat.from() < i64::MAX;
            OfCircle { c, id: seat.circle.id, open: open.is_some(), about, next, may_open, readable }.render()
        }
        Spot::Desk => {
            let mut rooms = Vec::new();
            for circle in Circle::facilitated(tx, actor)? {
                let seat = Seat::of(tx, actor, circle.id)?;
                let open = seat.open().is_ok();
                rooms.push(Looked {
                    id: circle.id,
                    open,
                    on_duty: seat.on_duty,
                    may_open: !seat.on_duty && seat.may_open(tx, actor)?,
                    next: if open { None } else { gatherings::next_in_room(tx, circle.id)? },
                    name: circle.plan.name,
                });
            }
            if rooms.is_empty() {
                return Ok(None);
            }
            Desk { c, rooms }.render()
        }
        Spot::Room(_) | Spot::Leaving | Spot::Safety | Spot::Supervised(_) => return Ok(None),
    };
    html.map(Some).map_err(Error::broken)
}
