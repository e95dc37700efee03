//! A course as people take it: the version that was published last. Versions never change, so what was read of them once
//! is kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use words::{Actor, MemberId};

use crate::format::{self, Activity, Course};

/// More versions than any community reads at a time; beyond it memory begins anew.
const KEPT_AT_MOST: usize = 500;

/// A version that was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// What it says.
    pub course: Arc<Course>,
    /// When it was published.
    pub published_at: Time,
    /// Nobody new takes it any more.
    pub retired_at: Option<Time>,
}

impl Published {
    /// This activity; what is not there does not exist.
    pub fn activity(&self, id: &str) -> Result<&Activity> {
        self.course.activity(id).ok_or(Error::NotFound)
    }
}

/// The course as it is taken today, whether or not anybody new may take it.
pub fn published(tx: &mut Tx<'_>, id: &str) -> Result<Published> {
    let row = tx.one(
        "SELECT v.course_id, v.version, v.digest, v.published_at, c.retired_at
         FROM training_courses c JOIN training_versions v ON v.course_id = c.id AND v.version = c.version
         WHERE c.id = $1",
        args![id],
        Row::of,
    )?;
    row.read(tx)
}

/// This version of a course, also when there is a newer one.
pub fn version(tx: &mut Tx<'_>, id: &str, version: i64) -> Result<Published> {
    let row = tx.one(
        "SELECT v.course_id, v.version, v.digest, v.published_at, c.retired_at
         FROM training_courses c JOIN training_versions v ON v.course_id = c.id
         WHERE c.id = $1 AND v.version = $2",
        args![id, version],
        Row::of,
    )?;
    row.read(tx)
}

/// Every course that people can take or took, in the order in which it is offered.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Published>> {
    let rows = tx.all(
        "SELECT v.course_id, v.version, v.digest, v.published_at, c.retired_at
         FROM training_courses c JOIN training_versions v ON v.course_id = c.id AND v.version = c.version
         ORDER BY c.place, c.id",
        args![],
        Row::of,
    )?;
    rows.into_iter().map(|row| row.read(tx)).collect()
}

/// Whether a member has finished this course, and it still counts: since when.
pub fn finished(tx: &mut Tx<'_>, member: MemberId, course: &str) -> Result<Option<Time>> {
    tx.first(
        "SELECT finished_at FROM training_finishes
         WHERE member_id = $1 AND course_id = $2 AND (expires_at IS NULL OR expires_at > $3)
         ORDER BY finished_at DESC LIMIT 1",
        args![member, course, tx.now()],
        |row| row.get(0),
    )
}

/// Nobody new takes this course any more. Those who have begun go on, and what was finished stays finished.
pub fn retire(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<()> {
    let retired = tx.execute(
        "UPDATE training_courses SET retired_at = $2 WHERE id = $1 AND version IS NOT NULL AND retired_at IS NULL",
        args![id, tx.now()],
    )?;
    if retired == 0 {
        return Err(Error::NotFound);
    }
    trail::record_detail(tx, Some(actor.id), "trail-course-retired", None, id, "")
}

/// It is offered again.
pub fn bring_back(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<()> {
    let back = tx
        .execute("UPDATE training_courses SET retired_at = NULL WHERE id = $1 AND retired_at IS NOT NULL", args![id])?;
    if back == 0 {
        return Err(Error::NotFound);
    }
    trail::record_detail(tx, Some(actor.id), "trail-course-back", None, id, "")
}

/// What was read of versions, by the digest of their text.
#[derive(Default)]
struct Shelf(Mutex<HashMap<String, Arc<Course>>>);

/// A version, before it is known what it says.
struct Row {
    id: String,
    version: i64,
    digest: String,
    published_at: Time,
    retired_at: Option<Time>,
}

impl Row {
    fn of(row: &db::Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            digest: row.get(2)?,
            published_at: row.get(3)?,
            retired_at: row.get(4)?,
        })
    }

    fn read(self, tx: &mut Tx<'_>) -> Result<Published> {
        let shelf = tx.beside::<Shelf>();
        let known = shelf.0.lock().unwrap_or_else(PoisonError::into_inner).get(&self.digest).cloned();
        let course = match known {
            Some(course) => course,
            None => {
                let words: String = tx.value(
                    "SELECT words FROM training_versions WHERE course_id = $1 AND version = $2",
                    args![self.id, self.version],
                )?;
                let course = format::read(&words).map_err(|problems| {
                    let first = problems.first().map_or("", |it| it.what.key);
                    Error::broken(format_args!(
                        "version {} of course {} cannot be read: {first}",
                        self.version, self.id
                    ))
                })?;
                let course = Arc::new(course);
                let mut shelf = shelf.0.lock().unwrap_or_else(PoisonError::into_inner);
                if shelf.len() >= KEPT_AT_MOST {
                    shelf.clear();
                }
                shelf.insert(self.digest, Arc::clone(&course));
                course
            }
        };
        Ok(Published { course, published_at: self.published_at, retired_at: self.retired_at })
    }
}
