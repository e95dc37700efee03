//! The supporters who could take somebody now, arranged so that thousands of them are looked through at once.
//!
//! Each thing that matters (a language, a topic, a wish) is a row of bits, one bit for each supporter. Who may meet a
//! seeker is then a few `and`s, and scoring touches only the supporters who bring something. [`crate::barrier`] and
//! [`Measure::score`] say the same for one pair, in words.

use std::collections::BTreeMap;

use crate::assignment::Choice;
use crate::score::{Measure, Need};
use crate::{AgeBand, Apart, Language, Seeker, SeekerId, Snapshot, SupportKind, Supporter, SupporterId, Topic, Trait};

/// A set of supporters, by their place in the roster.
#[derive(Clone)]
struct Bits(Vec<u64>);

impl Bits {
    fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn insert(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn remove(&mut self, place: usize) {
        self.0[place / 64] &= !(1 << (place % 64));
    }

    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
    }

    fn drop(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= !theirs);
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The places in `self` that are also in `other`, ascending.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(index, (mine, theirs))| {
            let mut left = mine & theirs;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(index * 64 + bit)
            })
        })
    }
}

/// Something about a supporter that a seeker may care about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    IsOf(AgeBand),
    Speaks(Language),
    CannotTake(Topic),
    Knows(Topic),
    GoodAt(SupportKind),
    Shows(Trait),
}

fn asked_by(seeker: &Seeker) -> impl Iterator<Item = Thing> + '_ {
    let topics = seeker.topics.iter().flat_map(|topic| [Thing::CannotTake(*topic), Thing::Knows(*topic)]);
    let wishes = seeker.wishes.iter().map(|wish| Thing::Shows(*wish));
    let languages = seeker.languages.iter().map(|language| Thing::Speaks(*language));
    topics.chain(wishes).chain(languages).chain([Thing::IsOf(seeker.age_band), Thing::GoodAt(seeker.kind)])
}

fn true_of(supporter: &Supporter) -> impl Iterator<Item = Thing> + '_ {
    let languages = supporter.languages.iter().map(|language| Thing::Speaks(*language));
    let cannot_take = supporter.cannot_take.iter().map(|topic| Thing::CannotTake(*topic));
    let knows = supporter.knows.iter().map(|topic| Thing::Knows(*topic));
    let good_at = supporter.good_at.iter().map(|kind| Thing::GoodAt(*kind));
    let shown = supporter.shown.iter().map(|shown| Thing::Shows(*shown));
    languages.chain(cannot_take).chain(knows).chain(good_at).chain(shown).chain([Thing::IsOf(supporter.age_band)])
}

/// Who could take somebody now, looked at for one or more seekers.
pub(crate) struct Roster<'a> {
    /// Free and with room, by id; each person once.
    supporters: Vec<(SupporterId, &'a Supporter)>,
    load: Vec<i64>,
    apart: Vec<Apart>,
    /// Of whom each thing is true, for all that the seekers care about.
    having: BTreeMap<Thing, Bits>,
}

/// The supporters that one seeker may meet.
pub(crate) struct Open {
    bits: Bits,
    /// Sharing a language ruled out somebody who was otherwise free.
    pub(crate) language_decided: bool,
}

impl Open {
    pub(crate) fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }
}

