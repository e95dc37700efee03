//! How well two people would fit, in parts that have names.
//!
//! The unit is a thousandth of a point. One whole point is a perfect fit: every topic, the right kind of support and
//! every wish. Whole numbers, rounded towards zero, keep the answer the same on every machine.
//!
//! | part | formula | from |
//! |---|---|---|
//! | topics | `topics × Σ rarity(shared) / Σ rarity(asked)` | rarity: see [`Measure`] |
//! | style | `style` if the supporter is good at the kind asked for | declared by both |
//! | wishes | `wishes × met / made` | only what supporters chose to show |
//! | wait | `wait_per_minute × minutes` | keeps the queue fair |
//! | load | `-load × ln(1 + conversations today)` | keeps the work fair |
//!
//! Those who asked for a closer match have their fit (topics, style, wishes) and wait multiplied by
//! [`Weights::closer_fit_percent`] and [`Weights::closer_wait_percent`].

use crate::{Pace, Seeker, Snapshot, SupportKind, Supporter, Topic, Trait};

/// The parts of a score, in thousandths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Score {
    /// How much of what the seeker brings the supporter knows; rare topics count for more.
    pub topics: i64,
    /// Whether the supporter is good at the kind of support asked for.
    pub style: i64,
    /// How many of the seeker's wishes are met.
    pub wishes: i64,
    /// How long the seeker has waited.
    pub wait: i64,
    /// What the supporter has already done today; zero or below.
    pub load: i64,
}

impl Score {
    /// The sum of all parts.
    pub fn total(&self) -> i64 {
        self.topics + self.style + self.wishes + self.wait + self.load
    }
}

/// How the parts of a score are balanced. Where no source is named, a value is our judgement, to be revised on
/// evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Weights {
    /// Thousandths for knowing every topic asked for. Default 550: shared experience is the larger half of a fit.
    pub topics: u16,
    /// Thousandths for being good at the kind of support asked for. Default 200.
    pub style: u16,
    /// Thousandths for meeting every wish. Default 250. Being matched on a wished-for gender or age improved ratings
    /// on a large listening platform ("Matching for Peer Support", CSCW 2022).
    pub wishes: u16,
    /// Thousandths for each minute waited. Default 50: twenty minutes outweigh a perfect fit.
    pub wait_per_minute: u16,
    /// Thousandths taken off for each unit of `ln(1 + conversations today)`. Default 350: in our simulation (synthetic
    /// people) this spread the work more evenly, Gini .61 to .53, for .006 less quality.
    pub load: u16,
    /// What fit counts for those who asked for a closer match, in per cent. Default 150.
    pub closer_fit_percent: u16,
    /// What waiting counts for those who asked for a closer match, in per cent. Default 50.
    pub closer_wait_percent: u16,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            topics: 550,
            style: 200,
            wishes: 250,
            wait_per_minute: 50,
            load: 350,
            closer_fit_percent: 150,
            closer_wait_percent: 50,
        }
    }
}

/// Waiting beyond a week no longer adds to a score, so that no sum can overflow.
const LONGEST_WAIT_MINUTES: u32 = 7 * 24 * 60;

/// What the scores of one snapshot are measured with.
///
/// A topic's rarity is `ln(1 + people / people who name it)`, counted over everybody in the snapshot, on both sides: the
/// inverse document frequency of Spärck Jones, "A statistical interpretation of term specificity and its application in
/// retrieval" (Journal of Documentation, 1972), with one added inside so that a topic that everybody names still counts.
pub(crate) struct Measure {
    weights: Weights,
    people: u32,
    named_by: Vec<u32>,
    /// What so many conversations today take off.
    load: Vec<i64>,
}

