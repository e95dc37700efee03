//! Role cards: reading, signing, signing beside somebody, and writing them anew.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use web::{Form, Page};
use words::{Ctx, Hat, MemberId};

use crate::card::{self, Card, Says, Signed, TEXT_AT_MOST, Unwitnessed};

#[derive(Template)]
#[template(path = "way/cards.html")]
struct Index<'a> {
    c: &'a Ctx,
    own: &'a [(Card, Signed)],
    /// Signatures that wait for one beside them, for those who give it.
    unwitnessed: Option<&'a [Unwitnessed]>,
    /// Every hat and whether its card must be signed, for those who write them.
    all: Option<&'a [(Hat, bool)]>,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let (own, unwitnessed, all) = c
        .read(move |tx| {
            let own = Card::own(tx, &actor)?;
            let unwitnessed = match card::witnesses(&actor) {
                Ok(()) => Some(card::unwitnessed(tx, &actor)?),
                Err(_) => None,
            };
            let all = match card::decides(&actor) {
                Ok(()) => {
                    let hats = Hat::ALL.iter().map(|hat| Ok((*hat, card::is_needed(tx, *hat)?)));
                    Some(hats.collect::<Result<Vec<_>>>()?)
                }
                Err(_) => None,
            };
            Ok((own, unwitnessed, all))
        })
        .await?;
    c.page(&Index { c: &c, own: &own, unwitnessed: unwitnessed.as_deref(), all: all.as_deref() })
}

#[derive(Template)]
#[template(path = "way/card.html")]
struct Show<'a> {
    c: &'a Ctx,
    card: &'a Card,
    /// For whoever wears the hat: how far the signing is.
    signed: Option<Signed>,
}

fn hat_of(text: &str) -> Result<Hat> {
    text.parse().map_err(|()| Error::NotFound)
}

pub(crate) async fn show(c: Ctx, Path(hat): Path<String>) -> Page {
    let (actor, hat) = (c.member()?.clone(), hat_of(&hat)?);
    let (card, signed) = c
        .read(move |tx| {
            let card = Card::of(tx, hat)?.ok_or(Error::NotFound)?;
            let signed = if actor.wears(hat) { Some(card.signed(tx, actor.id)?) } else { None };
            Ok((card, signed))
        })
        .await?;
    c.page(&Show { c: &c, card: &card, signed })
}

pub(crate) async fn sign(c: Ctx, Path(hat): Path<String>, form: Form) -> Page {
    let (actor, hat) = (c.member()?.clone(), hat_of(&hat)?);
    let version: i64 = form.text("version").parse().map_err(|_| Error::NotFound)?;
    c.write(move |tx| card::sign(tx, &actor, hat, version)).await?;
    c.go("/workforce/cards")
}

pub(crate) async fn countersign(c: Ctx, Path(hat): Path<String>, form: Form) -> Page {
    let (actor, hat) = (c.member()?.clone(), hat_of(&hat)?);
    let member: MemberId = form.text("member").parse()?;
    let version: i64 = form.text("version").parse().map_err(|_| Error::NotFound)?;
    c.write(move |tx| card::countersign(tx, &actor, member, hat, version)).await?;
    c.go("/workforce/cards#beside")
}

#[derive(Template)]
#[template(path = "way/card_edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    hat: Hat,
}

pub(crate) async fn edit(c: Ctx, Path(hat): Path<String>) -> Page {
    card::decides(c.member()?)?;
    let hat = hat_of(&hat)?;
    let (card, needed) = c.read(move |tx| Ok((Card::of(tx, hat)?, card::is_needed(tx, hat)?))).await?;
    let says = card.map(|it| it.says).unwrap_or_default();
    let mut form = Form::with(&[("does", says.does), ("does-not", says.does_not), ("calls", says.calls)]);
    if needed {
        form.add("needed", "yes");
    }
    c.page(&Edit { c: &c, form: &form, hat })
}

pub(crate) async fn write(c: Ctx, Path(hat): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    card::decides(&actor)?;
    let hat = hat_of(&hat)?;
    let says = Says {
        does: form.required("does", TEXT_AT_MOST, "card-does-missing"),
        does_not: form.required("does-not", TEXT_AT_MOST, "card-does-not-missing"),
        calls: form.required("calls", TEXT_AT_MOST, "card-calls-missing"),
    };
    let reason = form.required("reason", 300, "reason-missing");
    let needed = form.chosen("needed", "yes");
    if form.is_right() {
        let written = c
            .write(move |tx| {
                Card::write(tx, &actor, hat, &says, &reason)?;
                card::need(tx, &actor, hat, needed, &reason)
            })
            .await;
        match written {
            Ok(()) => return c.go("/workforce/cards"),
            Err(error) => form.take("does", error)?,
        }
    }
    c.again(&Edit { c: &c, form: &form, hat })
}
