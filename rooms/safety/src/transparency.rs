//! What everybody may know of how people are kept safe here: month by month, how much was reported, what was done and
//! how long it took. A month is worked out once, a week after it ended, and then stays as it was told. Numbers below ten
//! are left out, and so is whatever would give them away: in a small place a number is somebody.

use std::{collections::BTreeMap, time::Duration};

use db::{Error, Result, Time, Tx, args};
use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, date},
    tz::TimeZone,
};
use jobs::Later;
use organisation::Settings;
use serde::{Deserialize, Serialize};
use statistics::{median, suppress};

use crate::kind::{Action, Level, Reason};

/// Job: tells of every month that ended and was not told of yet.
pub const JOB: &str = "safety.month";
/// The smallest count that is told.
pub const LEAST: u64 = 10;
/// How long after its end a month is told of: until then most of what was opened in it is settled.
const AFTERWARDS_DAYS: i32 = 7;
const DAY: Duration = Duration::from_secs(86_400);

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// A word of the program, or the title of a rule.
    pub name: String,
    /// How many; nothing when it is fewer than ten, or would give away another that is.
    pub count: Option<u64>,
}

/// Counts that add up to a total.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
    /// All together.
    pub total: Option<u64>,
}

/// How long people waited for a decision, of one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The level.
    pub level: String,
    /// How many cases.
    pub cases: Option<u64>,
    /// Minutes until a person took it, for half of them at most.
    pub look: Option<i64>,
    /// Minutes until it was settled.
    pub settled: Option<i64>,
}

/// What is told of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// What people told us, by reason.
    pub flags: Table,
    /// What was taken from somebody, by what it was.
    pub measures: Table,
    /// The same, by the rule that it rests on.
    pub rules: Table,
    /// What was decided without taking anything.
    pub gentle: Table,
    /// How long it took, by level.
    pub pace: Vec<Pace>,
    /// Appeals by how they ended.
    pub appeals: Table,
    /// Hours until an appeal was answered, for half of them at most.
    pub appeal_hours: Option<i64>,
}

impl Table {
    fn of(counts: Vec<(String, u64)>) -> Self {
        let cells: Vec<[u64; 1]> = counts.iter().map(|(_, count)| [*count]).collect();
        let hidden = suppress(&cells, LEAST);
        let total = (!hidden.total).then(|| cells.iter().map(|it| it[0]).sum());
        let rows = counts.into_iter().zip(hidden.cells);
        Self { rows: rows.map(|((name, count), hide)| Row { name, count: (!hide).then_some(count) }).collect(), total }
    }
}

/// The first moment of a month in the community's zone, and of the one after it.
fn span(month: Date, zone: &str) -> Result<(Time, Time)> {
    let zone = TimeZone::get(zone).map_err(Error::broken)?;
    let moment = |day: Date| -> Result<Time> {
        Ok(Time(day.to_zoned(zone.clone()).map_err(Error::broken)?.timestamp().as_microsecond()))
    };
    Ok((moment(month)?, moment(next(month)?)?))
}

fn next(month: Date) -> Result<Date> {
    month.checked_add(1.month()).map_err(Error::broken)
}

/// The month of a moment in the community's zone, as its first day.
fn month_of(time: Time, zone: &str) -> Result<Date> {
    let stamp = Timestamp::from_microsecond(time.0).map_err(Error::broken)?;
    let day: Zoned = stamp.in_tz(zone).map_err(Error::broken)?;
    Ok(date(day.year(), day.month(), 1))
}

/// Tells of every month that ended a week ago or longer and was not told of yet, and looks again tomorrow.
pub fn tell(tx: &mut Tx<'_>) -> Result<()> {
    let zone = Settings::current(tx)?.zone;
    let first: Option<Time> = tx.value(
        "SELECT MIN(at) FROM (SELECT MIN(opened_at) AS at FROM safety_cases
                              UNION ALL SELECT MIN(made_at) AS at FROM safety_flags) AS earliest",
        args![],
    )?;
    let told: Option<String> = tx.value("SELECT MAX(month) FROM safety_months", args![])?;
    let from = match (told, first) {
        (Some(told), _) => Some(next(told.parse().map_err(Error::broken)?)?),
        (None, Some(first)) => Some(month_of(first, &zone)?),
        (None, None) => None,
    };
    if let Some(mut month) = from {
        loop {
            let (begin, end) = span(month, &zone)?;
            if end + DAY * AFTERWARDS_DAYS as u32 > tx.now() {
                break;
            }
            let told = serde_json::to_string(&work_out(tx, begin, end)?).map_err(Error::broken)?;
            tx.execute(
                "INSERT INTO safety_months (month, told, told_at) VALUES ($1, $2, $3) ON CONFLICT (month) DO NOTHING",
                args![month.to_string(), told, tx.now()],
            )?;
            month = next(month)?;
        }
    }
    tx.later(JOB, "all", tx.now() + DAY)
}

/// Every month that was told, the newest first.
pub fn months(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.all("SELECT month FROM safety_months ORDER BY month DESC", args![], |row| row.get(0))
}

/// What was told of a month.
pub fn of_month(tx: &mut Tx<'_>, month: &str) -> Result<Month> {
    let told: Option<String> =
        tx.first("SELECT told FROM safety_months WHERE month = $1", args![month], |row| row.get(0))?;
    serde_json::from_str(&told.ok_or(Error::NotFound)?).map_err(Error::broken)
}

