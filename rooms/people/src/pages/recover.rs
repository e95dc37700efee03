use askama::Template;
use db::Error;
use web::{Form, Limit, Page};
use words::Ctx;

use super::{join::note, keys::Key, session_cookie, with_cookies};
use crate::{member, passphrase, recovery::RecoveryKey, session};

#[derive(Template)]
#[template(path = "recover/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

pub(crate) async fn new(c: Ctx) -> Page {
    c.page(&New { c: &c, form: &Form::empty() })
}

/// There is no budget for each account here, on purpose: a key of 128 random bits cannot be guessed, and a budget would
/// only let somebody else spend it.
pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    c.count(Limit::SignIn)?;
    let name = form.required("pseudonym", 100, "sign-in-name-missing");
    let key = RecoveryKey::read(form.text("key"));
    if !form.has("key") {
        form.wrong("key", "recover-key-missing");
    } else if key.is_none() {
        form.wrong("key", "recover-key-slip");
    }
    let given = form.raw("passphrase").to_owned();
    note(&mut form, "passphrase", passphrase::check(&given, &[&name, &c.community().name]).await)?;
    let Some(key) = key.filter(|_| form.is_right()) else { return c.again(&New { c: &c, form: &form }) };

    let hash = passphrase::hash(&given, c.app().db.random_bytes()).await?;
    let fresh = RecoveryKey::from_chance(c.app().db.random_bytes());
    let (next_key, shared) = (fresh.clone(), !form.chosen("own", "yes"));
    let recovered = c
        .write(move |tx| {
            let member = member::recover(tx, &name, &key, &hash, &next_key)?;
            session::open(tx, member, shared)
        })
        .await;
    match recovered {
        Ok(token) => {
            let page = c.page(&Key { c: &c, key: fresh.to_string(), welcome: false, next: "/" });
            with_cookies(page, [session_cookie(&c, &token, shared)])
        }
        Err(error @ Error::Refused(_)) => {
            form.take("key", error)?;
            c.again(&New { c: &c, form: &form })
        }
        Err(error) => Err(error.into()),
    }
}
