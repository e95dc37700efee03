//! How a post looks: HTML that is made of nothing but what is named here, so that two people for whom all of it is the
//! same read the same bytes, and nobody else does.

use std::sync::Arc;

use askama::Template;
use db::{Error, Result, Tx};
use words::Wording;

use crate::{
    circle::Circle,
    kind::{Reaction, State, ThreadId},
    measure,
    post::Post,
    reading, written,
};

/// Everything that decides how a post looks to a reader. The template has nothing else to go by: it is not told who asks.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Look {
    post: Post,
    /// Why it is hidden.
    why: String,
    /// The reader belongs to the circle, and so may answer without typing.
    is_in: bool,
    /// The reader looks after the circle.
    leads: bool,
    wording: Arc<Wording>,
}

#[derive(Template)]
#[template(path = "threads/_post.html")]
struct Html<'a> {
    c: &'a Wording,
    it: &'a Look,
    post: &'a Post,
    /// The words, which the seal of the post stands for.
    words: &'a str,
}

/// The posts of a page, each as it looks to whoever asked for it.
pub(crate) fn each(
    tx: &mut Tx<'_>,
    page: reading::Page,
    wording: &Arc<Wording>,
    circle: &Circle,
    thread: ThreadId,
) -> Result<Vec<Arc<String>>> {
    let any_hidden = page.posts.iter().any(|it| it.state == State::Hidden);
    let reasons = if any_hidden { measure::of_thread(tx, circle.id, thread)? } else { Vec::new() };
    let mut looks = Vec::with_capacity(page.posts.len());
    for seen in page.posts {
        let reason = reasons.iter().find(|it| it.post == Some(seen.id)).filter(|_| seen.state == State::Hidden);
        let look = Look {
            why: reason.map_or_else(String::new, |it| it.reason.clone()),
            is_in: circle.role.is_some(),
            leads: circle.is_led_by_asker(),
            wording: Arc::clone(wording),
            post: seen.post.clone(),
        };
        looks.push(written::shown(tx, look, |it| {
            Html { c: &it.wording, post: &it.post, words: seen.html(), it }.render().map_err(Error::broken)
        })?);
    }
    Ok(looks)
}
