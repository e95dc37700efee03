//! What a community asks of whoever does a kind of work: courses that were finished, areas in which two raters have seen
//! them work well, hours. It is asked from a day on, so that nobody stands before a closed door overnight; where no day was
//! set, it is asked of nobody.

use std::str::FromStr;

use db::{Error, Result, Row, Time, Tx, args};
use organisation::trail;
use training::{competency, course, kind::Competency};
use words::{Actor, Hat, MemberId};

use crate::{answer::Work, hours, spell};

/// The longest that a certificate lasts, in months. Our own judgement: in five years a practice changes.
pub const MONTHS_AT_MOST: i64 = 60;
/// The most hours that can be asked.
pub const HOURS_AT_MOST: i64 = 500;

/// What is asked, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// For which work.
    pub work: Work,
    /// Counted from one; nought before anything was written.
    pub version: i64,
    /// Courses, by their names in files.
    pub courses: Vec<String>,
    /// What two raters must have seen done well.
    pub competencies: Vec<Competency>,
    /// Hours of this work. Until then the certificate is a learner's.
    pub hours: i64,
    /// How many months a certificate lasts.
    pub months: i64,
    /// Hours of further learning that renewing asks for.
    pub learning_hours: i64,
    /// From when on nobody takes on this work without; nothing where it is not asked.
    pub needed_from: Option<Time>,
}

/// How far somebody is. Each thing that is asked, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Courses by their titles and names.
    pub courses: Vec<(String, String, bool)>,
    /// Areas.
    pub competencies: Vec<(Competency, bool)>,
    /// Minutes of this work.
    pub minutes: u64,
    /// Whether the hours are there.
    pub has_hours: bool,
}

impl Reached {
    /// Whether all but the hours is there.
    pub fn is_ready(&self) -> bool {
        self.courses.iter().all(|it| it.2) && self.competencies.iter().all(|it| it.1)
    }

    /// Full hours of this work.
    pub fn hours(&self) -> u64 {
        self.minutes / 60
    }
}

impl Requirement {
    /// What this work asks, as it stands; what we would ask, where nothing was written.
    pub fn of(tx: &mut Tx<'_>, work: Work) -> Result<Self> {
        let written = tx.once((), |tx| {
            tx.all(
                "SELECT work, version, courses, competencies, hours, months, learning_hours, needed_from
                 FROM workforce_requirements r
                 WHERE version = (SELECT MAX(version) FROM workforce_requirements n WHERE n.work = r.work)",
                args![],
                from_row,
            )
        })?;
        Ok(written.iter().find(|it| it.work == work).cloned().unwrap_or_else(|| Self::first(work)))
    }

    /// What this work asked in a version.
    pub fn version(tx: &mut Tx<'_>, work: Work, version: i64) -> Result<Self> {
        tx.one(
            "SELECT work, version, courses, competencies, hours, months, learning_hours, needed_from
             FROM workforce_requirements WHERE work = $1 AND version = $2",
            args![work, version],
            from_row,
        )
    }

    /// Two years and twenty hours: what the model standards for peer support certification that SAMHSA published in 2023
    /// name for renewing.
    fn first(work: Work) -> Self {
        Self {
            work,
            version: 0,
            courses: Vec::new(),
            competencies: Vec::new(),
            hours: 0,
            months: 24,
            learning_hours: 20,
            needed_from: None,
        }
    }

    /// Whether nobody takes on this work without a certificate now.
    pub fn is_needed(&self, now: Time) -> bool {
        self.needed_from.is_some_and(|from| from <= now)
    }

    /// Writes what is asked from now on. Certificates that were given stay as they are until they run out.
    pub fn write(&self, tx: &mut Tx<'_>, by: &Actor, reason: &str) -> Result<()> {
        decides(by)?;
        if !(1..=MONTHS_AT_MOST).contains(&self.months) {
            return Err(Error::refused("requirement-months-wrong"));
        }
        let hours = 0..=HOURS_AT_MOST;
        if !hours.contains(&self.hours) || !hours.contains(&self.learning_hours) {
            return Err(Error::refused("requirement-hours-wrong"));
        }
        for id in &self.courses {
            course::published(tx, id)?;
        }
        let competencies: Vec<&str> = self.competencies.iter().map(|it| it.as_str()).collect();
        let before: i64 =
            tx.value("SELECT COALESCE(MAX(version), 0) FROM workforce_requirements WHERE work = $1", args![self.work])?;
        if before != self.version {
            return Err(Error::refused("requirement-changed-meanwhile"));
        }
        tx.execute(
            "INSERT INTO workforce_requirements
                 (work, version, courses, competencies, hours, months, learning_hours, needed_from, written_by, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                self.work,
                before + 1,
                self.courses.join(","),
                competencies.join(","),
                self.hours,
                self.months,
                self.learning_hours,
                self.needed_from,
                by.id,
                tx.now()
            ],
        )?;
        trail::record_detail(tx, Some(by.id), "trail-requirement-written", None, self.work.as_str(), reason)
    }

    /// The courses by their titles and names. One that is gone keeps its name.
    pub fn titles(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
        let mut titles = Vec::with_capacity(self.courses.len());
        for id in &self.courses {
            let title = match course::published(tx, id) {
                Ok(published) => published.course.title.clone(),
                Err(Error::NotFound) => id.clone(),
                Err(other) => return Err(other),
            };
            titles.push((title, id.clone()));
        }
        Ok(titles)
    }

    /// The courses that are asked, by their titles and names, and whether somebody has finished them.
    pub(crate) fn courses_of(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<(String, String, bool)>> {
        let mut courses = Vec::new();
        for (title, id) in self.titles(tx)? {
            let finished = course::finished(tx, member, &id)?.is_some();
            courses.push((title, id, finished));
        }
        Ok(courses)
    }

    /// How far somebody is with what is asked.
    pub fn reached(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<Reached> {
        let courses = self.courses_of(tx, member)?;
        let missing = unseen(tx, member, &self.competencies)?;
        let competencies = self.competencies.iter().map(|it| (*it, !missing.contains(it))).collect();
        let now = tx.now();
        let spells = spell::since(tx, member, Time(0))?;
        let minutes = hours::given(&spells, self.work, now).as_secs() / 60;
        let has_hours = minutes / 60 >= self.hours.unsigned_abs();
        Ok(Reached { courses, competencies, minutes, has_hours })
    }
}

/// The areas in which two raters have not yet seen them work well.
fn unseen(tx: &mut Tx<'_>, member: MemberId, asked: &[Competency]) -> Result<Vec<Competency>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    Ok(competency::signed_off(tx, member, asked)?.missing.into_iter().map(|(it, _)| it).collect())
}

fn from_row(row: &Row<'_>) -> Result<Requirement> {
    let (courses, competencies): (String, String) = (row.get(2)?, row.get(3)?);
    Ok(Requirement {
        work: row.get(0)?,
        version: row.get(1)?,
        courses: list(&courses),
        competencies: list(&competencies),
        hours: row.get(4)?,
        months: row.get(5)?,
        learning_hours: row.get(6)?,
        needed_from: row.get(7)?,
    })
}

fn list<T: FromStr>(text: &str) -> Vec<T> {
    text.split(',').filter(|it| !it.is_empty()).filter_map(|it| it.parse().ok()).collect()
}

/// Who says what is asked.
pub fn decides(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}
