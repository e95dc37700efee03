//! Writing one course: its heading, its text, its films, and publishing it.

use askama::Template;
use axum::extract::Path;
use db::{Error, Refusal, Result};
use people::Profile;
use web::{Form, FormWithFile, Page};
use words::{Actor, Ctx, LANGUAGES};

use crate::{
    course::{self, Published},
    draft::{self, Draft, Outcome},
    format::{Course, Problem, Review, TEXT_AT_MOST},
    media, packed,
};

/// Longest name of a course, as the text format has it.
pub(super) const TITLE_AT_MOST: usize = 120;
pub(super) const ABOUT_AT_MOST: usize = 600;

/// Those who write courses. For everybody else these pages do not exist.
pub(super) fn author(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if draft::may(actor) { Ok(actor) } else { Err(Error::NotFound) }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Template)]
#[template(path = "authoring/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: &'a str,
    seen: &'a Seen,
    /// The form of a new module, with what was typed.
    module: &'a Form,
    /// The film that was not taken, and why.
    film: Option<(String, Refusal)>,
    /// What came in between.
    clash: Option<Clash>,
}

impl<'a> Show<'a> {
    fn new(c: &'a Ctx, form: &'a Form, module: &'a Form, id: &'a str, seen: &'a Seen) -> Self {
        Self { c, form, id, seen, module, film: None, clash: None }
    }

    /// The mark of the heading: as it was typed with a mistake in it, or as it is now.
    fn head_mark(&self, course: &Course) -> String {
        match self.form.text("seen") {
            typed if self.clash.is_none() && !typed.is_empty() => typed.to_owned(),
            _ => Draft::seen_head(course),
        }
    }

    /// Who wrote the draft last, and when.
    fn waits(&self, draft: &Draft) -> String {
        waits(self.c, draft, self.seen.writer.as_deref())
    }

    fn file_name<'b>(&self, film: &'b media::Medium) -> &'b str {
        film.name.rsplit('/').next().unwrap_or_default()
    }

    fn film_wrong(&self, name: &str) -> Option<&Refusal> {
        self.film.as_ref().filter(|(it, _)| it == name).map(|(_, why)| why)
    }
}

/// Who wrote a draft last, and that it is not published, in words.
pub(super) fn waits(c: &Ctx, draft: &Draft, writer: Option<&str>) -> String {
    let date = c.date(&draft.written_at);
    match writer {
        _ if c.actor().is_some_and(|it| it.id == draft.written_by) => c.tv("draft-waits-own", "date", date),
        Some(name) => c.t2("draft-waits", "name", name, "date", date),
        None => c.tv("draft-waits-somebody", "date", date),
    }
}

/// What came in between: somebody else wrote while this author did. Nothing is lost; it is shown beside what was typed.
#[derive(Default)]
pub(super) struct Clash {
    /// What happened, in words.
    pub(super) what: &'static str,
    /// How it reads now, where there is something.
    pub(super) newer: String,
    /// What was typed, where there is no form any more to hold it.
    pub(super) typed: String,
}

/// How the pages tell of it.
pub(super) fn clash(outcome: Outcome, newer: String) -> Clash {
    let what = match outcome {
        Outcome::Removed => "clash-removed",
        Outcome::Unreadable => "clash-unreadable",
        Outcome::Gone => "clash-gone",
        Outcome::Kept | Outcome::Newer => "clash-newer",
    };
    Clash { what, newer, ..Clash::default() }
}

/// What an author sees of a course.
pub(super) struct Seen {
    pub(super) published: Option<Published>,
    pub(super) draft: Option<Draft>,
    /// What the draft says, where it can be read.
    pub(super) course: Option<Course>,
    problems: Vec<Problem>,
    may_publish: bool,
    films: Vec<(String, Option<media::Medium>)>,
    /// Films that do not fit into the archive.
    left_out: Vec<media::Medium>,
    /// What can come first, by its name, with what it is called in texts.
    others: Vec<(String, String)>,
    /// Who wrote the draft last; nothing when they have left.
    writer: Option<String>,
}

impl Seen {
    fn of(published: Option<Published>, draft: Option<Draft>) -> Self {
        Self {
            course: draft.as_ref().and_then(|it| it.course().ok()),
            published,
            draft,
            problems: Vec::new(),
            may_publish: false,
            films: Vec::new(),
            left_out: Vec::new(),
            others: Vec::new(),
            writer: None,
        }
    }

    /// Nothing of it is left.
    fn gone() -> Self {
        Self::of(None, None)
    }

    /// The mark of the draft as it is shown.
    fn mark(&self) -> String {
        self.draft.as_ref().map(Draft::seen).unwrap_or_default()
    }

    pub(super) fn title(&self) -> String {
        let published = self.published.as_ref().map(|it| it.course.title.clone());
        self.draft.as_ref().map(Draft::title).or(published).unwrap_or_default()
    }
}

