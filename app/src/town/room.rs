//! The live room of the town that is open tonight.

use circles::circle::Circle;
use db::{Error, Result, Tx, args};
use live::{
    duty, hand,
    kind::EveningId,
    message::{self, Words},
    parking, presence,
};
use words::MemberId;

use super::{
    community::{People, Place, named},
    moment,
};

/// How long ago it opened, in minutes.
const OPENED: i64 = -40;

/// Opens the room of a circle, with what was said in it this evening.
pub(super) fn open(tx: &mut Tx<'_>, people: &People, place: &Place) -> Result<()> {
    let now = tx.now();
    let first = named(people, &place.facilitators[0])?;
    let mine = Circle::mine(tx, first)?.into_iter().find(|(circle, _)| circle.plan.name == place.name);
    let circle = mine.map(|(circle, _)| circle.id).ok_or_else(|| Error::broken("a circle of the town is not there"))?;
    let evening = tx.as_of(moment(now, OPENED), |tx| duty::open(tx, first, circle))?;
    for (who, minutes, text) in &place.room {
        let actor = named(people, who)?;
        tx.as_of(moment(now, *minutes), |tx| {
            presence::see(tx, evening, actor.id)?;
            let words = Words { id: tx.new_uuid(), text: text.clone(), ..Words::default() };
            message::say(tx, actor, circle, evening, &words).map(drop)
        })?;
    }
    for (who, topic) in &place.parked {
        parking::add(tx, named(people, who)?, circle, topic)?;
    }
    for who in &place.hands {
        hand::raise(tx, named(people, who)?, circle)?;
    }
    keep_open(tx, evening)
}

fn keep_open(tx: &mut Tx<'_>, evening: EveningId) -> Result<()> {
    let there: Vec<MemberId> =
        tx.all("SELECT member_id FROM live_presences WHERE evening_id = $1", args![evening], |row| row.get(0))?;
    for member in there {
        presence::see(tx, evening, member)?;
    }
    Ok(())
}

/// The made-up people in open rooms keep their pages open.
pub(super) fn keep_pages_open(tx: &mut Tx<'_>) -> Result<()> {
    let open: Vec<EveningId> =
        tx.all("SELECT id FROM live_evenings WHERE closed_at IS NULL", args![], |row| row.get(0))?;
    open.into_iter().try_for_each(|it| keep_open(tx, it))
}
