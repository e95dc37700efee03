//! The shelf of those who write courses: what there is, what is begun, and what is carried in and out.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::Error;
use web::{Form, FormWithFile, Page};
use words::Ctx;

use super::authoring::{ABOUT_AT_MOST, TITLE_AT_MOST, author, one_line};
use crate::{
    draft::{self, Shelved},
    format::Problem,
    media, outline,
    packed::{self, Brought},
    starter::{self, Starter},
};

#[derive(Template)]
#[template(path = "authoring/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    courses: Vec<Named>,
    starters: Vec<&'static Starter>,
    problems: Vec<Problem>,
}

/// A course with the name under which authors know it.
struct Named {
    title: String,
    shelved: Shelved,
}

async fn list(c: &Ctx, form: &Form, problems: Vec<Problem>) -> Page {
    author(c)?;
    let courses = c
        .read(|tx| {
            let mut courses = Vec::new();
            for shelved in draft::shelf(tx)? {
                let title = match &shelved.published {
                    Some(it) => it.course.title.clone(),
                    None => draft::of(tx, &shelved.id)?.title(),
                };
                courses.push(Named { title, shelved });
            }
            Ok(courses)
        })
        .await?;
    let is_here = |it: &&Starter| courses.iter().any(|had| had.shelved.id == it.course.id);
    let starters = starter::all().iter().filter(|it| !is_here(it)).collect();
    let is_right = form.is_right() && problems.is_empty();
    let page = Index { c, form, courses, starters, problems };
    if is_right { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    list(&c, &Form::empty(), Vec::new()).await
}

/// A new course, with nothing in it yet.
pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = author(&c)?.clone();
    let title = form.required("title", TITLE_AT_MOST, "draft-title-missing");
    let about = form.required("about", ABOUT_AT_MOST, "draft-about-missing");
    if form.is_right() {
        let begun = c
            .write(move |tx| {
                let taken: Vec<String> = draft::shelf(tx)?.into_iter().map(|it| it.id).collect();
                let id =
                    outline::name_for(&title, &|name| taken.iter().any(|it| it == name) || starter::of(name).is_some());
                draft::begin(tx, &actor, &id, &one_line(&title), &one_line(&about))?;
                Ok(id)
            })
            .await;
        match begun {
            Ok(id) => return c.go(format!("/training/authoring/{id}")),
            Err(error) => form.take("title", error)?,
        }
    }
    list(&c, &form, Vec::new()).await
}

/// A course that was written elsewhere.
pub(crate) async fn bring(c: Ctx, FormWithFile(mut form): FormWithFile) -> Page {
    let actor = author(&c)?.clone();
    let Some(file) = form.file("file").cloned() else {
        form.wrong("file", "draft-file-missing");
        return list(&c, &form, Vec::new()).await;
    };
    let brought = match packed::read(&file.bytes) {
        Ok(brought) => brought,
        Err(problems) => return list(&c, &form, problems).await,
    };
    let to = format!("/training/authoring/{}", brought.course.id);
    let over = form.chosen("over", "yes");
    let problems = c.write(move |tx| draft::take(tx, &actor, &brought, over)).await?;
    if problems.is_empty() { c.go(to) } else { list(&c, &Form::empty(), problems).await }
}

/// One of the courses that come with the program, or all that are not here yet.
pub(crate) async fn start(c: Ctx, form: Form) -> Page {
    let actor = author(&c)?.clone();
    let all = form.text("course") == "all";
    let wanted: Vec<&Starter> = starter::all().iter().filter(|it| all || it.course.id == form.text("course")).collect();
    if wanted.is_empty() {
        return Err(Error::NotFound.into());
    }
    c.write(move |tx| {
        let here: Vec<String> = draft::shelf(tx)?.into_iter().map(|it| it.id).collect();
        for it in wanted.iter().filter(|it| !here.contains(&it.course.id)) {
            let brought = Brought { words: it.words.clone(), course: it.course.clone(), media: Vec::new() };
            draft::take(tx, &actor, &brought, false)?;
        }
        Ok(())
    })
    .await?;
    c.go("/training/authoring")
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Page {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Error::broken)?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

pub(crate) async fn copy(c: Ctx, Path(id): Path<String>) -> Page {
    author(&c)?;
    let name = format!("{id}.md");
    let (words, _) = c.read(move |tx| draft::to_carry(tx, &id)).await?;
    file("text/markdown; charset=utf-8", &name, words.into_bytes())
}

/// What fits; its page says what is carried by itself.
pub(crate) async fn archive(c: Ctx, Path(id): Path<String>) -> Page {
    author(&c)?;
    let name = format!("{id}.zip");
    let (words, media) = c
        .read(move |tx| {
            let (words, films) = draft::to_carry(tx, &id)?;
            let left_out = packed::left_out(&words, &films);
            let mut all = HashMap::new();
            for it in films.iter().filter(|it| !left_out.contains(it)) {
                all.insert(it.name.clone(), media::bytes(tx, it.id, 0, it.length.saturating_sub(1))?);
            }
            Ok((words, all))
        })
        .await?;
    file("application/zip", &name, packed::write(&words, &media)?)
}
