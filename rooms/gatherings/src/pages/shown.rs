//! An occurrence as pages list it.

use db::{Result, Time, Tx};
use words::{Actor, Ctx};

use crate::{
    feedback,
    kind::Answer,
    meeting::Meeting,
    occurrence::Occurrence,
    seats::{self, Count},
};

/// An occurrence, and what the asker said about coming.
pub(crate) struct Shown {
    pub(crate) occurrence: Occurrence,
    pub(crate) answer: Option<Answer>,
    pub(crate) count: Count,
    /// The meeting has begun and runs.
    pub(crate) is_on: bool,
    /// It took place.
    pub(crate) past: bool,
}

impl Shown {
    pub(crate) fn of(tx: &mut Tx<'_>, actor: &Actor, occurrence: Occurrence) -> Result<Self> {
        let answer = seats::of(tx, occurrence.id, actor.id)?.map(|it| it.answer);
        let count = seats::count(tx, occurrence.id)?;
        let is_on = Meeting::of(tx, occurrence.id)?.is_some_and(|it| it.is_running());
        let past = feedback::is_past(tx, &occurrence)?;
        Ok(Self { occurrence, answer, count, is_on, past })
    }

    pub(crate) fn each(tx: &mut Tx<'_>, actor: &Actor, found: Vec<Occurrence>) -> Result<Vec<Self>> {
        found.into_iter().map(|it| Self::of(tx, actor, it)).collect()
    }

    pub(crate) fn comes(&self) -> bool {
        self.answer == Some(Answer::Coming)
    }

    pub(crate) fn waits(&self) -> bool {
        self.answer == Some(Answer::Waiting)
    }
}

/// `19:00–20:30`, in the asker's zone.
pub(crate) fn span(c: &Ctx, from: &Time, to: &Time) -> String {
    format!("{}–{}", c.clock(from), c.clock(to))
}
