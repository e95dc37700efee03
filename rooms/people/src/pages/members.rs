use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, MemberId, Standing};

use super::join::note;
use crate::{
    hats,
    member::Profile,
    standing,
    standing::{Suspension, SuspensionId},
};

#[derive(Template)]
#[template(path = "members/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    members: &'a [(Profile, Vec<Hat>)],
}

#[derive(Template)]
#[template(path = "members/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    member: &'a Profile,
    worn: &'a [Hat],
    free: &'a [Hat],
    suspensions: &'a [Suspension],
    /// Whether the asker may give and take this member's hats.
    decides: bool,
    is_self: bool,
}

/// Whoever keeps the community or leads its safeguarding. For everybody else there is no such page.
fn keeper(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    let keeps = actor.wears(Hat::Administrator) || actor.wears(Hat::SafeguardingLead);
    if keeps { Ok(actor) } else { Err(Error::NotFound) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let asker = keeper(&c)?.clone();
    let search = c.query("q");
    let form = Form::with(&[("q", search.as_str())]);
    let members = c
        .read(move |tx| {
            let found = Profile::search(tx, &asker, &search)?;
            found.into_iter().map(|it| hats::of(tx, it.id).map(|worn| (it, worn))).collect::<Result<Vec<_>>>()
        })
        .await?;
    c.page(&Index { c: &c, form: &form, members: &members })
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    keeper(&c)?;
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn grant(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (by, to): (_, MemberId) = (keeper(&c)?.id, id.parse()?);
    let hat: Hat = form.text("grant_hat").parse().map_err(|()| Error::refused("members-hat-missing"))?;
    let reason = form.optional("grant_reason", 500);
    if form.is_right() {
        let done = c.write(move |tx| hats::grant(tx, by, to, hat, &reason)).await;
        note(&mut form, "grant_reason", done)?;
    }
    after(&c, to, &form).await
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (by, from): (_, MemberId) = (keeper(&c)?.id, id.parse()?);
    let hat: Hat = form.text("withdraw_hat").parse().map_err(|()| Error::refused("members-hat-missing"))?;
    let reason = form.optional("withdraw_reason", 500);
    if form.is_right() {
        let done = c.write(move |tx| hats::withdraw(tx, by, from, hat, &reason)).await;
        note(&mut form, "withdraw_reason", done)?;
    }
    after(&c, from, &form).await
}

pub(crate) async fn suspend(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (by, member): (_, MemberId) = (keeper(&c)?.id, id.parse()?);
    let reason = form.required("suspend_reason", 500, "members-reason-missing");
    let until = end_of(form.text("until"), c.zone());
    if until.is_none() {
        form.wrong("until", "members-until-missing");
    }
    if let Some(until) = until.filter(|_| form.is_right()) {
        let done = c.write(move |tx| standing::suspend(tx, by, member, until, &reason)).await;
        note(&mut form, "until", done)?;
    }
    after(&c, member, &form).await
}

pub(crate) async fn lift(c: Ctx, Path((_, id)): Path<(String, String)>) -> Page {
    let by = keeper(&c)?.id;
    let id: SuspensionId = id.parse()?;
    let member = c.write(move |tx| standing::lift(tx, by, id)).await?;
    c.go(format!("/members/{member}"))
}

async fn after(c: &Ctx, member: MemberId, form: &Form) -> Page {
    if form.is_right() { c.go(format!("/members/{member}")) } else { page(c, member, form).await }
}

async fn page(c: &Ctx, id: MemberId, form: &Form) -> Page {
    let asker = c.member()?.clone();
    let me = asker.id;
    let decides = asker.wears(Hat::Administrator);
    let (member, worn, suspensions) = c
        .read(move |tx| {
            let member = Profile::visible_to(tx, &asker, id)?;
            Ok((member, hats::of(tx, id)?, standing::suspensions(tx, &asker, id)?))
        })
        .await?;
    let free: Vec<Hat> = Hat::ALL.iter().copied().filter(|it| !worn.contains(it)).collect();
    let show = Show {
        c,
        form,
        member: &member,
        worn: &worn,
        free: &free,
        suspensions: &suspensions,
        decides: decides && me != id,
        is_self: me == id,
    };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

/// The moment at which this day ends for whoever chose it.
fn end_of(day: &str, zone: &str) -> Option<Time> {
    let next: Date = day.parse::<Date>().ok()?.checked_add(1.day()).ok()?;
    let end = next.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).ok()?;
    Some(Time(end.timestamp().as_microsecond()))
}
