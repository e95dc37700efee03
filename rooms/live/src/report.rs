//! Reporting what was said in a room. The place copies what stood around it, as the reporter saw it.

use circles::{kind::CircleId, report};
use db::{Error, Result, Tx};
use words::Actor;

use crate::{
    kind::{By, MessageId},
    message,
    seat::Seat,
};

/// So many messages before and after the reported one are copied.
const AROUND: i64 = 5;

/// The report of a message, with what stood around it.
pub fn of_message(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: MessageId) -> Result<report::About> {
    let seat = Seat::of(tx, actor, circle)?;
    let reported = message::visible_to(tx, actor, &seat, id)?;
    let evening = seat.evening.as_ref().ok_or(Error::NotFound)?;
    let around = message::last(tx, actor, &seat, evening.id, reported.seq + AROUND + 1, 2 * AROUND + 1)?;
    let evidence = around
        .into_iter()
        .filter(|it| it.by != By::Place && it.seq >= reported.seq - AROUND)
        .map(|it| report::Said { reported: it.id == id, by: it.name, words: it.words, at: it.said_at.0 });
    Ok(report::About { circle, kind: report::Kind::Message, id, about: reported.author, evidence: evidence.collect() })
}
