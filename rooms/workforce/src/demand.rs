//! How many people ask for support, hour by hour, and how many will: from what the last half year was like, by the clock
//! of the community, with how sure one may be of it. Counts of hours alone; never who asked.

use std::time::Duration;

use db::{Result, Time, Tx, args};
use jiff::tz::TimeZone;
use organisation::Settings;
use statistics::{Expected, Seen, forecast};
use words::AgeBand;

use crate::calendar::zoned;

/// Hours of a week.
const HOURS: usize = 168;
const HOUR: Duration = Duration::from_secs(3600);
/// How far back counts matter at all: half a year.
const HISTORY: Duration = Duration::from_secs(26 * 7 * 86_400);
/// After six weeks a week counts half as much as this one. Our own judgement: slow enough to see a week's pattern, quick
/// enough to follow a season.
const HALF_LIFE_WEEKS: f64 = 6.0;

/// What is to be expected, hour by hour of a week.
#[derive(Clone, Debug)]
pub struct Forecast {
    zone: TimeZone,
    hours: Vec<Expected>,
    /// How many whole weeks it was made from.
    pub weeks: u32,
}

/// Notes how many people of this band asked in the hour that began then. Noting it again replaces it.
pub fn note(tx: &mut Tx<'_>, band: AgeBand, hour: Time, asked: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO workforce_asked (band, hour, asked) VALUES ($1, $2, $3)
         ON CONFLICT (band, hour) DO UPDATE SET asked = excluded.asked",
        args![band, hour, asked],
    )?;
    Ok(())
}

/// Whether nothing has been noted yet.
pub fn is_new(tx: &mut Tx<'_>) -> Result<bool> {
    let noted: i64 =
        tx.value("SELECT COUNT(*) FROM (SELECT hour FROM workforce_asked LIMIT 1) AS any_hour", args![])?;
    Ok(noted == 0)
}

/// Forgets what is too long ago to matter.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM workforce_asked WHERE hour < $1", args![tx.now() - HISTORY - HOUR])?;
    Ok(())
}

/// The beginning of the hour of this moment.
pub fn hour_of(at: Time) -> Time {
    Time(at.0 - at.0.rem_euclid(3_600_000_000))
}

impl Forecast {
    /// What is to be expected for this band. With no history there is none.
    pub fn of(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Self>> {
        let this = hour_of(tx.now());
        let counts: Vec<(Time, u32)> = tx.all(
            "SELECT hour, asked FROM workforce_asked WHERE band = $1 AND hour >= $2 AND hour < $3 ORDER BY hour",
            args![band, this - HISTORY, this],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((first, _)) = counts.first().copied() else { return Ok(None) };
        let zone = TimeZone::get(&Settings::current(tx)?.zone).unwrap_or(TimeZone::UTC);
        // An hour in which nobody asked has no row, and says as much as any other.
        let (mut seen, mut counts, mut hour) = (Vec::new(), counts.into_iter().peekable(), first);
        while hour < this {
            let count = counts.next_if(|(at, _)| *at == hour).map_or(0, |(_, asked)| asked);
            let weeks_ago = this.since(hour).as_secs_f64() / (7.0 * 86_400.0);
            seen.extend(cell(&zone, hour).map(|cell| Seen { cell, count, weeks_ago }));
            hour = hour + HOUR;
        }
        let weeks = u32::try_from(this.since(first).as_secs() / (7 * 86_400)).unwrap_or_default();
        Ok(Some(Self { zone, hours: forecast(&seen, HOURS, 24, HALF_LIFE_WEEKS), weeks }))
    }

    /// What is to be expected of the hour that begins then.
    pub fn at(&self, hour: Time) -> Expected {
        cell(&self.zone, hour).and_then(|cell| self.hours.get(cell)).copied().unwrap_or_default()
    }
}

/// Which hour of the week it is, by the clock in this zone.
fn cell(zone: &TimeZone, at: Time) -> Option<usize> {
    let at = zoned(zone, at)?;
    let day = usize::try_from(at.weekday().to_monday_zero_offset()).ok()?;
    Some(day * 24 + usize::try_from(at.hour()).ok()?)
}
