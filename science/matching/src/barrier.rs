//! What keeps two people apart, whatever their score.
//!
//! This is the readable statement of the rules. [`crate::roster`] applies the same rules to thousands of supporters at
//! once; a property test holds the two together.

use crate::{Apart, ApartReason, Seeker, Supporter, Topic};

/// Why a supporter may not be offered to a seeker. Not for the eyes of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Barrier {
    /// They are one and the same person.
    Themselves,
    /// They must not meet.
    Apart(ApartReason),
    /// They are of different age bands.
    AgeBand,
    /// The supporter asked not to be given this topic today.
    CannotTake(Topic),
    /// The supporter declined this request, or let the offer run out.
    Declined,
    /// The supporter is off duty, in a break, or has an offer open.
    NotFree,
    /// The supporter has as many conversations as they agreed to.
    NoRoom,
    /// They share no language, and nothing else stands between them.
    Language,
}

/// The first barrier between the two, or `None` if they may be brought together now.
///
/// Ask again when an offer is accepted or made by hand: the world may have moved since the snapshot.
pub fn barrier(seeker: &Seeker, supporter: &Supporter, apart: &[Apart]) -> Option<Barrier> {
    if seeker.id.0 == supporter.id.0 {
        return Some(Barrier::Themselves);
    }
    if let Some(pair) = apart.iter().find(|pair| pair.seeker == seeker.id && pair.supporter == supporter.id) {
        return Some(Barrier::Apart(pair.why));
    }
    if seeker.age_band != supporter.age_band {
        return Some(Barrier::AgeBand);
    }
    if let Some(topic) = seeker.topics.iter().find(|topic| supporter.cannot_take.contains(topic)) {
        return Some(Barrier::CannotTake(*topic));
    }
    if seeker.declined_by.contains(&supporter.id) {
        return Some(Barrier::Declined);
    }
    if !supporter.free {
        return Some(Barrier::NotFree);
    }
    if !supporter.has_room() {
        return Some(Barrier::NoRoom);
    }
    if !seeker.languages.iter().any(|language| supporter.languages.contains(language)) {
        return Some(Barrier::Language);
    }
    None
}
