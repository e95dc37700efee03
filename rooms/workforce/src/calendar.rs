//! Days and clock times as people type them, and the moments they mean. Where the clocks change, the time that was meant
//! is taken as most calendars take it.

use std::time::Duration;

use db::Time;
use jiff::{
    Timestamp, Zoned,
    civil::{Date, Time as Clock},
    tz::TimeZone,
};

/// A day and two clock times, as typed, in this zone. An end at or before the beginning is on the next day.
pub fn stretch(zone: &str, day: &str, from: &str, to: &str) -> Option<(Time, Time)> {
    between(&TimeZone::get(zone).ok()?, day.parse().ok()?, from.parse().ok()?, to.parse().ok()?)
}

/// The same, of what was read already.
pub(crate) fn between(zone: &TimeZone, day: Date, from: Clock, to: Clock) -> Option<(Time, Time)> {
    let last = if to <= from { day.tomorrow().ok()? } else { day };
    Some((moment(zone, day, from)?, moment(zone, last, to)?))
}

/// The same, of what was said once for many days: it ends by the clock, when the next one comes, but where clocks go back
/// it is not longer than the most that anybody may do. Nothing where the clocks leave nothing of it.
pub(crate) fn promised(zone: &TimeZone, day: Date, clocks: [Clock; 2], most: Duration) -> Option<(Time, Time)> {
    let (begins_at, ends_at) = between(zone, day, clocks[0], clocks[1])?;
    let ends_at = ends_at.min(begins_at + most);
    (begins_at < ends_at).then_some((begins_at, ends_at))
}

/// How long it is from one clock time to the next one that shows the other, on most days.
pub(crate) fn by_the_clock(from: Clock, to: Clock) -> Duration {
    let day = if to <= from { Duration::from_secs(86_400) } else { Duration::ZERO };
    let since_midnight = |it: Clock| it.duration_since(Clock::midnight()).unsigned_abs();
    day + since_midnight(to) - since_midnight(from)
}

/// The next time that a clock in this zone shows what was typed.
pub fn until(zone: &str, clock: &str, now: Time) -> Option<Time> {
    let zone = TimeZone::get(zone).ok()?;
    let clock: Clock = clock.parse().ok()?;
    let today = zoned(&zone, now)?.date();
    let at = moment(&zone, today, clock)?;
    if at > now { Some(at) } else { moment(&zone, today.tomorrow().ok()?, clock) }
}

/// The days from today on in this zone: when each begins and ends. Where clocks change, a day is shorter or longer.
pub fn days(zone: &str, now: Time, count: usize) -> Vec<(Time, Time)> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let dates = dates(&zone, now, count).into_iter();
    dates
        .map_while(|date| {
            let next = date.tomorrow().ok()?;
            Some((moment(&zone, date, Clock::midnight())?, moment(&zone, next, Clock::midnight())?))
        })
        .collect()
}

/// Today and the dates after it, in this zone.
pub(crate) fn dates(zone: &TimeZone, now: Time, count: usize) -> Vec<Date> {
    let first = zoned(zone, now).map(|it| it.date());
    std::iter::successors(first, |it| it.tomorrow().ok()).take(count).collect()
}

/// This moment in this zone.
pub(crate) fn zoned(zone: &TimeZone, at: Time) -> Option<Zoned> {
    Some(Timestamp::from_microsecond(at.0).ok()?.to_zoned(zone.clone()))
}

/// The moment at which a clock in this zone shows this on that day.
pub(crate) fn moment(zone: &TimeZone, date: Date, clock: Clock) -> Option<Time> {
    let at = date.to_datetime(clock).to_zoned(zone.clone()).ok()?;
    Some(Time(at.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3600;

    #[test]
    fn a_stretch_over_midnight_ends_on_the_next_day() {
        let (from, to) = stretch("Europe/London", "2026-11-24", "22:00", "01:30").unwrap();
        assert_eq!(to.since(from), Duration::from_secs(3 * HOUR + 1800));
    }

    #[test]
    fn a_stretch_goes_by_the_clock_on_the_wall() {
        let (london, _) = stretch("Europe/London", "2026-07-01", "18:00", "20:00").unwrap();
        let (kampala, _) = stretch("Africa/Kampala", "2026-07-01", "20:00", "22:00").unwrap();
        assert_eq!(london, kampala);
    }

    #[test]
    fn a_night_in_which_the_clocks_change_is_an_hour_longer_or_shorter() {
        let hours =
            |day| stretch("Europe/London", day, "22:00", "04:00").map(|(from, to)| to.since(from).as_secs() / HOUR);
        assert_eq!(hours("2026-10-24"), Some(7), "the clocks go back");
        assert_eq!(hours("2026-03-28"), Some(5), "the clocks go on");
        assert_eq!(hours("2026-11-24"), Some(6));
        // 01:30 does not exist in London on that day: most calendars say 02:30.
        let (from, _) = stretch("Europe/London", "2026-03-29", "01:30", "04:00").unwrap();
        assert_eq!(from, stretch("Europe/London", "2026-03-29", "02:30", "04:00").unwrap().0);
    }

    #[test]
    fn what_was_promised_ends_by_the_clock_unless_that_is_too_long() {
        let long = |day: &str, from: &str, to: &str, most: u64| {
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let clocks = [from, to].map(|it| it.parse().unwrap());
            let stretch = promised(&zone, day.parse().unwrap(), clocks, Duration::from_secs(most * HOUR));
            stretch.map(|(from, to)| to.since(from).as_secs() / 60)
        };
        assert_eq!(long("2026-10-24", "22:00", "03:00", 6), Some(360), "the clocks go back");
        assert_eq!(long("2026-10-24", "22:00", "04:00", 6), Some(360), "the clocks go back, and it would be too long");
        assert_eq!(long("2026-10-24", "20:00", "20:00", 24), Some(24 * 60));
        assert_eq!(long("2026-03-28", "22:00", "04:00", 6), Some(300), "the clocks go on");
        assert_eq!(long("2026-03-29", "02:30", "03:15", 6), None, "none of it is left");
    }

    #[test]
    fn what_is_no_day_is_no_stretch() {
        assert!(stretch("Europe/London", "2026-02-30", "18:00", "20:00").is_none());
        assert!(stretch("Europe/London", "", "", "").is_none());
        assert!(stretch("Mars/Olympus", "2026-11-24", "18:00", "20:00").is_none());
    }

    #[test]
    fn a_clock_time_is_the_next_one() {
        // Sunday 2026-11-22 20:00 UTC.
        let now = Time(1_795_377_600_000_000);
        assert_eq!(until("Europe/London", "22:30", now), Some(now + Duration::from_secs(9000)));
        assert_eq!(until("Europe/London", "20:00", now), Some(now + Duration::from_secs(86_400)));
        assert_eq!(until("Asia/Kathmandu", "02:45", now), Some(now + Duration::from_secs(HOUR)));
        assert_eq!(until("Europe/London", "soon", now), None);
    }

    #[test]
    fn a_day_on_which_the_clocks_change_has_its_own_length() {
        // Saturday 2026-10-24 12:00 UTC; in London the clocks go back on the 25th.
        let days = days("Europe/London", Time(1_792_843_200_000_000), 3);
        let hours: Vec<u64> = days.into_iter().map(|(begins, ends)| ends.since(begins).as_secs() / HOUR).collect();
        assert_eq!(hours, [24, 25, 24]);
    }
}