impl Measure {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut named_by = vec![0; usize::from(u16::MAX) + 1];
        let mut last_named_by = vec![0; named_by.len()];
        let mut people = 0;
        let mut count = |topics: &[Topic]| {
            people += 1;
            for topic in topics {
                let topic = usize::from(topic.0);
                if last_named_by[topic] != people {
                    last_named_by[topic] = people;
                    named_by[topic] += 1;
                }
            }
        };
        let mut busiest = 0;
        for seeker in &snapshot.waiting {
            count(&seeker.topics);
        }
        for supporter in &snapshot.on_duty {
            count(&supporter.knows);
            busiest = busiest.max(supporter.conversations_today);
        }
        let weights = snapshot.weights;
        let load = (0..=u32::from(busiest)).map(|today| -(i64::from(weights.load) * ln(1 + today) / 1_000_000));
        Self { weights, people, named_by, load: load.collect() }
    }

    /// In millionths.
    fn rarity(&self, topic: Topic) -> i64 {
        let named_by = self.named_by[usize::from(topic.0)].max(1);
        ln(named_by.saturating_add(self.people)) - ln(named_by)
    }

    /// What the supporter's day so far takes off.
    pub(crate) fn load(&self, supporter: &Supporter) -> i64 {
        self.load[usize::from(supporter.conversations_today)]
    }

    pub(crate) fn score(&self, need: &Need, supporter: &Supporter) -> Score {
        let topics = need.topics.iter().filter(|(topic, _)| supporter.knows.contains(topic));
        let wishes = need.wishes.iter().filter(|(any_of, _)| any_of.iter().any(|one| supporter.shown.contains(one)));
        Score {
            topics: topics.map(|(_, worth)| worth).sum(),
            style: if supporter.good_at.contains(&need.kind.0) { need.kind.1 } else { 0 },
            wishes: wishes.map(|(_, worth)| worth).sum(),
            wait: need.wait,
            load: self.load(supporter),
        }
    }
}

/// What each thing that a supporter might bring would be worth to one seeker, in thousandths of a point.
pub(crate) struct Need {
    pub(crate) topics: Vec<(Topic, i64)>,
    pub(crate) kind: (SupportKind, i64),
    /// One entry for each attribute wished about, with every value that would be welcome.
    pub(crate) wishes: Vec<(Vec<Trait>, i64)>,
    pub(crate) wait: i64,
}

impl Need {
    pub(crate) fn of(seeker: &Seeker, measure: &Measure) -> Self {
        let weights = &measure.weights;
        let (fit_percent, wait_percent) = match seeker.pace {
            Pace::Sooner => (100, 100),
            Pace::Closer => (i64::from(weights.closer_fit_percent), i64::from(weights.closer_wait_percent)),
        };
        let fit = |weight: u16| i64::from(weight) * fit_percent / 100;

        let mut topics = seeker.topics.clone();
        topics.sort_unstable();
        topics.dedup();
        let rarities: Vec<i64> = topics.iter().map(|topic| measure.rarity(*topic)).collect();
        let all = rarities.iter().sum::<i64>().max(1);
        let topics = topics.into_iter().zip(rarities).map(|(topic, one)| (topic, fit(weights.topics) * one / all));

        let mut wishes = seeker.wishes.clone();
        wishes.sort_unstable();
        wishes.dedup();
        let wishes: Vec<Vec<Trait>> = wishes.chunk_by(|one, next| one.0 == next.0).map(<[Trait]>::to_vec).collect();
        let each = fit(weights.wishes) / (wishes.len() as i64).max(1);

        let minutes = seeker.minutes_waited.min(LONGEST_WAIT_MINUTES);
        Self {
            topics: topics.collect(),
            kind: (seeker.kind, fit(weights.style)),
            wishes: wishes.into_iter().map(|any_of| (any_of, each)).collect(),
            wait: i64::from(weights.wait_per_minute) * i64::from(minutes) * wait_percent / 100,
        }
    }
}

/// The natural logarithm of `n` (at least 1) in millionths, by whole numbers only: the standard library's logarithm may
/// differ in its last digit from one machine to the next, and a replay must not.
fn ln(n: u32) -> i64 {
    const LN_2_MILLIONTHS: u64 = 693_147;
    let whole = n.ilog2();
    // The digits of log2 after the point: square the mantissa (31 bits after its point); each time it passes 2, that
    // digit is a one.
    let mut mantissa = u64::from(n) << (31 - whole);
    let mut log2 = u64::from(whole);
    for _ in 0..32 {
        mantissa = (mantissa * mantissa) >> 31;
        let digit = mantissa >> 32;
        mantissa >>= digit;
        log2 = (log2 << 1) | digit;
    }
    ((log2 * LN_2_MILLIONTHS) >> 32) as i64
}

#[cfg(test)]
mod tests {
    use super::ln;

    #[test]
    fn the_logarithm_is_right_to_five_digits() {
        for n in (1..5_000).chain([65_536, 1_000_003, u32::MAX]) {
            let float = f64::from(n).ln();
            let ours = ln(n) as f64 / 1_000_000.0;
            assert!((float - ours).abs() < 0.000_01, "ln({n}): {float} and {ours}");
        }
    }
}