impl<'a> Roster<'a> {
    /// Prepares a snapshot to answer for `seekers`.
    pub(crate) fn of(snapshot: &'a Snapshot, measure: &Measure, seekers: &[&'a Seeker]) -> Self {
        let available = snapshot.on_duty.iter().filter(|supporter| supporter.free && supporter.has_room());
        let mut supporters: Vec<_> = available.map(|supporter| (supporter.id, supporter)).collect();
        supporters.sort_unstable();
        supporters.dedup_by_key(|(id, _)| *id);

        let nobody = Bits::none(supporters.len());
        let asked = seekers.iter().flat_map(|seeker| asked_by(seeker));
        let mut having: BTreeMap<Thing, Bits> = asked.map(|thing| (thing, nobody.clone())).collect();
        for (place, (_, supporter)) in supporters.iter().enumerate() {
            true_of(supporter).for_each(|thing| {
                if let Some(bits) = having.get_mut(&thing) {
                    bits.insert(place);
                }
            });
        }

        let load = supporters.iter().map(|(_, supporter)| measure.load(supporter)).collect();
        let mut apart = snapshot.apart.clone();
        apart.sort_unstable();
        Self { supporters, load, apart, having }
    }

    fn all_with(&self, thing: Thing) -> Option<&Bits> {
        self.having.get(&thing)
    }

    pub(crate) fn size(&self) -> usize {
        self.supporters.len()
    }

    pub(crate) fn supporter(&self, place: usize) -> &'a Supporter {
        self.supporters[place].1
    }

    /// The supporters between whom and the seeker there is no barrier.
    pub(crate) fn open_to(&self, seeker: &Seeker) -> Open {
        let mut bits = Bits::none(self.supporters.len());
        if let Some(band) = self.all_with(Thing::IsOf(seeker.age_band)) {
            bits.add(band);
        }
        for topic in &seeker.topics {
            if let Some(cannot) = self.all_with(Thing::CannotTake(*topic)) {
                bits.drop(cannot);
            }
        }
        let pairs = self.apart.partition_point(|pair| pair.seeker < seeker.id);
        let apart = self.apart[pairs..].iter().take_while(|pair| pair.seeker == seeker.id).map(|pair| pair.supporter);
        let SeekerId(themselves) = seeker.id;
        for supporter in apart.chain(seeker.declined_by.iter().copied()).chain([SupporterId(themselves)]) {
            if let Ok(place) = self.supporters.binary_search_by_key(&supporter, |(id, _)| *id) {
                bits.remove(place);
            }
        }

        let mut speaking = Bits::none(self.supporters.len());
        for language in &seeker.languages {
            if let Some(speakers) = self.all_with(Thing::Speaks(*language)) {
                speaking.add(speakers);
            }
        }
        let mut others = bits.clone();
        others.drop(&speaking);
        bits.keep(&speaking);
        Open { bits, language_decided: !others.is_empty() }
    }

    /// The `most` best places for a seeker with their total scores, best first; of equals the smaller id.
    pub(crate) fn best(&self, need: &Need, open: &Open, most: usize, totals: &mut Vec<i64>) -> Vec<Choice> {
        totals.clear();
        totals.extend_from_slice(&self.load);
        let mut credit = |bits: Option<&Bits>, worth: i64| {
            for place in bits.into_iter().flat_map(|bits| bits.shared(&open.bits)) {
                totals[place] += worth;
            }
        };
        for (topic, worth) in &need.topics {
            credit(self.all_with(Thing::Knows(*topic)), *worth);
        }
        credit(self.all_with(Thing::GoodAt(need.kind.0)), need.kind.1);
        for (any_of, worth) in &need.wishes {
            let mut met = Bits::none(self.supporters.len());
            any_of.iter().filter_map(|one| self.all_with(Thing::Shows(*one))).for_each(|bits| met.add(bits));
            credit(Some(&met), *worth);
        }

        // Keep twice as many as wanted, and cut back to the best half whenever that is full.
        let order = |choice: &Choice| (-choice.1, choice.0);
        let mut best: Vec<Choice> = Vec::new();
        let mut bar = i64::MIN;
        for place in open.bits.shared(&open.bits) {
            let total = totals[place] + need.wait;
            // Places ascend, so whoever only equals the bar comes after those who set it.
            if total <= bar {
                continue;
            }
            best.push((place, total));
            if best.len() >= most.saturating_mul(2).max(16) {
                best.select_nth_unstable_by_key(most, order);
                best.truncate(most);
                bar = best.iter().map(|choice| choice.1).min().unwrap_or(i64::MAX);
            }
        }
        best.sort_unstable_by_key(order);
        best.truncate(most);
        best
    }
}
