//! The parts of a draft: an activity is written in fields of its own, and the rest of the text stays as it is.

use askama::Template;
use axum::extract::Path;
use db::{Error, Refusal, Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use super::authoring::{self, Clash, Seen, author, clash, seen, seen_or_gone};
use crate::{
    draft::{self, Draft, Outcome},
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
    /// Name of the course.
    title: String,
    /// Where the form goes.
    action: String,
    /// The activity that is there already.
    had: Option<&'a Activity>,
    problems: Vec<Problem>,
    /// The mark of the activity as it was shown.
    mark: String,
    /// The module that it is in.
    module: String,
    clash: Option<Clash>,
}

/// The draft, and what it says. A text with mistakes is put right as a text first.
fn readable(seen: &Seen) -> Result<(&Course, &Draft)> {
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    let course = seen.course.as_ref().ok_or_else(|| Error::refused("draft-text-first"))?;
    Ok((course, draft))
}

pub(crate) async fn create_module(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = author(&c)?.clone();
    let title = form.required("title", 120, "draft-title-missing");
    let about = form.optional("about", 600);
    if !form.is_right() {
        return authoring::again(&c, &id, &form, None).await;
    }
    let course = id.clone();
    let name = c
        .write(move |tx| {
            let Some(draft) = draft::find(tx, &course)? else { return Ok(None) };
            let taken = |name: &str| draft.words.lines().any(|line| line == format!("id: {name}"));
            let name = outline::name_for(&title, &taken);
            draft::write(tx, &actor, &course, &outline::add_module(&draft.words, &title, &name, &about))?;
            Ok(Some(name))
        })
        .await?;
    match name {
        // A module without anything to do is told as a mistake: its first activity comes next.
        Some(name) => c.go(format!("/training/authoring/{id}/modules/{name}")),
        None => {
            let typed = authoring::words_of(&form, &["title", "about"]);
            let gone = Clash { typed, ..clash(Outcome::Gone, String::new()) };
            authoring::again(&c, &id, &form, Some(gone)).await
        }
    }
}

pub(crate) async fn new(c: Ctx, Path((id, module)): Path<(String, String)>) -> Page {
    let seen = seen(&c, &id).await?;
    let course = in_progress(&seen)?;
    if course.modules.iter().all(|it| it.id != module) {
        return Err(Error::NotFound.into());
    }
    let form = Form::with(&[("kind", "reading"), ("minutes", "5")]);
    let action = format!("/training/authoring/{id}/modules/{module}");
    let (title, mark) = (course.title, String::new());
    c.page(&Edit {
        c: &c,
        form: &form,
        id: &id,
        title,
        action,
        had: None,
        problems: Vec::new(),
        mark,
        module,
        clash: None,
    })
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
        if problem.line == 0 {
            in_form(&mut problem.what);
        }
    }
    (typed, problems)
}

/// What is wrong with a heading or a line below it, for somebody who sees fields instead.
fn in_form(what: &mut Refusal) {
    let said = what.args.first().map_or("", |(_, said)| said.as_str());
    what.key = match (what.key, said) {
        ("course-wrong-no-title", _) => "part-title-missing",
        ("course-wrong-no-text", _) => "part-body-missing",
        ("course-wrong-no-property", "minutes") => "part-minutes-missing",
        ("course-wrong-no-property", "file") => "part-film-missing",
        ("course-wrong-no-property", "captions") => "part-captions-missing",
        (other, _) => other,
    };
}

pub(crate) async fn create(c: Ctx, Path((id, module)): Path<(String, String)>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let kind: Kind = form.text("kind").parse().unwrap_or(Kind::Reading);
    let competencies = form.all("competency");
    // Its name is given where it is kept: this one only lets the text be read.
    let (_, problems) = typed(&form, kind, "new", &competencies);
    let outcome = if problems.is_empty() {
        let (course, module, form) = (id.clone(), module.clone(), form.clone());
        c.write(move |tx| add(tx, &actor, &course, &module, kind, &form)).await?
    } else {
        Outcome::Newer
    };
    if outcome == Outcome::Kept {
        return c.go(format!("/training/authoring/{id}"));
    }
    let clash = problems.is_empty().then(|| clash(outcome, String::new()));
    new_again(&c, &id, &module, &form, problems, clash).await
}

/// Puts a new activity at the end of its module, in the text as it is now.
fn add(tx: &mut Tx<'_>, actor: &Actor, id: &str, module: &str, kind: Kind, form: &Form) -> Result<Outcome> {
    let Some(draft) = draft::find(tx, id)? else { return Ok(Outcome::Gone) };
    let Some(course) = format::read_unfinished(&draft.words) else { return Ok(Outcome::Unreadable) };
    if course.modules.iter().all(|it| it.id != module) {
        return Ok(Outcome::Removed);
    }
    let name = outline::name_for(form.text("title"), &|name| course.activity(name).is_some());
    let competencies = form.all("competency");
    let (typed, _) = typed(form, kind, &name, &competencies);
    draft::write(tx, actor, id, &outline::add(&draft.words, &course, module, &typed)?)?;
    Ok(Outcome::Kept)
}

