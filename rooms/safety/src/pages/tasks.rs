//! What is owed to somebody after something hard.

use axum::extract::Path;
use web::{Form, Page};
use words::Ctx;

use crate::{
    aftercare::{self, WORDS_AT_MOST},
    kind::TaskId,
};

pub(crate) async fn done(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: TaskId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    c.write(move |tx| aftercare::done(tx, &actor, id, &words).map(|_| ())).await?;
    c.go("/safety#care")
}
