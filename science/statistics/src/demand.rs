//! How many will come, hour by hour of a week, from how many came.
//!
//! Each hour of the week has a rate of its own. Few weeks say little about one hour, so its rate is drawn towards what
//! that hour of the day is like on other days, the more so the less was seen of it: a gamma prior for Poisson counts,
//! whose strength is estimated from how much the hours really differ. Weeks long ago count less. What comes next is then
//! negative binomial; where counts scatter more than that, the bounds are widened to match.

/// A count that was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Which hour of the week, from 0.
    pub cell: usize,
    /// How many came.
    pub count: u32,
    /// How long ago, in weeks.
    pub weeks_ago: f64,
}

/// What is to be expected of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// On average.
    pub mean: f64,
    /// In nine hours of ten at least this many come …
    pub low: u32,
    /// … and in nine of ten at most this many: eight of ten lie between.
    pub high: u32,
}

/// The sums of one hour of the week.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// Of counts, each by its weight.
    count: f64,
    /// Of weights.
    weight: f64,
    /// Of squared weights.
    squared: f64,
}

/// The weakest and the strongest prior that is believed: half a count, and a thousand.
const SHAPES: (f64, f64) = (0.5, 1000.0);

/// What is to be expected of each of so many cells, of which every `day`-th one is the same hour of the day. A count loses
/// half its weight every `half_life` weeks. The same numbers give the same answer; nothing seen, nothing expected.
pub fn forecast(seen: &[Seen], cells: usize, day: usize, half_life: f64) -> Vec<Expected> {
    let weight = |it: &Seen| 0.5_f64.powf(it.weeks_ago / half_life);
    let mut sums = vec![Sum::default(); cells];
    for it in seen.iter().filter(|it| it.cell < cells) {
        let (sum, weight) = (&mut sums[it.cell], weight(it));
        sum.count += weight * f64::from(it.count);
        sum.weight += weight;
        sum.squared += weight * weight;
    }
    let priors = priors(&sums, day);
    let shape = shape(&sums, &priors);
    let posterior = |cell: usize| {
        let (sum, prior) = (&sums[cell], priors[cell]);
        // A prior mean of nothing is a rate of nothing.
        if prior <= 0.0 { (0.0, f64::INFINITY) } else { (shape + sum.count, shape / prior + sum.weight) }
    };
    let mean = |cell: usize| {
        let (shape, rate) = posterior(cell);
        if shape == 0.0 { 0.0 } else { shape / rate }
    };
    let scatter = scatter(seen, cells, &weight, &mean);
    (0..cells)
        .map(|cell| {
            let ((shape, _), mean) = (posterior(cell), mean(cell));
            if mean == 0.0 {
                return Expected::default();
            }
            let variance = scatter * mean + mean * mean / shape;
            let (low, high) = bounds(mean, variance);
            Expected { mean, low, high }
        })
        .collect()
}

/// For each cell, what its hour of the day is like: a week of the overall mean, and all that was seen.
fn priors(sums: &[Sum], day: usize) -> Vec<f64> {
    let total = |it: &mut dyn Iterator<Item = &Sum>| it.fold((0.0, 0.0), |(c, w), it| (c + it.count, w + it.weight));
    let (count, weight) = total(&mut sums.iter());
    let overall = if weight > 0.0 { count / weight } else { 0.0 };
    let hours: Vec<f64> = (0..day.min(sums.len()))
        .map(|hour| {
            let (count, weight) = total(&mut sums.iter().skip(hour).step_by(day));
            (count + overall) / (weight + 1.0)
        })
        .collect();
    (0..sums.len()).map(|cell| hours[cell % day]).collect()
}

