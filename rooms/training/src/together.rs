//! What a learner does together with somebody else: live practice, and sitting in. It is done when whoever was there says so.

use std::sync::Arc;

use db::{Error, Result, Tx, args};
use people::Profile;
use words::{Actor, MemberId};

use crate::{
    competency,
    course::{self, Published},
    format::{Body, Course},
    progress,
};

/// Something that a learner still has to do together with somebody.
#[derive(Clone, Debug)]
pub struct Due {
    /// The course.
    pub course: Arc<Course>,
    /// The activity in it.
    pub activity: String,
}

fn is_together(body: &Body) -> bool {
    matches!(body, Body::LiveRolePlay { .. } | Body::Shadow(_))
}

/// What this learner has not done yet, in the courses that they take.
pub fn due(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Due>> {
    let progress = progress::of_all(tx, member)?;
    let mut due = Vec::new();
    for Published { course, .. } in course::all(tx)? {
        let Some(progress) = progress.get(&course.id).filter(|it| it.began_at.is_some()) else { continue };
        let open = course.activities().filter(|it| is_together(&it.body) && !progress.has(&it.id));
        due.extend(open.map(|it| Due { course: Arc::clone(&course), activity: it.id.clone() }));
    }
    Ok(due)
}

/// Whoever was there says that it took place, face to face. What is practised here is settled with its booking. Sitting in needs the consent of everybody who was there.
pub fn confirm(
    tx: &mut Tx<'_>,
    by: &Actor,
    member: MemberId,
    (course, activity): (&str, &str),
    all_agreed: bool,
) -> Result<()> {
    competency::may_rate(by, member)?;
    Profile::visible_to(tx, by, member)?;
    if due(tx, member)?.iter().all(|it| it.course.id != course || it.activity != activity) {
        return Err(Error::NotFound);
    }
    let published = course::published(tx, course)?;
    if matches!(published.activity(activity)?.body, Body::Shadow(_)) && !all_agreed {
        return Err(Error::refused("together-consent-missing"));
    }
    note(tx, by.id, member, &published, activity, false)?;
    progress::done(tx, member, &published, activity)
}

/// Somebody sat in with a supporter in a conversation; everybody in it had agreed. What is done already, or was taken out
/// of the course meanwhile, needs nothing more.
pub fn sat_in(tx: &mut Tx<'_>, with: MemberId, member: MemberId, (course, activity): (&str, &str)) -> Result<()> {
    if due(tx, member)?.iter().all(|it| it.course.id != course || it.activity != activity) {
        return Ok(());
    }
    let published = course::published(tx, course)?;
    note(tx, with, member, &published, activity, true)?;
    progress::done(tx, member, &published, activity)
}

/// Whether a learner sat in with this member.
pub fn has_sat_in(tx: &mut Tx<'_>, with: MemberId, member: MemberId) -> Result<bool> {
    let rows: Vec<(String, String)> = tx.all(
        "SELECT course_id, activity_id FROM training_together WHERE member_id = $1 AND by_id = $2",
        args![member, with],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (course, activity) in rows {
        let published = course::published(tx, &course)?;
        if published.course.activity(&activity).is_some_and(|it| matches!(it.body, Body::Shadow(_))) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Notes that it took place: here, in the conversation page, or face to face.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    by: MemberId,
    member: MemberId,
    published: &Published,
    activity: &str,
    here: bool,
) -> Result<()> {
    let course = &published.course;
    tx.execute(
        "INSERT INTO training_together (id, member_id, course_id, activity_id, version, by_id, at, here)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![tx.new_uuid(), member, course.id, activity, course.version, by, tx.now(), here],
    )?;
    Ok(())
}
