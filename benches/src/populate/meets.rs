//! What circles meet for: every week, for half a year past and some weeks ahead, with everybody who said yes.

use anyhow::Result;
use circles::kind::CircleId;
use db::{Shelf, Time, args};
use gatherings::{
    kind::{Answer, Mode},
    plan::AHEAD,
    rule::{self, DAYS, End, Rhythm, Rule},
};
use jiff::Span;

use super::{
    chance::Chance,
    load::Load,
    rhythm::{DAY, HOUR, MINUTE},
    town::{Known, Town},
    writing::JOBS,
};

const SERIES: Shelf = Shelf {
    table: "gatherings_series",
    columns: &[
        "id",
        "circle_id",
        "title",
        "about",
        "mode",
        "course",
        "minutes",
        "capacity",
        "starts",
        "zone",
        "rule",
        "first_session",
        "made_by",
        "made_at",
        "planned_until",
    ],
};
const OCCURRENCES: Shelf = Shelf {
    table: "gatherings_occurrences",
    columns: &["id", "series_id", "circle_id", "slot", "session", "starts_at", "ends_at", "last_seq"],
};
const MEETINGS: Shelf = Shelf {
    table: "gatherings_meetings",
    columns: &["occurrence_id", "circle_id", "lead_id", "began_at", "phase", "phase_began_at", "ended_at", "ended_by"],
};
const COMINGS: Shelf = Shelf {
    table: "gatherings_comings",
    columns: &["occurrence_id", "member_id", "answer", "seq", "answered_at", "here_at"],
};
const FEEDBACK: Shelf = Shelf {
    table: "gatherings_feedback",
    columns: &["occurrence_id", "member_id", "welcome", "heard", "useful", "given_at"],
};

/// Of so many circles one meets.
const EVERY: usize = 4;
const WEEKS_PAST: i64 = 26;
const ZONE: &str = "Europe/London";
const TITLES: &[&str] =
    &["An hour in writing", "Evening check-in", "Slow start", "The quiet round", "Open hour", "Tea at a distance"];
const ABOUT: &str = "We go round once, then whoever likes says more. Listening is taking part, too.";

/// How many gatherings there are.
pub(super) fn count(town: &Town) -> usize {
    town.places.len().div_ceil(EVERY)
}

/// One gathering with its past and what is to come.
pub(super) fn gathering(town: &Town, circles: &[CircleId], number: usize) -> Result<Load> {
    let (place, mut load) = (number * EVERY, Load::default());
    let mut chance = Chance::of(town.seed, "gathering", number as u64);
    let (planned, circle) = (&town.places[place], circles[place]);
    let made = Time(planned.opened.0.max(town.until().0 - (WEEKS_PAST * 7 + 3) * DAY));
    let day = rule::on_the_wall(made, ZONE).date().checked_add(Span::new().days(2 + chance.below(7) as i64))?;
    let starts = day.at(*chance.pick(&[17, 18, 19, 19, 20, 20]), *chance.pick(&[0, 0, 30]), 0, 0);
    let weekday = DAYS[usize::try_from(starts.weekday().to_monday_zero_offset())?].0;
    let weekly = Rule { rhythm: Rhythm::Weekly { every: 1, days: vec![weekday] }, end: End::Never };
    let ahead = Time(town.until().0 + i64::try_from(AHEAD.as_micros())?);
    let (id, lead) = (chance.id(made), town.people[planned.facilitators[0] as usize].id);
    let (minutes, capacity) = (60i64, (number % 3 == 1).then_some(12i64));
    load.add(
        SERIES,
        args![
            id,
            circle,
            *chance.pick(TITLES),
            ABOUT,
            Mode::Text,
            false,
            minutes,
            capacity,
            slot(starts),
            ZONE,
            weekly.text(),
            1i64,
            lead,
            made,
            Time(ahead.0 - DAY),
        ],
    );
    let times = rule::times(starts, Some(&weekly), |at| rule::moment(at, ZONE).is_ok_and(|it| it <= ahead))?;
    for (session, at) in (1i64..).zip(times) {
        let starts_at = rule::moment(at, ZONE)?;
        let (occurrence, ends_at) = (chance.id(made), Time(starts_at.0 + minutes * MINUTE));
        let seats = seats(town, place, starts_at, capacity, &mut chance);
        load.add(OCCURRENCES, args![occurrence, id, circle, slot(at), session, starts_at, ends_at, seats.len()]);
        let over = ends_at < town.until();
        if over {
            let began = Time(starts_at.0 - 3 * MINUTE);
            load.add(MEETINGS, args![occurrence, circle, lead, began, 0i64, began, ends_at, lead]);
        } else if starts_at > town.until() {
            for (kind, before) in [("gatherings.remind-day", DAY), ("gatherings.remind-hour", HOUR)] {
                let at = Time(starts_at.0 - before);
                if at > town.until() {
                    load.add(JOBS, args![kind, occurrence, at, 0i64]);
                }
            }
        }
        for (seq, person) in (1i64..).zip(seats) {
            let member = town.people[person as usize].id;
            let answered = Time((starts_at.0 - DAY - seq * MINUTE).min(town.until().0 - seq * MINUTE).max(made.0));
            let here = (over && chance.falls(0.8)).then_some(Time(starts_at.0 + seq * MINUTE / 2));
            load.add(COMINGS, args![occurrence, member, Answer::Coming, seq, answered, here]);
            if here.is_some() && chance.falls(0.4) {
                let [welcome, heard, useful] = [0; 3].map(|_| chance.between(5, 10));
                load.add(FEEDBACK, args![occurrence, member, welcome, heard, useful, Time(ends_at.0 + 5 * MINUTE)]);
            }
        }
    }
    load.things = 1;
    Ok(load)
}

/// Who comes: as many as a room holds, whatever the size of the circle.
fn seats(town: &Town, place: usize, then: Time, capacity: Option<i64>, chance: &mut Chance) -> Vec<u32> {
    let planned = &town.places[place];
    let mut seats: Vec<u32> = Vec::new();
    let wanted = if then > town.until() { chance.between(1, 7) } else { chance.between(4, 16) };
    if place == 0 && chance.falls(0.5) {
        seats.push(Known::Member.number() as u32);
    }
    for _ in 0..wanted.min(capacity.map_or(usize::MAX, |it| it as usize - 1)) {
        let somebody = planned.somebody(chance, then.min(town.until()));
        if let Some(person) = somebody.filter(|it| !seats.contains(it)) {
            seats.push(person);
        }
    }
    seats
}

fn slot(at: jiff::civil::DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}
