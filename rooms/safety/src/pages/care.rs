//! Help before anything else, for somebody who has just written something that sounds dangerous.

use askama::Template;
use axum::extract::Path;
use web::Page;
use words::Ctx;

use crate::{
    care::{self, Care, Help},
    kind::CareId,
};

#[derive(Template)]
#[template(path = "care/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    care: Care,
    help: &'a Help,
    next: String,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CareId = id.parse()?;
    // Also for whoever was paused meanwhile: help is never taken away.
    let actor = c.signed_in()?.clone();
    let reader = actor.clone();
    let (care, help) = c.read(move |tx| Ok((care::own(tx, &reader, id)?, Help::first(tx)?))).await?;
    c.note(move |tx| care::note_seen(tx, &actor, id)).await?;
    let next = c.query("next");
    // An address of ours and nothing else.
    let next = if next.starts_with('/') && !next.starts_with("//") { next } else { "/".to_owned() };
    c.page(&Show { c: &c, care, help: &help, next })
}
