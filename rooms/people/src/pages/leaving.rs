use askama::Template;
use web::{Form, Page};
use words::{Ctx, Spot, Standing};

use super::join::note;
use crate::{departure, door};

#[derive(Template)]
#[template(path = "leaving/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    standing: Standing,
    panels: Vec<String>,
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let standing = c.signed_in()?.standing;
    let ctx = c.clone();
    let panels = c.read(move |tx| ctx.panels(tx, Spot::Leaving)).await?;
    let page = Show { c, form, standing, panels };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?;
    let confirmed = door::confirm(&c, actor, form.raw("passphrase")).await;
    let confirmed = note(&mut form, "passphrase", confirmed)?.is_some();
    if confirmed {
        let member = actor.id;
        let asked = c.write_from_reserve(move |tx| departure::ask(tx, member)).await;
        note(&mut form, "passphrase", asked)?;
    }
    if !form.is_right() {
        return page(&c, &form).await;
    }
    c.go("/account/leave")
}

pub(crate) async fn undo(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    c.write_from_reserve(move |tx| departure::undo(tx, member)).await?;
    c.go("/account?done=stays")
}
