//! What the circles of the town meet for: an evening in writing tonight, a walk on Saturday, a course.

use circles::circle::Circle;
use db::{Error, Result, Tx};
use gatherings::{
    gathering::{Gathering, Plan},
    kind::Mode,
    occurrence::Occurrence,
    rule::{DAYS, End, Rhythm, Rule},
    seats,
    template::Template,
};
use jiff::{Span, civil::DateTime};
use serde::Deserialize;

use super::community::{People, Place, named, word};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    title: String,
    about: String,
    mode: String,
    /// Days from today.
    in_days: i32,
    /// The hour on the wall's clock; tonight is the next whole hour when it is later than that.
    hour: i8,
    minutes: i64,
    capacity: Option<i64>,
    #[serde(default)]
    weekly: bool,
    #[serde(default)]
    sessions: Option<u32>,
    #[serde(default)]
    place: String,
    #[serde(default)]
    coming: Vec<String>,
}

/// Where the town is.
const ZONE: &str = "Europe/London";

/// Plans what a circle meets for, as the first who looks after it.
pub(super) fn plan(tx: &mut Tx<'_>, people: &People, place: &Place) -> Result<()> {
    let facilitator = named(people, &place.facilitators[0])?;
    let mine = Circle::mine(tx, facilitator)?;
    let circle = mine.into_iter().map(|(it, _)| it).find(|it| it.plan.name == place.name).ok_or(Error::NotFound)?;
    if let Ok(catalogue) = tx.lent::<web::Catalogue>() {
        gatherings::template::begin(tx, |key| catalogue.say("en", key, &[]))?;
    }
    for planned in &place.gathering {
        let template = Template::all(tx, facilitator)?.into_iter().next().map(|it| it.id);
        let starts = starts(tx, planned)?;
        let day = DAYS[usize::try_from(starts.weekday().to_monday_zero_offset()).unwrap_or(0)].0;
        let end = planned.sessions.map_or(End::Never, End::Count);
        let again = planned.weekly || planned.sessions.is_some();
        let plan = Plan {
            title: planned.title.clone(),
            about: planned.about.clone(),
            mode: word::<Mode>(&planned.mode)?,
            course: planned.sessions.is_some(),
            minutes: planned.minutes,
            capacity: planned.capacity,
            starts,
            zone: ZONE.to_owned(),
            rule: again.then(|| Rule { rhythm: Rhythm::Weekly { every: 1, days: vec![day] }, end }),
            template,
            place: planned.place.clone(),
        };
        Gathering::make(tx, facilitator, circle.id, &plan)?;
        for name in &planned.coming {
            let member = named(people, name)?;
            let all = Occurrence::of_circle(tx, member, circle.id)?;
            if let Some(first) = all.iter().find(|it| it.title == planned.title) {
                seats::come(tx, member, first.id)?;
            }
        }
    }
    Ok(())
}

fn starts(tx: &Tx<'_>, planned: &Planned) -> Result<DateTime> {
    let now = jiff::Timestamp::from_microsecond(tx.now().0).and_then(|it| it.in_tz(ZONE)).map_err(Error::broken)?;
    let day = now.date().checked_add(Span::new().days(planned.in_days)).map_err(Error::broken)?;
    let wanted = day.at(planned.hour, 0, 0, 0);
    let soon = now.datetime().checked_add(Span::new().hours(1)).map_err(Error::broken)?;
    if wanted > now.datetime() { Ok(wanted) } else { Ok(soon.date().at(soon.hour(), 0, 0, 0)) }
}
