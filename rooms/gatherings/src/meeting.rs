//! A meeting that runs: its phases and its clock, which only the facilitators see. Two of them share it: either can go
//! on or back, and the lead is handed over with one press. It begins at most a quarter of an hour early, and when nobody
//! ends it, it ends by itself a quarter of an hour after its time.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use words::{Actor, MemberId};

use circles::{kind::CircleId, membership, proposal};
use workforce::{answer::Work, spell};

use crate::{
    kind::{Mode, OccurrenceId},
    occurrence::Occurrence,
    seats,
    template::{self, Phase},
    topic,
};

/// Job: ends a meeting that nobody ended.
pub(crate) const END: &str = "gatherings.end-meeting";
/// How long after its time a meeting may still run.
pub const GRACE: Duration = Duration::from_secs(15 * 60);

/// A meeting that runs or ran.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Of which occurrence.
    pub occurrence: OccurrenceId,
    /// In which circle.
    pub circle: CircleId,
    /// Who leads now.
    pub lead: Option<MemberId>,
    /// When it began.
    pub began_at: Time,
    /// The phase that it is in, from 0.
    pub phase: usize,
    /// Since when.
    pub phase_began_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Its phases, as they were when it began.
    pub phases: Vec<Phase>,
}

/// The meeting that runs in a circle now, for its live room.
#[derive(Clone, Debug)]
pub struct Running {
    /// Which occurrence.
    pub occurrence: OccurrenceId,
    /// What it is called.
    pub title: String,
    /// How people meet.
    pub mode: Mode,
    /// The phase that it is in: for facilitators only.
    pub phase: Option<Phase>,
    /// When it is to end.
    pub ends_at: Time,
}

/// Which way to go in the phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next.
    Next,
    /// To the one before.
    Back,
}

const COLUMNS: &str = "occurrence_id, circle_id, lead_id, began_at, phase, phase_began_at, ended_at";

fn from_row(row: &db::Row<'_>) -> Result<Meeting> {
    Ok(Meeting {
        occurrence: row.get(0)?,
        circle: row.get(1)?,
        lead: row.get(2)?,
        began_at: row.get(3)?,
        phase: row.get(4)?,
        phase_began_at: row.get(5)?,
        ended_at: row.get(6)?,
        phases: Vec::new(),
    })
}

impl Meeting {
    /// Begins the meeting; who begins it leads. When the other facilitator was faster, it runs already and nothing
    /// changes.
    pub fn begin(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<()> {
        let occurrence = Occurrence::facilitated_by(tx, actor, id)?;
        if !occurrence.can_begin(tx.now()) {
            return Err(Error::refused("meeting-not-yet"));
        }
        if Self::of(tx, id)?.is_none() {
            proposal::may_look_after(tx, actor.id, occurrence.circle)?;
        }
        let begun = tx.execute(
            "INSERT INTO gatherings_meetings (occurrence_id, circle_id, lead_id, began_at, phase, phase_began_at)
             VALUES ($1, $2, $3, $4, 0, $4) ON CONFLICT (occurrence_id) DO NOTHING",
            args![id, occurrence.circle, actor.id, tx.now()],
        )?;
        if begun == 0 {
            return Ok(());
        }
        spell::begin(tx, actor.id, Work::Room, id.0)?;
        if let Some(template) = occurrence.template {
            tx.execute(
                "INSERT INTO gatherings_phases (owner_id, position, title, minutes, prompt)
                 SELECT $1, position, title, minutes, prompt FROM gatherings_phases WHERE owner_id = $2",
                args![id, template],
            )?;
        }
        tx.later(END, id, occurrence.ends_at + GRACE)?;
        topic::occurrence_changed(tx, id)
    }

    /// The meeting of an occurrence, for those who look after its circle; nothing when it has not begun.
    pub fn facilitated_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Option<Self>> {
        Occurrence::facilitated_by(tx, actor, id)?;
        Self::of(tx, id)
    }

    /// The same for rules that have already settled who may see it.
    pub(crate) fn of(tx: &mut Tx<'_>, id: OccurrenceId) -> Result<Option<Self>> {
        let found = tx.first(
            &format!("SELECT {COLUMNS} FROM gatherings_meetings WHERE occurrence_id = $1"),
            args![id],
            from_row,
        )?;
        found.map(|it| it.with_phases(tx)).transpose()
    }

    /// The meeting that runs in a circle.
    pub(crate) fn running_in(tx: &mut Tx<'_>, circle: CircleId) -> Result<Option<Self>> {
        let found = tx.first(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_meetings WHERE circle_id = $1 AND ended_at IS NULL
                 ORDER BY began_at DESC LIMIT 1"
            ),
            args![circle],
            from_row,
        )?;
        found.map(|it| it.with_phases(tx)).transpose()
    }

