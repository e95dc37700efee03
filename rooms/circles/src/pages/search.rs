//! Searching in what one may read.

use askama::Template;
use web::{Form, Page};
use words::Ctx;

use crate::{
    finding::{self, Hit, Hits, WORDS_AT_MOST},
    post::PER_PAGE,
};

#[derive(Template)]
#[template(path = "search/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    /// Nothing before something was typed.
    hits: Option<Hits>,
    is_first: bool,
}

impl Show<'_> {
    /// The page of the thread on which the post stands. Where a reader chooses first, it leads to that choice.
    fn address(&self, hit: &Hit) -> String {
        if !hit.notes.is_empty() || !hit.own_note.is_empty() {
            return format!("/threads/{}", hit.thread);
        }
        let after = (hit.seq - 1) / PER_PAGE * PER_PAGE;
        let query = if after > 0 { format!("?after={after}") } else { String::new() };
        format!("/threads/{}{query}#post-{}", hit.thread, hit.id)
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let mut form = Form::with(&[("q", c.query("q"))]);
    let words = form.optional("q", WORDS_AT_MOST);
    let before = c.query("before").parse().ok();
    let hits = if form.is_right() && form.has("q") {
        Some(c.read(move |tx| finding::find(tx, &actor, &words, before)).await?)
    } else {
        None
    };
    let page = Show { c: &c, form: &form, hits, is_first: before.is_none() };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}