/// A course as its authors see it.
pub(super) async fn seen(c: &Ctx, id: &str) -> Result<Seen> {
    let (actor, id) = (author(c)?.clone(), id.to_owned());
    c.read(move |tx| {
        let published = found(course::published(tx, &id))?;
        let draft = found(draft::of(tx, &id))?;
        if published.is_none() && draft.is_none() {
            return Err(Error::NotFound);
        }
        let mut seen = Seen::of(published, draft);
        let (words, films) = draft::to_carry(tx, &id)?;
        seen.left_out = packed::left_out(&words, &films);
        if let Some(draft) = &seen.draft {
            seen.problems = draft.problems(tx)?;
            seen.may_publish = draft::may_publish(tx, &actor, draft)?;
            let mut here = media::latest(tx, &id)?;
            let names = crate::format::media_of(&draft.words);
            seen.films = names.into_iter().map(|name| (name.clone(), here.remove(&name))).collect();
            seen.writer = Profile::name(tx, draft.written_by)?;
        }
        if let Some(course) = &seen.course {
            let all = course::all(tx)?.into_iter().map(|it| (it.course.title.clone(), it.course.id.clone()));
            seen.others = all.filter(|(_, other)| *other != id).collect();
            // What is asked for and not here can be taken out as well.
            for need in &course.needs {
                if seen.others.iter().all(|(_, other)| other != need) {
                    seen.others.push((need.clone(), need.clone()));
                }
            }
        }
        Ok(seen)
    })
    .await
}

/// The same for whoever has just typed something: that the course is gone must not take their words.
pub(super) async fn seen_or_gone(c: &Ctx, id: &str) -> Result<Seen> {
    Ok(found(seen(c, id).await)?.unwrap_or_else(Seen::gone))
}

pub(super) fn found<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(it) => Ok(Some(it)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let seen = seen(&c, &id).await?;
    let form = seen.course.as_ref().map_or_else(Form::empty, head);
    c.page(&Show::new(&c, &form, &Form::empty(), &id, &seen))
}

/// The page of a draft, with what kept something from being done.
pub(super) async fn again(c: &Ctx, id: &str, module: &Form, clash: Option<Clash>) -> Page {
    let seen = seen_or_gone(c, id).await?;
    let form = seen.course.as_ref().map_or_else(Form::empty, head);
    c.again(&Show { clash, ..Show::new(c, &form, module, id, &seen) })
}

/// The heading of a course as a form.
fn head(course: &Course) -> Form {
    let days = course.expires.map_or_else(String::new, |it| it.to_string());
    let attempts = course.attempts.unwrap_or_default().to_string();
    let mut fields = vec![
        ("title", course.title.clone()),
        ("about", course.about.clone()),
        ("language", course.language.code().to_owned()),
        ("pass", course.pass.to_string()),
        ("attempts", attempts),
        ("expires", days),
        ("review", course.review.as_str().to_owned()),
    ];
    fields.extend(course.needs.iter().map(|it| ("needs", it.clone())));
    Form::with(&fields)
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = author(&c)?.clone();
    let seen_now = seen_or_gone(&c, &id).await?;
    let (Some(course), Some(draft)) = (&seen_now.course, &seen_now.draft) else {
        let outcome = if seen_now.draft.is_some() { Outcome::Unreadable } else { Outcome::Gone };
        return head_again(&c, &id, &form, outcome).await;
    };
    let title = one_line(&form.required("title", TITLE_AT_MOST, "draft-title-missing"));
    let about = one_line(&form.required("about", ABOUT_AT_MOST, "draft-about-missing"));
    let number = |form: &mut Form, field: &'static str, most: i64| -> i64 {
        let typed = form.text(field).to_owned();
        match typed.parse().ok().filter(|it| (0..=most).contains(it)) {
            Some(number) => number,
            None if typed.is_empty() => 0,
            None => {
                form.wrong(field, "draft-number");
                0
            }
        }
    };
    let pass = number(&mut form, "pass", 100);
    if pass == 0 && form.error("pass").is_none() {
        form.wrong("pass", "draft-number");
    }
    let attempts = number(&mut form, "attempts", 100);
    let expires = number(&mut form, "expires", 36_500);
    let needs = form.all("needs").into_iter().map(str::to_owned).collect();
    let changed = Course {
        title,
        about,
        pass,
        needs,
        attempts: Some(attempts).filter(|it| *it > 0),
        expires: Some(expires).filter(|it| *it > 0),
        language: form.text("language").parse().unwrap_or(course.language),
        review: form.text("review").parse().unwrap_or(Review::Draft),
        ..course.clone()
    };
    let words = draft::with_head(&draft.words, &changed);
    // What was typed into the fields must not make the text unreadable, nor another course of it.
    if form.is_right()
        && let Err(problems) = crate::format::read(&words)
        && let Some(first) = problems.into_iter().next()
    {
        form.wrong_with("needs", first.what);
    }
    if !form.is_right() {
        return c.again(&Show::new(&c, &form, &Form::empty(), &id, &seen_now));
    }
    let (course, mark) = (id.clone(), form.text("seen").to_owned());
    match c.write(move |tx| draft::rewrite_head(tx, &actor, &course, &changed, &mark)).await? {
        Outcome::Kept => c.go(format!("/training/authoring/{id}")),
        other => head_again(&c, &id, &form, other).await,
    }
}

