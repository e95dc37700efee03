//! One's own calendar: its secret address, and what stands behind it.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::Error;
use web::{Form, Page};
use words::Ctx;

use crate::{
    calendar::{self, Feed, TITLE_AT_MOST},
    kind::OccurrenceId,
};

#[derive(Template)]
#[template(path = "calendars/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    there: bool,
    /// The one time that the address is shown.
    address: Option<String>,
}

async fn page(c: &Ctx, typed: Option<&Form>, address: Option<String>) -> Page {
    let member = c.member()?.id;
    let feed = c.read(move |tx| Feed::of(tx, member)).await?;
    let chosen = feed.clone().unwrap_or_default();
    let filled = Form::with(&[("title", &*chosen.title), ("place", if chosen.shows_place { "yes" } else { "" })]);
    let form = typed.unwrap_or(&filled);
    let page = Show { c, form, there: feed.is_some(), address };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, None, None).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let feed = Feed { title: form.optional("title", TITLE_AT_MOST), shows_place: form.chosen("place", "yes") };
    if !form.is_right() {
        return page(&c, Some(&form), None).await;
    }
    let secret = calendar::secret(c.app().db.random_bytes());
    let address = format!("{}/calendar/{secret}.ics", c.app().public.url);
    c.write(move |tx| feed.make(tx, &actor, &secret)).await?;
    page(&c, None, Some(address)).await
}

pub(crate) async fn revoke(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| Feed::revoke(tx, &actor)).await?;
    c.go("/gatherings/calendar")
}

/// A calendar's file. Its name gives nothing away either.
fn file(text: String) -> Page {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    let name = (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"calendar.ics\""));
    Ok(([kind, name], text).into_response())
}

/// What a calendar program asks for: nobody is signed in, the secret alone opens.
pub(crate) async fn feed(c: Ctx, Path(name): Path<String>) -> Page {
    let secret = name.strip_suffix(".ics").ok_or(Error::NotFound)?.to_owned();
    let (feed, entries) = c.read(move |tx| Feed::read(tx, &secret)).await?;
    file(feed.write(&entries, &c.t("calendar-neutral"), c.now()))
}

pub(crate) async fn one(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let (feed, entry) = c.read(move |tx| Feed::one(tx, &actor, id)).await?;
    file(feed.write(&[entry], &c.t("calendar-neutral"), c.now()))
}
