//! One time that a gathering happens: who may see it, when it is, what becomes of it.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use circles::{circle::Circle, kind::CircleId};
use workforce::{answer::Work, spell};

use crate::{
    gathering::{Gathering, WORDS_AT_MOST},
    kind::{GatheringId, Mode, NewsKind, OccurrenceId, TemplateId},
    meeting::Meeting,
    news,
    plan::minutes,
    reminder, topic,
};

/// How long before its time a meeting can begin.
pub const BEGINS_EARLY: std::time::Duration = std::time::Duration::from_secs(15 * 60);

/// One time that a gathering happens, with what its gathering says.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// Its id.
    pub id: OccurrenceId,
    /// Of which gathering.
    pub gathering: GatheringId,
    /// In which circle.
    pub circle: CircleId,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// How people meet.
    pub mode: Mode,
    /// A session of a course.
    pub course: bool,
    /// How long it was planned, in minutes.
    pub minutes: i64,
    /// For how many; nothing for everybody.
    pub capacity: Option<i64>,
    /// The template that the meeting follows.
    pub template: Option<TemplateId>,
    /// Which session it is, from 1.
    pub session: i64,
    /// When it begins.
    pub starts_at: Time,
    /// When it ends.
    pub ends_at: Time,
    /// When it was cancelled.
    pub cancelled_at: Option<Time>,
    /// When it was moved from where its rule put it.
    pub moved_at: Option<Time>,
    pub(crate) slot: String,
    step: Option<Vec<u8>>,
    words: Option<Vec<u8>>,
}

const COLUMNS: &str = "o.id, o.series_id, o.circle_id, s.title, s.about, s.mode, s.course, s.minutes, s.capacity, \
                       s.template_id, o.session, o.starts_at, o.ends_at, o.cancelled_at, o.moved_at, o.slot, o.step, \
                       o.words";

/// Where `o` is an occurrence: its meeting was ended, perhaps before its time.
const ENDED: &str =
    "EXISTS (SELECT 1 FROM gatherings_meetings m WHERE m.occurrence_id = o.id AND m.ended_at IS NOT NULL)";

fn from_row(row: &db::Row<'_>) -> Result<Occurrence> {
    Ok(Occurrence {
        id: row.get(0)?,
        gathering: row.get(1)?,
        circle: row.get(2)?,
        title: row.get(3)?,
        about: row.get(4)?,
        mode: row.get(5)?,
        course: row.get(6)?,
        minutes: row.get(7)?,
        capacity: row.get(8)?,
        template: row.get(9)?,
        session: row.get(10)?,
        starts_at: row.get(11)?,
        ends_at: row.get(12)?,
        cancelled_at: row.get(13)?,
        moved_at: row.get(14)?,
        slot: row.get(15)?,
        step: row.get(16)?,
        words: row.get(17)?,
    })
}

impl Occurrence {
    /// The occurrence, when the asker may read what is written in its circle.
    pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Self> {
        let (occurrence, circle) = Self::looked_for(tx, id)?;
        Circle::readable_by(tx, actor, circle)?;
        occurrence.ok_or(Error::NotFound)
    }

    /// The occurrence, when the asker belongs to its circle.
    pub fn joined_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Self> {
        let occurrence = Self::readable_by(tx, actor, id)?;
        // Whoever may read and has not joined is told the way in; the others were not told that it exists.
        match Circle::joined_by(tx, actor, occurrence.circle) {
            Ok(_) => Ok(occurrence),
            Err(Error::NotFound) => Err(Error::refused("gathering-join-first")),
            Err(other) => Err(other),
        }
    }

    /// The occurrence, when the asker looks after its circle.
    pub fn facilitated_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Self> {
        let (occurrence, circle) = Self::looked_for(tx, id)?;
        Circle::facilitated_by(tx, actor, circle)?;
        occurrence.ok_or(Error::NotFound)
    }

