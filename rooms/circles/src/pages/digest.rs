//! The summary that a member asked for, put together as they read it.

use askama::Template;
use db::Time;
use web::Page;
use words::Ctx;

use crate::digest::{self, Digest};

#[derive(Template)]
#[template(path = "mine/digest.html")]
struct Show<'a> {
    c: &'a Ctx,
    /// What waits to be read.
    digest: Option<&'a Digest>,
    /// When the next one comes.
    next: Option<Time>,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let zone = actor.zone.clone();
    let (digest, choice) = c.read(move |tx| Ok((digest::read(tx, &actor)?, digest::chosen(tx, actor.id)?))).await?;
    let next = choice.map(|it| digest::next(it, c.now(), &zone));
    c.page(&Show { c: &c, digest: digest.as_ref(), next })
}

pub(crate) async fn put_away(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| digest::put_away(tx, &actor)).await?;
    c.go("/circles")
}