/// What was typed in these fields, one under the other.
pub(super) fn words_of(form: &Form, fields: &[&str]) -> String {
    fields.iter().map(|field| form.text(field)).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The heading that was typed, and what is there now.
async fn head_again(c: &Ctx, id: &str, form: &Form, outcome: Outcome) -> Page {
    let seen = seen_or_gone(c, id).await?;
    let newer = seen.course.as_ref().map(crate::format::head_of_course).unwrap_or_default();
    let typed = if seen.course.is_none() { words_of(form, &["title", "about"]) } else { String::new() };
    let clash = Some(Clash { typed, ..clash(outcome, newer) });
    c.again(&Show { clash, ..Show::new(c, form, &Form::empty(), id, &seen) })
}

#[derive(Template)]
#[template(path = "authoring/text.html")]
struct Text<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: &'a str,
    title: String,
    problems: &'a [Problem],
    /// The mark of the text that is shown.
    mark: String,
    clash: Option<Clash>,
}

pub(crate) async fn text(c: Ctx, Path(id): Path<String>) -> Page {
    let seen = seen(&c, &id).await?;
    let draft = seen.draft.as_ref().ok_or(Error::NotFound)?;
    let form = Form::with(&[("words", draft.words.clone())]);
    let (title, mark) = (seen.title(), draft.seen());
    c.page(&Text { c: &c, form: &form, id: &id, title, problems: &seen.problems, mark, clash: None })
}

pub(crate) async fn write(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = author(&c)?.clone();
    let (words, mark) = (form.raw("words").to_owned(), form.text("seen").to_owned());
    if words.len() > TEXT_AT_MOST {
        form.wrong("words", "course-wrong-too-long");
        let title = seen_or_gone(&c, &id).await?.title();
        return c.again(&Text { c: &c, form: &form, id: &id, title, problems: &[], mark, clash: None });
    }
    let course = id.clone();
    match c.write(move |tx| draft::rewrite(tx, &actor, &course, &words, &mark)).await? {
        // Kept with its mistakes: nobody loses an evening's writing because of one. They are told where it is kept.
        Outcome::Kept => c.go(format!("/training/authoring/{id}/text")),
        other => {
            let seen = seen_or_gone(&c, &id).await?;
            let newer = seen.draft.as_ref().map(|it| it.words.clone()).unwrap_or_default();
            let (title, mark, clash) = (seen.title(), seen.mark(), Some(clash(other, newer)));
            c.again(&Text { c: &c, form: &form, id: &id, title, problems: &[], mark, clash })
        }
    }
}

pub(crate) async fn change(c: Ctx, Path(id): Path<String>) -> Page {
    let actor = author(&c)?.clone();
    let to = format!("/training/authoring/{id}");
    c.write(move |tx| draft::change(tx, &actor, &id)).await?;
    c.go(to)
}

pub(crate) async fn discard(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let (course, mark) = (id.clone(), form.text("seen").to_owned());
    match c.write(move |tx| draft::discard_seen(tx, &actor, &course, &mark)).await? {
        Outcome::Kept => c.go("/training/authoring"),
        Outcome::Gone => Err(Error::NotFound.into()),
        _ => again(&c, &id, &Form::empty(), Some(Clash { what: "clash-look", ..Clash::default() })).await,
    }
}

pub(crate) async fn publish(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let (course, mark) = (id.clone(), form.text("seen").to_owned());
    match c.write(move |tx| draft::publish_seen(tx, &actor, &course, &mark)).await? {
        Outcome::Kept => c.go(format!("/training/authoring/{id}")),
        Outcome::Gone => Err(Error::NotFound.into()),
        _ => again(&c, &id, &Form::empty(), Some(Clash { what: "clash-look", ..Clash::default() })).await,
    }
}

/// Takes the course away from those who have not begun, or gives it back.
pub(crate) async fn retire(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let to = format!("/training/authoring/{id}");
    let back = form.text("do") == "back";
    c.write(move |tx| if back { course::bring_back(tx, &actor, &id) } else { course::retire(tx, &actor, &id) }).await?;
    c.go(to)
}

/// A film for the draft, under a name that its text mentions.
pub(crate) async fn film(c: Ctx, Path(id): Path<String>, FormWithFile(mut form): FormWithFile) -> Page {
    let seen = seen(&c, &id).await?;
    let name = form.text("name").to_owned();
    if seen.films.iter().all(|(it, _)| *it != name) {
        return Err(Error::NotFound.into());
    }
    match form.file("file").cloned() {
        None => form.wrong("file", "draft-file-missing"),
        Some(file) => {
            let course = id.clone();
            match c.write(move |tx| media::keep(tx, &course, &name, &file.bytes).map(|_| ())).await {
                Ok(()) => return c.go(format!("/training/authoring/{id}")),
                Err(error) => form.take("file", error)?,
            }
        }
    }
    let film = form.error("file").cloned().map(|why| (form.text("name").to_owned(), why));
    let form = seen.course.as_ref().map_or_else(Form::empty, head);
    c.again(&Show { film, ..Show::new(&c, &form, &Form::empty(), &id, &seen) })
}
