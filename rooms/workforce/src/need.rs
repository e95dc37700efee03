//! A need: how many people should be there on which days and hours, for which work, and what they should bring. Hours are
//! those of the community's own clock. What is missing is there for anybody to claim who fits.

use std::{collections::HashMap, time::Duration};

use db::{Error, Result, Time, Tx, args};
use jiff::{
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use organisation::Settings;
use words::{Actor, AgeBand, Language, MemberId};

use crate::{
    answer::Work,
    calendar::{dates, promised},
    hours::Caps,
    shift::{self, AHEAD, Room, Shift, at_most, works_of},
};

/// How far ahead missing people are shown: a week and a day, so that tonight's hours stand beside those of next week.
pub const SHOWN: usize = 8;
/// Most people that one need may ask for.
pub const PEOPLE_AT_MOST: u16 = 50;
const HOUR: Duration = Duration::from_secs(3600);
/// All days of the week.
const EVERY_DAY: u16 = 0b111_1111;

/// The topics that each of these people knows from own life.
pub type Known = Vec<(MemberId, Vec<u16>)>;

/// What people know from own life: lent by the room where they say so.
pub struct Knows(pub fn(&mut Tx<'_>) -> Result<Known>);

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

    /// Whether it is longer, so that nobody can take it.
    pub fn is_too_long(&self, caps: &Caps) -> bool {
        HOUR * u32::from(self.hours) > at_most(self.work, caps)
    }

    fn check(&self, caps: &Caps) -> Result<()> {
        let wrong = |key| Err(Error::refused(key));
        match () {
            () if self.days & EVERY_DAY == 0 || self.days & !EVERY_DAY != 0 => wrong("need-days-missing"),
            () if self.from > 23 || self.hours == 0 || self.is_too_long(caps) => {
                let hours = at_most(self.work, caps).as_secs() / 3600;
                Err(Error::refused_with("need-too-long", vec![("hours", hours.to_string())]))
            }
            () if self.people == 0 || self.people > PEOPLE_AT_MOST => wrong("need-people-missing"),
            () => Ok(()),
        }
    }

    /// When it is on this day, by the community's clock.
    fn on(&self, zone: &TimeZone, date: Date, caps: &Caps) -> Option<(Time, Time)> {
        if !self.is_on(u16::try_from(date.weekday().to_monday_zero_offset()).ok()?) {
            return None;
        }
        let clock = |hour: u16| Clock::new(i8::try_from(hour % 24).ok()?, 0, 0, 0).ok();
        // What nobody can take is shown as it was asked for.
        let most = at_most(self.work, caps).max(HOUR * u32::from(self.hours));
        promised(zone, date, [clock(self.from)?, clock(self.from + self.hours)?], most)
    }
}

impl Need {
    /// Says what is needed.
    pub fn add(tx: &mut Tx<'_>, by: &Actor, plan: &Plan) -> Result<NeedId> {
        plan.check(&Caps::current(tx)?)?;
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
        let (spots, brings) = read(tx)?;
        let here = |it: &&Spot| it.need.id == id && it.begins_at == begins_at && brings.fits(actor, &it.need.plan);
        let spot = spots.iter().find(here).ok_or(Error::NotFound)?;
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

/// What people bring that some need asks for, read once for all of them.
#[derive(Default)]
struct Brings {
    languages: HashMap<MemberId, Vec<Language>>,
    knows: HashMap<MemberId, Vec<u16>>,
}

impl Brings {
    /// Of those who planned to be there; nothing is read that nobody asks for.
    fn read(tx: &mut Tx<'_>, needs: &[Need]) -> Result<Self> {
        let mut brings = Self::default();
        if needs.iter().any(|it| it.plan.language.is_some()) {
            let spoken: Vec<(MemberId, String)> = tx.all(
                "SELECT id, languages FROM people_members
                 WHERE id IN (SELECT member_id FROM workforce_shifts WHERE ended_at IS NULL AND ends_at > $1)",
                args![tx.now()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            brings.languages = spoken.into_iter().map(|(member, list)| (member, Language::list(&list))).collect();
        }
        if needs.iter().any(|it| it.plan.topic.is_some()) {
            let knows = tx.lent::<Knows>()?;
            brings.knows = (knows.0)(tx)?.into_iter().collect();
        }
        Ok(brings)
    }

    /// Whether this member, who speaks these languages, brings what is asked for.
    fn suits(&self, plan: &Plan, member: MemberId, languages: &[Language]) -> bool {
        let knows = |topic| self.knows.get(&member).is_some_and(|it| it.contains(&topic));
        plan.language.is_none_or(|it| languages.contains(&it)) && plan.topic.is_none_or(knows)
    }

    /// The same of somebody who planned to be there.
    fn suits_planned(&self, plan: &Plan, shift: &Shift) -> bool {
        self.suits(plan, shift.member, self.languages.get(&shift.member).map_or(&[], Vec::as_slice))
    }

    /// Whether this member could be one of those who are needed.
    fn fits(&self, actor: &Actor, plan: &Plan) -> bool {
        actor.band == plan.band && works_of(actor).contains(&plan.work) && self.suits(plan, actor.id, &actor.languages)
    }
}

/// Every need on the coming days, the earliest first.
pub fn spots(tx: &mut Tx<'_>) -> Result<Vec<Spot>> {
    Ok(read(tx)?.0)
}

/// The same, with what people bring. However many needs and shifts there are, it asks for all of them at once.
fn read(tx: &mut Tx<'_>) -> Result<(Vec<Spot>, Brings)> {
    let (needs, caps, now) = (Need::all(tx)?, Caps::current(tx)?, tx.now());
    let brings = Brings::read(tx, &needs)?;
    let Ok(zone) = TimeZone::get(&Settings::current(tx)?.zone) else { return Ok((Vec::new(), brings)) };
    let planned = Shift::everywhere(tx, now + AHEAD)?;
    // What began yesterday evening goes on past midnight.
    let days = dates(&zone, now - Duration::from_secs(86_400), SHOWN + 1);
    let mut spots = Vec::new();
    for need in needs {
        let of_it = |(band, it): &&(AgeBand, Shift)| {
            it.work == need.plan.work && *band == need.plan.band && brings.suits_planned(&need.plan, it)
        };
        let suited: Vec<Shift> = planned.iter().filter(of_it).map(|it| it.1).collect();
        let on = days.iter().filter_map(|date| need.plan.on(&zone, *date, &caps));
        for (begins_at, ends_at) in on.filter(|(_, ends_at)| *ends_at > now) {
            let there = fewest(&suited, begins_at.max(now), ends_at);
            spots.push(Spot { need, begins_at, ends_at, there });
        }
    }
    spots.sort_by_key(|it| (it.begins_at, it.need.id));
    Ok((spots, brings))
}

/// How many needs nobody can take, because they are longer than anybody may help at a stretch.
pub fn too_long(tx: &mut Tx<'_>) -> Result<usize> {
    let (needs, caps) = (Need::all(tx)?, Caps::current(tx)?);
    Ok(needs.iter().filter(|it| it.plan.is_too_long(&caps)).count())
}

/// What is missing and this member could do, with all that they have planned: the earliest first.
pub fn open_to(tx: &mut Tx<'_>, actor: &Actor, room: &Room) -> Result<Vec<Spot>> {
    let ((mut spots, brings), now) = (read(tx)?, tx.now());
    spots.retain(|it| {
        let (plan, from) = (&it.need.plan, it.begins_at.max(now));
        it.missing() > 0 && brings.fits(actor, plan) && room.takes(plan.work, from, it.ends_at).is_ok()
    });
    Ok(spots)
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
