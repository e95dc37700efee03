//! How far somebody has come. It is kept by the names of course and activity, so a new version takes nothing away; and it
//! belongs to the learner alone: there is no page on which others see it.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use db::{Error, Result, Time, Tx, args};
use words::MemberId;

use crate::{
    course::{self, Published},
    format::{Activity, Course},
};

/// How long before it expires a course may be taken anew. Our own judgement: two months of evenings.
const ANEW_BEFORE: Duration = Duration::from_secs(60 * 86_400);

/// A course that was finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    /// In which version.
    pub version: i64,
    /// When.
    pub finished_at: Time,
    /// Until when it counts.
    pub expires_at: Option<Time>,
}

/// How far somebody has come in a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Since when they take it; nothing before they begin.
    pub began_at: Option<Time>,
    /// The activity that they opened last.
    pub last: Option<String>,
    /// When that was.
    pub last_at: Time,
    /// What they have done since they began.
    pub done: HashSet<String>,
    /// When they finished it last.
    pub finish: Option<Finish>,
}

impl Progress {
    /// Whether this is done.
    pub fn has(&self, activity: &str) -> bool {
        self.done.contains(activity)
    }

    /// How many activities there are that count, and how many of them are done.
    pub fn count(&self, course: &Course) -> (usize, usize) {
        let counts: Vec<_> = course.activities().filter(|it| !it.optional).collect();
        (counts.iter().filter(|it| self.has(&it.id)).count(), counts.len())
    }

    /// Whether everything that counts is done.
    pub fn is_whole(&self, course: &Course) -> bool {
        let (done, all) = self.count(course);
        done == all
    }

    /// Whether it was finished and still counts.
    pub fn is_finished(&self, now: Time) -> bool {
        self.finish.is_some_and(|it| it.expires_at.is_none_or(|until| until > now))
    }

    /// Whether it was finished and does not count any more, or not for much longer.
    pub fn may_begin_anew(&self, now: Time) -> bool {
        let finish = self.finish.filter(|it| self.began_at.is_none_or(|began| began <= it.finished_at));
        finish.is_some_and(|it| it.expires_at.is_some_and(|until| until <= now + ANEW_BEFORE))
    }

    /// Where to go on: what was opened last if it is not done, else what comes after it and is not done, else whatever is
    /// left from the beginning.
    pub fn next<'a>(&self, course: &'a Course) -> Option<&'a Activity> {
        let open = |it: &&Activity| !self.has(&it.id);
        let mut from_last = course.activities().skip_while(|it| self.last.as_ref().is_some_and(|last| *last != it.id));
        let needed = |it: &&Activity| open(it) && (!it.optional || self.last.as_ref() == Some(&it.id));
        from_last.find(needed).or_else(|| course.activities().find(needed))
    }
}

/// How far a member has come in this course.
pub fn of(tx: &mut Tx<'_>, member: MemberId, course: &str) -> Result<Progress> {
    let began: Option<Progress> = tx.first(
        "SELECT began_at, last_activity, last_at FROM training_learners WHERE member_id = $1 AND course_id = $2",
        args![member, course],
        |row| Ok(Progress { began_at: row.get(0)?, last: row.get(1)?, last_at: row.get(2)?, ..Progress::default() }),
    )?;
    let progress = began.unwrap_or_default();
    let done = tx.all(
        "SELECT activity_id FROM training_done WHERE member_id = $1 AND course_id = $2 AND done_at >= $3",
        args![member, course, progress.began_at.unwrap_or_default()],
        |row| row.get(0),
    )?;
    let finish = tx.first(
        "SELECT version, finished_at, expires_at FROM training_finishes
         WHERE member_id = $1 AND course_id = $2 ORDER BY finished_at DESC LIMIT 1",
        args![member, course],
        |row| Ok(Finish { version: row.get(0)?, finished_at: row.get(1)?, expires_at: row.get(2)? }),
    )?;
    Ok(Progress { done: done.into_iter().collect(), finish, ..progress })
}

