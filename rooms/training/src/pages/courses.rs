//! The courses that there are, one of them, and its readings on one page.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time};
use people::Profile;
use web::Page;
use words::{Ctx, Hat};

use super::authoring;
use crate::{
    course::{self, Published},
    draft,
    format::{Activity, Body, Course, Review},
    progress::{self, Progress},
    shown,
};

/// A course and how far somebody has come in it.
struct Taken {
    published: Published,
    progress: Progress,
    /// Courses to be finished first: which, and their titles.
    lacks: Vec<(String, String)>,
}

impl Taken {
    fn course(&self) -> &Course {
        &self.published.course
    }

    fn has_begun(&self) -> bool {
        self.progress.began_at.is_some()
    }

    fn counted(&self) -> (usize, usize) {
        self.progress.count(self.course())
    }

    fn next(&self) -> Option<&Activity> {
        self.progress.next(self.course())
    }

    fn is_draft(&self) -> bool {
        self.course().review == Review::Draft
    }
}

#[derive(Template)]
#[template(path = "courses/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    courses: Vec<Taken>,
    /// Where they were last, when something is left there.
    last: Option<(String, String, String)>,
    writes: bool,
    reads_shared: bool,
}

impl Index<'_> {
    fn now(&self) -> Time {
        self.c.now()
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let (writes, reads_shared) = (draft::may(&actor), actor.wears(Hat::Supervisor));
    let now = c.now();
    let courses = c
        .read(move |tx| {
            let all = course::all(tx)?;
            let mut mine = progress::of_all(tx, actor.id)?;
            let finished: Vec<String> =
                mine.iter().filter(|(_, it)| it.is_finished(now)).map(|(id, _)| id.clone()).collect();
            let here: Vec<(String, String)> = all
                .iter()
                .filter(|it| it.retired_at.is_none())
                .map(|it| (it.course.id.clone(), it.course.title.clone()))
                .collect();
            let taken = all.into_iter().map(|published| {
                let progress = mine.remove(&published.course.id).unwrap_or_default();
                let open = published.course.needs.iter().filter(|need| !finished.contains(need));
                let lacks = open.filter_map(|need| here.iter().find(|(id, _)| id == need).cloned());
                Taken { lacks: lacks.collect(), published, progress }
            });
            Ok(taken.filter(|it| it.published.retired_at.is_none() || it.has_begun()).collect::<Vec<_>>())
        })
        .await?;
    let last = courses.iter().filter(|it| !it.progress.is_finished(c.now()) && it.has_begun());
    let last = last
        .max_by_key(|it| it.progress.last_at)
        .and_then(|it| it.next().map(|next| (it.course().id.clone(), next.id.clone(), next.title.clone())));
    c.page(&Index { c: &c, courses, last, writes, reads_shared })
}

#[derive(Template)]
#[template(path = "courses/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    taken: Taken,
    /// For those who write courses: who has written what is not published yet.
    waits: Option<String>,
}

async fn taken(c: &Ctx, id: String) -> Result<Taken> {
    let actor = c.member()?.clone();
    c.read(move |tx| {
        let published = course::published(tx, &id)?;
        let progress = progress::of(tx, actor.id, &id)?;
        if published.retired_at.is_some() && progress.began_at.is_none() {
            return Err(db::Error::NotFound);
        }
        let lacks = match progress.began_at {
            Some(_) => Vec::new(),
            None => progress::lacks(tx, actor.id, &published.course)?,
        };
        let lacks = lacks.into_iter().map(|it| (it.course.id.clone(), it.course.title.clone())).collect();
        Ok(Taken { published, progress, lacks })
    })
    .await
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let mut first = taken(&c, id.clone()).await?;
    let (member, published) = (c.member()?.id, first.published.clone());
    let is_whole = first.has_begun() && first.progress.is_whole(first.course());
    if is_whole && c.note(move |tx| progress::settle(tx, member, &published)).await? == Some(true) {
        first = taken(&c, id).await?;
    }
    let waits = if c.actor().is_some_and(draft::may) {
        let id = first.course().id.clone();
        let found = c
            .read(move |tx| match draft::find(tx, &id)? {
                Some(draft) => Ok(Some((Profile::name(tx, draft.written_by)?, draft))),
                None => Ok(None),
            })
            .await?;
        found.map(|(writer, draft)| authoring::waits(&c, &draft, writer.as_deref()))
    } else {
        None
    };
    c.page(&Show { c: &c, taken: first, waits })
}

pub(crate) async fn anew(c: Ctx, Path(id): Path<String>) -> Page {
    let member = c.member()?.id;
    let to = format!("/training/courses/{id}");
    c.write(move |tx| {
        let published = course::published(tx, &id)?;
        progress::begin_anew(tx, member, &published)
    })
    .await?;
    c.go(to)
}

/// What is read, on one page that says nothing of whoever reads: it may stay on a device without network.
#[derive(Template)]
#[template(path = "courses/reading.html")]
struct Reading<'a> {
    c: &'a Ctx,
    course: &'a Course,
}

impl Reading<'_> {
    fn texts(&self) -> Vec<(&Activity, Vec<shown::Part>)> {
        let text = |it: &Body| match it {
            Body::Reading(text) | Body::Video { transcript: text, .. } => Some(shown::parts(text)),
            _ => None,
        };
        self.course.activities().filter_map(|it| text(&it.body).map(|parts| (it, parts))).collect()
    }
}

pub(crate) async fn reading(c: Ctx, Path(id): Path<String>) -> Page {
    let taken = taken(&c, id).await?;
    if let Some((_, first)) = taken.lacks.first() {
        return Err(db::Error::refused_with("course-needs-first", vec![("course", first.clone())]).into());
    }
    c.page(&Reading { c: &c, course: taken.course() })
}
