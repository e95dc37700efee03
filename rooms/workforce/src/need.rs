//! A need: how many people should be there on which days and hours, for which work, and what they should bring. Hours are
//! those of the community's own clock. What is missing is there for anybody to claim who fits.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jiff::{
    ToSpan,
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use organisation::Settings;
use words::{Actor, AgeBand, Language, MemberId};

use crate::{
    answer::Work,
    calendar::{dates, moment},
    shift::{self, AHEAD, Shift, longest, works_of},
};

/// How far ahead missing people are shown: a week and a day, so that tonight's hours stand beside those of next week.
pub const SHOWN: usize = 8;
/// Most people that one need may ask for.
pub const PEOPLE_AT_MOST: u16 = 50;
/// All days of the week.
const EVERY_DAY: u16 = 0b111_1111;

/// What a member knows from own life, by topic: lent by the room where they say so.
pub struct Knows(pub fn(&mut Tx<'_>, MemberId) -> Result<Vec<u16>>);

db::id! {
    /// A need.
    NeedId
}

/// How many people should be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// For what.
    pub work: Work,
    /// For people of this band.
    pub band: AgeBand,
    /// On which days: Monday is the first bit.
    pub days: u16,
    /// From which hour of the community's clock.
    pub from: u16,
    /// For how many hours.
    pub hours: u16,
    /// Speaking this language.
    pub language: Option<Language>,
    /// Knowing this topic.
    pub topic: Option<u16>,
    /// How many.
    pub people: u16,
}

/// A need that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// What is needed.
    pub plan: Plan,
}

/// A need on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which need.
    pub need: Need,
    /// From when.
    pub begins_at: Time,
    /// Until when.
    pub ends_at: Time,
    /// How many are there at the emptiest moment.
    pub there: usize,
}

fn from_row(row: &db::Row<'_>) -> Result<Need> {
    let language: Option<String> = row.get(6)?;
    Ok(Need {
        id: row.get(0)?,
        plan: Plan {
            work: row.get(1)?,
            band: row.get(2)?,
            days: row.get(3)?,
            from: row.get(4)?,
            hours: row.get(5)?,
            language: language.and_then(|it| it.parse().ok()),
            topic: row.get(7)?,
            people: row.get(8)?,
        },
    })
}

impl Plan {
    /// Whether it holds on this day of the week, Monday being 0.
    pub fn is_on(&self, day: u16) -> bool {
        self.days >> day & 1 == 1
    }

    fn check(&self) -> Result<()> {
        let wrong = |key| Err(Error::refused(key));
        let most = longest(self.work).as_secs() / 3600;
        match () {
            () if self.days & EVERY_DAY == 0 || self.days & !EVERY_DAY != 0 => wrong("need-days-missing"),
            () if self.from > 23 || self.hours == 0 || u64::from(self.hours) > most => {
                Err(Error::refused_with("shift-too-long", vec![("hours", most.to_string())]))
            }
            () if self.people == 0 || self.people > PEOPLE_AT_MOST => wrong("need-people-missing"),
            () => Ok(()),
        }
    }

    /// When it is on this day, by the community's clock.
    fn on(&self, zone: &TimeZone, date: Date) -> Option<(Time, Time)> {
        if !self.is_on(u16::try_from(date.weekday().to_monday_zero_offset()).ok()?) {
            return None;
        }
        let hour = |date, hour: u16| moment(zone, date, Clock::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?);
        let end = self.from + self.hours;
        let last = date.checked_add(i64::from(end / 24).days()).ok()?;
        Some((hour(date, self.from)?, hour(last, end % 24)?))
    }

    /// Whether this member brings what is asked for.
    fn suits(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
        if let Some(language) = self.language
            && !people::Profile::of(tx, member)?.languages.contains(&language)
        {
            return Ok(false);
        }
        let Some(topic) = self.topic else { return Ok(true) };
        let knows = tx.lent::<Knows>()?;
        Ok((knows.0)(tx, member)?.contains(&topic))
    }
}

impl Need {
    /// Says what is needed.
    pub fn add(tx: &mut Tx<'_>, by: &Actor, plan: &Plan) -> Result<NeedId> {
        plan.check()?;
        let id = NeedId::fresh(tx);
        tx.execute(
            "INSERT INTO workforce_needs
                (id, work, band, days, from_hour, hours, language, topic, people, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                id,
                plan.work,
                plan.band,
                plan.days,
                plan.from,
                plan.hours,
                plan.language.map(Language::code),
                plan.topic,
                plan.people,
                by.id,
                tx.now()
            ],
        )?;
        shift::changed(tx)?;
        Ok(id)
    }

