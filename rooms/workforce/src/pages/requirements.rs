//! Saying what a kind of work asks.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time};
use jiff::{Timestamp, tz::TimeZone};
use training::{course, kind::Competency};
use web::{Form, Page};
use words::Ctx;

use super::certificates::{day_of, work_named};
use crate::{
    answer::Work,
    requirement::{self, Requirement},
};

#[derive(Template)]
#[template(path = "certificates/requirement.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    work: Work,
    /// Every course that can be asked, by its name and title.
    courses: &'a [(String, String)],
}

async fn page(c: &Ctx, work: Work, form: &Form) -> Page {
    let courses = c
        .read(move |tx| {
            let all = course::all(tx)?.into_iter();
            Ok(all.map(|it| (it.course.id.clone(), it.course.title.clone())).collect::<Vec<_>>())
        })
        .await?;
    let edit = Edit { c, form, work, courses: &courses };
    if form.is_right() { c.page(&edit) } else { c.again(&edit) }
}

pub(crate) async fn edit(c: Ctx, Path(work): Path<String>) -> Page {
    requirement::decides(c.member()?)?;
    let work = work_named(&work)?;
    let asks = c.read(move |tx| Requirement::of(tx, work)).await?;
    let numbers = [asks.hours, asks.months, asks.learning_hours, asks.version].map(|it| it.to_string());
    let [hours, months, learning, version] = numbers;
    let mut form = Form::with(&[("hours", hours), ("months", months), ("learning", learning), ("version", version)]);
    for id in asks.courses {
        form.add("course", id);
    }
    for competency in asks.competencies {
        form.add("area", competency.as_str());
    }
    if let Some(from) = asks.needed_from {
        form.add("needed", "yes");
        form.add("from", day_text(&c, from));
    }
    page(&c, work, &form).await
}

/// A day as fields for days hold it, in the reader's zone.
fn day_text(c: &Ctx, time: Time) -> String {
    let zone = TimeZone::get(c.zone()).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_microsecond(time.0).map(|it| it.to_zoned(zone).date().to_string());
    at.unwrap_or_default()
}

fn number(form: &mut Form, field: &'static str, wrong: &'static str) -> i64 {
    let number = form.text(field).parse().ok();
    if number.is_none() {
        form.wrong(field, wrong);
    }
    number.unwrap_or_default()
}

pub(crate) async fn write(c: Ctx, Path(work): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    requirement::decides(&actor)?;
    let work = work_named(&work)?;
    let mut asks = Requirement {
        work,
        version: number(&mut form, "version", "requirement-changed-meanwhile"),
        courses: form.all("course").into_iter().map(str::to_owned).collect(),
        competencies: Competency::ALL.iter().copied().filter(|it| form.chosen("area", it.as_str())).collect(),
        hours: number(&mut form, "hours", "requirement-hours-wrong"),
        months: number(&mut form, "months", "requirement-months-wrong"),
        learning_hours: number(&mut form, "learning", "requirement-hours-wrong"),
        needed_from: None,
    };
    if form.chosen("needed", "yes") {
        asks.needed_from = day_of(&c, form.text("from"));
        if asks.needed_from.is_none() {
            form.wrong("from", "requirement-from-missing");
        }
    }
    let reason = form.required("reason", 300, "reason-missing");
    if form.is_right() {
        let written: Result<()> = c.write(move |tx| asks.write(tx, &actor, &reason)).await;
        match written {
            Ok(()) => return c.go("/workforce/certificates"),
            Err(error) => {
                let field = match error.refusal() {
                    Some("requirement-months-wrong") => "months",
                    _ => "hours",
                };
                form.take(field, error)?;
            }
        }
    }
    page(&c, work, &form).await
}
