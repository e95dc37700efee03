/// A difference between two shares, in percentage points, and the bounds between which it lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// First share minus second.
    pub points: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Difference {
    /// Whether the bounds lie on both sides of no difference at all.
    pub fn could_be_none(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Compares `some` of `all` here with `some` of `all` there: Newcombe's interval out of two Wilson intervals (Statistics in
/// Medicine 17, 1998, method 10), which holds for small groups and for shares near nothing too. `None` when one is empty.
pub fn difference(here: (u64, u64), there: (u64, u64)) -> Option<Difference> {
    let (first, first_low, first_high) = wilson(here)?;
    let (second, second_low, second_high) = wilson(there)?;
    let points = first - second;
    let down = ((first - first_low).powi(2) + (second_high - second).powi(2)).sqrt();
    let up = ((first_high - first).powi(2) + (second - second_low).powi(2)).sqrt();
    Some(Difference { points: points * 100.0, low: (points - down) * 100.0, high: (points + up) * 100.0 })
}

/// A share with its Wilson score interval.
fn wilson((some, all): (u64, u64)) -> Option<(f64, f64, f64)> {
    if all == 0 || some > all {
        return None;
    }
    let (n, share) = (all as f64, some as f64 / all as f64);
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
    Some((share, (middle - reach).max(0.0), (middle + reach).min(1.0)))
}

/// The middle of these numbers: of two in the middle, the smaller.
pub fn median(numbers: &mut [i64]) -> Option<i64> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}
