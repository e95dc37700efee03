use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use db::{Clock, Random, Time};

/// A clock that stands still until a test moves it.
pub struct StillClock {
    now: AtomicI64,
    steady: AtomicI64,
}

impl StillClock {
    /// Stands at Sunday 2026-11-22 20:00 UTC.
    pub fn new() -> Self {
        Self { now: AtomicI64::new(1_795_377_600_000_000), steady: AtomicI64::new(0) }
    }

    /// Moves on by `span`.
    pub fn pass(&self, span: Duration) {
        self.now.fetch_add(span.as_micros() as i64, Ordering::SeqCst);
        self.steady.fetch_add(span.as_micros() as i64, Ordering::SeqCst);
    }

    /// Jumps to this moment, as a clock does that was set: no time passes.
    pub fn set(&self, now: Time) {
        self.now.store(now.0, Ordering::SeqCst);
    }
}

impl Default for StillClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for StillClock {
    fn now(&self) -> Time {
        Time(self.now.load(Ordering::SeqCst))
    }

    fn steady(&self) -> Duration {
        Duration::from_micros(self.steady.load(Ordering::SeqCst).unsigned_abs())
    }
}

/// Chance from a seed (SplitMix64, Steele et al. 2014): every run of a test is the same run.
pub struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    /// Chance that follows from this seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}
