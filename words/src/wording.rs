use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
    sync::Arc,
};

use db::Time;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use web::{Arg, Catalogue};

/// The words and the clock of a page, apart from who asks for it: a locale and a zone. What is made of a wording alone
/// looks the same for everybody who reads in that language and lives in that zone.
#[derive(Clone)]
pub struct Wording {
    catalogue: Arc<Catalogue>,
    locale: String,
    zone: String,
    rules: TimeZone,
}

impl Wording {
    /// A wording; an unknown zone reads as UTC.
    pub fn new(catalogue: Arc<Catalogue>, locale: String, zone: String) -> Self {
        let rules = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        Self { catalogue, locale, zone, rules }
    }

    /// Under which the locale was chosen.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// The zone's name.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// A message of the catalogue.
    pub fn t(&self, key: &str) -> Cow<'_, str> {
        match self.catalogue.finished(&self.locale, key) {
            Some(said) => Cow::Borrowed(said),
            None => Cow::Owned(self.say(key, &[])),
        }
    }

    /// A message whose key has a changing end.
    pub fn of(&self, stem: &str, end: impl std::fmt::Display) -> Cow<'_, str> {
        self.t(&format!("{stem}-{end}"))
    }

    /// A message with any values.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.say(&self.locale, key, args)
    }

    /// `14:02`, in the zone.
    pub fn clock(&self, time: &Time) -> String {
        let at = self.at(*time);
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// `Tue 24 Nov`, in the zone; numbers alone in other locales.
    pub fn day(&self, time: &Time) -> String {
        let at = self.at(*time);
        if self.locale == "en" { at.strftime("%a %-d %b").to_string() } else { at.date().to_string() }
    }

    /// `Tue 24 Nov, 14:02`.
    pub fn day_clock(&self, time: &Time) -> String {
        format!("{}, {}", self.day(time), self.clock(time))
    }

    /// `24 Nov 2026`, in the zone; numbers alone in other locales.
    pub fn date(&self, time: &Time) -> String {
        self.calendar_date(self.at(*time).date())
    }

    /// `24 Nov 2026`, a day of the calendar wherever one is; numbers alone in other locales.
    pub fn calendar_date(&self, day: Date) -> String {
        if self.locale == "en" { day.strftime("%-d %b %Y").to_string() } else { day.to_string() }
    }

    /// `2026-11-24`, in the zone: how a field for a day holds it.
    pub fn field_date(&self, time: &Time) -> String {
        self.at(*time).date().to_string()
    }

    /// A month written as `2026-11` or as a day of it: `November 2026`; numbers alone in other locales.
    pub fn month(&self, month: &str) -> String {
        let numbers = month.get(..7).unwrap_or(month);
        let first = format!("{numbers}-01").parse::<Date>().ok().filter(|_| self.locale == "en");
        first.map_or_else(|| numbers.to_owned(), |it| it.strftime("%B %Y").to_string())
    }

    /// For the `datetime` attribute: whole seconds in UTC.
    pub fn iso(&self, time: &Time) -> String {
        stamp(Time(time.seconds() * 1_000_000)).to_string()
    }

    fn at(&self, time: Time) -> Zoned {
        stamp(time).to_zoned(self.rules.clone())
    }
}

fn stamp(time: Time) -> Timestamp {
    Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH)
}

// One program has one catalogue, and a zone has one set of rules in it.
impl PartialEq for Wording {
    fn eq(&self, other: &Self) -> bool {
        (&self.locale, &self.zone) == (&other.locale, &other.zone)
    }
}

impl Eq for Wording {}

impl Hash for Wording {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.locale, &self.zone).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_write_them() {
        let catalogue = Arc::new(Catalogue::new(&[("en", vec!["a = A"])]).unwrap());
        let words = |locale: &str, zone: &str| Wording::new(Arc::clone(&catalogue), locale.to_owned(), zone.to_owned());
        // 2026-07-01T23:04:05.678Z
        let time = Time(1_782_947_045_678_000);
        let london = words("en", "Europe/London");
        assert_eq!(london.day_clock(&time), "Thu 2 Jul, 00:04");
        assert_eq!(london.date(&time), "2 Jul 2026");
        assert_eq!(london.field_date(&time), "2026-07-02");
        assert_eq!(london.month("2026-07-02"), "July 2026");
        assert_eq!(london.month("then"), "then", "what is no month stays what it is");
        assert_eq!(london.iso(&time), "2026-07-01T23:04:05Z");
        assert_eq!(words("cy", "Nowhere/Ever").day_clock(&time), "2026-07-01, 23:04");
    }
}
