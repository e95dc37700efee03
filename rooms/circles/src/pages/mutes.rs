//! Hiding what somebody does not want to see: from their own page, or from where it stands.

use std::str::FromStr;

use db::{Error, Result, Time, Tx};
use organisation::topics;
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    acquaintance,
    circle::Circle,
    dates,
    mute::{self, MuteId, WORD_AT_MOST},
};

/// Hides one thing, or several for today: `kind` says what `subject` is. A post and a story stand for whoever wrote them.
pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let until = (form.text("until") == "today").then(|| dates::end_of_day(c.now(), &actor.zone));
    let kind = form.text("kind").to_owned();
    let subjects: Vec<String> = form.all("subject").into_iter().map(ToOwned::to_owned).collect();
    let word = form.optional("word", WORD_AT_MOST);
    if let Some((_, refusal)) = form.errors().first() {
        return Err(Error::Refused(refusal.clone()).into());
    }
    if subjects.is_empty() && word.is_empty() {
        return Err(Error::refused("mute-nothing").into());
    }
    c.write(move |tx| {
        if !word.is_empty() {
            mute::word(tx, &actor, &word, until)?;
        }
        subjects.iter().try_for_each(|subject| hide(tx, &actor, &kind, subject, until))
    })
    .await?;
    c.go("/circles/mine?done=hidden#hidden")
}

fn hide(tx: &mut Tx<'_>, actor: &Actor, kind: &str, subject: &str, until: Option<Time>) -> Result<()> {
    match kind {
        "topic" => {
            let number: u16 = known(subject)?;
            if !topics::all(tx)?.iter().any(|it| it.number == number) {
                return Err(Error::NotFound);
            }
            mute::topic(tx, actor, number, until)
        }
        "circle" => {
            let circle = Circle::visible_to(tx, actor, known(subject)?)?;
            mute::circle(tx, actor, circle.id, until)
        }
        "person" => {
            let member = acquaintance::called(tx, actor, subject)?;
            mute::person(tx, actor, member, until)
        }
        "post" => {
            let member = acquaintance::who_posted(tx, actor, known(subject)?)?;
            mute::person(tx, actor, member, until)
        }
        "story" => {
            let member = acquaintance::who_told(tx, actor, known(subject)?)?;
            mute::person(tx, actor, member, until)
        }
        _ => Err(Error::NotFound),
    }
}

fn known<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn lift(c: Ctx, axum::extract::Path(id): axum::extract::Path<String>) -> Page {
    let id: MuteId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write(move |tx| mute::lift(tx, &actor, id)).await?;
    c.go("/circles/mine?done=lifted#hidden")
}
