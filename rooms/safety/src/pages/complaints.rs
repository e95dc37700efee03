//! Complaints: making one, reading the answer, and answering.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use web::{Form, Limit, Page};
use words::Ctx;

use crate::complaint::{self, About, Complaint, ComplaintId, Outcome, WORDS_AT_MOST};

#[derive(Template)]
#[template(path = "record/complaint_new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    days: u32,
}

pub(crate) async fn new(c: Ctx) -> Page {
    let days = c.read(complaint::answer_days).await?;
    c.page(&New { c: &c, form: &Form::empty(), days })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let about = form.text("about").parse::<About>().ok();
    if about.is_none() {
        form.wrong("about", "complaint-about-missing");
    }
    let words = form.required("words", WORDS_AT_MOST, "complaint-words-missing");
    if let (Some(about), true) = (about, form.is_right()) {
        // Whoever has an account is not counted: a visitor could fill the list.
        let by = c.actor().map(|it| it.id);
        if by.is_none() {
            c.count(Limit::Join)?;
        }
        let token = c.write(move |tx| complaint::make(tx, by, about, &words)).await?;
        return c.go(format!("/complaints/{token}"));
    }
    let days = c.read(complaint::answer_days).await?;
    c.again(&New { c: &c, form: &form, days })
}

#[derive(Template)]
#[template(path = "record/complaint.html")]
struct Show<'a> {
    c: &'a Ctx,
    complaint: &'a Complaint,
    words: &'a str,
    answer: Option<&'a str>,
    link: String,
}

pub(crate) async fn show(c: Ctx, Path(token): Path<String>) -> Page {
    let link = format!("{}/complaints/{token}", c.app().public.url);
    let (complaint, (words, answer)) = c
        .read(move |tx| {
            let complaint = complaint::by_link(tx, &token)?;
            let read = complaint.read(tx)?;
            Ok((complaint, read))
        })
        .await?;
    c.page(&Show { c: &c, complaint: &complaint, words: &words, answer: answer.as_deref(), link })
}

#[derive(Template)]
#[template(path = "record/complaints.html")]
struct Index<'a> {
    c: &'a Ctx,
    log: &'a [Complaint],
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let log = c.read(move |tx| complaint::log(tx, &actor)).await?;
    c.page(&Index { c: &c, log: &log })
}

#[derive(Template)]
#[template(path = "record/complaint_look.html")]
struct Look<'a> {
    c: &'a Ctx,
    form: &'a Form,
    complaint: &'a Complaint,
    words: &'a str,
    answer: Option<&'a str>,
    by: Option<&'a str>,
}

async fn page(c: &Ctx, id: ComplaintId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (complaint, (words, answer), by) = c
        .read(move |tx| {
            let complaint = Complaint::for_answerer(tx, &actor, id)?;
            let read = complaint.read(tx)?;
            let by = complaint.by.map(|it| people::Profile::name(tx, it)).transpose()?.flatten();
            Ok((complaint, read, by))
        })
        .await?;
    let look = Look { c, form, complaint: &complaint, words: &words, answer: answer.as_deref(), by: by.as_deref() };
    if form.is_right() { c.page(&look) } else { c.again(&look) }
}

pub(crate) async fn look(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    if !complaint::answers(&actor) {
        return Err(Error::NotFound.into());
    }
    let id: ComplaintId = id.parse()?;
    let outcome = form.text("outcome").parse::<Outcome>().ok();
    if outcome.is_none() {
        form.wrong("outcome", "complaint-outcome-missing");
    }
    let words = form.required("answer", WORDS_AT_MOST, "complaint-answer-missing");
    if let (Some(outcome), true) = (outcome, form.is_right()) {
        let answered: Result<()> =
            c.write(move |tx| Complaint::for_answerer(tx, &actor, id)?.answer(tx, &actor, outcome, &words)).await;
        match answered {
            Ok(()) => return c.go("/safety/complaints"),
            Err(error) => form.take("answer", error)?,
        }
    }
    page(&c, id, &form).await
}