/// What was typed as a new activity. Where its module is gone, it can go to the last one that there is.
async fn new_again(c: &Ctx, id: &str, module: &str, form: &Form, problems: Vec<Problem>, clash: Option<Clash>) -> Page {
    let seen = seen_or_gone(c, id).await?;
    let course = seen.draft.as_ref().and_then(|it| format::read_unfinished(&it.words));
    let mut modules = course.iter().flat_map(|it| &it.modules).map(|it| it.id.as_str());
    let mut module = module.to_owned();
    if !modules.clone().any(|it| it == module)
        && let Some(last) = modules.next_back()
    {
        last.clone_into(&mut module);
    }
    let action = format!("/training/authoring/{id}/modules/{module}");
    let (title, mark) = (seen.title(), String::new());
    c.again(&Edit { c, form, id, title, action, had: None, problems, mark, module, clash })
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
    let (title, mark, module) = (course.title.clone(), draft.seen_of(had), module_of(course, &activity));
    let problems = Vec::new();
    c.page(&Edit { c: &c, form: &form, id: &id, title, action, had: Some(had), problems, mark, module, clash: None })
}

/// The module that holds this activity.
fn module_of(course: &Course, activity: &str) -> String {
    let holds = |it: &&format::Module| it.activities.iter().any(|it| it.id == activity);
    course.modules.iter().find(holds).map(|it| it.id.clone()).unwrap_or_default()
}

pub(crate) async fn update(c: Ctx, Path((id, activity)): Path<(String, String)>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let kind: Kind = form.text("kind").parse().unwrap_or(Kind::Reading);
    let competencies = form.all("competency");
    let (_, problems) = typed(&form, kind, &activity, &competencies);
    if !problems.is_empty() {
        return part_again(&c, &id, &activity, &form, problems, None).await;
    }
    let (course, name, sent) = (id.clone(), activity.clone(), form.clone());
    let outcome = c
        .write(move |tx| {
            let competencies = sent.all("competency");
            let (typed, _) = typed(&sent, kind, &name, &competencies);
            let change = |words: &str, course: &Course| outline::replace(words, course, &name, &typed);
            draft::rewrite_part(tx, &actor, &course, &name, sent.text("seen"), change)
        })
        .await?;
    match outcome {
        Outcome::Kept => c.go(format!("/training/authoring/{id}")),
        other => part_again(&c, &id, &activity, &form, problems, Some(other)).await,
    }
}

/// What was typed for an activity, beside what stands there now. One that was taken out can be put in again.
async fn part_again(
    c: &Ctx,
    id: &str,
    activity: &str,
    form: &Form,
    problems: Vec<Problem>,
    outcome: Option<Outcome>,
) -> Page {
    let seen = seen_or_gone(c, id).await?;
    let had = seen.course.as_ref().and_then(|it| it.activity(activity));
    let (Some(draft), Some(course), Some(had)) = (&seen.draft, &seen.course, had) else {
        let why = match (&seen.draft, &seen.course) {
            (None, _) => Outcome::Gone,
            (Some(_), None) => Outcome::Unreadable,
            _ => Outcome::Removed,
        };
        if why == Outcome::Removed {
            return new_again(c, id, form.text("module"), form, problems, Some(clash(why, String::new()))).await;
        }
        let action = format!("/training/authoring/{id}/parts/{activity}");
        let (title, mark, module) = (seen.title(), form.text("seen").to_owned(), form.text("module").to_owned());
        let clash = Some(clash(why, String::new()));
        return c.again(&Edit { c, form, id, title, action, had: None, problems, mark, module, clash });
    };
    let action = format!("/training/authoring/{id}/parts/{activity}");
    // Mistakes are told first; whoever puts them right is still asked about what came in between.
    let mark = if outcome.is_some() { draft.seen_of(had) } else { form.text("seen").to_owned() };
    let clash = outcome.map(|it| clash(it, outline::text_of(&draft.words, had)));
    let (title, module) = (course.title.clone(), module_of(course, activity));
    c.again(&Edit { c, form, id, title, action, had: Some(had), problems, mark, module, clash })
}

pub(crate) async fn earlier(c: Ctx, Path((id, activity)): Path<(String, String)>) -> Page {
    let actor = author(&c)?.clone();
    let course = id.clone();
    let change = move |tx: &mut Tx<'_>| {
        let change = |words: &str, course: &Course| outline::earlier(words, course, &activity);
        draft::rewrite_part(tx, &actor, &course, &activity, "", change)
    };
    match c.write(change).await? {
        Outcome::Gone => Err(Error::NotFound.into()),
        Outcome::Unreadable => Err(Error::refused("draft-text-first").into()),
        // One that was taken out meanwhile is not on the page to which they come back.
        _ => c.go(format!("/training/authoring/{id}")),
    }
}

pub(crate) async fn remove(c: Ctx, Path((id, activity)): Path<(String, String)>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let (course, name) = (id.clone(), activity.clone());
    let change = move |tx: &mut Tx<'_>| {
        let change = |words: &str, course: &Course| outline::remove(words, course, &name);
        draft::rewrite_part(tx, &actor, &course, &name, form.text("seen"), change)
    };
    match c.write(change).await? {
        Outcome::Gone => Err(Error::NotFound.into()),
        Outcome::Unreadable => Err(Error::refused("draft-text-first").into()),
        Outcome::Newer => {
            let newer = Some(Clash { what: "clash-look", ..Clash::default() });
            authoring::again(&c, &id, &Form::empty(), newer).await
        }
        Outcome::Kept | Outcome::Removed => c.go(format!("/training/authoring/{id}")),
    }
}
