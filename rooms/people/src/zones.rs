//! Time zones to choose from: one for every clock that people live by, named as the IANA database names them. A script
//! may choose the browser's own; any name of the database is taken.

/// The zones of the list, west to east.
const COMMON: &[&str] = &[
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/New_York",
    "America/Bogota",
    "America/Lima",
    "America/Caracas",
    "America/Halifax",
    "America/Santiago",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/Azores",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Africa/Accra",
    "Africa/Lagos",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Kyiv",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Asia/Jerusalem",
    "Europe/Istanbul",
    "Africa/Kampala",
    "Africa/Nairobi",
    "Asia/Baghdad",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Manila",
    "Australia/Perth",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// The list with this zone in it, for a choice that begins with it.
pub(crate) fn with(zone: &str) -> Vec<String> {
    let mut all: Vec<String> = COMMON.iter().map(|it| (*it).to_owned()).collect();
    if !zone.is_empty() && !COMMON.contains(&zone) && jiff::tz::TimeZone::get(zone).is_ok() {
        all.insert(0, zone.to_owned());
    }
    all
}

/// A zone as people read it: `Asia/Ho_Chi_Minh` is Asia, Ho Chi Minh.
pub(crate) fn spoken(zone: &str) -> String {
    zone.replace('/', ", ").replace('_', " ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_zone_of_the_list_is_known() {
        for zone in super::COMMON {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
