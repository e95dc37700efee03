//! Deciding whom to offer to whom, and writing it down.

use std::cmp::Reverse;

use crate::assignment::{self, Choice};
use crate::reason::because;
use crate::roster::Roster;
use crate::score::{Measure, Need};
use crate::{Apart, Barrier, Reason, Score, Seeker, SeekerId, Snapshot, Supporter, SupporterId, barrier};

/// How many people are looked at together. Beyond this, those who asked last wait for the next decision, which comes
/// with the next event; it bounds the time one decision takes.
const MOST_AT_ONCE: usize = 200;

/// One request to be offered to one supporter, or one that could be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Offer {
    /// Who asks.
    pub seeker: SeekerId,
    /// Who is asked to support them.
    pub supporter: SupporterId,
    /// How well they fit. Not to be shown to either.
    pub score: Score,
    /// One to three true reasons that both may see, the weightiest first.
    pub because: Vec<Reason>,
}

/// Whom to offer to whom now, the longest-waiting first.
///
/// Nobody is in two offers. Of the people for whom anybody is free at all, the 200 who have waited longest are looked
/// at together.
pub fn assign(snapshot: &Snapshot) -> Vec<Offer> {
    let waiting = in_order(snapshot);
    if let [only] = waiting[..] {
        return candidates(snapshot, only.id, 1);
    }
    let measure = Measure::of(snapshot);
    let roster = Roster::of(snapshot, &measure, &waiting);
    let together: Vec<_> = waiting
        .iter()
        .map(|seeker| (*seeker, roster.open_to(seeker)))
        .filter(|(_, open)| !open.is_empty())
        .take(MOST_AT_ONCE)
        .map(|(seeker, open)| (seeker, Need::of(seeker, &measure), open))
        .collect();

    // With n people, nobody needs more than their n best: the others cannot take them all.
    let most = together.len();
    let mut totals = Vec::new();
    let choices: Vec<Vec<Choice>> =
        together.iter().map(|(_, need, open)| roster.best(need, open, most, &mut totals)).collect();
    let assigned = assignment::assign(&choices, roster.size());

    let offers = together.iter().zip(assigned).filter_map(|((seeker, need, open), place)| {
        Some(offer(&measure, seeker, need, roster.supporter(place?), open.language_decided))
    });
    offers.collect()
}

/// The `top` best offers that could be made for one person who waits, best first: the list from which a supervisor
/// offers by hand.
///
/// The same barriers hold as in [`assign`]; others who wait are left out of account. Empty if that person is not waiting.
pub fn candidates(snapshot: &Snapshot, seeker: SeekerId, top: usize) -> Vec<Offer> {
    let Some(seeker) = snapshot.waiting.iter().filter(|waiting| waiting.id == seeker).min() else { return Vec::new() };
    let measure = Measure::of(snapshot);
    let need = Need::of(seeker, &measure);
    let apart: Vec<Apart> = snapshot.apart.iter().filter(|pair| pair.seeker == seeker.id).copied().collect();

    let mut language_decided = false;
    let mut open = Vec::new();
    for supporter in &snapshot.on_duty {
        match barrier(seeker, supporter, &apart) {
            None => open.push((Reverse(measure.score(&need, supporter).total()), supporter)),
            Some(Barrier::Language) => language_decided = true,
            Some(_) => {}
        }
    }
    if top < open.len() {
        open.select_nth_unstable(top);
        open.truncate(top);
    }
    open.sort_unstable();
    open.into_iter().map(|(_, supporter)| offer(&measure, seeker, &need, supporter, language_decided)).collect()
}

fn offer(measure: &Measure, seeker: &Seeker, need: &Need, supporter: &Supporter, language_decided: bool) -> Offer {
    Offer {
        seeker: seeker.id,
        supporter: supporter.id,
        score: measure.score(need, supporter),
        because: because(seeker, supporter, need, language_decided),
    }
}

/// Everybody who waits, once, the longest-waiting first.
fn in_order(snapshot: &Snapshot) -> Vec<&Seeker> {
    let mut waiting: Vec<&Seeker> = snapshot.waiting.iter().collect();
    waiting.sort_unstable();
    waiting.dedup_by_key(|seeker| seeker.id);
    waiting.sort_by_key(|seeker| Reverse(seeker.minutes_waited));
    waiting
}

/// A decision as it is written to the log: what was known, and what followed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Decision {
    /// What was known.
    pub snapshot: Snapshot,
    /// What followed from it.
    pub offers: Vec<Offer>,
}

impl Decision {
    /// Decides, and keeps what the decision rests on.
    pub fn on(snapshot: Snapshot) -> Self {
        let offers = assign(&snapshot);
        Self { snapshot, offers }
    }

    /// Whether the same offers follow again, bit for bit.
    pub fn replays(&self) -> bool {
        assign(&self.snapshot) == self.offers
    }
}