/// How strongly an hour is drawn towards its prior: the shape of the gamma, by the method of moments.
fn shape(sums: &[Sum], priors: &[f64]) -> f64 {
    let (mut beyond, mut scale) = (0.0, 0.0);
    for (sum, prior) in sums.iter().zip(priors) {
        beyond += (sum.count - prior * sum.weight).powi(2) - prior * sum.squared;
        scale += (prior * sum.weight).powi(2);
    }
    if beyond <= 0.0 || scale <= 0.0 { SHAPES.1 } else { (scale / beyond).clamp(SHAPES.0, SHAPES.1) }
}

/// How much more counts scatter around their mean than Poisson counts do: Pearson's statistic per degree of freedom, never
/// below one.
fn scatter(seen: &[Seen], cells: usize, weight: &dyn Fn(&Seen) -> f64, mean: &dyn Fn(usize) -> f64) -> f64 {
    let means: Vec<f64> = (0..cells).map(mean).collect();
    let (mut squares, mut weights) = (0.0, 0.0);
    for it in seen.iter().filter(|it| it.cell < cells && means[it.cell] > 0.0) {
        squares += weight(it) * (f64::from(it.count) - means[it.cell]).powi(2) / means[it.cell];
        weights += weight(it);
    }
    if weights <= 0.0 { 1.0 } else { (squares / weights).max(1.0) }
}

