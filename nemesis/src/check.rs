//! What must hold, whatever was broken. Pure: a history of clients and what the tables hold go in, and what was violated
//! comes out, each with the smallest piece of the history that shows it.

mod places;
mod support;
mod talks;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt};

use db::Uuid;

use crate::history::Event;

pub(crate) use support::{Leases, Moment, Offer, Request, Talking};

/// What was violated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Acknowledged, and not there.
    Lost,
    /// There, or shown, more than once.
    Twice,
    /// Numbers with gaps, or shown in another order than kept.
    OutOfOrder,
    /// There, and not shown to somebody who asked after it was acknowledged.
    NotShown,
    /// There without anybody having said it, or with other words.
    Invented,
    /// One request or offer, two winners.
    TwoWinners,
    /// Somebody waits twice, or is offered two requests, or a request is offered twice.
    TwoAtOnce,
    /// More people than places, or more conversations than somebody has room for.
    TooMany,
    /// Two holders of one lease.
    LeaseTwice,
    /// Answered in a way in which nobody is to be answered.
    Odd,
    /// A database that is not sound, a program that panicked or did not come back.
    Unsound,
}

impl Kind {
    /// Every kind, in the order of the table.
    pub(crate) const ALL: [Self; 11] = [
        Self::Lost,
        Self::Twice,
        Self::OutOfOrder,
        Self::NotShown,
        Self::Invented,
        Self::TwoWinners,
        Self::TwoAtOnce,
        Self::TooMany,
        Self::LeaseTwice,
        Self::Odd,
        Self::Unsound,
    ];

    /// In words, for the table.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Lost => "acknowledged and lost",
            Self::Twice => "there or shown twice",
            Self::OutOfOrder => "out of order",
            Self::NotShown => "not shown to who asked",
            Self::Invented => "words that nobody said",
            Self::TwoWinners => "two winners",
            Self::TwoAtOnce => "waits or offers doubled",
            Self::TooMany => "more than there is room for",
            Self::LeaseTwice => "leases held twice",
            Self::Odd => "answers that are not calm",
            Self::Unsound => "unsound, or not back",
        }
    }
}

/// Something that must not be.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    /// What kind.
    pub(crate) kind: Kind,
    /// What, in a sentence.
    pub(crate) what: String,
    /// The piece of the history that shows it.
    pub(crate) piece: Vec<Event>,
}

impl Violation {
    /// One without a piece of history: the tables show it alone.
    pub(crate) fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), piece: Vec::new() }
    }

    fn with(kind: Kind, what: impl Into<String>, piece: &[&Event]) -> Self {
        Self { kind, what: what.into(), piece: piece.iter().map(|it| (*it).clone()).collect() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.words(), self.what)?;
        self.piece.iter().try_for_each(|event| write!(f, "\n    {event}"))
    }
}

/// A message or post as the tables hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    /// Its number.
    pub(crate) seq: i64,
    /// Its id.
    pub(crate) id: Uuid,
    /// Its words.
    pub(crate) words: String,
    /// Said by a client of ours; not by the place, and not before the history began.
    pub(crate) ours: bool,
}

/// What the tables hold when everybody has finished.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Everything that was said, by conversation, evening or thread, in order.
    pub(crate) talks: BTreeMap<Uuid, Vec<Message>>,
    /// Who comes, or belongs there: whoever has a place, and whoever waits for one, in order.
    pub(crate) places: BTreeMap<Uuid, Place>,
    /// Everything about support.
    pub(crate) support: Moment,
}

/// A gathering with places, or a circle of a limited size.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Place {
    /// At most so many.
    pub(crate) room: usize,
    /// Who has a place.
    pub(crate) there: Vec<Uuid>,
    /// Who waits for one.
    pub(crate) waiting: Vec<Uuid>,
}

/// Everything that the history and the tables show to be violated.
pub(crate) fn check(history: &[Event], kept: &Kept) -> Vec<Violation> {
    let mut found = talks::check(history, &kept.talks);
    found.extend(support::check(history, &kept.support));
    found.extend(places::check(history, &kept.places));
    found.extend(odd(history));
    found
}

/// What must hold at every moment, asked of the tables alone while everything goes on.
pub(crate) fn look(moment: &Moment, places: &BTreeMap<Uuid, Place>) -> Vec<Violation> {
    let mut found = support::look(moment);
    found.extend(places::look(places));
    found
}

fn odd(history: &[Event]) -> Vec<Violation> {
    let mut found = Vec::new();
    for event in history {
        if let crate::history::What::Odd { status, path } = &event.what {
            found.push(Violation::with(Kind::Odd, format!("{path} was answered {status}"), &[event]));
        }
    }
    found
}
