//! What people of the town learn: the courses that come with the program, some of them taken, and one being written anew.

use std::time::Duration;

use ::training::{course, draft, format::Kind, progress, reflection, signature, starter};
use db::{Result, Time, Tx};
use words::Actor;

use super::community::{People, named};

/// How long ago the courses were published.
const AGO: Duration = Duration::from_secs(150 * 86_400);
const DAY: Duration = Duration::from_secs(86_400);

/// Publishes the courses, and lets people of the town take some of them.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, founder: &Actor) -> Result<()> {
    let now = tx.now();
    tx.as_of(now - AGO, |tx| starter::all().iter().try_for_each(|it| draft::publish_first(tx, founder, &it.words)))?;
    // Theo has taken the first three, Elena is in the middle of the second, Leo has just begun.
    let theo = named(people, "Theo")?;
    for (number, it) in starter::all().iter().take(3).enumerate() {
        let when = now - AGO + DAY * (7 * (number as u32 + 1));
        tx.as_of(when, |tx| takes(tx, theo, &it.course.id, usize::MAX))?;
    }
    let elena = named(people, "Elena")?;
    for (it, how_far) in starter::all().iter().zip([usize::MAX, 5]) {
        tx.as_of(now - DAY * 9, |tx| takes(tx, elena, &it.course.id, how_far))?;
    }
    let leo = named(people, "Leo")?;
    if let Some(it) = starter::all().first() {
        tx.as_of(now - DAY, |tx| takes(tx, leo, &it.course.id, 2))?;
    }
    // Nora writes the next version of one.
    match starter::of("looking-after-yourself") {
        Some(it) => tx.as_of(now - DAY * 2, |tx| draft::change(tx, named(people, "Nora")?, &it.course.id)),
        None => Ok(()),
    }
}

/// Does the first activities of a course, one after the other.
pub(super) fn takes(tx: &mut Tx<'_>, actor: &Actor, id: &str, how_far: usize) -> Result<()> {
    let published = course::published(tx, id)?;
    let began: Time = tx.now();
    for (number, activity) in published.course.activities().take(how_far).enumerate() {
        let when = began + Duration::from_secs(600 * number as u64);
        tx.as_of(when, |tx| match activity.body.kind() {
            Kind::Reflection => {
                reflection::keep(tx, actor.id, &published, &activity.id, "I noticed that I answer too fast.")
            }
            Kind::Agreement => signature::sign(tx, actor, &published, &activity.id, &actor.pseudonym),
            _ => progress::done(tx, actor.id, &published, &activity.id),
        })?;
    }
    Ok(())
}
