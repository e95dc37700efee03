//! My people: the desk of a supervisor. Names, dates and numbers; never what was said to whom.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, MemberId, Spot};

use super::{
    hours::long,
    supervision::{days, typed},
};
use crate::{
    debrief,
    desk::{Desk, Named, Person},
    entry::{self, Entry},
    session::Session,
    supervisor::{self, Due, Supervised},
    together::{self, PLACE_AT_MOST, TogetherId},
};

#[derive(Template)]
#[template(path = "supervision/desk.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    desk: &'a Desk,
    days: String,
}

impl Show<'_> {
    fn given(&self, person: &Person) -> String {
        given(self.c, person, self.desk)
    }

    /// Whether somebody should have come already.
    fn is_late(&self, it: &Named<debrief::Debrief>) -> bool {
        it.it.due_at < self.c.now()
    }
}

fn given(c: &Ctx, person: &Person, desk: &Desk) -> String {
    let hours = desk.caps.week.as_secs() / 3600;
    c.t2("people-hours", "given", long(c, person.given.week), "hours", hours)
}

async fn desk_page(c: &Ctx, form: &Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let desk = c.read(move |tx| Desk::of(tx, &actor)).await?;
    let page = Show { c, form, desk: &desk, days: days(c) };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn desk(c: Ctx) -> Page {
    desk_page(&c, &Form::empty()).await
}

struct Shown {
    person: Person,
    entries: Vec<Entry>,
    held: Vec<Session>,
    others: Vec<Named<MemberId>>,
    panels: Vec<String>,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<Self> {
        let person = Person::of(tx, supervisor, member)?;
        let mut others = Vec::new();
        for it in supervisor::with_room(tx, member)? {
            if it != supervisor.id {
                others.push(Named { name: people::Profile::name(tx, it)?.unwrap_or_default(), it });
            }
        }
        Ok(Self {
            person,
            entries: entry::shown_by(tx, supervisor, member)?,
            held: Session::held_by(tx, supervisor, member)?,
            others,
            panels: c.panels(tx, Spot::Supervised(member.0))?,
        })
    }
}

#[derive(Template)]
#[template(path = "supervision/person.html")]
struct OfOne<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    days: String,
}

async fn page(c: &Ctx, member: MemberId, form: &Form) -> Page {
    let (actor, ctx) = (c.hat(Hat::Supervisor)?.clone(), c.clone());
    let shown = c.read(move |tx| Shown::read(&ctx, tx, &actor, member)).await?;
    let page = OfOne { c, form, shown: &shown, days: days(c) };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(member): Path<String>) -> Page {
    page(&c, member.parse()?, &Form::empty()).await
}

pub(crate) async fn plan(c: Ctx, Path(member): Path<String>, mut form: Form) -> Page {
    let (member, actor): (MemberId, Actor) = (member.parse()?, c.hat(Hat::Supervisor)?.clone());
    if let Some(at) = typed(&c, &mut form)
        && let Err(error) = c.write(move |tx| Session::plan(tx, &actor, member, at).map(drop)).await
    {
        form.take("day", error)?;
    }
    if form.is_right() { c.go(format!("/workforce/people/{member}")) } else { page(&c, member, &form).await }
}

/// We talked: the page for what came of it.
pub(crate) async fn hold(c: Ctx, Path(member): Path<String>) -> Page {
    let (member, actor): (MemberId, Actor) = (member.parse()?, c.hat(Hat::Supervisor)?.clone());
    let id = c.write(move |tx| Session::hold_now(tx, &actor, member)).await?;
    c.go(format!("/workforce/supervision/sessions/{id}"))
}

pub(crate) async fn take(c: Ctx, Path(member): Path<String>) -> Page {
    let (member, actor): (MemberId, Actor) = (member.parse()?, c.hat(Hat::Supervisor)?.clone());
    c.write(move |tx| Supervised::take_on(tx, &actor, member)).await?;
    c.go("/workforce/people")
}

pub(crate) async fn hand_on(c: Ctx, Path(member): Path<String>, form: Form) -> Page {
    let (member, actor): (MemberId, Actor) = (member.parse()?, c.hat(Hat::Supervisor)?.clone());
    let to: MemberId = form.text("to").parse()?;
    c.write(move |tx| Supervised::hand_on(tx, &actor, member, to)).await?;
    c.go("/workforce/people")
}

pub(crate) async fn invite(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let at = typed(&c, &mut form);
    let place = form.required("place", PLACE_AT_MOST, "together-place-missing");
    if let (true, Some(at)) = (form.is_right(), at)
        && let Err(error) = c.write(move |tx| together::invite(tx, &actor, at, &place)).await
    {
        form.take("day", error)?;
    }
    if form.is_right() { c.go("/workforce/people") } else { desk_page(&c, &form).await }
}

pub(crate) async fn call_off(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (TogetherId, Actor) = (id.parse()?, c.hat(Hat::Supervisor)?.clone());
    c.write(move |tx| together::call_off(tx, &actor, id)).await?;
    c.go("/workforce/people")
}
