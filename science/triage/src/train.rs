//! Training the model, and judging what was trained: for this repository, and for a community that trains on its own
//! decided cases on its own machine.
//!
//! Everything is in the order given and from a seed, with additions and multiplications only, so that the same texts make
//! the same model everywhere.

use alloc::vec;
use alloc::vec::Vec;

use crate::model::{Model, PLACES, STEPS, features};
use crate::normal::Normal;
use crate::read::Triage;
use crate::reading::Level;

/// The texts of this repository that the shipped model learnt from: tables with the columns `id`, `functionality`,
/// `expected_level`, `flag` (1 where a person should look) and `text`.
pub const TEXTS: &[&str] = &[include_str!("../training/grammar.csv"), include_str!("../training/paraphrases.csv")];

/// A text, and what people decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text.
    pub text: alloc::string::String,
    /// The level it should have.
    pub level: Level,
    /// Whether a person should have looked at it.
    pub flag: bool,
    /// How many times it counts.
    pub times: u16,
}

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Decides the order in which examples are learnt.
    pub seed: u64,
    /// How often all of them are gone through.
    pub rounds: u32,
    /// How far a weight moves at once.
    pub pace: f32,
    /// How much a weight shrinks in a round, so that rare words do not count too much.
    pub shrink: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, rounds: 14, pace: 0.6, shrink: 0.02 }
    }
}

/// One example in numbers.
struct Row {
    places: Vec<u16>,
    /// One over the root of how many places there are.
    part: f32,
    wanted: f32,
    times: f32,
}

/// Trains a model. One example in five is kept back to fit the curve; then all of them are learnt from.
pub fn train(examples: &[Example], settings: &Settings) -> Model {
    let rows: Vec<Row> = examples.iter().map(row).collect();
    let (kept, learnt): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| at % 5 == 4);
    let apart = quantised(&learn(&rows, &learnt, settings));
    let mut pairs: Vec<(i32, bool)> =
        kept.iter().map(|at| (apart.sum(&Normal::of(&examples[*at].text)), examples[*at].flag)).collect();
    pairs.sort_unstable();
    let all: Vec<usize> = (0..rows.len()).collect();
    Model { curve: curve(&pairs), ..quantised(&learn(&rows, &all, settings)) }
}

fn row(example: &Example) -> Row {
    let mut places = Vec::new();
    features(&Normal::of(&example.text), &mut |place| places.push(place));
    let root = ((places.len().max(1) as u64) << 32).isqrt() as f32 / 65_536.0;
    Row { places, part: 1.0 / root, wanted: if example.flag { 1.0 } else { 0.0 }, times: f32::from(example.times) }
}

/// Logistic regression by single steps, with a rational curve in the place of the exponential one: no function is used
/// that two platforms might compute differently.
fn learn(rows: &[Row], chosen: &[usize], settings: &Settings) -> (Vec<f32>, f32) {
    let (mut weights, mut bias) = (vec![0.0_f32; PLACES], 0.0_f32);
    let mut order: Vec<usize> = chosen.to_vec();
    let mut chance = settings.seed | 1;
    for round in 0..settings.rounds {
        for at in (1..order.len()).rev() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((chance >> 33) % (at as u64 + 1)) as usize);
        }
        let pace = settings.pace / (1.0 + round as f32 * 0.5);
        for at in &order {
            let row = &rows[*at];
            let sum = row.places.iter().map(|place| weights[usize::from(*place)]).sum::<f32>() * row.part + bias;
            let step = pace * row.times * (row.wanted - soft(sum));
            bias += step * 0.05;
            row.places.iter().for_each(|place| weights[usize::from(*place)] += step * row.part);
        }
        weights.iter_mut().for_each(|weight| *weight *= 1.0 - settings.shrink);
    }
    (weights, bias)
}

/// Between 0 and 1, rising.
fn soft(sum: f32) -> f32 {
    0.5 + 0.5 * sum / (1.0 + sum.abs())
}

