//! My log: what I learn from this work, for myself. One entry at a time may be shown to a supervisor.

use askama::Template;
use axum::extract::Path;
use db::Error;
use web::{Form, Page};
use words::{Actor, Ctx};

use super::supervision::{back_to, looked_after};
use crate::{
    entry::{self, Entry, EntryId, WORDS_AT_MOST},
    supervisor::{Supervised, is_looked_after},
};

#[derive(Template)]
#[template(path = "supervision/log.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    entries: &'a [Entry],
    writes: bool,
    supervisor: Option<String>,
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let writes = is_looked_after(&actor);
    let (entries, supervisor) = c
        .read(move |tx| {
            let supervisor = match Supervised::of(tx, actor.id)?.and_then(|it| it.supervisor) {
                Some(supervisor) => people::Profile::name(tx, supervisor)?,
                None => None,
            };
            Ok((entry::own(tx, &actor)?, supervisor))
        })
        .await?;
    // What somebody wrote stays theirs when they do not help any more.
    if !writes && entries.is_empty() {
        return Err(Error::NotFound.into());
    }
    let page = Show { c, form, entries: &entries, writes, supervisor };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn write(c: Ctx, mut form: Form) -> Page {
    let actor = looked_after(&c)?.clone();
    let words = form.required("words", WORDS_AT_MOST, "log-missing");
    if !form.is_right() {
        return page(&c, &form).await;
    }
    c.write(move |tx| entry::write(tx, &actor, &words).map(drop)).await?;
    c.go("/workforce/supervision/log")
}

pub(crate) async fn share(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (EntryId, Actor) = (id.parse()?, looked_after(&c)?.clone());
    c.write(move |tx| entry::share(tx, &actor, id)).await?;
    c.go("/workforce/supervision/log")
}

pub(crate) async fn keep_back(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (EntryId, Actor) = (id.parse()?, c.member()?.clone());
    let to = back_to(&actor, "/workforce/supervision/log");
    c.write(move |tx| entry::keep_back(tx, &actor, id)).await?;
    c.go(to)
}

pub(crate) async fn remove(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (EntryId, Actor) = (id.parse()?, c.member()?.clone());
    let to = back_to(&actor, "/workforce/supervision/log");
    c.write(move |tx| entry::remove(tx, &actor, id)).await?;
    c.go(to)
}
