//! How it was: three questions, each free to leave out.

use askama::Template;
use axum::extract::Path;
use web::{Form, Page};
use words::Ctx;

use crate::{
    feedback::{self, BEST, QUESTIONS},
    kind::OccurrenceId,
    occurrence::Occurrence,
};

#[derive(Template)]
#[template(path = "afterwards/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    it: &'a Occurrence,
    saved: bool,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let (it, own) = c.read(move |tx| Ok((feedback::asked(tx, &actor, id)?, feedback::own(tx, &actor, id)?))).await?;
    let mut form = Form::empty();
    for (question, answer) in QUESTIONS.iter().zip(own.unwrap_or_default()) {
        form.add(question, answer.map(|it| it.to_string()).unwrap_or_default());
    }
    let saved = c.query("done") == "saved";
    c.page(&Show { c: &c, form: &form, it: &it, saved })
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let answers = QUESTIONS.map(|question| form.text(question).parse().ok());
    c.write(move |tx| feedback::give(tx, &actor, id, answers)).await?;
    c.go(format!("/gatherings/{id}/afterwards?done=saved"))
}
