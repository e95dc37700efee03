//! Certificates of the town: what is asked, who holds one, whose runs out soon, and who asks.

use std::time::Duration;

use ::workforce::{answer::Work, certificate, learning, requirement::Requirement};
use db::{Error, Result, Tx};
use serde::Deserialize;
use words::{Actor, Hat};

use super::community::{People, named};

const DAY: Duration = Duration::from_secs(86_400);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificates {
    asked: Vec<Asked>,
    held: Vec<Held>,
    asks: Vec<(String, String)>,
    learned: Vec<(String, u32, i64, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    work: String,
    months: i64,
    learning_hours: i64,
    /// In how many days it is needed; nothing where it is not.
    needed_in_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    who: String,
    work: String,
    days: u32,
    by: String,
}

fn work(name: &str) -> Result<Work> {
    name.parse().map_err(|()| Error::broken(format_args!("there is no work {name}")))
}

/// The longest ago comes first, as it did.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, keeps: &Actor, town: &Certificates) -> Result<()> {
    debug_assert!(keeps.wears(Hat::Administrator), "requirements are written by an administrator");
    let now = tx.now();
    for asked in &town.asked {
        let requirement = Requirement {
            work: work(&asked.work)?,
            version: 0,
            courses: Vec::new(),
            competencies: Vec::new(),
            hours: 0,
            months: asked.months,
            learning_hours: asked.learning_hours,
            needed_from: asked.needed_in_days.map(|days| now + DAY * days),
        };
        requirement.write(tx, keeps, "We agreed on it together.")?;
    }
    for held in &town.held {
        let (who, by, work) = (named(people, &held.who)?, named(people, &held.by)?, work(&held.work)?);
        tx.as_of(now - DAY * held.days, |tx| {
            certificate::ask(tx, who, work)?;
            certificate::issue(tx, by, who.id, work)
        })?;
    }
    for (who, name) in &town.asks {
        certificate::ask(tx, named(people, who)?, work(name)?)?;
    }
    for (who, days, minutes, words) in &town.learned {
        learning::write(tx, named(people, who)?, now - DAY * *days, *minutes, words)?;
    }
    Ok(())
}
