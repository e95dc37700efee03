//! Chance for worlds that are made up.

/// Chance that is the same for the same seed (Steele, Lea and Flood's SplitMix).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// At least nothing, less than one.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// An exponential span of this mean.
    pub(super) fn span(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// A whole number below this one.
    pub(super) fn below(&mut self, most: usize) -> usize {
        (self.share() * most as f64) as usize
    }

    /// True so often.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }
}
