//! When somebody is usually there: what the community promises, a stretch a day at most. Whether somebody is there right
//! now is for shifts and presence to say, never for this table.

use db::{Error, Result, Time, Tx, args};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use words::MemberId;

use crate::{
    Settings,
    setup::{self, Step},
};

/// The promise of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// 0 is Monday.
    pub weekday: u8,
    /// Minutes after midnight, in the community's zone.
    pub opens: u16,
    /// Minutes after midnight; at or before opening means the next day.
    pub closes: u16,
}

/// A stretch of time in which somebody is usually there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

/// The week, in the order of its days. A day that is not in it is closed.
pub fn week(tx: &mut Tx<'_>) -> Result<Vec<Day>> {
    tx.all("SELECT weekday, opens, closes FROM organisation_hours ORDER BY weekday", args![], |row| {
        let weekday: u16 = row.get(0)?;
        Ok(Day { weekday: u8::try_from(weekday).unwrap_or(0), opens: row.get(1)?, closes: row.get(2)? })
    })
}

/// Today's stretch in the community's zone, even when it is over.
pub fn today(tx: &mut Tx<'_>) -> Result<Option<Stretch>> {
    let (week, now) = (week(tx)?, local(tx)?);
    stretch_on(&week, now.date(), now.time_zone())
}

/// The stretch that is running or, if none is, the next one. Nothing when no day is promised.
pub fn next(tx: &mut Tx<'_>) -> Result<Option<Stretch>> {
    let (week, now) = (week(tx)?, local(tx)?);
    let moment = tx.now();
    // From yesterday, whose stretch may reach past midnight, to this day next week.
    for ahead in -1..=7 {
        let Ok(date) = now.date().checked_add(jiff::Span::new().days(ahead)) else { continue };
        if let Some(stretch) = stretch_on(&week, date, now.time_zone())?.filter(|it| it.until > moment) {
            return Ok(Some(stretch));
        }
    }
    Ok(None)
}

/// Promises a week.
pub fn promise(tx: &mut Tx<'_>, by: Option<MemberId>, week: &[Day], reason: &str) -> Result<()> {
    let sound = |it: &Day| it.weekday < 7 && it.opens < 1440 && it.closes < 1440;
    if !week.iter().all(sound) {
        return Err(Error::refused("setup-hours-wrong"));
    }
    tx.execute("DELETE FROM organisation_hours", args![])?;
    for day in week {
        tx.execute(
            "INSERT INTO organisation_hours (weekday, opens, closes) VALUES ($1, $2, $3)",
            args![u16::from(day.weekday), day.opens, day.closes],
        )?;
    }
    let detail: Vec<_> =
        week.iter().map(|it| format!("{}: {}–{}", it.weekday + 1, clock(it.opens), clock(it.closes))).collect();
    setup::note(tx, by, Step::Hours, &detail.join(", "), reason)
}

/// Minutes after midnight as `18:30`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `18:30` as minutes after midnight.
pub fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn local(tx: &mut Tx<'_>) -> Result<Zoned> {
    let zone = TimeZone::get(&Settings::current(tx)?.zone).unwrap_or(TimeZone::UTC);
    let now = Timestamp::from_microsecond(tx.now().0).map_err(Error::broken)?;
    Ok(now.to_zoned(zone))
}

fn stretch_on(week: &[Day], date: Date, zone: &TimeZone) -> Result<Option<Stretch>> {
    let weekday = date.weekday().to_monday_zero_offset();
    let Some(day) = week.iter().find(|it| it.weekday.cast_signed() == weekday) else { return Ok(None) };
    let at = |date: Date, minutes: u16| -> Result<Time> {
        let (hour, minute) = (i8::try_from(minutes / 60).unwrap_or(0), i8::try_from(minutes % 60).unwrap_or(0));
        let moment = date.at(hour, minute, 0, 0).to_zoned(zone.clone()).map_err(Error::broken)?;
        Ok(Time(moment.timestamp().as_microsecond()))
    };
    let closes_on = if day.closes <= day.opens { date.tomorrow().map_err(Error::broken)? } else { date };
    Ok(Some(Stretch { from: at(date, day.opens)?, until: at(closes_on, day.closes)? }))
}
