//! What the group learned: writing it together, and being asked about being named in it.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use people::Profile;
use web::{Form, Page};
use words::{Ctx, MemberId};

use crate::{
    kind::OccurrenceId,
    learned::{self, Learned, NOTE_AT_MOST},
    occurrence::Occurrence,
};

#[derive(Template)]
#[template(path = "learned/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    it: &'a Occurrence,
    note: Option<&'a Learned>,
    /// Who came and can be named.
    present: Vec<(MemberId, String)>,
}

impl Edit<'_> {
    fn version(&self) -> i64 {
        self.note.map_or(0, |it| it.version)
    }
}

fn named(tx: &mut Tx<'_>, members: Vec<MemberId>) -> Result<Vec<(MemberId, String)>> {
    members.into_iter().map(|it| Ok((it, Profile::name(tx, it)?.unwrap_or_default()))).collect()
}

async fn page(c: &Ctx, id: OccurrenceId, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let (it, note, present) = c
        .read(move |tx| {
            let (occurrence, note) = Learned::writable_by(tx, &actor, id)?;
            let present = learned::present(tx, &actor, &occurrence)?;
            let present = named(tx, present)?;
            Ok((occurrence, note, present))
        })
        .await?;
    let mut filled = Form::empty();
    if let Some(note) = &note {
        filled.add("words", &*note.words);
        for (member, _) in &note.named {
            filled.add("named", member.to_string());
        }
    }
    let form = typed.unwrap_or(&filled);
    let page = Edit { c, form, it: &it, note: note.as_ref(), present };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None).await
}

/// The version that the page showed.
fn seen(form: &Form) -> i64 {
    form.text("version").parse().unwrap_or(0)
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.required("words", NOTE_AT_MOST, "learned-words-missing");
    if form.is_right() {
        let people: Vec<MemberId> = form.all("named").into_iter().filter_map(|it| it.parse().ok()).collect();
        let seen = seen(&form);
        match c.write(move |tx| Learned::write(tx, &actor, id, seen, &words, &people)).await {
            Ok(()) => return c.go(format!("/gatherings/{id}/learned")),
            Err(error) => form.take("words", error)?,
        }
    }
    page(&c, id, Some(&form)).await
}

pub(crate) async fn offer(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let seen = seen(&form);
    c.write(move |tx| Learned::offer(tx, &actor, id, seen)).await?;
    c.go(format!("/gatherings/{id}/learned"))
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| Learned::withdraw(tx, &actor, id)).await?;
    c.go(format!("/gatherings/{id}"))
}

#[derive(Template)]
#[template(path = "learned/asked.html")]
struct Asked<'a> {
    c: &'a Ctx,
    it: &'a Occurrence,
    note: &'a Learned,
    answer: Option<bool>,
}

pub(crate) async fn asked(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    let (it, note) =
        c.read(move |tx| Ok((Occurrence::readable_by(tx, &actor, id)?, Learned::named_in(tx, &actor, id)?))).await?;
    let answer = note.answer_of(member).flatten();
    c.page(&Asked { c: &c, it: &it, note: &note, answer })
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let (seen, agrees) = (seen(&form), form.chosen("answer", "yes"));
    c.write(move |tx| Learned::answer(tx, &actor, id, seen, agrees)).await?;
    c.go(format!("/gatherings/{id}"))
}
