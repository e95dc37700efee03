//! Who comes. A place is given to whoever says yes first; when there is none left, people wait in the order in which
//! they came, and the first of them moves up when a place becomes free, in the same transaction. They are told, and
//! can step back.

use db::{Error, Result, Time, Tx, args};
use words::{Actor, MemberId};

use circles::membership;

use crate::{
    feedback,
    kind::{Answer, Attendance, NewsKind, OccurrenceId},
    news,
    occurrence::{self, BEGINS_EARLY, Occurrence},
    topic,
};

/// What somebody said about coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub member: MemberId,
    /// What they said, and what came of it.
    pub answer: Answer,
    /// They pressed "I am here", at this time.
    pub here_at: Option<Time>,
    /// What the facilitator noted.
    pub attendance: Option<Attendance>,
}

impl Seat {
    /// Whether they came: as the facilitator noted it, or else as they said themselves.
    pub fn came(&self) -> bool {
        match self.attendance {
            Some(noted) => noted == Attendance::Came,
            None => self.here_at.is_some(),
        }
    }
}

/// How many come and how many wait. Numbers are all that members see of one another here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Have a place.
    pub coming: i64,
    /// Wait for one.
    pub waiting: i64,
}

fn from_row(row: &db::Row<'_>) -> Result<Seat> {
    Ok(Seat { member: row.get(0)?, answer: row.get(1)?, here_at: row.get(2)?, attendance: row.get(3)? })
}

