use askama::Template;
use axum::extract::Path;
use web::Page;
use words::{Ctx, SessionId};

use crate::{session, session::Session};

#[derive(Template)]
#[template(path = "sessions/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    this: SessionId,
    sessions: &'a [Session],
}

pub(crate) async fn index(c: Ctx) -> Page {
    let (member, this) = c.signed_in().map(|it| (it.id, it.session))?;
    let sessions = c.read(move |tx| session::of(tx, member)).await?;
    c.page(&Index { c: &c, this, sessions: &sessions })
}

pub(crate) async fn revoke(c: Ctx, Path(id): Path<String>) -> Page {
    let member = c.signed_in()?.id;
    let id: SessionId = id.parse()?;
    c.write_from_reserve(move |tx| session::revoke(tx, member, id)).await?;
    c.go("/account/sessions")
}

/// Ends every session but this one.
pub(crate) async fn revoke_others(c: Ctx) -> Page {
    let (member, this) = c.signed_in().map(|it| (it.id, it.session))?;
    c.write_from_reserve(move |tx| {
        let others = session::of(tx, member)?;
        others.into_iter().filter(|it| it.id != this).try_for_each(|it| session::revoke(tx, member, it.id))
    })
    .await?;
    c.go("/account/sessions")
}
