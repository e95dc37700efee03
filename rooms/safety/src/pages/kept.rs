//! What is kept for a member's safety, as the member sees it: their sealed card, what they were asked, what was done.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time};
use web::{Form, Page};
use words::Ctx;

use super::named::Names;
use crate::{
    card::{self, Card},
    consent::{self, Agreed, Consent, ConsentId, State},
    joint::{self, Decided, State as How},
};

/// Longest part of a card, in characters.
const PART_AT_MOST: usize = 1000;

#[derive(Template)]
#[template(path = "kept/card.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    saved_at: Option<Time>,
    done: Option<&'static str>,
}

pub(crate) async fn card(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let own = c.read(move |tx| card::own(tx, &actor)).await?;
    let (card, saved_at) = own.map_or((Card::default(), None), |(card, at)| (card, Some(at)));
    let form = Form::with(&[
        ("name", card.name),
        ("relationship", card.relationship),
        ("phone", card.phone),
        ("place", card.place),
        ("say", card.say),
        ("leave_out", card.leave_out),
    ]);
    let done = match c.query("done").as_str() {
        "saved" => Some("card-saved"),
        "deleted" => Some("card-deleted"),
        _ => None,
    };
    c.page(&Show { c: &c, form: &form, saved_at, done })
}

pub(crate) async fn save_card(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let card = Card {
        name: form.optional("name", 100),
        relationship: form.optional("relationship", 100),
        phone: form.optional("phone", 40),
        place: form.optional("place", PART_AT_MOST),
        say: form.optional("say", PART_AT_MOST),
        leave_out: form.optional("leave_out", PART_AT_MOST),
    };
    let saver = actor.clone();
    if form.is_right() {
        match c.write(move |tx| card::save(tx, &saver, &card)).await {
            Ok(()) => return c.go("/account/contact-card?done=saved"),
            Err(error) => form.take("name", error)?,
        }
    }
    // The card from before is still there, and can be deleted from here.
    let saved_at = c.read(move |tx| card::own(tx, &actor)).await?.map(|(_, at)| at);
    c.again(&Show { c: &c, form: &form, saved_at, done: None })
}

pub(crate) async fn delete_card(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    c.write_from_reserve(move |tx| card::delete(tx, &actor)).await?;
    c.go("/account/contact-card?done=deleted")
}

#[derive(Template)]
#[template(path = "kept/show.html")]
struct Care<'a> {
    c: &'a Ctx,
    form: &'a Form,
    /// The question whose answer was not complete.
    at: Option<ConsentId>,
    consents: Vec<Consent>,
    told: Vec<Decided>,
    names: Names,
}

impl Care<'_> {
    fn how(&self, it: &Decided) -> How {
        it.state(self.c.now())
    }

    fn is_again(&self, it: &Consent) -> bool {
        self.at == Some(it.id)
    }
}

async fn care<'a>(c: &'a Ctx, form: &'a Form, at: Option<ConsentId>) -> Result<Care<'a>> {
    let actor = c.signed_in()?.clone();
    let (consents, told, names) = c
        .read(move |tx| {
            let (consents, told) = (consent::own(tx, &actor)?, joint::told(tx, actor.id)?);
            let ids = told.iter().flat_map(|it| [Some(it.asked_by), it.confirmed_by, it.refused_by, it.done_by]);
            let ids = ids.flatten().chain(consents.iter().map(|it| it.asked_by)).collect();
            let names = Names::of(tx, ids)?;
            Ok((consents, told, names))
        })
        .await?;
    Ok(Care { c, form, at, consents, told, names })
}

pub(crate) async fn show(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    let form = Form::empty();
    let page = care(&c, &form, None).await?;
    c.note(move |tx| joint::note_seen(tx, member)).await?;
    c.page(&page)
}

pub(crate) async fn agree(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let id: ConsentId = id.parse()?;
    let agreed = Agreed {
        who: form.required("who", 200, "consent-who-missing"),
        what: form.required("what", PART_AT_MOST, "consent-what-missing"),
    };
    if form.is_right() {
        c.write(move |tx| consent::agree(tx, &actor, id, &agreed)).await?;
        return c.go("/account/care");
    }
    let page = care(&c, &form, Some(id)).await?;
    c.again(&page)
}

pub(crate) async fn decline(c: Ctx, Path(id): Path<String>) -> Page {
    let actor = c.signed_in()?.clone();
    let id: ConsentId = id.parse()?;
    c.write(move |tx| consent::decline(tx, &actor, id)).await?;
    c.go("/account/care")
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let actor = c.signed_in()?.clone();
    let id: ConsentId = id.parse()?;
    c.write_from_reserve(move |tx| consent::withdraw(tx, &actor, id)).await?;
    c.go("/account/care")
}
