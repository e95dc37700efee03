//! How a post looks: HTML that is made of nothing but what is named here, so that two people for whom all of it is the
//! same read the same bytes, and nobody else does.

use std::sync::Arc;

use askama::Template;
use db::{Error, Result, Tx};
use safety::{
    decision::Decision,
    kind::{Kind, Matter},
};
use words::Wording;

use crate::{
    circle::Circle,
    kind::{Reaction, State},
    post::Post,
    reading, written,
};

/// Everything that decides how a post looks to a reader. The template has nothing else to go by: it is not told who asks.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Look {
    post: Post,
    /// Why it is hidden.
    why: String,
    /// Where its author reads all of it, and asks for another look.
    decision: Option<String>,
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
) -> Result<Vec<Arc<String>>> {
    let mut looks = Vec::with_capacity(page.posts.len());
    for seen in page.posts {
        let hidden = match seen.state {
            State::Hidden => Decision::hiding(tx, Matter { kind: Kind::Post, id: seen.id.0 })?,
            _ => None,
        };
        let own = hidden.as_ref().filter(|_| seen.is_own);
        let look = Look {
            decision: own.map(|it| format!("/decisions/{}", it.id)),
            why: hidden.map_or_else(String::new, |it| it.reason),
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
