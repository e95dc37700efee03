//! What somebody asks of themselves: fewer hours a week than are allowed, and hours of their own day in which they are
//! not asked.

use db::{Error, Result, Time, Tx, args};
use jiff::{Timestamp, ToSpan, Zoned, civil::Time as Clock, tz::TimeZone};
use words::{Actor, MemberId};

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    hours::Caps,
};

/// What somebody asks of themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// At most so many hours a week.
    pub week_hours: Option<u32>,
    /// Not asked in these hours.
    pub quiet: Option<Quiet>,
}

/// Hours of the day, by the clock on their wall. An end before the beginning is on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From when.
    pub from: Clock,
    /// Until when.
    pub to: Clock,
}

fn minutes(clock: Clock) -> i64 {
    i64::from(clock.hour()) * 60 + i64::from(clock.minute())
}

fn clock(minutes: i64) -> Option<Clock> {
    Clock::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()
}

impl Quiet {
    /// Two clock times, as typed; not the same.
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        let (from, to) = (clock(minutes(from.parse().ok()?))?, clock(minutes(to.parse().ok()?))?);
        (from != to).then_some(Self { from, to })
    }

    fn from_minutes(from: Option<i64>, to: Option<i64>) -> Option<Self> {
        Some(Self { from: clock(from?)?, to: clock(to?)? })
    }

    /// The quiet stretches that begin on the day of this moment and on the day before it, in this zone.
    fn around(self, at: &Zoned) -> Vec<(Time, Time)> {
        let moment = |date: jiff::civil::Date, clock: Clock| {
            let at = date.to_datetime(clock).to_zoned(at.time_zone().clone()).ok()?;
            Some(Time(at.timestamp().as_microsecond()))
        };
        let days = [at.date().yesterday().ok(), Some(at.date())];
        let stretch = |day: jiff::civil::Date| {
            let last = if self.to <= self.from { day.checked_add(1.day()).ok()? } else { day };
            Some((moment(day, self.from)?, moment(last, self.to)?))
        };
        days.into_iter().flatten().filter_map(stretch).collect()
    }

    /// Until when it is quiet, if it is now.
    fn until(self, zone: &str, now: Time) -> Option<Time> {
        let at = zoned(zone, now)?;
        self.around(&at).into_iter().find(|(from, to)| *from <= now && now < *to).map(|it| it.1)
    }

    /// Whether some of it lies between these two, which are less than a day apart.
    pub(crate) fn is_within(self, zone: &str, from: Time, to: Time) -> bool {
        let stretches = [from, to].into_iter().filter_map(|it| zoned(zone, it)).flat_map(|it| self.around(&it));
        stretches.into_iter().any(|(begins, ends)| begins < to && ends > from)
    }
}

fn zoned(zone: &str, at: Time) -> Option<Zoned> {
    Some(Timestamp::from_microsecond(at.0).ok()?.to_zoned(TimeZone::get(zone).ok()?))
}

impl Limits {
    /// What this member asks of themselves.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        let limits = tx.once(member, |tx| {
            tx.first(
                "SELECT week_hours, quiet_from, quiet_to FROM workforce_limits WHERE member_id = $1",
                args![member],
                |row| Ok(Self { week_hours: row.get(0)?, quiet: Quiet::from_minutes(row.get(1)?, row.get(2)?) }),
            )
        })?;
        Ok(limits.unwrap_or_default())
    }

    /// Keeps it. Hours are given one at least: for none there is the pause.
    pub fn keep(self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        if self.week_hours == Some(0) {
            return Err(Error::refused("hours-own-none"));
        }
        let most = Caps::current(tx)?.week.as_secs() / 3600;
        if self.week_hours.is_some_and(|it| u64::from(it) > most) {
            return Err(Error::refused_with("hours-own-too-many", vec![("hours", most.to_string())]));
        }
        tx.execute(
            "INSERT INTO workforce_limits (member_id, week_hours, quiet_from, quiet_to) VALUES ($1, $2, $3, $4)
             ON CONFLICT (member_id) DO UPDATE SET
                week_hours = excluded.week_hours, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to",
            args![
                actor.id,
                self.week_hours,
                self.quiet.map(|it| minutes(it.from)),
                self.quiet.map(|it| minutes(it.to))
            ],
        )?;
        Ok(())
    }
}

/// Whoever does not want to be asked now. Being on call is to be asked, so it is not touched.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if work == Work::Moderation || step == Step::Plan {
        return Ok(Vec::new());
    }
    let read = |row: &db::Row<'_>| Ok((row.get(0)?, Quiet::from_minutes(row.get(1)?, row.get(2)?), row.get(3)?));
    let quiet: Vec<(MemberId, Option<Quiet>, String)> = match among {
        Among::One(member) => tx.all(
            "SELECT l.member_id, l.quiet_from, l.quiet_to, m.zone FROM workforce_limits l
             JOIN people_members m ON m.id = l.member_id WHERE l.member_id = $1 AND l.quiet_from IS NOT NULL",
            args![member],
            read,
        )?,
        Among::AtWork => tx.all(
            "SELECT l.member_id, l.quiet_from, l.quiet_to, m.zone FROM workforce_limits l
             JOIN people_members m ON m.id = l.member_id
             WHERE l.quiet_from IS NOT NULL
               AND l.member_id IN (SELECT member_id FROM workforce_spells WHERE ended_at IS NULL AND work = $1)",
            args![work],
            read,
        )?,
    };
    let now = tx.now();
    let bar = |until| Bar { why: Why::Quiet, until: Some(until) };
    Ok(quiet.into_iter().filter_map(|(member, quiet, zone)| Some((member, bar(quiet?.until(&zone, now)?)))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Time {
        Time(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn a_night_goes_over_midnight_by_the_clock_on_the_wall() {
        let night = Quiet::parse("22:00", "07:30").unwrap();
        let late = moment("2026-07-01T21:30:00Z");
        assert_eq!(night.until("Europe/London", late), Some(moment("2026-07-02T06:30:00Z")));
        assert_eq!(night.until("UTC", late), None);
        assert_eq!(night.until("Europe/London", moment("2026-07-02T06:29:59Z")), Some(moment("2026-07-02T06:30:00Z")));
        assert_eq!(night.until("Europe/London", moment("2026-07-02T06:30:00Z")), None);
    }

    #[test]
    fn a_night_in_which_the_clocks_change_ends_by_the_clock_all_the_same() {
        let night = Quiet::parse("22:00", "07:00").unwrap();
        // London goes back an hour in the night to 25 October 2026.
        assert_eq!(night.until("Europe/London", moment("2026-10-24T22:00:00Z")), Some(moment("2026-10-25T07:00:00Z")));
    }

    #[test]
    fn a_plan_touches_the_quiet_hours_or_it_does_not() {
        let noon = Quiet::parse("12:00", "13:00").unwrap();
        let (from, to) = (moment("2026-01-05T10:00:00Z"), moment("2026-01-05T12:00:00Z"));
        assert!(!noon.is_within("UTC", from, to));
        assert!(noon.is_within("UTC", from, to + std::time::Duration::from_secs(60)));
        let night = Quiet::parse("22:00", "07:00").unwrap();
        assert!(night.is_within("UTC", moment("2026-01-05T06:00:00Z"), moment("2026-01-05T08:00:00Z")));
        assert!(Quiet::parse("09:00", "09:00").is_none());
        assert!(Quiet::parse("25:00", "09:00").is_none());
    }
}
