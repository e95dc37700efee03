//! Chance that follows from a seed. Everything that is made up has chance of its own, named by what it is and its number:
//! so whoever makes it, on whichever thread and in whatever order, it comes out the same.

use std::sync::{Mutex, PoisonError};

use db::{Random, Time, Uuid};

/// Chance from a seed (SplitMix64, Steele et al. 2014). It makes keys too: of made-up people, whose words are nobody's.
pub(super) struct Chance(u64);

impl Chance {
    /// The chance of one thing of a kind.
    pub(super) fn of(seed: u64, kind: &str, number: u64) -> Self {
        let named = kind.bytes().fold(seed, |sum, byte| mixed(sum ^ u64::from(byte)));
        Self(mixed(named ^ mixed(number)))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// From 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something happens that happens this often.
    pub(super) fn falls(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// From 0 up to, and without, `end`; 0 when there is nothing to choose from.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f64) as usize
    }

    /// From `least` to `most`.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }

    /// Around 0, mostly between -1 and 1 (the sum of four, near enough to a bell).
    pub(super) fn bell(&mut self) -> f64 {
        let sum: f64 = (0..4).map(|_| self.share()).sum();
        (sum - 2.0) * 3f64.sqrt()
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        bytes
    }

    /// A UUIDv7 of this moment.
    pub(super) fn id(&mut self, at: Time) -> Uuid {
        let once = Once(Mutex::new(Self(self.next())));
        db::new_uuid(at, &once)
    }
}

fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// The same, as the ground asks for it.
pub(super) struct Once(Mutex<Chance>);

impl Once {
    pub(super) fn new(chance: Chance) -> Self {
        Self(Mutex::new(chance))
    }
}

impl Random for Once {
    fn fill(&self, bytes: &mut [u8]) {
        let mut chance = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&chance.next().to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Draws from a long tail: the first of `count` things is drawn most often, then the second, and so on for ever.
pub(super) struct Tail(Vec<f64>);

impl Tail {
    pub(super) fn of(count: usize, steepness: f64) -> Self {
        let mut sum = 0.0;
        let sums = (0..count).map(|at| {
            sum += 1.0 / (at as f64 + 4.0).powf(steepness);
            sum
        });
        Self(sums.collect())
    }

    pub(super) fn draw(&self, chance: &mut Chance) -> usize {
        let wanted = chance.share() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|sum| *sum <= wanted).min(self.0.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_follows_from_its_seed_and_from_nothing_else() {
        let draw = |seed, kind, number| Chance::of(seed, kind, number).next();
        assert_eq!(draw(7, "post", 3), draw(7, "post", 3));
        let others = [draw(8, "post", 3), draw(7, "talk", 3), draw(7, "post", 4)];
        assert!(others.iter().all(|it| *it != draw(7, "post", 3)));
    }

    #[test]
    fn a_tail_is_long_and_begins_with_the_first() {
        let (tail, mut chance) = (Tail::of(100, 1.0), Chance::of(7, "tail", 0));
        let mut drawn = [0; 100];
        (0..20_000).for_each(|_| drawn[tail.draw(&mut chance)] += 1);
        assert!(drawn[0] > 3 * drawn[20] && drawn[20] > drawn[99] && drawn[99] > 0, "{drawn:?}");
    }
}
