//! A course as it is being written. A draft may have mistakes; they are told with their lines, and it cannot be published
//! until there are none. Whoever wrote last does not publish alone where there is somebody else who can.

use std::fmt::Write;

use db::{Error, Refusal, Result, Time, Tx, args};
use organisation::trail;
use people::hats;
use sha2::{Digest, Sha256};
use words::{Actor, Hat, MemberId};

use crate::{
    course::{self, Published},
    format::{self, Activity, Course, Problem, TEXT_AT_MOST},
    media::{self, Medium},
    outline,
    packed::{Brought, line_of, tidy},
};

/// Those who write courses and publish them.
const AUTHORS: [Hat; 2] = [Hat::Supervisor, Hat::Administrator];

/// What is said of a film that is spoken of and not here.
const FILM_MISSING: &str = "course-wrong-film-missing";

/// A draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Of which course.
    pub id: String,
    /// Its text.
    pub words: String,
    /// Who wrote last.
    pub written_by: MemberId,
    /// When.
    pub written_at: Time,
}

/// A course as authors see it.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// What it is known by.
    pub id: String,
    /// The version that people take, if there is one.
    pub published: Option<Published>,
    /// When its draft was written, if there is one.
    pub drafted_at: Option<Time>,
}

/// What became of a change to a draft. Nothing is written over that its author had not seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is in the draft.
    Kept,
    /// Somebody wrote there in the meantime.
    Newer,
    /// The part was taken out in the meantime.
    Removed,
    /// The text cannot be read for now.
    Unreadable,
    /// There is no draft any more: it was published, or given up.
    Gone,
}

/// Whoever sends no mark of what they saw is not asked: no page of ours does that.
fn is_as_seen(seen: &str, now: &str) -> bool {
    seen.is_empty() || seen == now
}

