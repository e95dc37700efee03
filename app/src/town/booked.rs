//! Live practice of the town: a time that is free tomorrow, one that somebody is asked for, one that is booked, and one that
//! took place.

use std::time::Duration;

use ::support::practice::Practice;
use ::training::{booking::Booking, course, offered::Offered};
use db::{Error, Result, Time, Tx};
use words::Actor;

use super::{
    community::{People, named},
    courses,
};

const DAY: Duration = Duration::from_secs(86_400);
const HOUR: Duration = Duration::from_secs(3600);
const LISTENING: (&str, &str) = ("listening-first", "twenty-minutes");
const BOUNDARIES: (&str, &str) = ("boundaries-and-role", "the-warm-no");
/// What was said in the one that took place, in turn: who played began.
const SAID: &[&str] = &[
    "You are the only one who listens. Could I have your number, just for the bad evenings?",
    "It sounds as if the evenings are very lonely. I cannot give you my number. I am here on two evenings a week.",
    "So I am only a case to you.",
    "That hurt you. What would help you on a bad evening when I am not here?",
    "I do not know. Somebody to write to.",
    "You would like somebody to be there at that hour. Shall we look together who is?",
];

/// Lets them offer, book and practise.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People) -> Result<()> {
    let [nora, idris, theo] = [named(people, "Nora")?, named(people, "Idris")?, named(people, "Theo")?];
    let elena = named(people, "Elena")?;
    let now = tx.now();
    offer(tx, nora, None, evening(now, 1))?;
    offer(tx, idris, Some(theo), evening(now, 3))?;
    let time = offer(tx, nora, Some(theo), evening(now, 2))?;
    time.agree(tx, theo, true)?;
    Booking::book(tx, elena, time.id, LISTENING, true)?;
    tx.as_of(now - DAY * 12, |tx| learns(tx, theo))?;
    took_place(tx, idris, theo, evening(now, -4))
}

/// Six in the evening, so many days from today.
fn evening(now: Time, days: i64) -> Time {
    let day = i64::try_from(DAY.as_micros()).unwrap_or(i64::MAX);
    Time(now.0 - now.0.rem_euclid(day) + days * day) + HOUR * 18
}

fn offer(tx: &mut Tx<'_>, trainer: &Actor, partner: Option<&Actor>, from: Time) -> Result<Offered> {
    let id = Offered::offer(tx, trainer, partner.map(|it| it.id), from, from + HOUR / 2)?;
    Offered::given_by(tx, trainer, id)
}

/// Everything that comes before the live practice in its course.
fn learns(tx: &mut Tx<'_>, learner: &Actor) -> Result<()> {
    let (course, activity) = BOUNDARIES;
    let published = course::published(tx, course)?;
    let before = published.course.activities().take_while(|it| it.id != activity).count();
    courses::takes(tx, learner, course, before)
}

/// The trainer plays the member.
fn took_place(tx: &mut Tx<'_>, trainer: &Actor, learner: &Actor, at: Time) -> Result<()> {
    let booking = tx.as_of(at - DAY * 2, |tx| {
        let time = offer(tx, trainer, None, at)?;
        Booking::book(tx, learner, time.id, BOUNDARIES, false)
    })?;
    let address = tx.as_of(at, |tx| Booking::of(tx, learner, booking)?.0.begin(tx))?;
    let practice = address.rsplit('/').next().and_then(|it| it.parse().ok());
    let practice = practice.ok_or_else(|| Error::broken("a practice has no id"))?;
    let mut when = at;
    for (turn, words) in SAID.iter().enumerate() {
        when = when + Duration::from_secs(90);
        let actor = if turn % 2 == 0 { trainer } else { learner };
        tx.as_of(when, |tx| {
            let message = tx.new_uuid();
            Practice::of(tx, actor, practice)?.0.say(tx, actor, message, words)
        })?;
    }
    tx.as_of(when + HOUR / 4, |tx| {
        Practice::of(tx, learner, practice)?.0.end(tx)?;
        let (booking, _) = Booking::of(tx, trainer, booking)?;
        booking.settle(tx, trainer, true)?;
        booking.leave(tx, trainer, "Your no was clear, and you stayed warm. Next time leave a little silence after it.")
    })
}
