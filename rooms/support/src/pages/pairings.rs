//! Meeting the same person again.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};
use workforce::{answer::Work, shift::Shift};

use crate::pairing::{Pairing, PairingId, Rhythm, Stage, WEEKS, WORDS_AT_MOST};

#[derive(Template)]
#[template(path = "pairings/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    pairings: Vec<(Pairing, Option<String>)>,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let pairings = c
        .read(move |tx| {
            let mut named = Vec::new();
            for pairing in Pairing::all_of(tx, &actor)? {
                let name = people::Profile::name(tx, pairing.other(actor.id))?;
                named.push((pairing, name));
            }
            Ok(named)
        })
        .await?;
    c.page(&Index { c: &c, pairings })
}

/// Everything that the page of a pairing shows.
struct Shown {
    pairing: Pairing,
    is_asker: bool,
    is_mine: bool,
    name: Option<String>,
    purpose: String,
    goodbye: String,
    is_free: bool,
    next: Option<Shift>,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: PairingId) -> Result<Self> {
        let pairing = Pairing::of(tx, actor, id)?;
        Ok(Self {
            is_asker: pairing.asker == actor.id,
            is_mine: pairing.stage == Stage::Proposed(actor.id),
            name: people::Profile::name(tx, pairing.other(actor.id))?,
            purpose: pairing.purpose(tx)?,
            goodbye: pairing.goodbye(tx)?,
            is_free: pairing.stage == Stage::Agreed && pairing.is_supporter_free(tx)?,
            next: Shift::of(tx, pairing.supporter, Work::Conversation)?.into_iter().next(),
            pairing,
        })
    }
}

#[derive(Template)]
#[template(path = "pairings/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
}

async fn page(c: &Ctx, id: PairingId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    let page = Show { c, form, shown: &shown };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn propose(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: PairingId = id.parse()?;
    let actor = c.member()?.clone();
    let purpose = form.required("purpose", WORDS_AT_MOST, "pairing-purpose-missing");
    let rhythm: Option<Rhythm> = form.text("rhythm").parse().ok();
    if rhythm.is_none() {
        form.wrong("rhythm", "pairing-rhythm-missing");
    }
    let weeks = form.text("weeks").parse().unwrap_or(0);
    if !WEEKS.contains(&weeks) {
        form.wrong("weeks", "pairing-weeks-missing");
    }
    let (true, Some(rhythm)) = (form.is_right(), rhythm) else { return page(&c, id, &form).await };
    c.write(move |tx| Pairing::of(tx, &actor, id)?.propose(tx, &actor, &purpose, rhythm, weeks)).await?;
    c.go(format!("/support/pairings/{id}"))
}

pub(crate) async fn agree(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: PairingId = id.parse()?;
    let actor = c.member()?.clone();
    let ends_on = Time(form.text("ends-on").parse().unwrap_or(0));
    c.write(move |tx| Pairing::of(tx, &actor, id)?.agree(tx, &actor, ends_on)).await?;
    c.go(format!("/support/pairings/{id}"))
}

pub(crate) async fn end(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: PairingId = id.parse()?;
    let actor = c.member()?.clone();
    let goodbye = form.optional("goodbye", WORDS_AT_MOST);
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    c.write(move |tx| Pairing::of(tx, &actor, id)?.end(tx, &actor, &goodbye)).await?;
    c.go(format!("/support/pairings/{id}"))
}

pub(crate) async fn talk(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PairingId = id.parse()?;
    let actor = c.member()?.clone();
    let conversation = c.write(move |tx| Pairing::of(tx, &actor, id)?.talk(tx, &actor)).await?;
    c.go(format!("/conversations/{}", conversation.id))
}