/// The draft of this course, if there is one.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Draft>> {
    match of(tx, id) {
        Ok(draft) => Ok(Some(draft)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Whether somebody may write courses.
pub fn may(actor: &Actor) -> bool {
    AUTHORS.iter().any(|hat| actor.wears(*hat))
}

/// Every course, as authors see it.
pub fn shelf(tx: &mut Tx<'_>) -> Result<Vec<Shelved>> {
    let rows: Vec<(String, Option<Time>)> = tx.all(
        "SELECT c.id, d.written_at FROM training_courses c LEFT JOIN training_drafts d ON d.course_id = c.id
         ORDER BY c.place, c.id",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let published = course::all(tx)?;
    let of = |id: &str| published.iter().find(|it| it.course.id == id).cloned();
    Ok(rows.into_iter().map(|(id, drafted_at)| Shelved { published: of(&id), id, drafted_at }).collect())
}

/// The draft of this course.
pub fn of(tx: &mut Tx<'_>, id: &str) -> Result<Draft> {
    tx.one(
        "SELECT course_id, words, written_by, written_at FROM training_drafts WHERE course_id = $1",
        args![id],
        |row| Ok(Draft { id: row.get(0)?, words: row.get(1)?, written_by: row.get(2)?, written_at: row.get(3)? }),
    )
}

impl Draft {
    /// What it says, or what is wrong with its text.
    pub fn course(&self) -> std::result::Result<Course, Vec<Problem>> {
        format::read(&self.words)
    }

    /// The mark of the whole text, by which a form says what its author saw.
    pub fn seen(&self) -> String {
        digest(&self.words)
    }

    /// The mark of one activity.
    pub fn seen_of(&self, activity: &Activity) -> String {
        digest(&outline::text_of(&self.words, activity))
    }

    /// The mark of the heading.
    pub fn seen_head(course: &Course) -> String {
        digest(&format::head_of_course(course))
    }

    /// Its name, as far as it can be read.
    pub fn title(&self) -> String {
        let title = self.words.lines().find_map(|line| line.strip_prefix("# "));
        title.map_or_else(|| self.id.clone(), |it| it.trim().to_owned())
    }

    /// Everything that keeps it from being published.
    pub fn problems(&self, tx: &mut Tx<'_>) -> Result<Vec<Problem>> {
        match self.course() {
            Err(problems) => Ok(problems),
            Ok(course) => {
                let mut problems = unfit(tx, &self.id, &self.words, &course, &[])?;
                problems.extend(needs(tx, &self.words, &course)?);
                Ok(problems)
            }
        }
    }
}

/// Begins the draft of a new course.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, id: &str, title: &str, about: &str) -> Result<()> {
    let words = format!("# {title}\nid: {id}\nversion: 1\nlanguage: en\nabout: {about}\nreview: draft\n");
    // A course that holds nothing yet has one problem: that. Any other is a mistake in what was typed.
    if let Err(problems) = format::read(&words)
        && let Some(wrong) = problems.into_iter().find(|it| it.what.key != format::NOTHING_TO_DO)
    {
        return Err(Error::Refused(wrong.what));
    }
    if tx.value::<i64>("SELECT COUNT(*) FROM training_courses WHERE id = $1", args![id])? > 0 {
        return Err(Error::refused("draft-id-taken"));
    }
    keep(tx, actor, id, &words)
}

/// Begins a draft from the version that people take, with the next number.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<()> {
    let published = course::published(tx, id)?;
    let version = published.course.version;
    let words: String =
        tx.value("SELECT words FROM training_versions WHERE course_id = $1 AND version = $2", args![id, version])?;
    if tx.value::<i64>("SELECT COUNT(*) FROM training_drafts WHERE course_id = $1", args![id])? > 0 {
        return Ok(());
    }
    let next = Course { version: version + 1, ..(*published.course).clone() };
    keep(tx, actor, id, &with_head(&words, &next))
}

/// The text with the heading of this course in place of its own.
pub fn with_head(words: &str, course: &Course) -> String {
    let rest = words.lines().skip_while(|line| !line.starts_with("# ")).skip(1);
    let mut rest = rest.skip_while(|line| !line.trim().is_empty() && !line.starts_with('#')).peekable();
    let mut text = format::head_of_course(course);
    if rest.peek().is_some_and(|it| !it.trim().is_empty()) {
        text.push('\n');
    }
    for line in rest {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Writes the draft.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: &str, words: &str) -> Result<()> {
    of(tx, id)?;
    let words = tidy(words);
    if words.len() > TEXT_AT_MOST {
        return Err(Error::refused("course-wrong-too-long"));
    }
    keep(tx, actor, id, &words)
}

/// Writes the whole text, unless somebody wrote since this author saw it.
pub fn rewrite(tx: &mut Tx<'_>, actor: &Actor, id: &str, words: &str, seen: &str) -> Result<Outcome> {
    let Some(draft) = find(tx, id)? else { return Ok(Outcome::Gone) };
    if !is_as_seen(seen, &draft.seen()) && draft.words != tidy(words) {
        return Ok(Outcome::Newer);
    }
    write(tx, actor, id, words)?;
    Ok(Outcome::Kept)
}

/// Changes the heading to this, and leaves the rest as others wrote it in the meantime.
pub fn rewrite_head(tx: &mut Tx<'_>, actor: &Actor, id: &str, head: &Course, seen: &str) -> Result<Outcome> {
    let Some(draft) = find(tx, id)? else { return Ok(Outcome::Gone) };
    let Ok(course) = draft.course() else { return Ok(Outcome::Unreadable) };
    if !is_as_seen(seen, &Draft::seen_head(&course)) {
        return Ok(Outcome::Newer);
    }
    write(tx, actor, id, &with_head(&draft.words, head))?;
    Ok(Outcome::Kept)
}

/// Puts this change of one activity into the text as it is now, unless somebody changed that activity since.
pub fn rewrite_part(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: &str,
    activity: &str,
    seen: &str,
    change: impl FnOnce(&str, &Course) -> Result<String>,
) -> Result<Outcome> {
    let Some(draft) = find(tx, id)? else { return Ok(Outcome::Gone) };
    let Ok(course) = draft.course() else { return Ok(Outcome::Unreadable) };
    let Some(had) = course.activity(activity) else { return Ok(Outcome::Removed) };
    if !is_as_seen(seen, &draft.seen_of(had)) {
        return Ok(Outcome::Newer);
    }
    write(tx, actor, id, &change(&draft.words, &course)?)?;
    Ok(Outcome::Kept)
}

/// The text of the draft, or of what is published where there is none, and the films that it speaks of.
pub fn to_carry(tx: &mut Tx<'_>, id: &str) -> Result<(String, Vec<Medium>)> {
    let (words, films) = match find(tx, id)? {
        Some(draft) => (draft.words, media::latest(tx, id)?),
        None => {
            let version = course::published(tx, id)?.course.version;
            let words: String = tx.value(
                "SELECT words FROM training_versions WHERE course_id = $1 AND version = $2",
                args![id, version],
            )?;
            (words, media::of_version(tx, id, version)?)
        }
    };
    let shown = format::media_of(&words);
    let films = films.into_values().filter(|it| shown.contains(&it.name)).collect();
    Ok((words, films))
}

/// Takes what was brought as a draft, or tells what is wrong and takes nothing. A draft of one's own is written over
/// only where that was asked for.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, brought: &Brought, over: bool) -> Result<Vec<Problem>> {
    let Brought { words, course, media } = brought;
    let names: Vec<&str> = media.iter().map(|(name, _)| name.as_str()).collect();
    let mut problems = unfit(tx, &course.id, words, course, &names)?;
    // A film may come after the text, by itself: until then the draft says what is missing, and is not published.
    problems.retain(|it| it.what.key != FILM_MISSING);
    match find(tx, &course.id)? {
        Some(other) if other.written_by != actor.id => {
            problems.push(problem(words, "id:", "course-wrong-other-draft", &course.id));
        }
        Some(own) if !over && own.words != *words => {
            problems.push(problem(words, "id:", "course-wrong-own-draft", &course.id));
        }
        _ => {}
    }
    if problems.is_empty() {
        keep(tx, actor, &course.id, words)?;
        for (name, bytes) in media {
            media::keep(tx, &course.id, name, bytes)?;
        }
    }
    Ok(problems)
}

/// Gives the draft up, as this author saw it.
pub fn discard_seen(tx: &mut Tx<'_>, actor: &Actor, id: &str, seen: &str) -> Result<Outcome> {
    let Some(draft) = find(tx, id)? else { return Ok(Outcome::Gone) };
    if !is_as_seen(seen, &draft.seen()) {
        return Ok(Outcome::Newer);
    }
    discard(tx, actor, id)?;
    Ok(Outcome::Kept)
}

/// Gives the draft up. A course that was never published goes with it.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<()> {
    if tx.execute("DELETE FROM training_drafts WHERE course_id = $1", args![id])? == 0 {
        return Err(Error::NotFound);
    }
    tx.execute("DELETE FROM training_courses WHERE id = $1 AND version IS NULL", args![id])?;
    media::forget_unused(tx, id, None)?;
    trail::record_detail(tx, Some(actor.id), "trail-course-draft-discarded", None, id, "")
}

