//! Planning to be there.

use askama::Template;
use axum::extract::Path;
use db::Time;
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::shift::{AHEAD, Shift, ShiftId, stretch};

#[derive(Template)]
#[template(path = "shifts/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shifts: Vec<Shift>,
    /// Attributes of the day's field: from today until as far ahead as plans go.
    days: String,
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    let shifts = c.read(move |tx| Shift::own(tx, &actor)).await?;
    let days = format!("required min={} max={}", c.date(&c.now()), c.date(&(c.now() + AHEAD)));
    let page = Index { c, form, shifts, days };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let form = Form::with(&[("day", c.date(&c.now()))]);
    page(&c, &form).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    match stretch(c.zone(), form.text("day"), form.text("from"), form.text("to")) {
        Some((begins_at, ends_at)) => {
            if let Err(error) = c.write(move |tx| Shift::plan(tx, &actor, begins_at, ends_at)).await {
                form.take("day", error)?;
            }
        }
        None => form.wrong("day", "shift-day-missing"),
    }
    if form.is_right() { c.go("/duty/shifts") } else { page(&c, &form).await }
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ShiftId = id.parse()?;
    let actor = c.hat(Hat::Supporter)?.clone();
    c.write(move |tx| Shift::withdraw(tx, &actor, id)).await?;
    c.go("/duty/shifts")
}

/// A planned shift with the name of whose it is: for supervisors only.
struct Named {
    name: String,
    begins_at: Time,
    ends_at: Time,
}

#[derive(Template)]
#[template(path = "shifts/all.html")]
struct All<'a> {
    c: &'a Ctx,
    shifts: Vec<Named>,
}

pub(crate) async fn all(c: Ctx) -> Page {
    c.hat(Hat::Supervisor)?;
    let shifts = c
        .read(move |tx| {
            let mut shifts = Vec::new();
            for shift in Shift::ahead(tx)? {
                let name = people::Profile::name(tx, shift.member)?.unwrap_or_default();
                shifts.push(Named { name, begins_at: shift.begins_at, ends_at: shift.ends_at });
            }
            Ok(shifts)
        })
        .await?;
    c.page(&All { c: &c, shifts })
}
