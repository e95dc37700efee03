//! Starting a circle together with somebody.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use super::plans::{self, Choices};
use crate::{
    circle::Plan,
    kind::{CircleId, Joining, Moderation, Night, RoomWhenClosed},
    mine,
    proposal::{self, ANSWERED_WITHIN_DAYS, HERE_FOR_DAYS, Proposal},
};

#[derive(Template)]
#[template(path = "starting/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    choices: &'a Choices,
    proposals: Vec<Proposal>,
    is_eligible: bool,
}

impl Show<'_> {
    fn is_asked(&self, it: &Proposal) -> bool {
        it.agreed_at.is_none() && it.by != it.partner && self.c.actor().is_some_and(|me| me.id == it.partner)
    }
}

fn read(tx: &mut Tx<'_>, c: &Ctx, actor: &Actor) -> Result<(Choices, Vec<Proposal>, bool)> {
    let spoken: Vec<_> = c.community().languages.iter().copied().filter(|it| actor.languages.contains(it)).collect();
    let choices = Choices::read(tx, &spoken, false)?;
    Ok((choices, proposal::of_member(tx, actor)?, proposal::is_eligible(tx, actor.id)?))
}

async fn starting(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let ctx = c.clone();
    let (choices, proposals, is_eligible) = c.read(move |tx| read(tx, &ctx, &actor)).await?;
    let page = Show { c, form, choices: &choices, proposals, is_eligible };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn new(c: Ctx) -> Page {
    let language = c.member()?.languages.first().copied().unwrap_or_default();
    let form = plans::filled(&Plan::usual("", "", &c.t("circle-charter-start"), language), c.zone());
    starting(&c, &form).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let partner = form.required("partner", 40, "proposal-partner-missing");
    if let Some(plan) = plans::said(&c, &mut form, None) {
        let made = c
            .write(move |tx| {
                // Whoever proposes a circle proposes it on their own side.
                let plan = Plan { audience: mine::side(tx, actor.id)?, ..plan.clone() };
                proposal::make(tx, &actor, &plan, &partner)
            })
            .await;
        match made {
            Ok(_) => return c.go("/circles/start"),
            Err(error) => form.take("partner", error)?,
        }
    }
    starting(&c, &form).await
}

pub(crate) async fn agree(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| proposal::agree(tx, &actor, id)).await?;
    c.go("/circles/start")
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| proposal::withdraw(tx, &actor, id)).await?;
    c.go("/circles")
}