/// The tenth and the ninetieth part in a hundred of counts with this mean and variance: negative binomial, which is nearly
/// Poisson where the variance is hardly larger than the mean.
fn bounds(mean: f64, variance: f64) -> (u32, u32) {
    let shape = mean * mean / (variance - mean).max(mean * 1e-6);
    let chance = mean / (shape + mean);
    let mut mass = (-shape * (mean / shape).ln_1p()).exp();
    // So many that the chance of none is nothing: the normal curve does as well, and the sum below would never begin.
    if mass <= f64::MIN_POSITIVE {
        let wide = 1.2816 * variance.sqrt();
        return ((mean - wide).max(0.0).floor() as u32, (mean + wide).ceil() as u32);
    }
    let (mut sum, mut count, mut low) = (mass, 0_u32, None);
    // Ends: what is left to sum shrinks with every step, and a mean that comes here is below a thousand.
    while sum < 0.9 && count < 100_000 {
        if sum >= 0.1 && low.is_none() {
            low = Some(count);
        }
        mass *= chance * (shape + f64::from(count)) / (f64::from(count) + 1.0);
        count += 1;
        sum += mass;
    }
    (low.unwrap_or(count), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_LIFE: f64 = 6.0;

    /// Chance from a seed: splitmix64.
    struct Chance(u64);

    impl Chance {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut it = self.0;
            it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((it ^ (it >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        fn poisson(&mut self, rate: f64) -> u32 {
            let (mut product, mut count) = (self.next(), 0);
            while product > (-rate).exp() {
                product *= self.next();
                count += 1;
            }
            count
        }

        /// A rate with mean 1 that is one of three: most weeks are usual, some quiet, some busy.
        fn mood(&mut self, spread: f64) -> f64 {
            1.0 + spread * ((self.next() * 3.0).floor() - 1.0)
        }
    }

    /// The true rate of an hour of the week: quiet mornings, busy evenings, Sunday busiest.
    fn rate(cell: usize) -> f64 {
        let (day, hour) = (cell / 24, cell % 24);
        let of_day = [0.8, 0.4, 0.2, 0.2, 0.3, 1.5, 3.0, 4.0][hour / 3];
        of_day * if day == 6 { 1.6 } else { 1.0 }
    }

    fn history(chance: &mut Chance, weeks: u32, spread: f64) -> Vec<Seen> {
        let mut seen = Vec::new();
        for week in 0..weeks {
            for cell in 0..168 {
                let rate = rate(cell) * chance.mood(spread);
                seen.push(Seen { cell, count: chance.poisson(rate), weeks_ago: f64::from(week) + 0.5 });
            }
        }
        seen
    }

    /// Which part of new hours lies within the bounds, over many made-up communities.
    fn covered(weeks: u32, spread: f64) -> f64 {
        let (mut within, mut all) = (0_u32, 0_u32);
        for seed in 0..60 {
            let mut chance = Chance(seed * 7919 + u64::from(weeks));
            let expected = forecast(&history(&mut chance, weeks, spread), 168, 24, HALF_LIFE);
            for (cell, it) in expected.iter().enumerate() {
                let rate = rate(cell) * chance.mood(spread);
                let count = chance.poisson(rate);
                within += u32::from((it.low..=it.high).contains(&count));
                all += 1;
            }
        }
        f64::from(within) / f64::from(all)
    }

    #[test]
    fn the_bounds_hold_what_they_promise() {
        // Counts are whole, so bounds that hold eight of ten at least hold some more.
        for (weeks, spread) in [(2, 0.0), (8, 0.0), (26, 0.0), (8, 0.6), (26, 0.6)] {
            let covered = covered(weeks, spread);
            assert!((0.80..0.96).contains(&covered), "{weeks} weeks, spread {spread}: {covered}");
        }
    }

    #[test]
    fn a_quiet_hour_and_a_busy_one_are_told_apart() {
        let expected = forecast(&history(&mut Chance(1), 12, 0.0), 168, 24, HALF_LIFE);
        let error: f64 = (0..168).map(|cell| (expected[cell].mean - rate(cell)).abs()).sum::<f64>() / 168.0;
        assert!(error < 0.35, "on average off by {error}");
        let (night, evening) = (expected[24 + 8], expected[24 + 22]);
        assert!(night.high <= 2 && evening.mean > 2.5 && evening.low >= 1, "{night:?} {evening:?}");
    }

    #[test]
    fn one_week_is_drawn_towards_the_hour_of_the_day_and_many_speak_for_themselves() {
        let weeks = |weeks: u32| {
            let seen: Vec<Seen> = (0..weeks)
                .flat_map(|week| {
                    // Days differ; none as much as Wednesdays at 20:00.
                    (0..168).map(move |cell| Seen {
                        cell,
                        count: match cell {
                            68 => 9,
                            _ if cell / 24 % 2 == 0 => 1,
                            _ => 5,
                        },
                        weeks_ago: f64::from(week),
                    })
                })
                .collect();
            forecast(&seen, 168, 24, HALF_LIFE)[68].mean
        };
        let (one, many) = (weeks(1), weeks(26));
        assert!(3.0 < one && one < many && many < 9.0, "{one} {many}");
        assert!(many > 8.0, "{many}");
    }

    #[test]
    fn what_is_long_ago_fades() {
        let seen: Vec<Seen> = (0..26)
            .flat_map(|week| {
                (0..168).map(move |cell| Seen { cell, count: if week < 6 { 6 } else { 0 }, weeks_ago: f64::from(week) })
            })
            .collect();
        let mean = forecast(&seen, 168, 24, HALF_LIFE)[0].mean;
        assert!((2.5..4.5).contains(&mean), "half of all weight lies in the last six weeks: {mean}");
    }

    #[test]
    fn nothing_seen_nothing_expected() {
        assert_eq!(forecast(&[], 168, 24, HALF_LIFE), vec![Expected::default(); 168]);
        let none: Vec<Seen> = (0..168).map(|cell| Seen { cell, count: 0, weeks_ago: 1.0 }).collect();
        assert_eq!(forecast(&none, 168, 24, HALF_LIFE), vec![Expected::default(); 168]);
    }

    #[test]
    fn bounds_are_those_of_the_poisson_and_of_the_normal_curve() {
        // Tables of the Poisson distribution with mean 4: P(≤1) = 0.0916, P(≤2) = 0.2381; P(≤6) = 0.8893, P(≤7) = 0.9489.
        assert_eq!(bounds(4.0, 4.0), (2, 7));
        let (low, high) = bounds(5000.0, 5000.0);
        assert!((4909..4911).contains(&low) && (5090..5092).contains(&high), "{low} {high}");
    }
}
