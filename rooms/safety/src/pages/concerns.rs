//! Saying that one is worried about somebody, and hearing that a person looked.

use askama::Template;
use db::{Error, Result, Time, Tx, Uuid};
use organisation::{
    Settings,
    emergency::{self, Emergency},
};
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    concern::WORDS_AT_MOST,
    kind::{Kind, Matter},
    worry::{self, Worry},
};

#[derive(Template)]
#[template(path = "concerns/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    /// What the person is called, when the page they came from says so.
    whom: Option<String>,
    /// They came from something that was written, or from somebody.
    from: bool,
}

pub(crate) async fn new(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let form = Form::with(&[("kind", c.query("kind")), ("id", c.query("id"))]);
    let from = matter(&form);
    let whom = c.read(move |tx| whom(tx, &actor, from)).await?;
    c.page(&New { c: &c, form: &form, whom, from: from.is_some() })
}

/// Only a person has a name here: something that was written may have been written without one.
fn whom(tx: &mut Tx<'_>, actor: &Actor, from: Option<Matter>) -> Result<Option<String>> {
    match from {
        Some(Matter { kind: Kind::Person, id }) => {
            let profile = people::Profile::of(tx, MemberId(id))?;
            if profile.band == actor.band { Ok(Some(profile.pseudonym)) } else { Err(Error::NotFound) }
        }
        _ => Ok(None),
    }
}

fn matter(form: &Form) -> Option<Matter> {
    let kind: Kind = form.text("kind").parse().ok()?;
    let id: Uuid = form.text("id").parse().ok()?;
    Some(Matter { kind, id })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let from = matter(&form);
    let worry = Worry {
        from,
        name: form.optional("name", 40),
        words: form.optional("words", WORDS_AT_MOST),
        is_now: form.chosen("when", "now"),
    };
    if form.is_right() {
        let asker = actor.clone();
        // From the reserve: a full disk is no reason not to hear this.
        match c.write_from_reserve(move |tx| worry::raise(tx, &asker, &worry)).await {
            Ok(_) => return c.go("/concerns?sent=yes"),
            Err(error) => form.take("name", error)?,
        }
    }
    let whom = c.read(move |tx| whom(tx, &actor, from)).await?;
    c.again(&New { c: &c, form: &form, whom, from: from.is_some() })
}

#[derive(Template)]
#[template(path = "concerns/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    worries: &'a [(Time, Option<Time>)],
    sent: bool,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let worries = c.read(move |tx| worry::own(tx, &actor)).await?;
    let sent = c.query("sent") == "yes";
    c.page(&Index { c: &c, worries: &worries, sent })
}

#[derive(Template)]
#[template(path = "concerns/outside.html")]
struct Outside<'a> {
    c: &'a Ctx,
    emergency: Option<&'static Emergency>,
}

/// About somebody who is not here: what helps. No case: there is nobody here whom we could ask.
pub(crate) async fn outside(c: Ctx) -> Page {
    c.signed_in()?;
    let country = c.read(|tx| Ok(Settings::current(tx)?.country)).await?;
    c.page(&Outside { c: &c, emergency: emergency::of(&country) })
}
