//! Leaving a note instead of waiting; answering one.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result};
use organisation::Settings;
use web::{Form, Page};
use words::{Actor, Ctx, Hat};

use crate::{
    kind::RequestId,
    note::{Note, NoteId, WORDS_AT_MOST},
    request::Request,
    topic,
};

#[derive(Template)]
#[template(path = "notes/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    request: RequestId,
    hours: u32,
}

pub(crate) async fn new(c: Ctx, Path(id): Path<String>) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.member()?.clone();
    let (waits, hours) = c
        .read(move |tx| Ok((Request::own(tx, &actor, id)?.ended_at.is_none(), Settings::current(tx)?.note_hours)))
        .await?;
    if !waits {
        // The request's own page knows what became of it.
        return c.go(format!("/support/requests/{id}"));
    }
    c.page(&New { c: &c, form: &Form::empty(), request: id, hours })
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.required("words", WORDS_AT_MOST, "note-words-missing");
    if !form.is_right() {
        let hours = c
            .read(move |tx| {
                Request::own(tx, &actor, id)?;
                Ok(Settings::current(tx)?.note_hours)
            })
            .await?;
        return c.again(&New { c: &c, form: &form, request: id, hours });
    }
    let note = c.write(move |tx| Note::leave(tx, &actor, id, &words)).await?;
    c.go(format!("/support/notes/{note}"))
}

#[derive(Template)]
#[template(path = "notes/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    note: &'a Note,
    words: String,
    answer: Option<String>,
    answered_by: Option<String>,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: NoteId = id.parse()?;
    let actor = c.member()?.clone();
    let (note, words, answer, answered_by) = c
        .write(move |tx| {
            let note = Note::own(tx, &actor, id)?;
            note.note_read(tx)?;
            let answered_by = match (note.answered_at, note.taken_by) {
                (Some(_), Some(by)) => people::Profile::name(tx, by)?,
                _ => None,
            };
            Ok((note.clone(), note.words(tx)?, note.answer_words(tx)?, answered_by))
        })
        .await?;
    c.page(&Show { c: &c, note: &note, words, answer, answered_by })
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: NoteId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    c.read(move |tx| Note::own(tx, &actor, id)).await?;
    Ok(c.follow(upgrade, &[topic::of_member(member)]))
}

/// Supporters and supervisors answer notes; for everybody else these pages do not exist.
fn answerer(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if actor.wears(Hat::Supporter) || actor.wears(Hat::Supervisor) { Ok(actor) } else { Err(Error::NotFound) }
}

#[derive(Template)]
#[template(path = "notes/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    me: &'a Actor,
    notes: &'a [Note],
}

impl Index<'_> {
    fn is_mine(&self, note: &Note) -> bool {
        note.taken_by == Some(self.me.id)
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = answerer(&c)?;
    let asks = actor.clone();
    let notes = c.read(move |tx| Note::unanswered(tx, &asks)).await?;
    c.page(&Index { c: &c, me: actor, notes: &notes })
}

pub(crate) async fn take(c: Ctx, Path(id): Path<String>) -> Page {
    let id: NoteId = id.parse()?;
    let actor = answerer(&c)?.clone();
    c.write(move |tx| Note::answerable_by(tx, &actor, id)?.take(tx, &actor)).await?;
    c.go(format!("/duty/notes/{id}"))
}

pub(crate) async fn release(c: Ctx, Path(id): Path<String>) -> Page {
    let id: NoteId = id.parse()?;
    let actor = answerer(&c)?.clone();
    c.write(move |tx| Note::answerable_by(tx, &actor, id)?.release(tx, &actor)).await?;
    c.go("/duty/notes")
}

#[derive(Template)]
#[template(path = "notes/answer.html")]
struct Answer<'a> {
    c: &'a Ctx,
    form: &'a Form,
    note: &'a Note,
    words: String,
    name: Option<String>,
}

async fn answer_page(c: &Ctx, id: NoteId, form: &Form) -> Page {
    let actor = answerer(c)?.clone();
    let me = actor.id;
    let (note, words, name) = c
        .read(move |tx| {
            let note = Note::answerable_by(tx, &actor, id)?;
            let name = people::Profile::name(tx, note.member)?;
            Ok((note.clone(), note.words(tx)?, name))
        })
        .await?;
    if note.taken_by != Some(me) || note.answered_at.is_some() {
        return c.go("/duty/notes");
    }
    let page = Answer { c, form, note: &note, words, name };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    answer_page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: NoteId = id.parse()?;
    let actor = answerer(&c)?.clone();
    let words = form.required("answer", WORDS_AT_MOST, "note-answer-missing");
    if !form.is_right() {
        return answer_page(&c, id, &form).await;
    }
    c.write(move |tx| Note::answerable_by(tx, &actor, id)?.answer(tx, &actor, &words)).await?;
    c.go("/duty/notes")
}