    /// It is not needed any more. What was planned for it stays planned.
    pub fn end(tx: &mut Tx<'_>, id: NeedId) -> Result<()> {
        let ended = tx.execute(
            "UPDATE workforce_needs SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
            args![id, tx.now()],
        )?;
        if ended == 0 { Err(Error::NotFound) } else { shift::changed(tx) }
    }

    /// Everything that is needed.
    pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            "SELECT id, work, band, days, from_hour, hours, language, topic, people FROM workforce_needs
             WHERE ended_at IS NULL ORDER BY work, band, from_hour, made_at, id",
            args![],
            from_row,
        )
    }

    /// Plans a shift of one's own for it, at its time that begins then.
    pub fn claim(tx: &mut Tx<'_>, actor: &Actor, id: NeedId, begins_at: Time) -> Result<()> {
        let spots = spots(tx)?;
        let spot = spots.iter().find(|it| it.need.id == id && it.begins_at == begins_at).ok_or(Error::NotFound)?;
        if !fits(tx, actor, &spot.need.plan)? {
            return Err(Error::NotFound);
        }
        if spot.missing() == 0 {
            return Err(Error::refused("need-full"));
        }
        let begins_at = begins_at.max(tx.now());
        Shift::plan(tx, actor, spot.need.plan.work, begins_at, spot.ends_at).map(drop)
    }
}

impl Spot {
    /// How many are missing.
    pub fn missing(&self) -> usize {
        usize::from(self.need.plan.people).saturating_sub(self.there)
    }
}

/// Whether this member could be one of those who are needed.
fn fits(tx: &mut Tx<'_>, actor: &Actor, plan: &Plan) -> Result<bool> {
    Ok(actor.band == plan.band && works_of(actor).contains(&plan.work) && plan.suits(tx, actor.id)?)
}

/// Every need on the coming days, the earliest first.
pub fn spots(tx: &mut Tx<'_>) -> Result<Vec<Spot>> {
    let needs = Need::all(tx)?;
    let Ok(zone) = TimeZone::get(&Settings::current(tx)?.zone) else { return Ok(Vec::new()) };
    // What began yesterday evening goes on past midnight.
    let days = dates(&zone, tx.now() - Duration::from_secs(86_400), SHOWN + 1);
    let mut spots = Vec::new();
    for need in needs {
        let planned = Shift::ahead(tx, need.plan.work, need.plan.band, tx.now() + AHEAD)?;
        let mut suited = Vec::new();
        for shift in planned {
            if need.plan.suits(tx, shift.member)? {
                suited.push(shift);
            }
        }
        let on = days.iter().filter_map(|date| need.plan.on(&zone, *date));
        for (begins_at, ends_at) in on.filter(|(_, ends_at)| *ends_at > tx.now()) {
            let there = fewest(&suited, begins_at.max(tx.now()), ends_at);
            spots.push(Spot { need, begins_at, ends_at, there });
        }
    }
    spots.sort_by_key(|it| (it.begins_at, it.need.id));
    Ok(spots)
}

/// What is missing and this member could do: the earliest first.
pub fn open_to(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Spot>> {
    let mut open = Vec::new();
    for spot in spots(tx)? {
        let work = spot.need.plan.work;
        if spot.missing() > 0
            && fits(tx, actor, &spot.need.plan)?
            && !shift::is_taken(tx, actor.id, work, spot.begins_at.max(tx.now()), spot.ends_at)?
        {
            open.push(spot);
        }
    }
    Ok(open)
}

/// How many different people are there at the moment at which the fewest are.
fn fewest(shifts: &[Shift], from: Time, until: Time) -> usize {
    let mut moments: Vec<Time> = shifts.iter().map(|it| it.ends_at).filter(|at| *at > from && *at < until).collect();
    moments.push(from);
    let there = |at: Time| {
        let mut people: Vec<MemberId> =
            shifts.iter().filter(|it| it.begins_at <= at && at < it.ends_at).map(|it| it.member).collect();
        people.sort_unstable();
        people.dedup();
        people.len()
    };
    moments.into_iter().map(there).min().unwrap_or_default()
}
