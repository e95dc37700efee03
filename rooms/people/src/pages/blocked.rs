use askama::Template;
use axum::extract::Path;
use db::Error;
use web::{Form, Page};
use words::{Ctx, MemberId};

use crate::{
    blocks,
    blocks::{Blocked, Kind},
};

#[derive(Template)]
#[template(path = "blocked/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    blocked: &'a [Blocked],
    never_again: &'a [Blocked],
}

pub(crate) async fn index(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    let (blocked, never_again) = c
        .read(move |tx| Ok((blocks::list(tx, member, Kind::Block)?, blocks::list(tx, member, Kind::NeverAgain)?)))
        .await?;
    c.page(&Index { c: &c, blocked: &blocked, never_again: &never_again })
}

pub(crate) async fn remove(c: Ctx, Path(whom): Path<String>, form: Form) -> Page {
    let member = c.signed_in()?.id;
    let whom: MemberId = whom.parse()?;
    let kind: Kind = form.text("list").parse().map_err(|()| Error::NotFound)?;
    c.write(move |tx| blocks::remove(tx, member, whom, kind)).await?;
    c.go("/account/blocked")
}
