//! The community's papers: what it wrote down about its risks, about children who might come, about complaints and about
//! what it keeps for how long. Questions in plain words, dated, signed, and every version stays. It helps whoever runs a
//! place to think of what the law asks of such places; it is no legal advice, and says so.

use std::{collections::BTreeMap, time::Duration};

use db::{Error, Result, Time, Tx, args};
use organisation::{Settings, trail};
use words::{Actor, Hat, MemberId};

use crate::complaint;

/// Longest answer to a question, in characters.
pub const ANSWER_AT_MOST: usize = 6000;
/// Longest name under a paper, in characters.
pub const SIGNED_AT_MOST: usize = 80;
/// A paper that nobody looked at for so long is out of date: a year is what supervisors of such services ask for.
const LOOKED_AT_WITHIN: Duration = Duration::from_secs(365 * 86_400);

db::word! {
    /// A section of the papers.
    pub enum Section {
        /// What could go wrong, and what is done about it.
        Risks = "risks",
        /// Whether children can and would come.
        Children = "children",
        /// How complaints are handled, with their numbers.
        Complaints = "complaints",
        /// What is kept, and for how long.
        Keeping = "keeping",
    }
}

impl Section {
    /// Its questions, by the ends of their keys in the catalogue.
    pub fn questions(self) -> &'static [&'static str] {
        match self {
            Self::Risks => &["who", "harms", "measures", "left", "again"],
            Self::Children => &["may-come", "know", "drawn", "protected"],
            Self::Complaints => &["found", "answered", "learned"],
            Self::Keeping => &["deleted", "copies", "asked"],
        }
    }

    /// The field of a form in which a question is answered.
    pub fn field(self, at: usize) -> Option<&'static str> {
        const FIELDS: [&str; 5] = ["answer-1", "answer-2", "answer-3", "answer-4", "answer-5"];
        (at < self.questions().len()).then(|| FIELDS[at])
    }
}

/// What one version of a section says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The section.
    pub section: Section,
    /// Its version, from 1.
    pub version: i64,
    /// Answers by question.
    pub answers: BTreeMap<String, String>,
    /// Who wrote it here.
    pub written_by: MemberId,
    /// Who answers for it, as they signed.
    pub signed: String,
    /// When.
    pub written_at: Time,
}

/// What is not done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody wrote this section.
    Section(Section),
    /// A question has no answer.
    Answer(Section, &'static str),
    /// Nobody looked at it for a year.
    Old(Section),
    /// Complaints wait for longer than was promised.
    Late(i64),
    /// Nobody wears the hat of a safeguarding lead, and children may join.
    Lead,
}

/// For how long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// What: the end of a key in the catalogue.
    pub what: &'static str,
    /// Days.
    pub days: u64,
}

/// The application lends this: what every room keeps, and for how long, out of the numbers that the rooms go by.
#[derive(Clone, Copy)]
pub struct Kept(pub fn(&mut Tx<'_>) -> Result<Vec<Period>>);

fn may(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}

/// Writes a new version of a section.
pub fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    section: Section,
    answers: &BTreeMap<String, String>,
    signed: &str,
) -> Result<i64> {
    may(actor)?;
    let last: Option<i64> = tx.value("SELECT MAX(version) FROM safety_papers WHERE section = $1", args![section])?;
    let version = last.unwrap_or_default() + 1;
    let text = serde_json::to_string(answers).map_err(Error::broken)?;
    tx.execute(
        "INSERT INTO safety_papers (section, version, answers, written_by, signed, written_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![section, version, text, actor.id, signed, tx.now()],
    )?;
    let detail = format!("{section} {version}");
    trail::record_detail(tx, Some(actor.id), "trail-paper-written", None, &detail, "")?;
    Ok(version)
}

/// A version of a section, or the newest; nothing when nobody wrote it.
pub fn read(tx: &mut Tx<'_>, section: Section, version: Option<i64>) -> Result<Option<Paper>> {
    tx.first(
        "SELECT version, answers, written_by, signed, written_at FROM safety_papers
         WHERE section = $1 AND version <= $2 ORDER BY version DESC LIMIT 1",
        args![section, version.unwrap_or(i64::MAX)],
        |row| {
            let answers: String = row.get(1)?;
            Ok(Paper {
                section,
                version: row.get(0)?,
                answers: serde_json::from_str(&answers).map_err(Error::broken)?,
                written_by: row.get(2)?,
                signed: row.get(3)?,
                written_at: row.get(4)?,
            })
        },
    )
}

/// When each version of a section was written, the newest first.
pub fn versions(tx: &mut Tx<'_>, section: Section) -> Result<Vec<(i64, Time)>> {
    tx.all(
        "SELECT version, written_at FROM safety_papers WHERE section = $1 ORDER BY version DESC",
        args![section],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// For how long things are kept: what this room keeps, and what the others lent.
pub fn periods(tx: &mut Tx<'_>) -> Result<Vec<Period>> {
    let mut periods = match tx.lent::<Kept>() {
        Ok(kept) => (kept.0)(tx)?,
        Err(_) => Vec::new(),
    };
    let days = |span: Duration| span.as_secs() / 86_400;
    periods.extend([
        Period { what: "cases", days: days(crate::case::KEPT) },
        Period { what: "readings", days: days(crate::READING_KEPT) },
        Period { what: "complaints", days: complaint::KEPT_DAYS },
    ]);
    Ok(periods)
}

/// What is not done yet.
pub fn missing(tx: &mut Tx<'_>) -> Result<Vec<Missing>> {
    let mut missing = Vec::new();
    for section in Section::ALL.iter().copied() {
        let Some(paper) = read(tx, section, None)? else {
            missing.push(Missing::Section(section));
            continue;
        };
        let empty = |it: &&&str| paper.answers.get(**it).is_none_or(|answer| answer.trim().is_empty());
        missing.extend(section.questions().iter().filter(empty).map(|it| Missing::Answer(section, it)));
        if tx.now().since(paper.written_at) > LOOKED_AT_WITHIN {
            missing.push(Missing::Old(section));
        }
    }
    let late = complaint::numbers(tx)?.late;
    if late > 0 {
        missing.push(Missing::Late(late));
    }
    let children = Settings::current(tx)?.bands.iter().any(|it| crate::kind::is_minor(*it));
    if children && people::hats::wearers(tx, Hat::SafeguardingLead)?.is_empty() {
        missing.push(Missing::Lead);
    }
    Ok(missing)
}
