//! What people may want to talk about: the community's own list. A topic keeps its number for ever, because requests and
//! supporters remember it; one that is taken off the list is retired, not removed.

use std::sync::Arc;

use db::{Error, Result, Tx, args};
use words::MemberId;

use crate::setup::{self, Step};

/// The list that a community begins with.
const STARTING: &[&str] = &[
    "Feeling low",
    "Worry and panic",
    "Being alone",
    "Family",
    "Partner, love and breaking up",
    "Loss and grief",
    "Work or school",
    "Money and housing",
    "Sleep",
    "Body, food and health",
    "Drink, drugs and other habits",
    "Something that happened to me",
    "Voices, visions and unusual experiences",
    "Gender and who I love",
    "Prejudice and racism",
    "Being a parent or a carer",
    "Services, medicines and diagnoses",
    "Something else",
];

/// Longest name of a topic, in letters.
pub const NAME_AT_MOST: usize = 60;

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its number.
    pub number: u16,
    /// Its name.
    pub name: String,
}

/// The list, as people choose from it.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Topic>> {
    Ok(known(tx)?.iter().filter(|it| !it.retired).map(|it| it.topic.clone()).collect())
}

/// The topics with these numbers, retired ones too, in the order of the numbers.
pub fn named(tx: &mut Tx<'_>, numbers: &[u16]) -> Result<Vec<Topic>> {
    let known = known(tx)?;
    let named = numbers.iter().filter_map(|number| known.iter().find(|it| it.topic.number == *number));
    Ok(named.map(|it| it.topic.clone()).collect())
}

struct Known {
    topic: Topic,
    retired: bool,
}

/// Every topic there ever was; while nobody has written a list, the one to begin with.
fn known(tx: &mut Tx<'_>) -> Result<Arc<Vec<Known>>> {
    tx.kept((), |tx| {
        let known = tx.all(
            "SELECT number, name, retired_at IS NOT NULL FROM organisation_topics ORDER BY number",
            args![],
            |row| Ok(Known { topic: Topic { number: row.get(0)?, name: row.get(1)? }, retired: row.get(2)? }),
        )?;
        let starting = || starting().into_iter().map(|topic| Known { topic, retired: false }).collect();
        Ok(if known.is_empty() { starting() } else { known })
    })
}

/// Writes the list: topics that are in it are renamed, those that are missing from it are retired, new names are added
/// at the end.
pub fn write(tx: &mut Tx<'_>, by: Option<MemberId>, kept: &[Topic], new: &[String], reason: &str) -> Result<()> {
    if kept.is_empty() && new.is_empty() {
        return Err(Error::refused("setup-topics-missing"));
    }
    let names = kept.iter().map(|it| &it.name).chain(new);
    if names.clone().any(|it| it.trim().is_empty() || it.chars().count() > NAME_AT_MOST) {
        return Err(Error::refused_with("setup-topics-long", vec![("most", NAME_AT_MOST.to_string())]));
    }
    let before = all(tx)?;
    if is_untouched(tx)? {
        for topic in starting() {
            put(tx, &topic)?;
        }
    }
    tx.execute("UPDATE organisation_topics SET retired_at = $1 WHERE retired_at IS NULL", args![tx.now()])?;
    for topic in kept {
        put(tx, topic)?;
    }
    let last: u16 = tx.value("SELECT COALESCE(MAX(number), 0) FROM organisation_topics", args![])?;
    for (number, name) in (last + 1..).zip(new) {
        put(tx, &Topic { number, name: name.clone() })?;
    }
    let after = all(tx)?;
    let detail: Vec<_> = before
        .iter()
        .filter(|it| !after.contains(it))
        .map(|it| format!("− {}", it.name))
        .chain(after.iter().filter(|it| !before.contains(it)).map(|it| format!("+ {}", it.name)))
        .collect();
    setup::note(tx, by, Step::Topics, &detail.join("; "), reason)
}

fn put(tx: &mut Tx<'_>, topic: &Topic) -> Result<()> {
    tx.execute(
        "INSERT INTO organisation_topics (number, name) VALUES ($1, $2)
         ON CONFLICT (number) DO UPDATE SET name = excluded.name, retired_at = NULL",
        args![topic.number, topic.name],
    )?;
    Ok(())
}

fn is_untouched(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.value::<i64>("SELECT COUNT(*) FROM organisation_topics", args![])? == 0)
}

fn starting() -> Vec<Topic> {
    (1..).zip(STARTING).map(|(number, name)| Topic { number, name: (*name).to_owned() }).collect()
}
