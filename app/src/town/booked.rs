//! Live practice of the town: a time that is free tomorrow, one that somebody is asked for, one that is booked, and one that
//! took place.

use std::time::Duration;

use ::support::practice::Practice;
use ::training::{booking::Booking, offered::Offered, starter};
use db::{Error, Result, Time, Tx};
use words::Actor;

use super::{
    community::{People, named},
    courses,
};

const DAY: Duration = Duration::from_secs(86_400);
const HOUR: Duration = Duration::from_secs(3600);
const WHAT: (&str, &str) = ("listening-first", "twenty-minutes");
/// What was said in the one that took place, in turn: who played began.
const SAID: &[&str] = &[
    "I do not know why I am writing. It is only the evenings.",
    "I am glad that you wrote. What are the evenings like?",
    "Quiet. I put the radio on in every room.",
    "That sounds lonely. You fill the house with voices so that it is less empty.",
    "Yes. Nobody has said it like that.",
    "How long has it been like this?",
];

/// Lets them offer, book and practise.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People) -> Result<()> {
    let [nora, idris, theo] = [named(people, "Nora")?, named(people, "Idris")?, named(people, "Theo")?];
    let (elena, kofi) = (named(people, "Elena")?, named(people, "Kofi")?);
    let now = tx.now();
    offer(tx, nora, None, whole_hour(now + DAY))?;
    offer(tx, idris, Some(theo), whole_hour(now + DAY * 2))?;
    let time = offer(tx, nora, Some(theo), whole_hour(now + DAY + HOUR * 3))?;
    time.agree(tx, theo, true)?;
    Booking::book(tx, elena, time.id, WHAT, true)?;
    tx.as_of(now - DAY * 12, |tx| learns(tx, kofi))?;
    took_place(tx, (idris, theo, kofi), now - DAY * 4)
}

fn whole_hour(at: Time) -> Time {
    let hour = i64::try_from(HOUR.as_micros()).unwrap_or(i64::MAX);
    Time(at.0 - at.0.rem_euclid(hour))
}

fn offer(tx: &mut Tx<'_>, trainer: &Actor, partner: Option<&Actor>, from: Time) -> Result<Offered> {
    let id = Offered::offer(tx, trainer, partner.map(|it| it.id), from, from + HOUR / 2)?;
    Offered::given_by(tx, trainer, id)
}

/// Everything before the live practice.
fn learns(tx: &mut Tx<'_>, learner: &Actor) -> Result<()> {
    for (it, how_far) in starter::all().iter().zip([usize::MAX, 8]) {
        courses::takes(tx, learner, &it.course.id, how_far)?;
    }
    Ok(())
}

fn took_place(tx: &mut Tx<'_>, (trainer, partner, learner): (&Actor, &Actor, &Actor), at: Time) -> Result<()> {
    let booking = tx.as_of(at - DAY * 2, |tx| {
        let time = offer(tx, trainer, Some(partner), at)?;
        time.agree(tx, partner, false)?;
        Booking::book(tx, learner, time.id, WHAT, false)
    })?;
    let address = tx.as_of(at, |tx| Booking::of(tx, learner, booking)?.0.begin(tx))?;
    let practice = address.rsplit('/').next().and_then(|it| it.parse().ok());
    let practice = practice.ok_or_else(|| Error::broken("a practice has no id"))?;
    let mut when = at;
    for (turn, words) in SAID.iter().enumerate() {
        when = when + Duration::from_secs(90);
        let actor = if turn % 2 == 0 { partner } else { learner };
        tx.as_of(when, |tx| {
            let message = tx.new_uuid();
            Practice::of(tx, actor, practice)?.0.say(tx, actor, message, words)
        })?;
    }
    tx.as_of(when + HOUR / 4, |tx| {
        Practice::of(tx, learner, practice)?.0.end(tx)?;
        let (booking, _) = Booking::of(tx, trainer, booking)?;
        booking.settle(tx, trainer, true)?;
        booking.leave(tx, partner, "I felt heard when you said what the radio is for. Leave a little more silence.")
    })
}