/// Whether this author may publish this draft: somebody else wrote last, or there is nobody else.
pub fn may_publish(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft) -> Result<bool> {
    if draft.written_by != actor.id {
        return Ok(true);
    }
    for hat in AUTHORS {
        if hats::wearers(tx, hat)?.iter().any(|it| *it != actor.id) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Publishes the draft, as this author saw it.
pub fn publish_seen(tx: &mut Tx<'_>, actor: &Actor, id: &str, seen: &str) -> Result<Outcome> {
    let Some(draft) = find(tx, id)? else { return Ok(Outcome::Gone) };
    if !is_as_seen(seen, &draft.seen()) {
        return Ok(Outcome::Newer);
    }
    publish(tx, actor, id)?;
    Ok(Outcome::Kept)
}

/// Publishes the draft as the version that people take from now on.
pub fn publish(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<()> {
    let draft = of(tx, id)?;
    if !draft.problems(tx)?.is_empty() {
        return Err(Error::refused("draft-not-ready"));
    }
    if !may_publish(tx, actor, &draft)? {
        return Err(Error::refused("draft-second-person"));
    }
    let course = draft.course().map_err(|_| Error::refused("draft-not-ready"))?;
    put_out(tx, Some(actor), &draft, &course)
}

/// Publishes without asking whether somebody else looked: how a seeded town gets its courses. Never behind a page.
pub fn publish_first(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
    let course = format::read(words).map_err(|_| Error::refused("draft-not-ready"))?;
    keep(tx, actor, &course.id, words)?;
    let draft = of(tx, &course.id)?;
    put_out(tx, Some(actor), &draft, &course)
}

fn put_out(tx: &mut Tx<'_>, by: Option<&Actor>, draft: &Draft, course: &Course) -> Result<()> {
    let id = &draft.id;
    tx.execute(
        "INSERT INTO training_versions (course_id, version, words, digest, written_by, published_by, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, course.version, draft.words, digest(&draft.words), draft.written_by, by.map(|it| it.id), tx.now()],
    )?;
    let latest = media::latest(tx, id)?;
    let mut names: Vec<&str> = course.media().collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let Some(medium) = latest.get(name) else { return Err(Error::refused("draft-not-ready")) };
        tx.execute(
            "INSERT INTO training_version_media (course_id, version, name, media_id) VALUES ($1, $2, $3, $4)",
            args![id, course.version, name, medium.id],
        )?;
    }
    tx.execute("UPDATE training_courses SET version = $2, retired_at = NULL WHERE id = $1", args![id, course.version])?;
    tx.execute("DELETE FROM training_drafts WHERE course_id = $1", args![id])?;
    let detail = format!("{id} {}", course.version);
    trail::record_detail(tx, by.map(|it| it.id), "trail-course-published", None, &detail, "")
}

fn keep(tx: &mut Tx<'_>, actor: &Actor, id: &str, words: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO training_courses (id, place) SELECT $1, COALESCE(MAX(place), 0) + 1 FROM training_courses WHERE true
         ON CONFLICT (id) DO NOTHING",
        args![id],
    )?;
    tx.execute(
        "INSERT INTO training_drafts (course_id, words, written_by, written_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (course_id) DO UPDATE
         SET words = excluded.words, written_by = excluded.written_by, written_at = excluded.written_at",
        args![id, words, actor.id, tx.now()],
    )?;
    Ok(())
}

/// What is wrong with a text that can be read, in this place: another course, an old number, a film that nobody brought.
fn unfit(tx: &mut Tx<'_>, id: &str, words: &str, course: &Course, with: &[&str]) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    if course.id != id {
        problems.push(problem(words, "id:", "course-wrong-other-id", id));
    }
    let newest: Option<i64> = tx.value("SELECT MAX(version) FROM training_versions WHERE course_id = $1", args![id])?;
    if let Some(newest) = newest.filter(|it| *it >= course.version) {
        problems.push(problem(words, "version:", "course-wrong-version", &(newest + 1).to_string()));
    }
    let here = media::latest(tx, id)?;
    for name in course.media().filter(|it| !here.contains_key(*it) && !with.contains(it)) {
        problems.push(problem(words, name, FILM_MISSING, name));
    }
    Ok(problems)
}

