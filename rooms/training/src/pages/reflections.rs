//! Writing for oneself, sharing one entry, and what others shared.

use askama::Template;
use axum::extract::Path;
use db::Time;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::activities;
use crate::{
    course,
    reflection::{self, Reflection, WORDS_AT_MOST},
};

pub(crate) async fn keep(c: Ctx, Path((course, activity)): Path<(String, String)>, mut form: Form) -> Page {
    let member = c.member()?.id;
    // When what she had before her was written; a number that is none was not ours to begin with.
    let seen = form.text("seen").parse().ok().map(Time);
    // Whoever empties what stands there wants it gone.
    let erases = seen.is_some() && form.raw("words").trim().is_empty();
    let words = if erases { String::new() } else { form.required("words", WORDS_AT_MOST, "reflection-missing") };
    if form.is_right() {
        let (id, wanted) = (course.clone(), activity.clone());
        let kept = c
            .write(move |tx| {
                let published = course::published(tx, &id)?;
                match erases {
                    true => reflection::erase(tx, member, &published, &wanted),
                    false => reflection::keep_over(tx, member, &published, &wanted, &words, seen),
                }
            })
            .await;
        match kept {
            Ok(()) => return c.go(format!("/training/courses/{course}/{activity}")),
            Err(error) => form.take("words", error)?,
        }
    }
    activities::page(&c, course, activity, Some(form)).await
}

pub(crate) async fn share(c: Ctx, Path((course, activity)): Path<(String, String)>, form: Form) -> Page {
    let actor = c.member()?.clone();
    let to = format!("/training/courses/{course}/{activity}#sharing");
    let with = form.text("with").parse().ok();
    if with.is_none() && form.has("with") {
        return Err(db::Error::refused("reflection-choose").into());
    }
    c.write(move |tx| reflection::share(tx, &actor, &course, &activity, with)).await?;
    c.go(to)
}

#[derive(Template)]
#[template(path = "courses/shared.html")]
struct Shared<'a> {
    c: &'a Ctx,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    /// What it is about.
    title: String,
    reflection: Reflection,
}

pub(crate) async fn shared(c: Ctx) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let entries = c
        .read(move |tx| {
            let courses = course::all(tx)?;
            let title = |it: &Reflection| {
                let course = courses.iter().find(|other| other.course.id == it.course)?;
                Some(course.course.activity(&it.activity)?.title.clone())
            };
            let shared = reflection::shared_with(tx, &actor)?.into_iter();
            let entries = shared.map(|(name, reflection)| {
                let title = title(&reflection).unwrap_or_else(|| reflection.activity.clone());
                Entry { name, title, reflection }
            });
            Ok(entries.collect())
        })
        .await?;
    c.page(&Shared { c: &c, entries })
}