/// Says yes. Answers whether there was a place, or one waits for one.
pub fn come(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Answer> {
    let occurrence = free_to_take(tx, actor, id)?;
    take(tx, actor.id, &occurrence)
}

/// Says yes to every session of a course that is still to come.
pub fn come_to_all(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<()> {
    let occurrence = free_to_take(tx, actor, id)?;
    if !occurrence.course {
        return Err(Error::NotFound);
    }
    for session in Occurrence::to_come(tx, occurrence.gathering)? {
        take(tx, actor.id, &session)?;
    }
    Ok(())
}

/// Says no, or steps back. No reason is asked; the next in line moves up.
pub fn step_back(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<()> {
    let occurrence = Occurrence::joined_by(tx, actor, id)?;
    if occurrence.is_cancelled() || is_over(tx, &occurrence)? {
        return Err(Error::refused("gathering-over"));
    }
    let seq = next_number(tx, id)?;
    tx.execute(
        "INSERT INTO gatherings_comings (occurrence_id, member_id, answer, seq, answered_at)
         VALUES ($1, $2, 'not-coming', $3, $4)
         ON CONFLICT (occurrence_id, member_id) DO UPDATE SET
            answer = excluded.answer, answered_at = excluded.answered_at, moved_up_at = NULL, here_at = NULL",
        args![id, actor.id, seq, tx.now()],
    )?;
    news::forget(tx, actor.id, id, NewsKind::MovedUp)?;
    fill(tx, id)?;
    topic::member_changed(tx, actor.id)
}

/// Says "I am here", while it is on.
pub fn arrive(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<()> {
    let occurrence = open_to(tx, actor, id)?;
    if !occurrence.can_begin(tx.now()) {
        return Err(Error::refused("gathering-not-yet"));
    }
    let noted = tx.execute(
        "UPDATE gatherings_comings SET here_at = COALESCE(here_at, $3)
         WHERE occurrence_id = $1 AND member_id = $2 AND answer = 'coming'",
        args![id, actor.id, tx.now()],
    )?;
    if noted == 0 {
        return Err(Error::refused("gathering-say-yes-first"));
    }
    topic::occurrence_changed(tx, id)
}

/// The occurrence, when the asker may say yes to it: they belong to the circle, are not paused there, and it is not over.
fn open_to(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Occurrence> {
    let occurrence = Occurrence::joined_by(tx, actor, id)?;
    if membership::paused_until(tx, occurrence.circle, actor.id)?.is_some() {
        return Err(Error::refused("gathering-paused"));
    }
    if occurrence.is_cancelled() {
        return Err(Error::refused("gathering-cancelled"));
    }
    if is_over(tx, &occurrence)? {
        return Err(Error::refused("gathering-over"));
    }
    Ok(occurrence)
}

/// The same for a place. Whoever looks after the circle is there anyway: places are for those whom it is for.
fn free_to_take(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Occurrence> {
    let occurrence = open_to(tx, actor, id)?;
    if occurrence::is_led_by(tx, actor, occurrence.circle)? {
        return Err(Error::refused("gathering-you-look-after"));
    }
    Ok(occurrence)
}

/// Whether its time is over, or its meeting was ended: who came is settled then.
fn is_over(tx: &mut Tx<'_>, occurrence: &Occurrence) -> Result<bool> {
    Ok(occurrence.is_over(tx.now()) || feedback::is_past(tx, occurrence)?)
}

/// A number of its own for whoever answers now. It is also what makes two who answer at once take turns.
fn next_number(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<i64> {
    tx.one(
        "UPDATE gatherings_occurrences SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq",
        args![id],
        |row| row.get(0),
    )
}

fn take(tx: &mut Tx<'_>, member: MemberId, occurrence: &Occurrence) -> Result<Answer> {
    let id = occurrence.id;
    if let Some(seat) = of(tx, id, member)?
        && seat.answer != Answer::NotComing
    {
        // Saying yes again keeps one's place, in the room or in the line.
        return Ok(seat.answer);
    }
    let seq = next_number(tx, id)?;
    let count = count(tx, id)?;
    // Whoever waits already goes first, even when there is a place.
    let free = count.waiting == 0 && occurrence.capacity.is_none_or(|it| count.coming < it);
    let answer = if free { Answer::Coming } else { Answer::Waiting };
    tx.execute(
        "INSERT INTO gatherings_comings (occurrence_id, member_id, answer, seq, answered_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (occurrence_id, member_id) DO UPDATE SET
            answer = excluded.answer, seq = excluded.seq, answered_at = excluded.answered_at, moved_up_at = NULL",
        args![id, member, answer, seq, tx.now()],
    )?;
    topic::member_changed(tx, member)?;
    Ok(answer)
}

/// Gives free places to those who wait, the first first, and tells them. What is over stays as it was.
pub(crate) fn fill(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<()> {
    let occurrence = Occurrence::any(tx, id)?;
    if occurrence.is_cancelled() || is_over(tx, &occurrence)? {
        return Ok(());
    }
    let coming = count(tx, id)?.coming;
    let free = occurrence.capacity.map_or(i64::MAX, |it| (it - coming).max(0));
    let next: Vec<MemberId> = tx.all(
        "SELECT member_id FROM gatherings_comings WHERE occurrence_id = $1 AND answer = 'waiting' ORDER BY seq LIMIT $2",
        args![id, free],
        |row| row.get(0),
    )?;
    for member in next {
        tx.execute(
            "UPDATE gatherings_comings SET answer = 'coming', moved_up_at = $3
             WHERE occurrence_id = $1 AND member_id = $2",
            args![id, member, tx.now()],
        )?;
        news::tell(tx, member, id, NewsKind::MovedUp)?;
    }
    Ok(())
}

/// What a member said about coming.
pub fn of(tx: &mut Tx<'_>, id: OccurrenceId, member: MemberId) -> Result<Option<Seat>> {
    tx.first(
        "SELECT member_id, answer, here_at, attendance FROM gatherings_comings
         WHERE occurrence_id = $1 AND member_id = $2",
        args![id, member],
        from_row,
    )
}

/// How many come and how many wait.
pub fn count(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<Count> {
    tx.one(
        "SELECT COUNT(CASE WHEN answer = 'coming' THEN 1 END), COUNT(CASE WHEN answer = 'waiting' THEN 1 END)
         FROM gatherings_comings WHERE occurrence_id = $1",
        args![id],
        |row| Ok(Count { coming: row.get(0)?, waiting: row.get(1)? }),
    )
}

/// How many are before a member in the line.
pub fn before(tx: &mut Tx<'_>, id: OccurrenceId, member: MemberId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM gatherings_comings w JOIN gatherings_comings me ON me.occurrence_id = w.occurrence_id
         WHERE w.occurrence_id = $1 AND me.member_id = $2 AND w.answer = 'waiting' AND w.seq < me.seq",
        args![id, member],
    )
}

/// Who comes and who waits, each in order: for the facilitators, who hold the list.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Vec<Seat>> {
    Occurrence::facilitated_by(tx, actor, id)?;
    everybody(tx, id)
}

/// The same for rules that have already settled who may see it.
pub(crate) fn everybody(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<Vec<Seat>> {
    tx.all(
        "SELECT member_id, answer, here_at, attendance FROM gatherings_comings
         WHERE occurrence_id = $1 AND answer <> 'not-coming' ORDER BY answer, seq",
        args![id],
        from_row,
    )
}

/// Whether nobody comes and nobody waits.
pub(crate) fn is_nobody_concerned(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<bool> {
    Ok(count(tx, id)? == Count::default())
}

/// Notes who came, for a meeting in person or a session of a course. Nothing noted takes a note back.
pub fn note(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId, noted: &[(MemberId, Option<Attendance>)]) -> Result<()> {
    let occurrence = Occurrence::facilitated_by(tx, actor, id)?;
    if !occurrence.is_attendance_noted() || occurrence.is_cancelled() || tx.now() + BEGINS_EARLY < occurrence.starts_at
    {
        return Err(Error::refused("gathering-not-yet"));
    }
    for (member, attendance) in noted {
        tx.execute(
            "UPDATE gatherings_comings SET attendance = $3, noted_by = $4
             WHERE occurrence_id = $1 AND member_id = $2 AND answer = 'coming'",
            args![id, member, attendance, actor.id],
        )?;
    }
    topic::occurrence_changed(tx, id)
}

/// Takes somebody's places that are still to come, because they left the circle or this place.
pub(crate) fn give_up(
    tx: &mut Tx<'_>,
    member: MemberId,
    stays: impl Fn(&mut Tx<'_>, &Occurrence) -> Result<bool>,
) -> Result<()> {
    let held: Vec<OccurrenceId> = tx.all(
        "SELECT c.occurrence_id FROM gatherings_comings c JOIN gatherings_occurrences o ON o.id = c.occurrence_id
         WHERE c.member_id = $1 AND c.answer <> 'not-coming' AND o.ends_at > $2 ORDER BY o.starts_at",
        args![member, tx.now()],
        |row| row.get(0),
    )?;
    for id in held {
        let occurrence = Occurrence::any(tx, id)?;
        if !stays(tx, &occurrence)? {
            tx.execute(
                "DELETE FROM gatherings_comings WHERE occurrence_id = $1 AND member_id = $2",
                args![id, member],
            )?;
            fill(tx, id)?;
        }
    }
    Ok(())
}

/// Frees the places of those who no longer belong to the circle: a circle does not know what is above it.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    let holders: Vec<MemberId> = tx.all(
        "SELECT DISTINCT c.member_id FROM gatherings_comings c JOIN gatherings_occurrences o ON o.id = c.occurrence_id
         WHERE c.answer <> 'not-coming' AND o.ends_at > $1 AND o.cancelled_at IS NULL",
        args![tx.now()],
        |row| row.get(0),
    )?;
    for member in holders {
        give_up(tx, member, |tx, occurrence| Ok(membership::role(tx, occurrence.circle, member)?.is_some()))?;
    }
    Ok(())
}
