//! Live practice that a learner booked: one learner, a time that somebody offers, and one activity of a course. It begins in
//! the conversation page; it counts when the trainer says that it took place.

use std::time::Duration;

use db::{Error, Result, Row, Time, Tx, args};
use jobs::Later;
use people::{Profile, standing};
use words::{Actor, Language, MemberId, Standing};

use crate::{
    course,
    format::Body,
    offered::{self, Offered, OfferedId},
    practice::{Cast, Stage},
    progress, together,
};

/// So long before its time it can begin.
const EARLY: Duration = Duration::from_secs(10 * 60);
/// So long after its end it still can, before it counts as missed.
const LATE: Duration = Duration::from_secs(30 * 60);
/// So long before it everybody is reminded.
pub const REMINDED: Duration = Duration::from_secs(86_400);
/// So long what was said or missed is shown.
const SHOWN: Duration = Duration::from_secs(90 * 86_400);
/// Time between two looks at what has become of bookings.
const LOOKS_EVERY: Duration = Duration::from_secs(5 * 60);
/// Job: cancels what cannot take place any more, and closes what was missed.
pub const LOOK: &str = "training.bookings";

db::id! {
    /// A booking.
    BookingId
}

db::word! {
    /// What became of it.
    pub enum Ending {
        /// The trainer says that it took place.
        TookPlace = "took-place",
        /// Nobody began, or it came to nothing.
        Missed = "missed",
        /// One of them could not.
        Cancelled = "cancelled",
        /// One of them does not take part any more. Nobody is told why.
        Apart = "apart",
    }
}

db::word! {
    /// What somebody is in it.
    pub enum Part {
        /// Learns, and supports in the practice.
        Learner = "learner",
        /// Offers the time, and says that it took place.
        Trainer = "trainer",
        /// Plays the member for the trainer.
        Partner = "partner",
    }
}

/// A booking with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// The time.
    pub time: Offered,
    /// Who learns; nothing when they have left.
    pub learner: Option<MemberId>,
    /// The course.
    pub course: String,
    /// The activity in it.
    pub activity: String,
    /// In which version.
    pub version: i64,
    /// Whether the learner is content that the trainer reads along.
    pub learner_reads: bool,
    /// When it began.
    pub began_at: Option<Time>,
    /// The page on which they talk, and on which the learner reads it again; nothing when there is nothing to read.
    pub address: Option<String>,
    /// When they had talked.
    pub over_at: Option<Time>,
    /// When it was over.
    pub ended_at: Option<Time>,
    /// What became of it.
    pub ended_how: Option<Ending>,
    /// Who cancelled it.
    pub ended_by: Option<MemberId>,
}

const COLUMNS: &str = "t.id, t.trainer_id, t.partner_id, t.begins_at, t.ends_at, t.agreed_at, t.partner_reads, \
                       b.id, b.learner_id, b.course_id, b.activity_id, b.version, b.learner_reads, b.began_at, \
                       b.address, b.over_at, b.ended_at, b.ended_how, b.ended_by";

fn from_row(row: &Row<'_>) -> Result<Booking> {
    Ok(Booking {
        time: offered::from_row(row)?,
        id: row.get(7)?,
        learner: row.get(8)?,
        course: row.get(9)?,
        activity: row.get(10)?,
        version: row.get(11)?,
        learner_reads: row.get(12)?,
        began_at: row.get(13)?,
        address: row.get(14)?,
        over_at: row.get(15)?,
        ended_at: row.get(16)?,
        ended_how: row.get(17)?,
        ended_by: row.get(18)?,
    })
}

impl Booking {
    /// Books a time for an activity that the learner still has to do.
    pub fn book(
        tx: &mut Tx<'_>,
        learner: &Actor,
        time: OfferedId,
        (course, activity): (&str, &str),
        reads: bool,
    ) -> Result<BookingId> {
        if due(tx, learner.id)?.iter().all(|it| it.course.id != course || it.activity != activity) {
            return Err(Error::NotFound);
        }
        let open = Offered::open_to(tx, learner)?.into_iter().find(|it| it.id == time);
        let time = open.ok_or_else(|| Error::refused("booking-gone"))?;
        if Self::open_for(tx, learner.id, course, activity)?.is_some() {
            return Err(Error::refused("booking-has-one"));
        }
        if offered::is_taken(tx, learner.id, time.begins_at, time.ends_at)? {
            return Err(Error::refused("offered-overlaps"));
        }
        let version = course::published(tx, course)?.course.version;
        let id = BookingId::fresh(tx);
        tx.execute(
            "INSERT INTO training_bookings
                (id, time_id, learner_id, course_id, activity_id, version, learner_reads, booked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![id, time.id, learner.id, course, activity, version, reads, tx.now()],
        )?;
        Ok(id)
    }

    /// A booking as one who is part of it, and as what. For everybody else it does not exist.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: BookingId) -> Result<(Self, Part)> {
        let booking = any(tx, id)?;
        let part = booking.part_of(actor.id).ok_or(Error::NotFound)?;
        Ok((booking, part))
    }

