use askama::Template;
use web::{Form, Page};
use words::Ctx;

use super::join::note;
use crate::{door, member, recovery::RecoveryKey};

/// The one time that a recovery key is shown.
#[derive(Template)]
#[template(path = "keys/show.html")]
pub(super) struct Key<'a> {
    pub(super) c: &'a Ctx,
    pub(super) key: String,
    pub(super) welcome: bool,
    pub(super) next: &'a str,
}

#[derive(Template)]
#[template(path = "keys/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    /// They come from changing their passphrase.
    changed: bool,
}

pub(crate) async fn new(c: Ctx) -> Page {
    c.signed_in()?;
    let changed = c.query("done") == "passphrase";
    c.page(&New { c: &c, form: &Form::empty(), changed })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?;
    let confirmed = door::confirm(&c, actor, form.raw("passphrase")).await;
    if note(&mut form, "passphrase", confirmed)?.is_none() {
        return c.again(&New { c: &c, form: &form, changed: false });
    }
    let key = RecoveryKey::from_chance(c.app().db.random_bytes());
    let (member, stored) = (actor.id, key.clone());
    c.write(move |tx| member::change_recovery(tx, member, &stored)).await?;
    c.page(&Key { c: &c, key: key.to_string(), welcome: false, next: "/account" })
}