    /// The occurrence, for rules that have already settled who may see it.
    pub(crate) fn any(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<Self> {
        Self::looked_for(tx, id)?.0.ok_or(Error::NotFound)
    }

    /// The occurrence and its circle. Of what is not there the circle is none, and is asked after all the same, so that
    /// the time of the answer does not tell whether something is hidden.
    fn looked_for(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<(Option<Self>, CircleId)> {
        let found: Option<Self> = tx.first(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                 WHERE o.id = $1"
            ),
            args![id],
            from_row,
        )?;
        let circle = found.as_ref().map_or(CircleId(db::Uuid::nil()), |it| it.circle);
        Ok((found, circle))
    }

    /// What happens in a circle from now on, cancelled ones too, for somebody who may read it.
    pub fn of_circle(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<Vec<Self>> {
        Circle::readable_by(tx, actor, circle)?;
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                 WHERE o.circle_id = $1 AND o.ends_at > $2 ORDER BY o.starts_at, o.id LIMIT 60"
            ),
            args![circle, tx.now()],
            from_row,
        )
    }

    /// What happened in a circle lately, the latest first, for somebody who may read it.
    pub fn past_of_circle(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<Vec<Self>> {
        Circle::readable_by(tx, actor, circle)?;
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                 WHERE o.circle_id = $1 AND o.ends_at <= $2 AND o.cancelled_at IS NULL
                 ORDER BY o.starts_at DESC, o.id LIMIT 12"
            ),
            args![circle, tx.now()],
            from_row,
        )
    }

    /// The next one in a circle that is not over, for rules that have already settled who may see it.
    pub(crate) fn next_of(tx: &mut Tx<'_>, circle: CircleId) -> Result<Option<Self>> {
        let next = tx.kept_exactly(circle, |tx| {
            tx.first(
                &format!(
                    "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                     WHERE o.circle_id = $1 AND o.ends_at > $2 AND o.cancelled_at IS NULL AND NOT {ENDED}
                     ORDER BY o.starts_at, o.id LIMIT 1"
                ),
                args![circle, tx.now()],
                from_row,
            )
        })?;
        Ok(Option::clone(&next))
    }

    /// The sessions of a gathering that are still to come.
    pub(crate) fn to_come(tx: &mut Tx<'_>, gathering: GatheringId) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                 WHERE o.series_id = $1 AND o.starts_at > $2 AND o.cancelled_at IS NULL ORDER BY o.starts_at"
            ),
            args![gathering, tx.now()],
            from_row,
        )
    }

    /// Those that a member said yes to, or waits for, and that are not over; cancelled ones are in the news. A meeting
    /// that was ended early is over too, and with it the waiting.
    pub fn mine(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let found = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
                 JOIN gatherings_comings c ON c.occurrence_id = o.id
                 WHERE c.member_id = $1 AND c.answer IN ('coming', 'waiting') AND o.ends_at > $2
                   AND o.cancelled_at IS NULL AND NOT {ENDED} ORDER BY o.starts_at, o.id LIMIT 100"
            ),
            args![actor.id, tx.now()],
            from_row,
        )?;
        let circles = Circle::mine(tx, actor)?;
        Ok(found.into_iter().filter(|it| circles.iter().any(|(circle, _)| circle.id == it.circle)).collect())
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled_at.is_some()
    }

    /// Whether it was moved from where its rule put it.
    pub fn is_moved(&self) -> bool {
        self.moved_at.is_some()
    }

    /// Whether it is over.
    pub fn is_over(&self, now: Time) -> bool {
        self.ends_at <= now
    }

    /// Whether a meeting can begin now: from a quarter of an hour before its time until its end.
    pub fn can_begin(&self, now: Time) -> bool {
        !self.is_cancelled() && now + BEGINS_EARLY >= self.starts_at && now < self.ends_at
    }

    /// Whether people come by to a place, or to one session after the other, so that a facilitator notes who did.
    pub fn is_attendance_noted(&self) -> bool {
        self.mode == Mode::InPerson || self.course
    }

    /// The words with which it was cancelled or moved.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        self.open(tx, "words", self.words.as_deref())
    }

    /// What to try until the next session.
    pub fn step(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        self.open(tx, "step", self.step.as_deref())
    }

    /// Where it is, for those who come and those who look after it: whoever calls this has settled that.
    pub(crate) fn place(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        if self.mode == Mode::InPerson { Gathering::any(tx, self.gathering)?.place(tx) } else { Ok(None) }
    }

    fn open(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<Option<String>> {
        match sealed {
            Some(sealed) => {
                tx.unseal(KeyId(self.gathering.0), Place::new("gatherings_occurrences", column, self.id.0), sealed)
            }
            None => Ok(None),
        }
    }

    fn sealed(&self, tx: &mut Tx<'_>, column: &'static str, words: &str) -> Result<Option<Vec<u8>>> {
        let words: String = words.trim().chars().take(WORDS_AT_MOST).collect();
        if words.is_empty() {
            return Ok(None);
        }
        tx.seal(KeyId(self.gathering.0), Place::new("gatherings_occurrences", column, self.id.0), &words).map(Some)
    }

    /// Says what to try until the next session of a course. Nothing said takes it away.
    pub fn set_step(&self, tx: &mut Tx<'_>, words: &str) -> Result<()> {
        if !self.course {
            return Err(Error::NotFound);
        }
        let step = self.sealed(tx, "step", words)?;
        tx.execute("UPDATE gatherings_occurrences SET step = $2 WHERE id = $1", args![self.id, step])?;
        topic::occurrence_changed(tx, self.id)
    }

    /// Cancels it, with words that everybody who comes can read.
    pub fn cancel(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        if words.trim().is_empty() {
            return Err(Error::refused("gathering-words-missing"));
        }
        if self.is_cancelled() {
            return Ok(());
        }
        if self.is_over(tx.now()) {
            return Err(Error::refused("gathering-over"));
        }
        self.call_off(tx, Some(actor.id), words)
    }

    /// The same where the words were asked for already, or need not be.
    pub(crate) fn call_off(&self, tx: &mut Tx<'_>, by: Option<MemberId>, words: &str) -> Result<()> {
        let sealed = self.sealed(tx, "words", words)?;
        tx.execute(
            "UPDATE gatherings_occurrences SET cancelled_at = $2, cancelled_by = $3, words = $4 WHERE id = $1",
            args![self.id, tx.now(), by, sealed],
        )?;
        tx.execute(
            "UPDATE gatherings_meetings SET ended_at = $2, ended_by = $3 WHERE occurrence_id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), by],
        )?;
        spell::end(tx, Work::Room, self.id.0)?;
        news::tell_those_concerned(tx, self.id, NewsKind::Cancelled)?;
        topic::occurrence_changed(tx, self.id)
    }

    /// Moves it to another time, with words if there are any. Everybody keeps their place and is told.
    pub fn shift(&self, tx: &mut Tx<'_>, actor: &Actor, starts_at: Time, words: &str) -> Result<()> {
        if self.is_cancelled() || self.starts_at <= tx.now() || Meeting::of(tx, self.id)?.is_some() {
            return Err(Error::refused("gathering-over"));
        }
        if starts_at <= tx.now() {
            return Err(Error::refused("gathering-when-past"));
        }
        let sealed = self.sealed(tx, "words", words)?;
        tx.execute(
            "UPDATE gatherings_occurrences SET starts_at = $2, ends_at = $3, moved_at = $4, moved_by = $5, words = $6
             WHERE id = $1",
            args![self.id, starts_at, starts_at + minutes(self.minutes), tx.now(), actor.id, sealed],
        )?;
        reminder::plan(tx, self.id, starts_at)?;
        news::tell_those_concerned(tx, self.id, NewsKind::Moved)?;
        topic::occurrence_changed(tx, self.id)
    }

    /// Keeps it after its gathering was changed; who comes is told when its time is another.
    pub(crate) fn keep(&self, tx: &mut Tx<'_>, starts_at: Time, ends_at: Time) -> Result<()> {
        tx.execute(
            "UPDATE gatherings_occurrences SET starts_at = $2, ends_at = $3 WHERE id = $1",
            args![self.id, starts_at, ends_at],
        )?;
        if starts_at != self.starts_at {
            reminder::plan(tx, self.id, starts_at)?;
            news::tell_those_concerned(tx, self.id, NewsKind::Moved)?;
        }
        topic::occurrence_changed(tx, self.id)
    }

    /// Takes away what nobody has said anything about.
    pub(crate) fn forget(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("DELETE FROM gatherings_comings WHERE occurrence_id = $1", args![self.id])?;
        tx.execute("DELETE FROM gatherings_occurrences WHERE id = $1", args![self.id])?;
        Ok(())
    }
}

/// How many sessions of a gathering have begun.
pub(crate) fn held(tx: &mut Tx<'_>, gathering: GatheringId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM gatherings_occurrences WHERE series_id = $1 AND starts_at <= $2 AND cancelled_at IS NULL",
        args![gathering, tx.now()],
    )
}

/// Whether the asker looks after a circle.
pub(crate) fn is_led_by(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<bool> {
    match Circle::facilitated_by(tx, actor, circle) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}
