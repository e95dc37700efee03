//! What somebody learns: where they go on.

use askama::Template;
use db::{Error, Result, Tx};
use training::{course, progress};
use words::{Actor, Ctx};

#[derive(Template)]
#[template(path = "home/learning.html")]
struct Learning<'a> {
    c: &'a Ctx,
    /// The course in which something is left: its id, the activity's id, and what it is called.
    next: Option<(String, String, String)>,
}

/// The part of the page: always there, because everybody may learn.
pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let begun = progress::of_all(tx, actor.id)?;
    let open = begun.into_iter().filter(|(_, it)| it.began_at.is_some() && !it.is_finished(c.now()));
    let mut next = None;
    if let Some((id, progress)) = open.max_by_key(|(_, it)| it.last_at) {
        let published = course::published(tx, &id)?;
        next = progress.next(&published.course).map(|it| (id, it.id.clone(), it.title.clone()));
    }
    Learning { c, next }.render().map(Some).map_err(Error::broken)
}