/// How far a member has come in every course that they began, by its name. As many statements as for one.
pub fn of_all(tx: &mut Tx<'_>, member: MemberId) -> Result<HashMap<String, Progress>> {
    let learning: Vec<(String, Progress)> = tx.all(
        "SELECT course_id, began_at, last_activity, last_at FROM training_learners WHERE member_id = $1",
        args![member],
        |row| {
            let progress =
                Progress { began_at: row.get(1)?, last: row.get(2)?, last_at: row.get(3)?, ..Progress::default() };
            Ok((row.get(0)?, progress))
        },
    )?;
    let mut all: HashMap<String, Progress> = learning.into_iter().collect();
    let done: Vec<(String, String, Time)> = tx.all(
        "SELECT course_id, activity_id, done_at FROM training_done WHERE member_id = $1",
        args![member],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (course, activity, at) in done {
        let progress = all.entry(course).or_default();
        if progress.began_at.is_none_or(|began| at >= began) {
            progress.done.insert(activity);
        }
    }
    let finishes: Vec<(String, Finish)> = tx.all(
        "SELECT course_id, version, finished_at, expires_at FROM training_finishes
         WHERE member_id = $1 ORDER BY finished_at",
        args![member],
        |row| Ok((row.get(0)?, Finish { version: row.get(1)?, finished_at: row.get(2)?, expires_at: row.get(3)? })),
    )?;
    for (course, finish) in finishes {
        all.entry(course).or_default().finish = Some(finish);
    }
    Ok(all)
}

/// The courses that must be finished before this one and are not. One that nobody can take here any more is not asked for.
pub fn lacks(tx: &mut Tx<'_>, member: MemberId, course: &Course) -> Result<Vec<Published>> {
    let mut lacks = Vec::new();
    for need in &course.needs {
        let needed = match course::published(tx, need) {
            Ok(needed) if needed.retired_at.is_none() => needed,
            Ok(_) | Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        if course::finished(tx, member, need)?.is_none() {
            lacks.push(needed);
        }
    }
    Ok(lacks)
}

/// Refuses where something must be finished first, or where nobody new begins.
pub fn may_take(tx: &mut Tx<'_>, member: MemberId, published: &Published) -> Result<()> {
    let began: i64 = tx.value(
        "SELECT COUNT(*) FROM training_learners WHERE member_id = $1 AND course_id = $2",
        args![member, published.course.id],
    )?;
    if began > 0 {
        return Ok(());
    }
    if published.retired_at.is_some() {
        return Err(Error::NotFound);
    }
    match lacks(tx, member, &published.course)?.first() {
        None => Ok(()),
        Some(first) => {
            let title = first.course.title.clone();
            Err(Error::refused_with("course-needs-first", vec![("course", title)]))
        }
    }
}

/// A learner opens an activity: from now on they take the course, and this is where they go on.
pub fn open(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str) -> Result<()> {
    published.activity(activity)?;
    may_take(tx, member, published)?;
    tx.execute(
        "INSERT INTO training_learners (member_id, course_id, began_at, last_activity, last_at)
         VALUES ($1, $2, $4, $3, $4)
         ON CONFLICT (member_id, course_id) DO UPDATE
         SET last_activity = excluded.last_activity, last_at = excluded.last_at",
        args![member, published.course.id, activity, tx.now()],
    )?;
    Ok(())
}

/// A learner has done an activity. With the last one that counts, the course is finished.
pub fn done(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str) -> Result<()> {
    open(tx, member, published, activity)?;
    let course = &published.course;
    tx.execute(
        "INSERT INTO training_done (member_id, course_id, activity_id, version, done_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member_id, course_id, activity_id) DO UPDATE
         SET version = excluded.version, done_at = excluded.done_at
         WHERE training_done.done_at < (SELECT l.began_at FROM training_learners l
                                        WHERE l.member_id = $1 AND l.course_id = $2)",
        args![member, course.id, activity, course.version, tx.now()],
    )?;
    settle(tx, member, published)?;
    Ok(())
}

/// Finishes the course where everything that counts is done. A new version may ask for less than the one before, so this is
/// looked at whenever somebody opens the course, too.
pub fn settle(tx: &mut Tx<'_>, member: MemberId, published: &Published) -> Result<bool> {
    let course = &published.course;
    let progress = of(tx, member, &course.id)?;
    let Some(began) = progress.began_at else { return Ok(false) };
    if !progress.is_whole(course) || progress.finish.is_some_and(|it| it.finished_at >= began) {
        return Ok(false);
    }
    let days = |it: i64| Duration::from_secs(it.unsigned_abs() * 86_400);
    tx.execute(
        "INSERT INTO training_finishes (id, member_id, course_id, version, finished_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![tx.new_uuid(), member, course.id, course.version, tx.now(), course.expires.map(|it| tx.now() + days(it))],
    )?;
    Ok(true)
}

/// Takes the course anew: what was done before stays written, and does not count for this time.
pub fn begin_anew(tx: &mut Tx<'_>, member: MemberId, published: &Published) -> Result<()> {
    if !of(tx, member, &published.course.id)?.may_begin_anew(tx.now()) {
        return Err(Error::refused("course-not-anew"));
    }
    // Later than what was done in the same moment.
    tx.execute(
        "UPDATE training_learners SET began_at = $3, last_activity = NULL, last_at = $3
         WHERE member_id = $1 AND course_id = $2",
        args![member, published.course.id, Time(tx.now().0 + 1)],
    )?;
    Ok(())
}
