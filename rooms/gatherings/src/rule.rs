//! When something happens again. A rule speaks of the clock on the wall: "every Tuesday at seven" stays at seven when the
//! clocks change. So the days are counted without any zone (by the `rrule` crate), and only then does each become a
//! moment in the zone of the gathering. A time that the clocks jump over is taken as much later as they jump; one that
//! happens twice is taken the first time.

use db::{Error, Result, Time};
use jiff::{
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Unvalidated};

/// Most times that one rule is followed: ten years of every day. What is asked for more often is a mistake.
const TIMES_AT_MOST: usize = 3660;

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// On these days of every week, or of every second one.
    Weekly {
        /// 1 or 2.
        every: u16,
        /// The days.
        days: Vec<Weekday>,
    },
    /// On the first, second, third, fourth (1 to 4) or last (-1) such day of every month.
    Monthly {
        /// Which of them.
        nth: i16,
        /// The day of the week.
        day: Weekday,
    },
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Until it is ended by hand.
    Never,
    /// So many times.
    Count(u32),
    /// Up to and with this day.
    Until(Date),
}

/// When something happens again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How often.
    pub rhythm: Rhythm,
    /// Until when.
    pub end: End,
}

/// Days of the week from Monday, with their names in rules.
pub const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "MO"),
    (Weekday::Tuesday, "TU"),
    (Weekday::Wednesday, "WE"),
    (Weekday::Thursday, "TH"),
    (Weekday::Friday, "FR"),
    (Weekday::Saturday, "SA"),
    (Weekday::Sunday, "SU"),
];

/// The name of a day in rules and in catalogues.
pub fn day_name(day: Weekday) -> &'static str {
    DAYS.iter().find(|(it, _)| *it == day).map_or("MO", |(_, name)| name)
}

/// The day with this name.
pub fn day_named(name: &str) -> Option<Weekday> {
    DAYS.iter().find(|(_, it)| *it == name).map(|(day, _)| *day)
}

impl Rule {
    /// The rule as calendars write it (RFC 5545).
    pub fn text(&self) -> String {
        let mut text = match &self.rhythm {
            Rhythm::Weekly { every, days } => {
                let days: Vec<_> = days.iter().map(|day| day_name(*day)).collect();
                format!("FREQ=WEEKLY;INTERVAL={every};BYDAY={}", days.join(","))
            }
            Rhythm::Monthly { nth, day } => format!("FREQ=MONTHLY;BYDAY={nth}{}", day_name(*day)),
        };
        match self.end {
            End::Never => (),
            End::Count(times) => text.push_str(&format!(";COUNT={times}")),
            End::Until(day) => text.push_str(&format!(";UNTIL={}T235959Z", day.strftime("%Y%m%d"))),
        }
        text
    }

    /// Reads a rule back. One that we could not have written is nothing.
    pub fn read(text: &str) -> Option<Self> {
        let rule: RRule<Unvalidated> = text.parse().ok()?;
        let days = rule.get_by_weekday();
        let rhythm = match (rule.get_freq(), days) {
            (Frequency::Weekly, days) => Rhythm::Weekly {
                every: rule.get_interval(),
                days: days.iter().map(|day| day_named(&named(*day).1)).collect::<Option<_>>()?,
            },
            (Frequency::Monthly, [day]) => {
                let (nth, name) = named(*day);
                Rhythm::Monthly { nth, day: day_named(&name)? }
            }
            _ => return None,
        };
        let end = match (rule.get_count(), rule.get_until()) {
            (Some(times), _) => End::Count(times),
            (None, Some(until)) => End::Until(until.format("%Y-%m-%d").to_string().parse().ok()?),
            (None, None) => End::Never,
        };
        Some(Self { rhythm, end })
    }
}

/// The number (0 for every) and the name of a day.
fn named(day: NWeekday) -> (i16, String) {
    match day {
        NWeekday::Every(it) => (0, short(&it.to_string())),
        NWeekday::Nth(nth, it) => (nth, short(&it.to_string())),
    }
}

