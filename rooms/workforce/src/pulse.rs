//! A pulse: three short questions, once a quarter, on how clear one's role is. What somebody answered is added to a count
//! and kept nowhere else, so nobody can be asked about it. The programme reads a quarter when it is over, and no number
//! below ten.

use db::{Error, Result, Tx, args};
use jiff::{Timestamp, tz::TimeZone};
use organisation::Settings;
use statistics::suppress;
use words::{Actor, Hat};

/// No count below this is shown.
pub const LEAST: u64 = 10;
/// From "not at all" to "yes".
pub const ANSWERS: [i64; 5] = [1, 2, 3, 4, 5];
/// Quarters that are shown.
const SHOWN: i64 = 8;

db::word! {
    /// A question. Our own words, and no scale that anybody has validated.
    pub enum Item {
        /// I know what is mine to do, and what is not.
        Mine = "mine",
        /// I know whom to call, and they come.
        Call = "call",
        /// The people whom I work with know what my role is.
        Others = "others",
    }
}

/// A quarter that is over: for each question how many gave which answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Which, as in `2026-4`.
    pub name: String,
    /// For each question the counts, in the order of [`ANSWERS`]; nothing where a count would tell too much.
    pub items: Vec<(Item, Vec<Option<u64>>)>,
}

/// The quarter that it is, in the community's zone.
pub fn quarter(tx: &mut Tx<'_>) -> Result<String> {
    let zone = TimeZone::get(&Settings::current(tx)?.zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_microsecond(tx.now().0).map_err(Error::broken)?.to_zoned(zone);
    Ok(format!("{}-{}", at.year(), (at.month() - 1) / 3 + 1))
}

/// Whether somebody has a role to be asked about. An auditor looks on, and has none with others.
pub fn asks(actor: &Actor) -> bool {
    actor.hats.iter().any(|it| *it != Hat::Auditor)
}

/// Whether this member is asked now: they have a role, and have not answered this quarter.
pub fn is_due(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let quarter = quarter(tx)?;
    let given: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_pulses_given WHERE quarter = $1 AND member_id = $2",
        args![quarter, actor.id],
    )?;
    Ok(asks(actor) && given == 0)
}

/// Answers, once a quarter.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, answers: [i64; 3]) -> Result<()> {
    if !asks(actor) {
        return Err(Error::NotFound);
    }
    if answers.iter().any(|it| !ANSWERS.contains(it)) {
        return Err(Error::refused("pulse-answer-missing"));
    }
    let quarter = quarter(tx)?;
    let given = tx.execute(
        "INSERT INTO workforce_pulses_given (quarter, member_id) VALUES ($1, $2) ON CONFLICT (quarter, member_id) DO NOTHING",
        args![quarter, actor.id],
    )?;
    if given == 0 {
        return Err(Error::refused("pulse-given"));
    }
    for (item, answer) in Item::ALL.iter().zip(answers) {
        tx.execute(
            "INSERT INTO workforce_pulses (quarter, item, answer, said) VALUES ($1, $2, $3, 1)
             ON CONFLICT (quarter, item, answer) DO UPDATE SET said = workforce_pulses.said + 1",
            args![quarter, item, answer],
        )?;
    }
    Ok(())
}

/// Who reads what everybody said together.
pub fn reads(actor: &Actor) -> Result<()> {
    let reads = [Hat::Supervisor, Hat::Administrator, Hat::Evaluator].iter().any(|it| actor.wears(*it));
    if reads { Ok(()) } else { Err(Error::NotFound) }
}

/// The quarters that are over, the latest first. The one that runs is not shown: each answer would move a number while
/// others watch.
pub fn results(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Quarter>> {
    reads(actor)?;
    let now = quarter(tx)?;
    let names: Vec<String> = tx.all(
        "SELECT DISTINCT quarter FROM workforce_pulses WHERE quarter <> $1 ORDER BY quarter DESC LIMIT $2",
        args![now, SHOWN],
        |row| row.get(0),
    )?;
    names.into_iter().map(|name| Quarter::of(tx, name)).collect()
}

impl Quarter {
    fn of(tx: &mut Tx<'_>, name: String) -> Result<Self> {
        let said: Vec<(Item, i64, i64)> =
            tx.all("SELECT item, answer, said FROM workforce_pulses WHERE quarter = $1", args![name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let items = Item::ALL.iter().map(|item| {
            let counts = ANSWERS.map(|answer| {
                let found = said.iter().find(|it| it.0 == *item && it.1 == answer);
                found.map_or(0, |it| it.2.unsigned_abs())
            });
            let hidden = suppress(&counts.map(|it| [it]), LEAST);
            (*item, counts.iter().zip(hidden.cells).map(|(count, hidden)| (!hidden).then_some(*count)).collect())
        });
        Ok(Self { items: items.collect(), name })
    }

    /// Whether nothing of it can be shown.
    pub fn is_empty(&self) -> bool {
        self.items.iter().all(|(_, counts)| counts.iter().all(Option::is_none))
    }
}
