//! The parts of a draft: an activity is written in fields of its own, and the rest of the text stays as it is.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use web::{Form, Page};
use words::Ctx;

use super::authoring::{Seen, author, keep, seen};
use crate::{
    draft::Draft,
    format::{self, Activity, Body, Course, Kind, Problem, Typed},
    kind::Competency,
    outline,
};

#[derive(Template)]
#[template(path = "authoring/part.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: &'a str,
    course: &'a Course,
    /// Where the form goes.
    action: String,
    /// The activity that is there already.
    had: Option<&'a Activity>,
    problems: Vec<Problem>,
}

/// The draft, and what it says. A text with mistakes is put right as a text first.
fn readable(seen: &Seen) -> Result<(&Course, &Draft)> {
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    let course = seen.course.as_ref().ok_or_else(|| Error::refused("draft-text-first"))?;
    Ok((course, draft))
}

pub(crate) async fn create_module(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let seen = seen(&c, &id).await?;
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    let title = form.text("title");
    if title.is_empty() || title.chars().count() > 120 {
        return Err(Error::refused("draft-title-missing").into());
    }
    let taken = |name: &str| draft.words.lines().any(|line| line == format!("id: {name}"));
    let name = outline::name_for(title, &taken);
    keep(&c, actor, &id, outline::add_module(&draft.words, title, &name, form.text("about"))).await?;
    // A module without anything to do is told as a mistake: its first activity comes next.
    c.go(format!("/training/authoring/{id}/modules/{name}"))
}

pub(crate) async fn new(c: Ctx, Path((id, module)): Path<(String, String)>) -> Page {
    let seen = seen(&c, &id).await?;
    let course = in_progress(&seen)?;
    if course.modules.iter().all(|it| it.id != module) {
        return Err(Error::NotFound.into());
    }
    let form = Form::with(&[("kind", "reading"), ("minutes", "5")]);
    let action = format!("/training/authoring/{id}/modules/{module}");
    c.page(&Edit { c: &c, form: &form, id: &id, course: &course, action, had: None, problems: Vec::new() })
}

/// The course as far as it goes: one that holds nothing yet can be added to as well.
fn in_progress(seen: &Seen) -> Result<Course> {
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    format::read_unfinished(&draft.words).ok_or_else(|| Error::refused("draft-text-first"))
}

/// What was typed, as the text of an activity; with what is wrong with it, the lines counted within the text field.
fn typed<'a>(form: &'a Form, kind: Kind, id: &'a str, competencies: &'a [&'a str]) -> (Typed<'a>, Vec<Problem>) {
    let typed = Typed {
        kind,
        id,
        competencies,
        title: form.text("title"),
        minutes: form.text("minutes"),
        optional: form.chosen("optional", "yes"),
        file: form.text("film"),
        captions: form.text("captions"),
        body: form.raw("body"),
    };
    let (text, before) = typed.text();
    let mut problems = format::activity(&text).err().unwrap_or_default();
    for problem in &mut problems {
        problem.line = problem.line.saturating_sub(before);
    }
    (typed, problems)
}

pub(crate) async fn create(c: Ctx, Path((id, module)): Path<(String, String)>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let seen = seen(&c, &id).await?;
    let course = in_progress(&seen)?;
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    let kind: Kind = form.text("kind").parse().unwrap_or(Kind::Reading);
    let name = outline::name_for(form.text("title"), &|name| course.activity(name).is_some());
    let competencies = form.all("competency");
    let (typed, problems) = typed(&form, kind, &name, &competencies);
    if !problems.is_empty() {
        let action = format!("/training/authoring/{id}/modules/{module}");
        return c.again(&Edit { c: &c, form: &form, id: &id, course: &course, action, had: None, problems });
    }
    let words = outline::add(&draft.words, &course, &module, &typed)?;
    keep(&c, actor, &id, words).await?;
    c.go(format!("/training/authoring/{id}"))
}

pub(crate) async fn edit(c: Ctx, Path((id, activity)): Path<(String, String)>) -> Page {
    let seen = seen(&c, &id).await?;
    let (course, draft) = readable(&seen)?;
    let had = course.activity(&activity).ok_or(Error::NotFound)?;
    let mut form = Form::with(&[
        ("kind", had.body.kind().as_str().to_owned()),
        ("title", had.title.clone()),
        ("minutes", had.minutes.to_string()),
        ("body", outline::body_of(&draft.words, had)),
    ]);
    if had.optional {
        form.add("optional", "yes");
    }
    for it in &had.competencies {
        form.add("competency", it.as_str());
    }
    if let Body::Video { file, captions, .. } = &had.body {
        form.add("film", file.as_str());
        form.add("captions", captions.as_str());
    }
    let action = format!("/training/authoring/{id}/parts/{activity}");
    c.page(&Edit { c: &c, form: &form, id: &id, course, action, had: Some(had), problems: Vec::new() })
}

pub(crate) async fn update(c: Ctx, Path((id, activity)): Path<(String, String)>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let seen = seen(&c, &id).await?;
    let (course, draft) = readable(&seen)?;
    let had = course.activity(&activity).ok_or(Error::NotFound)?;
    let kind: Kind = form.text("kind").parse().unwrap_or(had.body.kind());
    let competencies = form.all("competency");
    let (typed, problems) = typed(&form, kind, &activity, &competencies);
    if !problems.is_empty() {
        let action = format!("/training/authoring/{id}/parts/{activity}");
        return c.again(&Edit { c: &c, form: &form, id: &id, course, action, had: Some(had), problems });
    }
    let words = outline::replace(&draft.words, course, &activity, &typed)?;
    keep(&c, actor, &id, words).await?;
    c.go(format!("/training/authoring/{id}"))
}

pub(crate) async fn earlier(c: Ctx, Path((id, activity)): Path<(String, String)>) -> Page {
    let actor = author(&c)?.clone();
    let seen = seen(&c, &id).await?;
    let (course, draft) = readable(&seen)?;
    let words = outline::earlier(&draft.words, course, &activity)?;
    keep(&c, actor, &id, words).await?;
    c.go(format!("/training/authoring/{id}"))
}

pub(crate) async fn remove(c: Ctx, Path((id, activity)): Path<(String, String)>) -> Page {
    let actor = author(&c)?.clone();
    let seen = seen(&c, &id).await?;
    let (course, draft) = readable(&seen)?;
    let words = outline::remove(&draft.words, course, &activity)?;
    keep(&c, actor, &id, words).await?;
    c.go(format!("/training/authoring/{id}"))
}
