//! How those who help are, all together: counts of ten people and more, of months that are over. A month is worked out
//! once and stays as it was told, so that nobody's coming or going shows in it.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use db::{Result, Time, Tx, Uuid, args};
use jiff::{Timestamp, ToSpan, Zoned, civil::date};
use jobs::Later;
use organisation::Settings;
use serde::{Deserialize, Serialize};
use statistics::suppress;
use words::MemberId;

use crate::check::{self, Answers, Kind};

/// Job: tells of the month that is over.
pub(crate) const MONTH: &str = "workforce.wellbeing-month";
/// The smallest count that is told.
pub const LEAST: u64 = 10;

/// How many people; nothing where it would be fewer than ten, or would give such a number away.
pub type Count = Option<u64>;

/// What is told of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// How worn out, from 1 to 5: each person by their last answer.
    pub worn: Vec<Count>,
    /// What helping gave them: little, some, a lot; each person by the middle of their answers.
    pub gained: Vec<Count>,
    /// Energy after shifts beside energy before them: less, the same, more; each person by the middle.
    pub energy: Vec<Count>,
}

impl Month {
    /// Whether there was enough to tell of anything.
    pub fn is_empty(&self) -> bool {
        [&self.worn, &self.gained, &self.energy].into_iter().all(|it| it.iter().all(Option::is_none))
    }
}

/// What somebody answered in a month.
#[derive(Default)]
struct Person {
    worn: Option<u8>,
    gained: Vec<i64>,
    before: Vec<i64>,
    after: Vec<i64>,
}

impl Person {
    fn add(&mut self, kind: Kind, answers: &Answers) {
        self.worn = answers.worn.or(self.worn);
        self.gained.extend(answers.gained.map(i64::from));
        let energy = answers.energy.map(i64::from);
        match kind {
            Kind::Before => self.before.extend(energy),
            Kind::After => self.after.extend(energy),
            Kind::Month => {}
        }
    }
}

/// The whole number nearest to the middle of them.
fn middle(numbers: &[i64]) -> Option<i64> {
    let count = i64::try_from(numbers.len()).ok().filter(|it| *it > 0)?;
    Some((numbers.iter().sum::<i64>() * 2 + count).div_euclid(2 * count))
}

fn told<const N: usize>(counts: [u64; N]) -> Vec<Count> {
    let cells = counts.map(|it| [it]);
    let hidden = suppress(&cells, LEAST);
    counts.iter().zip(hidden.cells).map(|(count, hide)| (!hide).then_some(*count)).collect()
}

fn of(people: &[Person]) -> Month {
    let (mut worn, mut gained, mut energy) = ([0; 5], [0; 3], [0; 3]);
    for person in people {
        if let Some(cell) = person.worn.and_then(|it| worn.get_mut(usize::from(it.saturating_sub(1)))) {
            *cell += 1;
        }
        if let Some(it) = middle(&person.gained) {
            gained[if it <= 3 {
                0
            } else if it <= 6 {
                1
            } else {
                2
            }] += 1;
        }
        if let (Some(before), Some(after)) = (middle(&person.before), middle(&person.after)) {
            energy[if after < before {
                0
            } else if after == before {
                1
            } else {
                2
            }] += 1;
        }
    }
    Month { worn: told(worn), gained: told(gained), energy: told(energy) }
}

/// Tells of the month before this one, in the community's zone, unless it was told; and looks again tomorrow.
pub(crate) fn tell(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    check::forget_old(tx)?;
    let zone = Settings::current(tx)?.zone;
    if let Some((name, begin, end)) = last_month(tx.now(), &zone) {
        let known: i64 = tx.value("SELECT COUNT(*) FROM workforce_months WHERE month = $1", args![name])?;
        if known == 0 {
            let told = serde_json::to_string(&work_out(tx, begin, end)?).map_err(db::Error::broken)?;
            tx.execute(
                "INSERT INTO workforce_months (month, told, told_at) VALUES ($1, $2, $3) ON CONFLICT (month) DO NOTHING",
                args![name, told, tx.now()],
            )?;
        }
    }
    tx.later(MONTH, "", tx.now() + Duration::from_secs(86_400))
}

fn last_month(now: Time, zone: &str) -> Option<(String, Time, Time)> {
    let now: Zoned = Timestamp::from_microsecond(now.0).ok()?.in_tz(zone).ok()?;
    let end = date(now.year(), now.month(), 1);
    let begin = end.checked_sub(1.month()).ok()?;
    let moment =
        |day: jiff::civil::Date| Some(Time(day.to_zoned(now.time_zone().clone()).ok()?.timestamp().as_microsecond()));
    Some((begin.strftime("%Y-%m").to_string(), moment(begin)?, moment(end)?))
}

fn work_out(tx: &mut Tx<'_>, begin: Time, end: Time) -> Result<Month> {
    let rows: Vec<(Uuid, MemberId, Kind, Vec<u8>)> = tx.all(
        "SELECT id, member_id, kind, answers FROM workforce_checks WHERE made_at >= $1 AND made_at < $2 ORDER BY made_at, id",
        args![begin, end],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut people: HashMap<MemberId, Person> = HashMap::new();
    for (id, member, kind, sealed) in rows {
        if let Some(answers) = check::open(tx, member, id, &sealed)? {
            people.entry(member).or_default().add(kind, &answers);
        }
    }
    Ok(of(&people.into_values().collect::<Vec<_>>()))
}

/// The last twelve months that were told, the newest first.
pub fn months(tx: &mut Tx<'_>) -> Result<BTreeMap<std::cmp::Reverse<String>, Month>> {
    let rows: Vec<(String, String)> =
        tx.all("SELECT month, told FROM workforce_months ORDER BY month DESC LIMIT 12", args![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let read = |(month, told): (String, String)| {
        Ok((std::cmp::Reverse(month), serde_json::from_str(&told).map_err(db::Error::broken)?))
    };
    rows.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(worn: u8) -> Person {
        Person { worn: Some(worn), ..Person::default() }
    }

    #[test]
    fn fewer_than_ten_are_never_told_nor_can_they_be_worked_out() {
        let people: Vec<Person> = (0..14).map(|_| person(1)).chain((0..3).map(|_| person(5))).collect();
        assert_eq!(of(&people).worn, [None, None, None, None, None]);
        assert!(of(&people).is_empty());
        let many: Vec<Person> = (0..60).map(|it| person(1 + it % 5)).collect();
        assert_eq!(of(&many).worn, vec![Some(12); 5]);
    }

    #[test]
    fn each_person_counts_once_by_the_middle_of_what_they_said() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[3, 4]), Some(4));
        assert_eq!(middle(&[3, 3, 4]), Some(3));
        let one = |gained: &[i64], before: i64, after: i64| Person {
            gained: gained.to_vec(),
            before: vec![before],
            after: vec![after],
            ..Person::default()
        };
        let people: Vec<Person> =
            (0..12).flat_map(|_| [one(&[0, 6], 8, 5), one(&[5], 5, 5), one(&[10, 9], 4, 6)]).collect();
        let month = of(&people);
        assert_eq!((month.gained, month.energy), (vec![Some(12); 3], vec![Some(12); 3]));
    }
}