    /// As what somebody is part of it.
    pub fn part_of(&self, member: MemberId) -> Option<Part> {
        match Some(member) {
            it if it == self.learner => Some(Part::Learner),
            it if it == self.time.trainer => Some(Part::Trainer),
            it if it == self.time.partner => Some(Part::Partner),
            _ => None,
        }
    }

    /// Whether the trainer reads along: somebody else plays, and both who talk agreed.
    pub fn is_read(&self) -> bool {
        self.time.partner.is_some() && self.time.partner_reads && self.learner_reads
    }

    /// Whether it can begin at this moment.
    pub fn may_begin(&self, now: Time) -> bool {
        self.ended_at.is_none()
            && self.over_at.is_none()
            && now + EARLY >= self.time.begins_at
            && now < self.time.ends_at + LATE
    }

    /// Whether it was called off while its time is still to come: said until then.
    pub fn is_off(&self, now: Time) -> bool {
        matches!(self.ended_how, Some(Ending::Cancelled | Ending::Apart)) && self.time.ends_at > now
    }

    /// The bookings of a member, as whatever they are part of them, the next first; and those of late.
    pub fn all_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM training_bookings b JOIN training_times t ON t.id = b.time_id
                 WHERE (b.learner_id = $1 OR t.trainer_id = $1 OR t.partner_id = $1)
                   AND (b.ended_at IS NULL OR t.begins_at > $2) ORDER BY t.begins_at, b.id LIMIT 200"
            ),
            args![member, tx.now() - SHOWN],
            from_row,
        )
    }

    /// The open booking of a learner for an activity.
    pub fn open_for(tx: &mut Tx<'_>, learner: MemberId, course: &str, activity: &str) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM training_bookings b JOIN training_times t ON t.id = b.time_id
                 WHERE b.learner_id = $1 AND b.course_id = $2 AND b.activity_id = $3 AND b.ended_at IS NULL"
            ),
            args![learner, course, activity],
            from_row,
        )
    }

    /// The open booking of a time.
    pub(crate) fn open_at(tx: &mut Tx<'_>, time: OfferedId) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM training_bookings b JOIN training_times t ON t.id = b.time_id
                 WHERE b.time_id = $1 AND b.ended_at IS NULL"
            ),
            args![time],
            from_row,
        )
    }

    /// One of them cannot. Nothing to explain; the others are told. A learner gives the time back, for somebody else to
    /// book; of those who give it, nobody can have it any more.
    pub fn cancel(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        if self.began_at.is_some() {
            return Err(Error::refused("booking-began"));
        }
        match self.part_of(actor.id) {
            Some(Part::Learner) => self.end(tx, Ending::Cancelled, Some(actor.id)),
            Some(Part::Trainer | Part::Partner) => self.time.withdraw(tx, actor.id),
            None => Err(Error::NotFound),
        }
    }

    pub(crate) fn end(&self, tx: &mut Tx<'_>, how: Ending, by: Option<MemberId>) -> Result<()> {
        tx.execute(
            "UPDATE training_bookings SET ended_at = $2, ended_how = $3, ended_by = $4
             WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), how, by],
        )?;
        Ok(())
    }

    /// Begins the practice conversation, or finds the one that was begun; its address.
    pub fn begin(&self, tx: &mut Tx<'_>) -> Result<String> {
        if !self.may_begin(tx.now()) {
            return Err(Error::refused("booking-not-now"));
        }
        if let Some(address) = &self.address {
            return Ok(address.clone());
        }
        let (Some(learner), Some(partner)) = (self.learner, self.time.plays()) else { return Err(Error::NotFound) };
        if !self.time.suits(tx, learner)? {
            return Err(Error::refused("booking-apart-now"));
        }
        let reader = self.time.trainer.filter(|_| self.is_read());
        let stage = *tx.lent::<Stage>()?;
        let address = (stage.0)(tx, &Cast { booking: self.id, learner, partner, reader })?;
        tx.execute(
            "UPDATE training_bookings SET began_at = $2, address = $3 WHERE id = $1 AND began_at IS NULL",
            args![self.id, tx.now(), address],
        )?;
        Ok(address)
    }

    /// The trainer says whether it took place. Then the activity counts as done.
    pub fn settle(&self, tx: &mut Tx<'_>, trainer: &Actor, took_place: bool) -> Result<()> {
        if self.part_of(trainer.id) != Some(Part::Trainer) || self.began_at.is_none() {
            return Err(Error::NotFound);
        }
        let open = any(tx, self.id)?.ended_at.is_none();
        if !open {
            return Ok(());
        }
        let how = if took_place { Ending::TookPlace } else { Ending::Missed };
        self.end(tx, how, Some(trainer.id))?;
        match self.learner {
            Some(learner) if took_place => {
                let published = course::published(tx, &self.course)?;
                let still_due =
                    due(tx, learner)?.iter().any(|it| it.course.id == self.course && it.activity == self.activity);
                if still_due {
                    together::note(tx, trainer.id, learner, &published, &self.activity, true)?;
                    progress::done(tx, learner, &published, &self.activity)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether those who are part of it are reminded of it now.
    pub fn is_near(&self, now: Time) -> bool {
        let is_open = self.ended_at.is_none() && self.over_at.is_none();
        is_open && self.time.begins_at <= now + REMINDED && self.time.ends_at + LATE > now
    }

    /// Whether this member still has to say that it took place.
    pub fn waits_for(&self, member: MemberId) -> bool {
        self.ended_at.is_none() && self.over_at.is_some() && self.time.trainer == Some(member)
    }
}

fn any(tx: &mut Tx<'_>, id: BookingId) -> Result<Booking> {
    tx.one(
        &format!("SELECT {COLUMNS} FROM training_bookings b JOIN training_times t ON t.id = b.time_id WHERE b.id = $1"),
        args![id],
        from_row,
    )
}

/// Live practice that a learner still has to do.
pub fn due(tx: &mut Tx<'_>, learner: MemberId) -> Result<Vec<together::Due>> {
    let mut due = together::due(tx, learner)?;
    due.retain(|it| it.course.activity(&it.activity).is_some_and(|it| matches!(it.body, Body::LiveRolePlay { .. })));
    Ok(due)
}

/// What the two read beforehand: for both, for the partner alone, and what is looked for. In the version that was booked.
pub fn brief(tx: &mut Tx<'_>, booking: &Booking) -> Result<Body> {
    let published = course::version(tx, &booking.course, booking.version)?;
    Ok(published.activity(&booking.activity)?.body.clone())
}

/// They have talked, and the learner can read it again, or nobody can any more. Said by the room on whose page it was.
pub fn over(tx: &mut Tx<'_>, id: BookingId, is_readable: bool) -> Result<()> {
    tx.execute("UPDATE training_bookings SET over_at = COALESCE(over_at, $2) WHERE id = $1", args![id, tx.now()])?;
    if !is_readable {
        tx.execute("UPDATE training_bookings SET address = NULL WHERE id = $1", args![id])?;
    }
    Ok(())
}

/// What is practised in a booking, and in which language: for the page on which it is.
pub fn played(tx: &mut Tx<'_>, id: BookingId) -> Result<(Body, Language)> {
    let booking = any(tx, id)?;
    let published = course::version(tx, &booking.course, booking.version)?;
    Ok((published.activity(&booking.activity)?.body.clone(), published.course.language))
}

/// Looks at what has become of bookings: whoever does not take part any more, or must not meet the other, does not; and
/// what nobody began is over, so that it can be booked anew.
pub(crate) fn look(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    let open: Vec<Booking> = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM training_bookings b JOIN training_times t ON t.id = b.time_id
             WHERE b.ended_at IS NULL AND b.began_at IS NULL"
        ),
        args![],
        from_row,
    )?;
    for booking in open {
        let meets = match booking.learner {
            Some(learner) => booking.time.suits(tx, learner)?,
            None => false,
        };
        if booking.time.ends_at + LATE <= tx.now() {
            booking.end(tx, Ending::Missed, None)?;
        } else if !meets {
            booking.end(tx, Ending::Apart, None)?;
            withdraw_of_the_absent(tx, &booking.time)?;
        }
    }
    tx.later(LOOK, "", tx.now() + LOOKS_EVERY)
}

/// A time whose trainer or partner does not take part any more is nobody's to book.
fn withdraw_of_the_absent(tx: &mut Tx<'_>, time: &Offered) -> Result<()> {
    for member in time.gives() {
        if standing::of(tx, member)? != Standing::Active {
            return time.withdraw(tx, member);
        }
    }
    Ok(())
}

/// Somebody stops: as a trainer or partner when they step back, as everything when they leave.
pub(crate) fn let_go(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    for time in Offered::of(tx, member)? {
        match Booking::open_at(tx, time.id)? {
            Some(booking) if booking.began_at.is_some() => booking.end(tx, Ending::Apart, None)?,
            Some(booking) => {
                booking.end(tx, Ending::Apart, None)?;
                time.withdraw(tx, member)?;
            }
            None => time.withdraw(tx, member)?,
        }
    }
    for booking in Booking::all_of(tx, member)? {
        if booking.learner == Some(member) && booking.ended_at.is_none() {
            booking.end(tx, Ending::Apart, None)?;
        }
    }
    Ok(())
}

/// The name of whoever plays the member, and of the others, for those who are part of it.
pub fn name(tx: &mut Tx<'_>, member: Option<MemberId>) -> Result<Option<String>> {
    match member {
        Some(member) => Profile::name(tx, member),
        None => Ok(None),
    }
}
