//! Age: who may come in. The year of birth is asked for, the band is kept, and the year is forgotten.

use db::{Result, Time, Tx};
use jiff::{Timestamp, tz::TimeZone};
use organisation::Settings;
use words::AgeBand;

/// What a year of birth means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Welcome {
    /// They may join, in this band.
    In(AgeBand),
    /// They are too young, or of a band that this community does not take in.
    TooYoung,
    /// Nobody was born in that year.
    NoYear,
}

/// Looks at a year of birth. Only the age that somebody has certainly reached counts: who turns 18 in this year is 17 to
/// us until it is over, because a child among adults is the worse mistake.
pub fn welcome(tx: &mut Tx<'_>, birth_year: &str, bands: &[AgeBand]) -> Result<Welcome> {
    let Ok(born) = birth_year.trim().parse::<i64>() else { return Ok(Welcome::NoYear) };
    let years = year_of(tx.now()) - born - 1;
    if !(-1..=120).contains(&years) {
        return Ok(Welcome::NoYear);
    }
    let least = i64::from(Settings::current(tx)?.minimum_age);
    Ok(match AgeBand::of_age(years) {
        Some(band) if years >= least && bands.contains(&band) => Welcome::In(band),
        _ => Welcome::TooYoung,
    })
}

fn year_of(now: Time) -> i64 {
    let stamp = Timestamp::from_second(now.seconds()).unwrap_or(Timestamp::UNIX_EPOCH);
    i64::from(stamp.to_zoned(TimeZone::UTC).year())
}