/// Weights as small whole numbers; the largest is 127. The bias is on the same scale.
fn quantised((weights, bias): &(Vec<f32>, f32)) -> Model {
    let most = weights.iter().fold(0.000_001_f32, |most, weight| most.max(weight.abs()));
    let scale = 127.0 / most;
    let whole = |value: f32| if value < 0.0 { (value - 0.5) as i32 } else { (value + 0.5) as i32 };
    let weights = weights.iter().map(|weight| whole(weight * scale) as i8).collect();
    Model { weights, bias: whole(bias * scale), curve: vec![(0, 500)] }
}

/// The curve that rises with the share of examples that people should have looked at: neighbours that fall are pooled.
fn curve(pairs: &[(i32, bool)]) -> Vec<(i32, u16)> {
    let size = pairs.len().div_ceil(STEPS).max(1);
    // For each part: the sum in its middle, how many were wanted, how many there are.
    let mut parts: Vec<(i32, u64, u64)> = Vec::new();
    for part in pairs.chunks(size) {
        let wanted = part.iter().filter(|(_, flag)| *flag).count() as u64;
        parts.push((part[part.len() / 2].0, wanted, part.len() as u64));
        while let [.., (_, wanted, count), (_, more, others)] = parts.as_slice()
            && wanted * others > more * count
        {
            let (place, more, others) = (parts[parts.len() - 1].0, *more, *others);
            parts.pop();
            if let Some(last) = parts.last_mut() {
                *last = (last.0 + (place - last.0) / 2, last.1 + more, last.2 + others);
            }
        }
    }
    let mut curve: Vec<(i32, u16)> =
        parts.iter().map(|(place, wanted, count)| (*place, (wanted * 1000 / count) as u16)).collect();
    curve.dedup_by_key(|(place, _)| *place);
    if curve.is_empty() { vec![(0, 500)] } else { curve }
}

/// How well texts are read that were not learnt from. Shares are in permille.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Of the texts a person should look at, how many are flagged.
    pub recall: u16,
    /// Of the others, how many are flagged all the same.
    pub false_alarms: u16,
    /// Of the texts that are a crisis, how many are flagged.
    pub crisis_recall: u16,
    /// How far scores are from the share of texts that people should look at, on average.
    pub calibration: u16,
    /// How many texts of each level (first) were read as each level (second).
    pub confusion: [[u32; 4]; 4],
    /// How many texts.
    pub texts: u32,
}

/// Judges a reader on examples.
pub fn report(triage: &Triage, examples: &[Example]) -> Report {
    let mut report = Report::default();
    let (mut hits, mut alarms, mut crises) = ((0, 0), (0, 0), (0, 0));
    let mut tenths = [(0_u32, 0_u32, 0_u32); 10];
    for example in examples {
        let reading = triage.read(&example.text, &[]);
        let flagged = reading.score >= triage.thresholds().flag;
        let count = |(yes, all): &mut (u32, u32)| {
            *yes += u32::from(flagged);
            *all += 1;
        };
        count(if example.flag { &mut hits } else { &mut alarms });
        if example.level == Level::Crisis {
            count(&mut crises);
        }
        let tenth = &mut tenths[usize::from(reading.score.min(999)) / 100];
        *tenth = (tenth.0 + u32::from(reading.score), tenth.1 + u32::from(example.flag) * 1000, tenth.2 + 1);
        report.confusion[example.level as usize][reading.level as usize] += 1;
        report.texts += 1;
    }
    let share = |(yes, all): (u32, u32)| (yes * 1000).checked_div(all).unwrap_or(0) as u16;
    let apart: u32 = tenths.iter().map(|(score, wanted, _)| score.abs_diff(*wanted)).sum();
    report.recall = share(hits);
    report.false_alarms = share(alarms);
    report.crisis_recall = share(crises);
    report.calibration = apart.checked_div(report.texts).unwrap_or(0) as u16;
    report
}

/// What moves when one reader takes the place of another: the index of each text, its score before and after, where
/// whether a person should look, or the level, is no longer the same.
pub fn compare(old: &Triage, new: &Triage, texts: &[&str]) -> Vec<(usize, u16, u16)> {
    let moved = |(at, text): (usize, &&str)| {
        let (before, after) = (old.read(text, &[]), new.read(text, &[]));
        let flagged = (before.score >= old.thresholds().flag) != (after.score >= new.thresholds().flag);
        (flagged || before.level != after.level).then_some((at, before.score, after.score))
    };
    texts.iter().enumerate().filter_map(moved).collect()
}