/// `Mon` as rules write it.
fn short(day: &str) -> String {
    day.chars().take(2).collect::<String>().to_uppercase()
}

/// The times on the wall at which something happens that begins at `start`, in order, while `wanted` says so. Without a
/// rule it happens once.
pub fn times(start: DateTime, rule: Option<&Rule>, wanted: impl Fn(DateTime) -> bool) -> Result<Vec<DateTime>> {
    let Some(rule) = rule else {
        return Ok(if wanted(start) { vec![start] } else { Vec::new() });
    };
    // The wall's clock is written as if it were UTC, where no clock ever changes.
    let text = format!("DTSTART:{}Z\nRRULE:{}", start.strftime("%Y%m%dT%H%M%S"), rule.text());
    let set: RRuleSet = text.parse().map_err(|_| Error::refused("gathering-rule-wrong"))?;
    let mut found = Vec::new();
    for at in (&set).into_iter().take(TIMES_AT_MOST) {
        let at = wall(at.timestamp())?;
        if !wanted(at) {
            break;
        }
        found.push(at);
    }
    Ok(found)
}

fn wall(seconds: i64) -> Result<DateTime> {
    let stamp = jiff::Timestamp::from_second(seconds).map_err(Error::broken)?;
    Ok(TimeZone::UTC.to_datetime(stamp))
}

/// The moment at which the wall's clock in this zone shows this time.
pub fn moment(at: DateTime, zone: &str) -> Result<Time> {
    let zone = TimeZone::get(zone).map_err(|_| Error::refused("gathering-zone-unknown"))?;
    let zoned = at.to_zoned(zone).map_err(|_| Error::refused("gathering-when-missing"))?;
    Ok(Time(zoned.timestamp().as_microsecond()))
}

/// What the wall's clock in this zone shows at this moment.
pub fn on_the_wall(at: Time, zone: &str) -> DateTime {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(stamp)
}

/// Which such day of its month this date is: 1 to 4. The fifth is the last, for not every month has five.
pub fn nth_in_month(date: Date) -> i16 {
    match (i16::from(date.day()) - 1) / 7 + 1 {
        5 => -1,
        nth => nth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_as_it_was_written() {
        let rules = [
            Rule {
                rhythm: Rhythm::Weekly { every: 2, days: vec![Weekday::Monday, Weekday::Thursday] },
                end: End::Never,
            },
            Rule { rhythm: Rhythm::Monthly { nth: -1, day: Weekday::Friday }, end: End::Count(6) },
            Rule {
                rhythm: Rhythm::Weekly { every: 1, days: vec![Weekday::Sunday] },
                end: End::Until(jiff::civil::date(2027, 3, 28)),
            },
        ];
        for rule in rules {
            assert_eq!(Rule::read(&rule.text()).as_ref(), Some(&rule), "{}", rule.text());
        }
        assert_eq!(Rule::read("FREQ=SECONDLY"), None);
        assert_eq!(Rule::read("every now and then"), None);
    }

    #[test]
    fn the_day_up_to_which_it_goes_is_one_of_its_days() {
        let rule = Rule {
            rhythm: Rhythm::Weekly { every: 1, days: vec![Weekday::Sunday] },
            end: End::Until(jiff::civil::date(2026, 12, 6)),
        };
        let start = jiff::civil::date(2026, 11, 22).at(21, 30, 0, 0);
        let found = times(start, Some(&rule), |_| true).unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], jiff::civil::date(2026, 12, 6).at(21, 30, 0, 0));
    }

    #[test]
    fn the_fifth_friday_is_the_last() {
        assert_eq!(nth_in_month(jiff::civil::date(2026, 11, 24)), 4);
        assert_eq!(nth_in_month(jiff::civil::date(2026, 10, 30)), -1);
    }
}
