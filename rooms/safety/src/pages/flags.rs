//! Telling us that something is not right, in two taps; and what came of it.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Tx, Uuid};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    flag::{self, Flag, WORDS_AT_MOST},
    kind::{Kind, Matter, Reason},
    place::{Places, Seen},
};

pub(crate) fn matter_of(kind: &str, id: &str) -> Result<Matter> {
    let kind: Kind = kind.parse().map_err(|()| Error::NotFound)?;
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    Ok(Matter { kind, id })
}

fn seen_by(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Seen> {
    let seen = (Places::of(tx, matter.kind)?.seen_by)(tx, actor, matter)?;
    // Nobody reports themselves.
    if seen.author == Some(actor.id) { Err(Error::NotFound) } else { Ok(seen) }
}

#[derive(Template)]
#[template(path = "flags/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    matter: Matter,
    words: Option<String>,
    has_name: bool,
    back: String,
}

async fn new_page(c: &Ctx, matter: Matter, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let seen = c.read(move |tx| seen_by(tx, &actor, matter)).await?;
    let words = seen.said.iter().find(|it| it.reported).map(|it| it.words.clone());
    let has_name = seen.author.is_some() && !seen.unnamed;
    let back = seen.address.unwrap_or_else(|| "/".to_owned());
    let page = New { c, form, matter, words, has_name, back };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn new(c: Ctx, Path((kind, id)): Path<(String, String)>) -> Page {
    new_page(&c, matter_of(&kind, &id)?, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, Path((kind, id)): Path<(String, String)>, mut form: Form) -> Page {
    let matter = matter_of(&kind, &id)?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    let reason: Option<Reason> = form.text("reason").parse().ok();
    if reason.is_none() {
        form.wrong("reason", "flag-reason-missing");
    }
    let (true, Some(reason)) = (form.is_right(), reason) else { return new_page(&c, matter, &form).await };
    let blocks = form.chosen("also", "block");
    // From the reserve: that something hurts people is never turned away.
    c.write_from_reserve(move |tx| {
        let seen = seen_by(tx, &actor, matter)?;
        flag::make(tx, &actor, matter, reason, &words)?;
        // Whoever wrote without a name is not put on a list of names: it would tell who they are.
        match seen.author.filter(|_| blocks && !seen.unnamed) {
            Some(author) => people::blocks::block(tx, actor.id, author),
            None => Ok(()),
        }
    })
    .await?;
    c.go(format!("/flags?sent={reason}"))
}

#[derive(Template)]
#[template(path = "flags/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    flags: &'a [Flag],
    sent: Option<Reason>,
}

pub(crate) async fn index(c: Ctx) -> Page {
    // Whoever was paused may still read what came of it.
    let actor = c.signed_in()?.clone();
    let reader = actor.clone();
    let flags = c.read(move |tx| flag::own(tx, &reader)).await?;
    c.note(move |tx| flag::read(tx, &actor)).await?;
    c.page(&Index { c: &c, flags: &flags, sent: c.query("sent").parse().ok() })
}
