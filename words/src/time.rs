use db::Time;
use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A moment in a zone; an unknown zone reads as UTC.
pub(crate) fn zoned(time: Time, zone: &str) -> Zoned {
    let stamp = Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}
