use askama::Template;
use web::{Form, Page};
use words::{Ctx, Standing};

use super::join::note;
use crate::{departure, door};

#[derive(Template)]
#[template(path = "leaving/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    standing: Standing,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let standing = c.signed_in()?.standing;
    c.page(&Show { c: &c, form: &Form::empty(), standing })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?;
    let confirmed = door::confirm(&c, actor, form.raw("passphrase")).await;
    let confirmed = note(&mut form, "passphrase", confirmed)?.is_some();
    if confirmed {
        let member = actor.id;
        let asked = c.write(move |tx| departure::ask(tx, member)).await;
        note(&mut form, "passphrase", asked)?;
    }
    if !form.is_right() {
        return c.again(&Show { c: &c, form: &form, standing: actor.standing });
    }
    c.go("/account/leave")
}

pub(crate) async fn undo(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    c.write(move |tx| departure::undo(tx, member)).await?;
    c.go("/account?done=stays")
}
