//! The desk of a supervisor: their people, who is due, what was hard, hours against what is enough. Never what was said.

use db::{Error, Result, Time, Tx};
use words::{Actor, Hat, MemberId};

use crate::{
    debrief::{self, Debrief},
    entry,
    hours::{Caps, Given},
    question::{self, Question},
    session::Session,
    supervisor::{Due, Rhythm, Supervised},
    together::{self, Together},
};

/// Somebody whom the supervisor looks after.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub supervised: Supervised,
    /// Their name.
    pub name: String,
    /// How it stands with the next talk.
    pub due: Due,
    /// The next talk, if there is a date.
    pub next: Option<Session>,
    /// The time they gave.
    pub given: Given,
    /// How often something was hard this week.
    pub hard: i64,
    /// How many debriefs wait for them.
    pub debriefs: i64,
    /// How many entries of their log they show.
    pub shown: i64,
}

/// Something with the name of whose it is.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// Their name.
    pub name: String,
    /// What.
    pub it: T,
}

/// The desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The supervisor's people, who was due first at the top.
    pub people: Vec<Person>,
    /// Those whom nobody looks after.
    pub alone: Vec<Named<MemberId>>,
    /// Debriefs that wait, of everybody but the supervisor: due soonest first.
    pub debriefs: Vec<Named<Debrief>>,
    /// Questions that wait for an answer of the supervisor.
    pub questions: Vec<Named<Question>>,
    /// Meetings of all their people, ahead.
    pub together: Vec<Together>,
    /// Whether it is time to invite to one.
    pub together_due: bool,
    /// How much is enough for everybody.
    pub caps: Caps,
}

fn name(tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    Ok(people::Profile::name(tx, member)?.unwrap_or_default())
}

fn named<T>(tx: &mut Tx<'_>, all: Vec<T>, whose: impl Fn(&T) -> MemberId) -> Result<Vec<Named<T>>> {
    all.into_iter().map(|it| Ok(Named { name: name(tx, whose(&it))?, it })).collect()
}

/// When it was, or is, time.
fn at(due: Due) -> Time {
    match due {
        Due::By(at) | Due::Since(at) | Due::TooLong(at) => at,
    }
}

impl Person {
    /// Somebody whom this supervisor looks after.
    pub fn of(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<Self> {
        let supervised = Supervised::own(tx, supervisor, member)?;
        let now = tx.now();
        Ok(Self {
            supervised,
            name: name(tx, member)?,
            due: supervised.due(&Rhythm::current(tx)?, now),
            next: Session::next_of(tx, member)?,
            given: Given::of(tx, member)?,
            hard: debrief::count_in_week(tx, member)?,
            debriefs: i64::try_from(debrief::waiting_of(tx, member)?.len()).unwrap_or(i64::MAX),
            shown: entry::count_shown(tx, supervisor.id, member)?,
        })
    }
}

impl Desk {
    /// The desk of this supervisor.
    pub fn of(tx: &mut Tx<'_>, supervisor: &Actor) -> Result<Self> {
        if !supervisor.wears(Hat::Supervisor) {
            return Err(Error::NotFound);
        }
        let mut people = Vec::new();
        for it in Supervised::by(tx, supervisor.id)? {
            people.push(Person::of(tx, supervisor, it.member)?);
        }
        people.sort_by_key(|it| at(it.due));
        let alone =
            Supervised::without(tx)?.into_iter().map(|it| it.member).filter(|it| *it != supervisor.id).collect();
        let mut debriefs = debrief::waiting(tx)?;
        debriefs.retain(|it| it.member != supervisor.id);
        let questions = question::waiting(tx, supervisor)?;
        Ok(Self {
            people,
            alone: named(tx, alone, |it| *it)?,
            debriefs: named(tx, debriefs, |it| it.member)?,
            questions: named(tx, questions, |it| it.member)?,
            together: together::ahead(tx, supervisor.id)?,
            together_due: together::is_due(tx, supervisor.id)?,
            caps: Caps::current(tx)?,
        })
    }
}
