//! What this room lends to those who keep everybody safe: how something that was said is seen, hidden and shown again.
//! A talk aside stays between the two: of it they see what one of the two showed them, and nothing else.

use circles::kind::CircleId;
use db::{Error, Result, Tx, Uuid, args};
use safety::{
    care::Care,
    kind::{Kind, Matter},
    place::{Place, Said, Seen},
};
use words::{Actor, AgeBand};

use crate::{
    aside::{self, Aside},
    kind::{AsideId, By, State, TalkId},
    message::{self, Message},
    seat::Seat,
};

/// So many messages before and after the one in question are seen with it.
const AROUND: i64 = 5;

/// What is said in rooms and aside.
pub static PLACE: Place = Place { kinds: &[Kind::Message], look, seen_by, hide, restore, edit: |_| None };

/// Something that was said, and where.
struct Found {
    talk: TalkId,
    circle: CircleId,
    name: String,
    band: AgeBand,
    message: Message,
}

fn find(tx: &mut Tx<'_>, id: Uuid) -> Result<Found> {
    // Ids are made by browsers: of two alike the first counts, so that nobody can put theirs before another's.
    let (talk, circle, name, band): (TalkId, CircleId, String, AgeBand) = tx.one(
        "SELECT m.talk_id, t.circle_id, c.name, c.band FROM live_messages m JOIN live_talks t ON t.id = m.talk_id
         JOIN circles_circles c ON c.id = t.circle_id
         WHERE m.id = $1 AND t.aside = FALSE ORDER BY m.said_at LIMIT 1",
        args![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let message = message::any(tx, talk, id)?.ok_or(Error::NotFound)?;
    if message.state == State::Withdrawn || message.by == By::Place {
        return Err(Error::NotFound);
    }
    Ok(Found { talk, circle, name, band, message })
}

fn said(message: Message, reported: bool) -> Said {
    Said { by: message.name, words: message.words, at: message.said_at.0, reported }
}

fn seen(found: Found, around: Vec<Message>) -> Seen {
    let id = found.message.id;
    Seen {
        author: found.message.author,
        band: found.band,
        place: Some(found.circle.0),
        place_name: found.name,
        address: Some(format!("/circles/{}/room", found.circle)),
        unnamed: false,
        shown: found.message.state == State::Said,
        said: around
            .into_iter()
            .filter(|it| it.by != By::Place)
            .map(|it| {
                let own = it.id == id;
                said(it, own)
            })
            .collect(),
    }
}

fn look(tx: &mut Tx<'_>, matter: Matter) -> Result<Seen> {
    match find(tx, matter.id) {
        Ok(found) => {
            let around = message::since(tx, found.talk, found.message.seq - AROUND - 1, 2 * AROUND + 1)?;
            Ok(seen(found, around))
        }
        Err(Error::NotFound) => {
            let (circle, member): (CircleId, words::MemberId) = tx.one(
                "SELECT circle_id, member_id FROM live_asides WHERE id = $1",
                args![AsideId(matter.id)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let circle = circles::circle::Circle::any(tx, circle)?;
            Ok(Seen {
                author: Some(member),
                band: circle.band,
                place: Some(circle.id.0),
                place_name: circle.plan.name,
                address: None,
                unnamed: false,
                shown: false,
                said: Vec::new(),
            })
        }
        Err(other) => Err(other),
    }
}

fn seen_by(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Seen> {
    match find(tx, matter.id) {
        Ok(found) => {
            let seat = Seat::of(tx, actor, found.circle)?;
            let evening = seat.evening.as_ref().filter(|it| it.id.talk() == found.talk).ok_or(Error::NotFound)?;
            // What they were there for: whom they blocked or muted does not hide it here.
            if found.message.seq <= seat.from() {
                return Err(Error::NotFound);
            }
            let around = message::since(tx, evening.id.talk(), found.message.seq - AROUND - 1, 2 * AROUND + 1)?;
            let around = around.into_iter().filter(|it| it.seq > seat.from() && it.state == State::Said).collect();
            Ok(seen(found, around))
        }
        Err(Error::NotFound) => aside::seen_by(tx, actor, AsideId(matter.id)),
        Err(other) => Err(other),
    }
}

fn hide(tx: &mut Tx<'_>, matter: Matter, _: bool) -> Result<()> {
    set(tx, matter, State::Said, State::Hidden)
}

fn restore(tx: &mut Tx<'_>, matter: Matter) -> Result<()> {
    set(tx, matter, State::Hidden, State::Said)
}

fn set(tx: &mut Tx<'_>, matter: Matter, from: State, to: State) -> Result<()> {
    let found = find(tx, matter.id)?;
    if found.message.state == from { message::set_state(tx, found.talk, found.message, to) } else { Ok(()) }
}

/// Lets what was just said be read for signs that somebody needs help.
pub(crate) fn hear(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: CircleId,
    talk: TalkId,
    aside: Option<&Aside>,
    message: &Message,
) -> Result<Option<Care>> {
    let earlier = message::earlier_of(tx, talk, actor.id, message.seq, safety::reading::EARLIER)?;
    safety::hear(
        tx,
        &safety::Heard {
            matter: Matter { kind: Kind::Message, id: aside.map_or(message.id, |it| it.id.0) },
            author: actor.id,
            band: actor.band,
            place: Some(circle.0),
            words: &message.words,
            earlier: &earlier,
            // Whoever looks after the room speaks of danger because others are in it.
            for_self: message.by != By::Facilitator,
        },
    )
}
