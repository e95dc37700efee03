//! The days of a rule, against what another library says.
//!
//! `dateutil.txt` was written by Python's dateutil 2.9.0: each rule was followed without a zone
//! (`rrulestr(rule, dtstart=start)`), each time put into the zone (`replace(tzinfo=tz.gettz(zone), fold=0)`), times that
//! do not exist moved on (`tz.resolve_imaginary`), and the moment written in UTC.

use gatherings::rule::{Rule, moment, times};
use jiff::{Timestamp, civil::DateTime};

const TABLE: &str = include_str!("dateutil.txt");

#[test]
fn every_time_is_what_another_library_says() {
    let (mut rules, mut compared) = (0, 0);
    let mut lines = TABLE.lines().peekable();
    while let Some(head) = lines.next() {
        let [zone, start, rule] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("{head}") };
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|it| it.starts_with(' ')) {
            expected.push(line.trim().parse::<Timestamp>().unwrap());
        }
        let read = Rule::read(rule).unwrap_or_else(|| panic!("{rule}"));
        let start: DateTime = start.parse().unwrap();
        let found: Vec<Timestamp> = times(start, Some(&read), |_| true)
            .unwrap()
            .into_iter()
            .map(|at| Timestamp::from_microsecond(moment(at, zone).unwrap().0).unwrap())
            .collect();
        assert_eq!(found, expected, "{head}");
        rules += 1;
        compared += expected.len();
    }
    assert!(rules == 15 && compared == 100, "{rules} rules, {compared} times");
}

#[test]
fn the_clock_on_the_wall_stays_while_the_clocks_change() {
    for (zone, from) in [("Europe/London", "2026-03-03T19:00"), ("America/New_York", "2026-10-06T19:00")] {
        let rule = Rule::read("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=20").unwrap();
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let mut offsets = std::collections::BTreeSet::new();
        for at in times(from.parse().unwrap(), Some(&rule), |_| true).unwrap() {
            let seen = Timestamp::from_microsecond(moment(at, zone.iana_name().unwrap()).unwrap().0).unwrap();
            let seen = seen.to_zoned(zone.clone());
            assert_eq!(seen.strftime("%a %H:%M").to_string(), "Tue 19:00");
            offsets.insert(seen.offset());
        }
        assert_eq!(offsets.len(), 2, "the clocks changed in between");
    }
}