    fn with_phases(mut self, tx: &mut Tx<'_>) -> Result<Self> {
        self.phases = template::phases(tx, self.occurrence.0)?;
        Ok(self)
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.ended_at.is_none()
    }

    /// The phase that it is in; a meeting without a template has none.
    pub fn phase(&self) -> Option<&Phase> {
        self.phases.get(self.phase)
    }

    /// Seconds until the phase should be over; below zero when it takes longer.
    pub fn phase_left(&self, now: Time) -> Option<i64> {
        self.phase().map(|it| it.minutes * 60 - (now.0 - self.phase_began_at.0) / 1_000_000)
    }

    /// Goes to another phase, from the one that the asker saw: when both press at once, it goes on by one.
    pub fn go(&self, tx: &mut Tx<'_>, seen: usize, step: Step) -> Result<()> {
        let to = match step {
            Step::Next => seen + 1,
            Step::Back => seen.saturating_sub(1),
        };
        if to >= self.phases.len() {
            return Ok(());
        }
        tx.execute(
            "UPDATE gatherings_meetings SET phase = $3, phase_began_at = $4
             WHERE occurrence_id = $1 AND phase = $2 AND ended_at IS NULL AND phase <> $3",
            args![self.occurrence, seen, to, tx.now()],
        )?;
        topic::meeting_changed(tx, self.occurrence)
    }

    /// Hands the lead to another facilitator of the circle, whose hours count from then on.
    pub fn hand_over(&self, tx: &mut Tx<'_>, to: MemberId) -> Result<()> {
        if !membership::facilitators(tx, self.circle)?.contains(&to) {
            return Err(Error::NotFound);
        }
        let handed = tx.execute(
            "UPDATE gatherings_meetings SET lead_id = $2 WHERE occurrence_id = $1 AND ended_at IS NULL",
            args![self.occurrence, to],
        )?;
        if handed == 1 {
            spell::end(tx, Work::Room, self.occurrence.0)?;
            spell::begin(tx, to, Work::Room, self.occurrence.0)?;
        }
        topic::meeting_changed(tx, self.occurrence)
    }

    /// Ends it.
    pub fn end(&self, tx: &mut Tx<'_>, by: Option<MemberId>) -> Result<()> {
        tx.execute(
            "UPDATE gatherings_meetings SET ended_at = $2, ended_by = $3
             WHERE occurrence_id = $1 AND ended_at IS NULL",
            args![self.occurrence, tx.now(), by],
        )?;
        // Whoever led it led it until they said so; where nobody did, until its time.
        let until = match by {
            Some(_) => tx.now(),
            None => Occurrence::any(tx, self.occurrence)?.ends_at.min(tx.now()),
        };
        spell::end_at(tx, Work::Room, self.occurrence.0, until)?;
        // It leaves the lists of those who came, and of those who waited.
        for seat in seats::everybody(tx, self.occurrence)? {
            topic::member_changed(tx, seat.member)?;
        }
        topic::occurrence_changed(tx, self.occurrence)
    }
}

pub(crate) fn end_in_time(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    match Meeting::of(tx, subject.parse()?)? {
        Some(meeting) if meeting.is_running() => meeting.end(tx, None),
        _ => Ok(()),
    }
}

/// When the circle's live room is next used for a gathering in writing; nothing while one goes on without being begun.
pub fn next_in_room(tx: &mut Tx<'_>, circle: CircleId) -> Result<Option<Time>> {
    let next = tx.kept_exactly(circle, |tx| {
        tx.value(
            "SELECT MIN(o.starts_at) FROM gatherings_occurrences o JOIN gatherings_series s ON s.id = o.series_id
             WHERE o.circle_id = $1 AND o.starts_at > $2 AND o.cancelled_at IS NULL AND s.mode = 'text'",
            args![circle, tx.now()],
        )
    })?;
    Ok(*next)
}

/// The meeting that runs in a circle now.
pub fn running(tx: &mut Tx<'_>, circle: CircleId) -> Result<Option<Running>> {
    let Some(meeting) = Meeting::running_in(tx, circle)? else { return Ok(None) };
    let occurrence = Occurrence::any(tx, meeting.occurrence)?;
    Ok(Some(Running {
        occurrence: occurrence.id,
        title: occurrence.title,
        mode: occurrence.mode,
        phase: meeting.phase().cloned(),
        ends_at: occurrence.ends_at,
    }))
}
