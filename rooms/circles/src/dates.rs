//! Hard dates: days on which somebody would rather not be asked for anything. On them, and some days around them,
//! prompts keep quiet. Day, width and label are sealed as one under the member's own key, so that no table says who has
//! a hard day today.

use db::{Error, Result, Time, Tx, args};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use seal::{KeyId, Place, Sealing};
use serde::{Deserialize, Serialize};
use words::Actor;

/// Longest label, in characters.
pub const LABEL_AT_MOST: usize = 60;
/// Most days before and after.
pub const AROUND_AT_MOST: i8 = 14;
/// Dates that one member may mark.
pub const DATES_AT_MOST: usize = 20;

db::id! {
    /// A hard date.
    DateId
}

/// What is marked: the same day every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The month, from 1.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// So many days before and after it too.
    pub around: i8,
    /// What it is, for the member alone; may be empty.
    pub label: String,
}

impl Marked {
    /// Whether there is such a day, in some year.
    pub fn exists(&self) -> bool {
        // 2024 had a 29th of February.
        Date::new(2024, self.month, self.day).is_ok() && (0..=AROUND_AT_MOST).contains(&self.around)
    }

    /// Whether a day is near it.
    pub fn is_near(&self, day: Date) -> bool {
        (-self.around..=self.around).any(|it| day.checked_add(i64::from(it).days()).is_ok_and(|it| self.is_on(it)))
    }

    /// Whether it falls on this day. Where a year has no 29th of February, it falls on the 28th.
    fn is_on(&self, day: Date) -> bool {
        let leaps = (self.month, self.day) == (2, 29) && !day.in_leap_year();
        (day.month(), day.day()) == (self.month, if leaps { 28 } else { self.day })
    }
}

/// Marks a date.
pub fn mark(tx: &mut Tx<'_>, actor: &Actor, marked: &Marked) -> Result<()> {
    if !marked.exists() {
        return Err(Error::refused("dates-no-such-day"));
    }
    let before = all(tx, actor)?;
    if before.iter().any(|(_, it)| it == marked) {
        return Ok(());
    }
    if before.len() >= DATES_AT_MOST {
        return Err(Error::refused("dates-enough"));
    }
    let id = DateId::fresh(tx);
    let text = serde_json::to_string(marked).map_err(Error::broken)?;
    let sealed = tx.seal(KeyId(actor.id.0), Place::new("circles_dates", "marked", id.0), &text)?;
    tx.execute("INSERT INTO circles_dates (id, member_id, marked) VALUES ($1, $2, $3)", args![id, actor.id, sealed])?;
    Ok(())
}

/// Takes a date off the list.
pub fn forget(tx: &mut Tx<'_>, actor: &Actor, id: DateId) -> Result<()> {
    tx.execute("DELETE FROM circles_dates WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    Ok(())
}

/// The member's own dates, in the order of the year.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(DateId, Marked)>> {
    let rows: Vec<(DateId, Vec<u8>)> =
        tx.all("SELECT id, marked FROM circles_dates WHERE member_id = $1 ORDER BY id", args![actor.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut dates = Vec::with_capacity(rows.len());
    for (id, sealed) in rows {
        let text = tx.unseal(KeyId(actor.id.0), Place::new("circles_dates", "marked", id.0), &sealed)?;
        if let Some(text) = text {
            dates.push((id, serde_json::from_str::<Marked>(&text).map_err(Error::broken)?));
        }
    }
    dates.sort_by_key(|(_, it)| (it.month, it.day));
    Ok(dates)
}

/// Whether prompts keep quiet for this member today: what needs a reply, summaries, suggestions.
pub fn is_quiet(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let dates = all(tx, actor)?;
    let today = today(tx.now(), &actor.zone);
    Ok(dates.iter().any(|(_, it)| it.is_near(today)))
}

/// The day that it is in a zone; an unknown zone reads as UTC.
pub(crate) fn today(now: Time, zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_microsecond(now.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone).date()
}

/// The end of the day that it is in a zone: until then something is hidden that is hidden for today.
pub fn end_of_day(now: Time, zone: &str) -> Time {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let next = Timestamp::from_microsecond(now.0)
        .ok()
        .and_then(|it| it.to_zoned(zone).tomorrow().ok())
        .and_then(|it| it.start_of_day().ok());
    next.map_or(now, |it| Time(it.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_comes_every_year_with_the_days_around_it() {
        let marked = |month, day, around| Marked { month, day, around, label: String::new() };
        for (it, day, near) in [
            (marked(3, 12, 0), date(2026, 3, 12), true),
            (marked(3, 12, 0), date(2031, 3, 12), true),
            (marked(3, 12, 0), date(2026, 3, 13), false),
            (marked(3, 12, 2), date(2026, 3, 14), true),
            (marked(3, 12, 2), date(2026, 3, 9), false),
            // Over the end of a year, either way.
            (marked(12, 30, 3), date(2027, 1, 2), true),
            (marked(12, 30, 3), date(2027, 1, 3), false),
            (marked(1, 1, 3), date(2026, 12, 29), true),
            (marked(2, 29, 0), date(2024, 2, 29), true),
            (marked(2, 29, 0), date(2024, 2, 28), false),
            (marked(2, 29, 0), date(2026, 2, 28), true),
            (marked(2, 29, 1), date(2026, 3, 1), true),
        ] {
            assert_eq!(it.is_near(day), near, "{it:?} on {day}");
        }
        assert!(marked(2, 29, 0).exists() && !marked(2, 30, 0).exists() && !marked(3, 1, 15).exists());
    }

    #[test]
    fn today_ends_at_midnight_where_the_member_is() {
        // 23:30 in London on the night in which clocks go back.
        let now = Time(date(2026, 10, 24).at(22, 30, 0, 0).in_tz("UTC").unwrap().timestamp().as_microsecond());
        assert_eq!(end_of_day(now, "Europe/London").since(now).as_secs(), 30 * 60);
        let later = Time(now.0 + 3600 * 1_000_000);
        assert_eq!(end_of_day(later, "Europe/London").since(later).as_secs(), (24 * 60 + 30) * 60, "25 hours long");
    }
}