/// Courses to be finished first must be here, and must not ask for this one in turn.
fn needs(tx: &mut Tx<'_>, words: &str, course: &Course) -> Result<Vec<Problem>> {
    if course.needs.is_empty() {
        return Ok(Vec::new());
    }
    let here = course::all(tx)?;
    let needs_of = |id: &str| here.iter().find(|it| it.course.id == id).map(|it| &it.course.needs);
    let mut problems = Vec::new();
    for need in &course.needs {
        if needs_of(need).is_none() {
            problems.push(problem(words, "needs:", "course-wrong-need-missing", need));
            continue;
        }
        let (mut open, mut seen) = (vec![need], vec![need]);
        while let Some(next) = open.pop() {
            for further in needs_of(next).into_iter().flatten().filter(|it| !seen.contains(it)).collect::<Vec<_>>() {
                open.push(further);
                seen.push(further);
            }
        }
        if seen.contains(&&course.id) {
            problems.push(problem(words, "needs:", "course-wrong-need-circle", need));
        }
    }
    Ok(problems)
}

fn problem(words: &str, mentioned: &str, key: &'static str, said: &str) -> Problem {
    Problem { line: line_of(words, mentioned), what: Refusal { key, args: vec![("said", said.to_owned())] } }
}

fn digest(words: &str) -> String {
    Sha256::digest(words.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
