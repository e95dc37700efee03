//! The gap: for every hour of the coming days, how many people will probably ask, how many supporters that takes, and how
//! many have planned to be there while the doors may be open.

use std::{collections::BTreeSet, time::Duration};

use db::{Result, Time, Tx};
use organisation::Settings;
use statistics::Expected;
use words::{AgeBand, MemberId};

use crate::{answer::Work, calendar::days, demand::Forecast, doors, shift::Shift};

/// Days of the picture.
pub const DAYS: usize = 7;
const HOUR: Duration = Duration::from_secs(3600);
/// Fewer than this are expected: less than one person in ten such hours.
const RARELY: f64 = 0.1;

/// How an hour stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Enough people, even if more ask than usual.
    Enough,
    /// Enough for what is usual, too few for a busy hour.
    Tight,
    /// Too few.
    Short,
    /// Nobody, and hardly anybody asks: neither enough nor missing.
    Nobody,
    /// The doors are shut: nobody is on call.
    Shut,
}

/// One hour.
#[derive(Clone, Copy, Debug)]
pub struct Hour {
    /// When it begins.
    pub begins_at: Time,
    /// How many will ask.
    pub expected: Expected,
    /// Supporters who plan to be there.
    pub planned: usize,
    /// How many it takes in a usual hour.
    pub takes: usize,
    /// How many it takes in a busy one.
    pub takes_when_busy: usize,
    /// Whether the doors may be open for half of it.
    pub is_open: bool,
    /// How many people a supporter can look after in an hour.
    each: u32,
}

/// One day of a zone.
#[derive(Clone, Debug)]
pub struct Day {
    /// When it begins.
    pub begins_at: Time,
    /// Its hours that are not over; where clocks change, one more or fewer than usual.
    pub hours: Vec<Hour>,
}

/// The coming days, and how long the history behind them is.
#[derive(Clone, Debug)]
pub struct Week {
    /// Today first.
    pub days: Vec<Day>,
    /// Whole weeks of history; nothing while there is none at all.
    pub weeks: Option<u32>,
}

impl State {
    /// As the catalogue and the style sheet name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Tight => "tight",
            Self::Short => "short",
            Self::Nobody => "nobody",
            Self::Shut => "shut",
        }
    }
}

impl Hour {
    /// How it stands.
    pub fn state(&self) -> State {
        match () {
            () if !self.is_open => State::Shut,
            () if self.planned < self.takes => State::Short,
            () if self.planned < self.takes_when_busy => State::Tight,
            () if self.planned == 0 => State::Nobody,
            () => State::Enough,
        }
    }

    /// How many people those who planned to be there can look after.
    pub fn looked_after(&self) -> f64 {
        self.planned as f64 * f64::from(self.each)
    }

    /// How many more people it takes in a usual hour.
    pub fn missing(&self) -> usize {
        self.takes.saturating_sub(self.planned)
    }
}

impl Week {
    /// The week to come for this band, by the days of this zone.
    pub fn of(tx: &mut Tx<'_>, band: AgeBand, zone: &str) -> Result<Self> {
        let days = days(zone, tx.now(), DAYS);
        let until = days.last().map_or(tx.now(), |it| it.1);
        let forecast = Forecast::of(tx, band)?;
        let shifts = Shift::ahead(tx, Work::Conversation, band, until)?;
        let open = doors::open(tx, band, until)?;
        let each = Settings::current(tx)?.number("asks-an-hour").max(1);
        let now = tx.now();
        let hour = |begins_at: Time| {
            let ends_at = begins_at + HOUR;
            // Somebody is there for an hour who is there for half of what is left of it.
            let from = begins_at.max(now);
            let half = ends_at.since(from) / 2;
            let expected = forecast.as_ref().map(|it| it.at(begins_at)).unwrap_or_default();
            let there: BTreeSet<MemberId> =
                shifts.iter().filter(|it| it.within(from, ends_at) >= half).map(|it| it.member).collect();
            let open: Duration =
                open.iter().map(|(opens, shuts)| (*shuts).min(ends_at).since((*opens).max(from))).sum();
            Hour {
                begins_at,
                expected,
                planned: there.len(),
                takes: people_for(expected.mean, each),
                takes_when_busy: people_for(f64::from(expected.high), each),
                is_open: open >= half,
                each,
            }
        };
        let days = days.into_iter().map(|(begins_at, ends_at)| Day {
            begins_at,
            hours: hours(begins_at, ends_at).filter(|at| *at + HOUR > now).map(hour).collect(),
        });
        Ok(Self { days: days.collect(), weeks: forecast.map(|it| it.weeks) })
    }

    /// The hours that are short of people, or shut though people will ask.
    pub fn gaps(&self) -> Vec<Hour> {
        let all = self.days.iter().flat_map(|it| &it.hours);
        all.filter(|it| it.missing() > 0 || (it.takes > 0 && !it.is_open)).copied().collect()
    }
}

fn hours(begins_at: Time, ends_at: Time) -> impl Iterator<Item = Time> {
    std::iter::successors(Some(begins_at), |at| Some(*at + HOUR)).take_while(move |at| *at < ends_at)
}

/// How many people so many askers take, where each can look after so many in an hour.
fn people_for(asking: f64, each: u32) -> usize {
    if asking < RARELY { 0 } else { (asking / f64::from(each)).ceil() as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_takes_as_many_people_as_ask_and_none_when_nobody_does() {
        assert_eq!([0.0, 0.05, 0.3, 2.0, 2.1, 7.0].map(|it| people_for(it, 2)), [0, 0, 1, 1, 2, 4]);
    }

    #[test]
    fn an_hour_says_how_it_stands() {
        let hour = |planned, is_open| Hour {
            begins_at: Time(0),
            expected: Expected::default(),
            planned,
            takes: 2,
            takes_when_busy: 3,
            is_open,
            each: 2,
        };
        assert_eq!([1, 2, 3].map(|it| hour(it, true).state()), [State::Short, State::Tight, State::Enough]);
        assert_eq!(hour(9, false).state(), State::Shut);
        let quiet = |planned| Hour { takes: 0, takes_when_busy: 0, ..hour(planned, true) };
        assert_eq!([0, 1].map(|it| quiet(it).state()), [State::Nobody, State::Enough]);
        assert_eq!(hour(0, true).missing(), 2);
        assert_eq!(hour(3, true).looked_after(), 6.0);
    }
}
