//! What was opened of mine, by whom and why.

use askama::Template;
use web::Page;
use words::Ctx;

use crate::opening::{self, Opening};

#[derive(Template)]
#[template(path = "record/openings.html")]
struct Index<'a> {
    c: &'a Ctx,
    openings: &'a [Opening],
}

impl Index<'_> {
    fn has_unseen(&self) -> bool {
        self.openings.iter().any(|it| it.seen_at.is_none())
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let openings = c.read(move |tx| opening::of_member(tx, &actor)).await?;
    c.page(&Index { c: &c, openings: &openings })
}

pub(crate) async fn seen(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    c.write(move |tx| opening::seen(tx, &actor)).await?;
    c.go("/account/openings")
}
