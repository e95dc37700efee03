//! When people write: more in the evening than at dawn, more on Sundays than on Saturdays, more this year than last. Some
//! write in the small hours all the same; for them such a place is made.

use db::Time;

use super::chance::Chance;

pub(super) const SECOND: i64 = 1_000_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// How lively each hour of the day is.
const HOURS: [f64; 24] = [
    0.45, 0.32, 0.24, 0.18, 0.14, 0.14, 0.22, 0.35, 0.45, 0.5, 0.52, 0.55, 0.6, 0.55, 0.5, 0.52, 0.58, 0.65, 0.75,
    0.88, 0.97, 1.0, 0.95, 0.7,
];
/// How lively each day of the week is, from Thursday: the day on which 1970 began.
const DAYS: [f64; 7] = [0.85, 0.74, 0.7, 1.0, 0.95, 0.88, 0.85];

/// A stretch of time in which something may happen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: Time,
    pub(super) until: Time,
}

impl Span {
    pub(super) fn new(from: Time, until: Time) -> Self {
        Self { from, until: Time(until.0.max(from.0 + 1)) }
    }

    fn length(self) -> f64 {
        (self.until.0 - self.from.0) as f64
    }

    /// The moment after this share of it.
    pub(super) fn at(self, share: f64) -> Time {
        Time(self.from.0 + (self.length() * share) as i64)
    }

    /// A moment in it, as people's days go; `growth` above 1 puts more of them towards the end.
    pub(super) fn moment(self, chance: &mut Chance, growth: f64) -> Time {
        let mut at = self.from;
        // Of a stretch that has no lively hour the last draw is taken.
        for _ in 0..12 {
            at = self.at(chance.share().powf(1.0 / growth));
            if chance.falls(liveliness(at)) {
                break;
            }
        }
        at
    }
}

fn liveliness(at: Time) -> f64 {
    let (day, hour) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY) / HOUR);
    DAYS[day.rem_euclid(7) as usize] * HOURS[hour as usize]
}

/// The next time somebody answers: mostly within hours, now and then after days; rarely at dawn.
pub(super) fn next(chance: &mut Chance, after: Time, usual: i64) -> Time {
    let gap = (usual as f64 * (chance.bell() * 1.3).exp()) as i64;
    let at = Time(after.0 + gap.max(20 * SECOND));
    if chance.falls(liveliness(at) * 2.0) {
        return at;
    }
    // Put off until people are awake.
    Time(at.0 + (chance.share() * 9.0 * HOUR as f64) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evenings_are_livelier_than_mornings_and_later_is_livelier_than_early() {
        let span = Span::new(Time(0), Time(700 * DAY));
        let mut chance = Chance::of(7, "rhythm", 0);
        let moments: Vec<Time> = (0..20_000).map(|_| span.moment(&mut chance, 1.6)).collect();
        let at = |hour| moments.iter().filter(|it| it.0.rem_euclid(DAY) / HOUR == hour).count();
        assert!(at(21) > 3 * at(4) && at(4) > 0);
        let (early, late) =
            moments.iter().fold((0, 0), |(a, b), it| if it.0 < 350 * DAY { (a + 1, b) } else { (a, b + 1) });
        assert!(late > early * 3 / 2, "{early} {late}");
        assert!(moments.iter().all(|it| span.from <= *it && *it <= span.until));
    }
}
