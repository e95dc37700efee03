//! Boundary questions: asked in private, answered by one's supervisor alone.

use askama::Template;
use axum::extract::Path;
use db::Error;
use people::{Profile, hats};
use web::{Form, Page};
use words::{Actor, Ctx, Hat};

use super::supervision::{back_to, looked_after};
use crate::{
    desk::Named,
    question::{self, About, Question, QuestionId, WORDS_AT_MOST},
    supervisor::is_looked_after,
};

#[derive(Template)]
#[template(path = "supervision/questions.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    asks: bool,
    /// With the name of who was asked.
    questions: &'a [Named<Question>],
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let asks = is_looked_after(&actor);
    let reader = actor.clone();
    c.note(move |tx| question::see(tx, &reader)).await?;
    let questions = c
        .read(move |tx| {
            let mut questions = Vec::new();
            for it in question::own(tx, &actor)? {
                // Whoever is no supervisor any more answers nothing: then it says so, in place of a name to wait for.
                let answers = it.answer.is_some() || hats::of(tx, it.supervisor)?.contains(&Hat::Supervisor);
                let name = if answers { Profile::name(tx, it.supervisor)?.unwrap_or_default() } else { String::new() };
                questions.push(Named { name, it });
            }
            Ok(questions)
        })
        .await?;
    // What somebody asked stays theirs when they do not help any more.
    if !asks && questions.is_empty() {
        return Err(Error::NotFound.into());
    }
    let page = Show { c, form, asks, questions: &questions };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn ask(c: Ctx, mut form: Form) -> Page {
    let actor = looked_after(&c)?.clone();
    let about = form.text("about").parse::<About>();
    if about.is_err() {
        form.wrong("about", "question-about-missing");
    }
    let words = form.required("words", WORDS_AT_MOST, "question-missing");
    if let (true, Ok(about)) = (form.is_right(), about)
        && let Err(error) = c.write(move |tx| question::ask(tx, &actor, about, &words).map(drop)).await
    {
        form.take("words", error)?;
    }
    if form.is_right() { c.go("/workforce/supervision/questions") } else { page(&c, &form).await }
}

pub(crate) async fn take_back(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (QuestionId, Actor) = (id.parse()?, c.member()?.clone());
    let to = back_to(&actor, "/workforce/supervision/questions");
    c.write(move |tx| question::take_back(tx, &actor, id)).await?;
    c.go(to)
}

#[derive(Template)]
#[template(path = "supervision/answer.html")]
struct Answering<'a> {
    c: &'a Ctx,
    form: &'a Form,
    question: &'a Named<Question>,
}

async fn answering(c: &Ctx, id: QuestionId, form: &Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let question = c
        .read(move |tx| {
            let found = question::waiting(tx, &actor)?.into_iter().find(|it| it.id == id);
            let it = found.ok_or(Error::NotFound)?;
            Ok(Named { name: Profile::name(tx, it.member)?.unwrap_or_default(), it })
        })
        .await?;
    let page = Answering { c, form, question: &question };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn open(c: Ctx, Path(id): Path<String>) -> Page {
    answering(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (QuestionId, Actor) = (id.parse()?, c.hat(Hat::Supervisor)?.clone());
    let words = form.required("words", WORDS_AT_MOST, "question-answer-missing");
    if !form.is_right() {
        return answering(&c, id, &form).await;
    }
    c.write(move |tx| question::answer(tx, &actor, id, &words)).await?;
    c.go("/workforce/people")
}
