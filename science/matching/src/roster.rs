//! The supporters who could take somebody now, arranged so that thousands of them are looked through at once.
//!
//! Each thing that matters (a language, a topic, a wish) is a row of bits, one bit for each supporter. Who may meet a
//! seeker is then a few `and`s, and scoring touches only the supporters who bring something. [`crate::barrier`] and
//! [`Need::score`] say the same for one pair, in words.

use std::collections::BTreeMap;

use crate::assignment::Choice;
use crate::reason::because;
use crate::score::{Need, Rarity};
use crate::{
    AgeBand, Apart, Language, Offer, Seeker, SeekerId, Snapshot, SupportKind, Supporter, SupporterId, Topic, Trait,
};

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

/// The sets of supporters who have one or another thing; only things that some seeker asks about are kept.
struct Having<K>(BTreeMap<K, Bits>);

impl<K: Ord + Copy> Having<K> {
    fn of<'a>(
        asked: impl Iterator<Item = K>,
        supporters: &[&'a Supporter],
        things: impl Fn(&'a Supporter) -> &'a [K],
    ) -> Self
    where
        K: 'a,
    {
        let mut having: BTreeMap<K, Bits> = asked.map(|thing| (thing, Bits::none(supporters.len()))).collect();
        for (place, supporter) in supporters.iter().enumerate() {
            for thing in things(supporter) {
                if let Some(bits) = having.get_mut(thing) {
                    bits.insert(place);
                }
            }
        }
        Self(having)
    }
}

/// Who could take somebody now, looked at for one or more seekers.
pub(crate) struct Roster<'a> {
    snapshot: &'a Snapshot,
    /// Free and with room, by id; each person once.
    supporters: Vec<&'a Supporter>,
    rarity: Rarity,
    load: Vec<i64>,
    apart: Vec<Apart>,
    bands: Having<AgeBand>,
    languages: Having<Language>,
    cannot_take: Having<Topic>,
    knows: Having<Topic>,
    good_at: Having<SupportKind>,
    shown: Having<Trait>,
}

/// The supporters that one seeker may meet.
pub(crate) struct Open {
    bits: Bits,
    /// Sharing a language ruled out somebody who was otherwise free.
    language_decided: bool,
}

impl Open {
    pub(crate) fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }
}

impl<'a> Roster<'a> {
    /// Prepares a snapshot to answer for `seekers`.
    pub(crate) fn of(snapshot: &'a Snapshot, seekers: &[&'a Seeker]) -> Self {
        let mut supporters: Vec<&Supporter> =
            snapshot.on_duty.iter().filter(|supporter| supporter.free && supporter.has_room()).collect();
        supporters.sort_unstable();
        supporters.dedup_by_key(|supporter| supporter.id);

        let asked_by_seekers = snapshot.waiting.iter().map(|seeker| seeker.topics.as_slice());
        let known_by_supporters = snapshot.on_duty.iter().map(|supporter| supporter.knows.as_slice());
        let mut apart = snapshot.apart.clone();
        apart.sort_unstable();

        let topics = || seekers.iter().flat_map(|seeker| seeker.topics.iter().copied());
        Self {
            snapshot,
            rarity: Rarity::among(asked_by_seekers.chain(known_by_supporters)),
            load: supporters.iter().map(|supporter| snapshot.weights.load_of(supporter)).collect(),
            apart,
            bands: Having::of(seekers.iter().map(|seeker| seeker.age_band), &supporters, |supporter| {
                std::slice::from_ref(&supporter.age_band)
            }),
            languages: Having::of(
                seekers.iter().flat_map(|seeker| seeker.languages.iter().copied()),
                &supporters,
                |supporter| &supporter.languages,
            ),
            cannot_take: Having::of(topics(), &supporters, |supporter| &supporter.cannot_take),
            knows: Having::of(topics(), &supporters, |supporter| &supporter.knows),
            good_at: Having::of(seekers.iter().map(|seeker| seeker.kind), &supporters, |supporter| &supporter.good_at),
            shown: Having::of(
                seekers.iter().flat_map(|seeker| seeker.wishes.iter().copied()),
                &supporters,
                |supporter| &supporter.shown,
            ),
            supporters,
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.supporters.len()
    }

    pub(crate) fn need_of(&self, seeker: &Seeker) -> Need {
        Need::of(seeker, &self.rarity, &self.snapshot.weights)
    }

    /// The supporters between whom and the seeker there is no barrier.
    pub(crate) fn open_to(&self, seeker: &Seeker) -> Open {
        let mut bits = Bits::none(self.supporters.len());
        if let Some(band) = self.bands.0.get(&seeker.age_band) {
            bits.add(band);
        }
        for topic in &seeker.topics {
            if let Some(cannot) = self.cannot_take.0.get(topic) {
                bits.drop(cannot);
            }
        }
        let pairs = self.apart.partition_point(|pair| pair.seeker < seeker.id);
        let apart = self.apart[pairs..].iter().take_while(|pair| pair.seeker == seeker.id).map(|pair| pair.supporter);
        let SeekerId(themselves) = seeker.id;
        for supporter in apart.chain(seeker.declined_by.iter().copied()).chain([SupporterId(themselves)]) {
            if let Ok(place) = self.supporters.binary_search_by_key(&supporter, |supporter| supporter.id) {
                bits.remove(place);
            }
        }

        let mut speaking = Bits::none(self.supporters.len());
        for language in &seeker.languages {
            if let Some(speakers) = self.languages.0.get(language) {
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
            credit(self.knows.0.get(topic), *worth);
        }
        credit(self.good_at.0.get(&need.kind.0), need.kind.1);
        for (any_of, worth) in &need.wishes {
            let mut met = Bits::none(self.supporters.len());
            any_of.iter().filter_map(|one| self.shown.0.get(one)).for_each(|bits| met.add(bits));
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

    /// The offer of a seeker to the supporter at `place`.
    pub(crate) fn offer(&self, seeker: &Seeker, need: &Need, open: &Open, place: usize) -> Offer {
        let supporter = self.supporters[place];
        Offer {
            seeker: seeker.id,
            supporter: supporter.id,
            score: need.score(supporter, &self.snapshot.weights),
            because: because(seeker, supporter, need, open.language_decided),
        }
    }
}
