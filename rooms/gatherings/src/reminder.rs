//! Reminders: inside this place only, in words that give nothing away. A job wakes the pages of those who wanted one;
//! whether there is something to show is read from what they chose and what time it is.

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::{Actor, MemberId};

use crate::{
    kind::{OccurrenceId, Reminder},
    occurrence::Occurrence,
    topic,
};

/// Job: it is a day before.
pub(crate) const A_DAY_BEFORE: &str = "gatherings.remind-day";
/// Job: it is an hour before.
pub(crate) const AN_HOUR_BEFORE: &str = "gatherings.remind-hour";

/// When a member wants to be reminded. Nobody is, who did not choose it.
pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Reminder> {
    let chosen =
        tx.first("SELECT reminder FROM gatherings_preferences WHERE member_id = $1", args![actor.id], |row| {
            row.get(0)
        })?;
    Ok(chosen.unwrap_or(Reminder::None))
}

/// Chooses when to be reminded.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, reminder: Reminder) -> Result<()> {
    tx.execute(
        "INSERT INTO gatherings_preferences (member_id, reminder) VALUES ($1, $2)
         ON CONFLICT (member_id) DO UPDATE SET reminder = excluded.reminder",
        args![actor.id, reminder],
    )?;
    topic::member_changed(tx, actor.id)
}

/// Of what is coming up for a member, that of which they want to be reminded now.
pub fn due(tx: &mut Tx<'_>, actor: &Actor, mine: &[Occurrence]) -> Result<Option<Occurrence>> {
    let reminder = of(tx, actor)?;
    if reminder == Reminder::None {
        return Ok(None);
    }
    let now = tx.now();
    for occurrence in mine.iter().filter(|it| now < it.starts_at && now + reminder.before() >= it.starts_at) {
        let seat = crate::seats::of(tx, occurrence.id, actor.id)?;
        if seat.is_some_and(|it| it.answer == crate::kind::Answer::Coming) {
            return Ok(Some(occurrence.clone()));
        }
    }
    Ok(None)
}

/// Plans the waking for an occurrence, or moves it with it.
pub(crate) fn plan(tx: &mut Tx<'_>, id: OccurrenceId, starts_at: Time) -> Result<()> {
    for (job, reminder) in [(A_DAY_BEFORE, Reminder::Day), (AN_HOUR_BEFORE, Reminder::Hour)] {
        let at = starts_at - reminder.before();
        // What is past already needs no waking: whoever says yes now sees it now.
        if at > tx.now() {
            tx.later(job, id, at)?;
        }
    }
    Ok(())
}

pub(crate) fn wake(tx: &mut Tx<'_>, subject: &str, reminder: Reminder) -> Result<()> {
    let id: OccurrenceId = subject.parse()?;
    let members: Vec<MemberId> = tx.all(
        "SELECT c.member_id FROM gatherings_comings c JOIN gatherings_preferences p ON p.member_id = c.member_id
         JOIN gatherings_occurrences o ON o.id = c.occurrence_id
         WHERE c.occurrence_id = $1 AND c.answer = 'coming' AND p.reminder = $2 AND o.cancelled_at IS NULL",
        args![id, reminder],
        |row| row.get(0),
    )?;
    for member in members {
        topic::member_changed(tx, member)?;
    }
    Ok(())
}
