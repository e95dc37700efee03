//! The rota of the town: what is needed, who promised what for every week, a shift that its owner cannot do, and how many
//! asked in the last weeks.

use std::time::Duration;

use db::{Error, Result, Time, Tx};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use words::AgeBand;
use workforce::{
    answer::Work,
    demand,
    need::{Need, Plan},
    shift::Shift,
    standing::Standing,
    swap,
};

use super::community::{People, named};

const DAY: Duration = Duration::from_secs(86_400);
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rota {
    by: String,
    need: Vec<Needed>,
    weekly: Weekly,
    cannot_come: String,
    weeks: u32,
    asked: [i64; 24],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Needed {
    work: String,
    from: u16,
    hours: u16,
    people: u16,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weekly {
    who: String,
    from: String,
    to: String,
}

/// Writes all of it down.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, rota: &Rota) -> Result<()> {
    let by = named(people, &rota.by)?;
    for needed in &rota.need {
        let work = needed.work.parse().map_err(|()| Error::broken("a work of the town is none"))?;
        let language = needed.language.as_deref().and_then(|it| it.parse().ok());
        let plan = Plan {
            work,
            band: AgeBand::Adult,
            days: 0b111_1111,
            from: needed.from,
            hours: needed.hours,
            language,
            topic: None,
            people: needed.people,
        };
        Need::add(tx, by, &plan)?;
    }
    let who = named(people, &rota.weekly.who)?;
    let days = [day(tx.now() + 3 * DAY)?, day(tx.now() + 45 * DAY)?];
    let clocks = [rota.weekly.from.as_str(), rota.weekly.to.as_str()];
    Standing::plan(tx, who, Work::Conversation, [&days[0], &days[1]], clocks)?;
    let who = named(people, &rota.cannot_come)?;
    if let Some(shift) = Shift::of(tx, who.id, Work::Conversation)?.last() {
        swap::offer(tx, who, shift.id)?;
    }
    count(tx, rota)
}

/// The day of this moment, as a field of a form would give it.
fn day(at: Time) -> Result<String> {
    Ok(Timestamp::from_second(at.seconds()).map_err(Error::broken)?.to_zoned(TimeZone::UTC).date().to_string())
}

/// How many asked: by the hour of the day, more at weekends, and now and then one more.
fn count(tx: &mut Tx<'_>, rota: &Rota) -> Result<()> {
    let this = demand::hour_of(tx.now());
    for (ago, hour) in (1..=rota.weeks * 168).map(|ago| (ago, this - HOUR * ago)) {
        let of_day = rota.asked[usize::try_from(hour.seconds().rem_euclid(86_400) / 3600).unwrap_or_default()];
        let weekend = hour.seconds().div_euclid(86_400) % 7 > 4;
        let asked =
            of_day + i64::from(weekend && of_day > 1) + i64::from(of_day > 0 && ago % 5 == 0) - i64::from(ago % 3 == 0);
        if asked > 0 {
            demand::note(tx, AgeBand::Adult, hour, asked)?;
        }
    }
    Ok(())
}
