//! The gap: what is to be expected, who planned to be there, and what is missing between the two. No names.

use askama::Template;
use db::{Result, Time, Tx};
use web::Page;
use words::{AgeBand, Ctx, Hat};

use super::rota::staff;
use crate::{
    calendar,
    doors::{self, Stretch},
    gap::{DAYS, Day, Hour, State, Week},
};

/// A cell of the week's picture: wide and high so many parts.
const WIDE: usize = 12;
/// Height of the day's picture, and width of an hour in it.
const TALL: f64 = 96.0;
const COLUMN: usize = 28;

/// Neighbouring hours in which somebody is missing.
struct Gap {
    from: Time,
    until: Time,
    /// The fewest who are missing in one of them, and the most.
    missing: (usize, usize),
    is_shut: bool,
}

/// An hour of the day's picture, in parts of the drawing.
struct Column {
    x: usize,
    /// Where the people who may come reach from and to, and where most often.
    high: f64,
    low: f64,
    mean: f64,
    /// How many those who planned to be there can look after.
    planned: f64,
}

#[derive(Template)]
#[template(path = "rota/gap.html")]
struct Show<'a> {
    c: &'a Ctx,
    band: AgeBand,
    bands: &'a [AgeBand],
    week: &'a Week,
    gaps: &'a [Gap],
    day: &'a Day,
    number: usize,
    columns: &'a [Column],
    is_guarded: bool,
    /// When nobody who looks after the place is on call.
    uncovered: &'a [Stretch],
}

impl Show<'_> {
    /// Where an hour begins in the week's picture.
    fn x(day: &Day, hour: &Hour) -> u64 {
        hour.begins_at.since(day.begins_at).as_secs() / 3600 * WIDE as u64
    }

    /// How high an hour stands in it: what is missing can be told without colour.
    fn height(state: &State) -> usize {
        match state {
            State::Enough => 16,
            State::Tight => 10,
            State::Nobody => 7,
            State::Short => 4,
            State::Shut => 2,
        }
    }

    fn width(&self) -> usize {
        self.columns.last().map_or(COLUMN, |it| it.x + COLUMN)
    }

    fn mean(hour: &Hour) -> String {
        format!("{:.1}", hour.expected.mean)
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = staff(&c)?.clone();
    let bands = c.community().bands.clone();
    // People of other bands are nobody else's to know of, but for those who look after everybody.
    let asked = c.query("band").parse().ok().filter(|it| bands.contains(it) && actor.wears(Hat::Supervisor));
    let band = asked.unwrap_or(actor.band);
    let number = c.query("day").parse().ok().filter(|it| *it < DAYS).unwrap_or(0);
    let (zone, now) = (c.zone().to_owned(), c.now());
    let (week, is_guarded, uncovered) = c
        .read(move |tx| Ok((Week::of(tx, band, &zone)?, doors::are_guarded(tx)?, uncovered(tx, band, &zone)?)))
        .await?;
    let gaps = join(&week.gaps());
    let day = week.days.get(number).cloned().unwrap_or(Day { begins_at: now, hours: Vec::new() });
    let columns = columns(&day);
    let bands = if actor.wears(Hat::Supervisor) { bands } else { Vec::new() };
    c.page(&Show {
        c: &c,
        band,
        bands: &bands,
        week: &week,
        gaps: &gaps,
        day: &day,
        number,
        columns: &columns,
        is_guarded,
        uncovered: &uncovered,
    })
}

/// The parts of the coming days in which nobody would be called first and second.
fn uncovered(tx: &mut Tx<'_>, band: AgeBand, zone: &str) -> Result<Vec<Stretch>> {
    let (now, days) = (tx.now(), calendar::days(zone, tx.now(), DAYS));
    let until = days.last().map_or(now, |it| it.1);
    let (mut at, mut gaps) = (now, Vec::new());
    for (from, to) in doors::covered(tx, band, until)? {
        if from > at {
            gaps.push((at, from));
        }
        at = to;
    }
    if at < until {
        gaps.push((at, until));
    }
    Ok(gaps)
}

fn join(hours: &[Hour]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for hour in hours {
        let (from, until) = (hour.begins_at, hour.begins_at + std::time::Duration::from_secs(3600));
        let (missing, is_shut) = (hour.missing(), hour.state() == State::Shut);
        match gaps.last_mut() {
            Some(last) if last.until == from && last.is_shut == is_shut => {
                last.until = until;
                last.missing = (last.missing.0.min(missing), last.missing.1.max(missing));
            }
            _ => gaps.push(Gap { from, until, missing: (missing, missing), is_shut }),
        }
    }
    gaps
}

fn columns(day: &Day) -> Vec<Column> {
    let most = day.hours.iter().map(|it| f64::from(it.expected.high).max(it.looked_after())).fold(1.0, f64::max);
    let high = |count: f64| TALL - TALL * count / most;
    let column = |(at, hour): (usize, &Hour)| Column {
        x: at * COLUMN,
        high: high(f64::from(hour.expected.high)),
        low: high(f64::from(hour.expected.low)),
        mean: high(hour.expected.mean),
        planned: high(hour.looked_after()),
    };
    day.hours.iter().enumerate().map(column).collect()
}
