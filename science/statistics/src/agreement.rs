/// How much two people who rated the same things agree, beyond what chance alone would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Weighted kappa: 1 is full agreement, 0 is what chance gives, below it they agree less than by chance.
    pub kappa: f64,
    /// The lower bound, with 95 % confidence.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// How many things both rated.
    pub count: u64,
}

/// How much it counts when two ratings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Every difference counts alike: Cohen's first kappa.
    Alike,
    /// A difference counts by how many steps it is.
    Linear,
    /// By the square of the steps: two steps apart is four times as bad as one.
    Quadratic,
}

impl Weights {
    /// How well these two ratings agree: from 0 to 1.
    fn of(self, first: usize, second: usize, grades: usize) -> f64 {
        let steps = first.abs_diff(second) as f64 / (grades - 1).max(1) as f64;
        match self {
            Self::Alike => f64::from(u8::from(first == second)),
            Self::Linear => 1.0 - steps,
            Self::Quadratic => 1.0 - steps * steps,
        }
    }
}

/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// How much two raters agree. `table[i][j]` says how many things the first gave grade `i` and the second grade `j`.
///
/// Weighted kappa after Cohen (Psychological Bulletin 70, 1968), its standard error after Fleiss, Cohen and Everitt
/// (Psychological Bulletin 72, 1969), which is meant for many things: with few, the bounds are a rough guide. `None` when
/// there is nothing to compare, or when both gave one and the same grade to everything, so that chance explains it as well.
pub fn agreement<const N: usize>(table: &[[u64; N]; N], weights: Weights) -> Option<Agreement> {
    weighed(table, |first, second| weights.of(first, second, N))
}

fn weighed<const N: usize>(table: &[[u64; N]; N], weight: impl Fn(usize, usize) -> f64) -> Option<Agreement> {
    let count: u64 = table.iter().flatten().sum();
    if count == 0 {
        return None;
    }
    let n = count as f64;
    let share = |i: usize, j: usize| table[i][j] as f64 / n;
    let rows: [f64; N] = std::array::from_fn(|i| (0..N).map(|j| share(i, j)).sum());
    let columns: [f64; N] = std::array::from_fn(|j| (0..N).map(|i| share(i, j)).sum());
    let over = |of: &dyn Fn(usize, usize) -> f64| -> f64 {
        (0..N).flat_map(|i| (0..N).map(move |j| (i, j))).map(|(i, j)| of(i, j)).sum()
    };
    let observed = over(&|i, j| weight(i, j) * share(i, j));
    let by_chance = over(&|i, j| weight(i, j) * rows[i] * columns[j]);
    let room = 1.0 - by_chance;
    // Rounding leaves a trace where there is no room at all.
    if room < 1e-12 {
        return None;
    }
    let kappa = (observed - by_chance) / room;
    let of_row: [f64; N] = std::array::from_fn(|i| (0..N).map(|j| weight(i, j) * columns[j]).sum());
    let of_column: [f64; N] = std::array::from_fn(|j| (0..N).map(|i| weight(i, j) * rows[i]).sum());
    let spread = over(&|i, j| share(i, j) * (weight(i, j) - (of_row[i] + of_column[j]) * (1.0 - kappa)).powi(2));
    let variance = spread - (kappa - by_chance * (1.0 - kappa)).powi(2);
    let error = (variance.max(0.0) / n).sqrt() / room;
    Some(Agreement { kappa, low: (kappa - Z * error).max(-1.0), high: (kappa + Z * error).min(1.0), count })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rounded(it: Agreement) -> [i64; 3] {
        [it.kappa, it.low, it.high].map(|number| (number * 10_000.0).round() as i64)
    }

    /// Two dermatologists and 88 patients, an example of the manual of a well-known program for statistics, which gives
    /// 0.3449 (0.2030 to 0.4868) and, weighted by steps, 0.5082 (0.3798 to 0.6366).
    const SKIN: [[u64; 4]; 4] = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]];

    #[test]
    fn kappa_and_its_bounds_are_those_that_were_published() {
        assert_eq!(rounded(agreement(&SKIN, Weights::Alike).unwrap()), [3449, 2030, 4868]);
        assert_eq!(rounded(agreement(&SKIN, Weights::Linear).unwrap()), [5082, 3798, 6366]);
    }

    #[test]
    fn weights_of_ones_own_give_what_cohen_gave() {
        // Cohen 1968: 200 people, three diagnoses, kappa 0.492; weighted by how bad a mistake is, 0.348.
        let table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]];
        let bad = [[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]];
        assert_eq!((agreement(&table, Weights::Alike).unwrap().kappa * 1000.0).round(), 492.0);
        assert_eq!((weighed(&table, |i, j| 1.0 - bad[i][j] / 6.0).unwrap().kappa * 1000.0).round(), 348.0);
    }

    #[test]
    fn with_squared_steps_kappa_is_the_share_of_spread_that_both_see() {
        // Fleiss and Cohen 1973: one minus the mean squared difference over what independent raters would give.
        let grade = |i: usize| i as f64;
        let n = 88.0;
        let (mut apart, mut first, mut second) = (0.0, [0.0; 3], [0.0; 3]);
        for (i, row) in SKIN.iter().enumerate() {
            for (j, many) in row.iter().enumerate() {
                let many = *many as f64;
                apart += many * (grade(i) - grade(j)).powi(2);
                first = [first[0] + many, first[1] + many * grade(i), first[2] + many * grade(i).powi(2)];
                second = [second[0] + many, second[1] + many * grade(j), second[2] + many * grade(j).powi(2)];
            }
        }
        let by_chance = first[2] / n + second[2] / n - 2.0 * (first[1] / n) * (second[1] / n);
        let kappa = agreement(&SKIN, Weights::Quadratic).unwrap().kappa;
        assert!((kappa - (1.0 - apart / n / by_chance)).abs() < 1e-12);
    }

    #[test]
    fn where_nothing_differs_there_is_nothing_to_say() {
        assert_eq!(agreement(&[[0; 4]; 4], Weights::Quadratic), None);
        assert_eq!(agreement(&[[0, 0, 0], [0, 12, 0], [0, 0, 0]], Weights::Quadratic), None);
        assert_eq!(agreement(&[[5, 0], [0, 5]], Weights::Alike).unwrap().kappa, 1.0);
        assert_eq!(agreement(&[[0, 5], [5, 0]], Weights::Alike).unwrap().kappa, -1.0);
    }

    proptest! {
        #[test]
        fn it_is_the_same_from_either_side_and_never_outside_its_bounds(
            table in proptest::array::uniform4(proptest::array::uniform4(0_u64..30)),
        ) {
            let turned: [[u64; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| table[j][i]));
            for weights in [Weights::Alike, Weights::Linear, Weights::Quadratic] {
                match (agreement(&table, weights), agreement(&turned, weights)) {
                    (Some(here), Some(there)) => {
                        prop_assert!((here.kappa - there.kappa).abs() < 1e-9);
                        prop_assert!(here.low <= here.kappa && here.kappa <= here.high);
                        prop_assert!((-1.0..=1.0).contains(&here.low) && here.high <= 1.0);
                    }
                    (here, there) => prop_assert!(here.is_none() && there.is_none()),
                }
            }
        }
    }
}