fn work_out(tx: &mut Tx<'_>, begin: Time, end: Time) -> Result<Month> {
    let flags = counts(
        tx,
        "SELECT reason, COUNT(*) FROM safety_flags WHERE made_at >= $1 AND made_at < $2 GROUP BY reason",
        begin,
        end,
    )?;
    let actions = counts(
        tx,
        "SELECT action, COUNT(*) FROM safety_decisions WHERE made_at >= $1 AND made_at < $2 GROUP BY action",
        begin,
        end,
    )?;
    let by_action = |takes: bool| {
        let named = Action::ALL.iter().filter(|it| it.names_rule() == takes);
        Table::of(
            named.map(|it| (it.as_str().to_owned(), actions.get(it.as_str()).copied().unwrap_or_default())).collect(),
        )
    };
    let reasons =
        Reason::ALL.iter().map(|it| (it.as_str().to_owned(), flags.get(it.as_str()).copied().unwrap_or_default()));
    let (appeals, appeal_hours) = appeals(tx, begin, end)?;
    Ok(Month {
        flags: Table::of(reasons.collect()),
        measures: by_action(true),
        gentle: by_action(false),
        rules: rules(tx, begin, end)?,
        pace: pace(tx, begin, end)?,
        appeals,
        appeal_hours,
    })
}

fn counts(tx: &mut Tx<'_>, sql: &'static str, begin: Time, end: Time) -> Result<BTreeMap<String, u64>> {
    let rows: Vec<(String, i64)> = tx.all(sql, args![begin, end], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().map(|(name, count)| (name, count.unsigned_abs())).collect())
}

/// What was taken from somebody, by rule. Only what takes something counts here, as in the table of measures: the two
/// have the same total, so neither gives the other away.
fn rules(tx: &mut Tx<'_>, begin: Time, end: Time) -> Result<Table> {
    let rows: Vec<(Action, Option<String>, Option<String>)> = tx.all(
        "SELECT d.action, d.rule_id, r.title FROM safety_decisions d LEFT JOIN safety_rules r ON r.id = d.rule_id
         WHERE d.made_at >= $1 AND d.made_at < $2",
        args![begin, end],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let standing: Vec<(i64, String)> = tx.all(
        "SELECT position, title FROM safety_rules WHERE retired_at IS NULL ORDER BY position",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut titles: Vec<String> = standing.into_iter().map(|(_, title)| title).collect();
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for (action, _, title) in rows {
        if action.names_rule() {
            *found.entry(title.unwrap_or_default()).or_default() += 1;
        }
    }
    for title in found.keys() {
        if !titles.contains(title) {
            titles.push(title.clone());
        }
    }
    let count = |title: String| {
        let count = found.get(&title).copied().unwrap_or_default();
        (title, count)
    };
    Ok(Table::of(titles.into_iter().map(count).collect()))
}

/// How long the cases that were opened in the month waited for a person and for a decision. A middle is told of ten and
/// more alone: the middle of a few is nearly somebody's own.
fn pace(tx: &mut Tx<'_>, begin: Time, end: Time) -> Result<Vec<Pace>> {
    let cases: Vec<(Level, Time, Option<Time>, Option<Time>)> = tx.all(
        "SELECT level, opened_at, claimed_at, settled_at FROM safety_cases WHERE opened_at >= $1 AND opened_at < $2",
        args![begin, end],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let of = |level: Level| cases.iter().filter(move |it| it.0 == level);
    let table = Table::of(Level::ALL.iter().map(|it| (it.as_str().to_owned(), of(*it).count() as u64)).collect());
    Ok(Level::ALL
        .into_iter()
        .zip(table.rows)
        .map(|(level, row)| Pace {
            level: row.name,
            look: row.count.and(middle(of(level).filter_map(|it| Some(minutes(it.1, it.2.or(it.3)?))).collect())),
            settled: row.count.and(middle(of(level).filter_map(|it| Some(minutes(it.1, it.3?))).collect())),
            cases: row.count,
        })
        .rev()
        .collect())
}

fn appeals(tx: &mut Tx<'_>, begin: Time, end: Time) -> Result<(Table, Option<i64>)> {
    let appeals: Vec<(Time, Option<Time>, Option<bool>)> = tx.all(
        "SELECT made_at, decided_at, upheld FROM safety_appeals WHERE made_at >= $1 AND made_at < $2",
        args![begin, end],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let ended = |how: Option<bool>| appeals.iter().filter(|it| it.2 == how).count() as u64;
    let table = Table::of(vec![
        ("upheld".to_owned(), ended(Some(true))),
        ("kept".to_owned(), ended(Some(false))),
        ("open".to_owned(), ended(None)),
    ]);
    let hours = middle(appeals.iter().filter_map(|it| Some(minutes(it.0, it.1?))).collect());
    Ok((table, hours.map(|it| (it + 59) / 60)))
}

fn minutes(from: Time, until: Time) -> i64 {
    i64::try_from(until.since(from).as_secs() / 60).unwrap_or(i64::MAX)
}

fn middle(mut of: Vec<i64>) -> Option<i64> {
    if (of.len() as u64) < LEAST { None } else { median(&mut of) }
}
