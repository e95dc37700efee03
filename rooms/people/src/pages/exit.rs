use askama::Template;
use axum::http::{HeaderName, HeaderValue};
use web::{Form, Limit, Page};
use words::{AWAY_COOKIE, Ctx, cookie, expired_cookie, session_cookie_name};

use super::{join::note, with_cookies};
use crate::{
    door::{self, Unlocked},
    session,
};

#[derive(Template)]
#[template(path = "away.html")]
struct Away<'a> {
    c: &'a Ctx,
}

#[derive(Template)]
#[template(path = "return.html")]
struct Return<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

/// Leaves at once. The cookie goes out even when the lock cannot be written: nothing may keep somebody on the page.
pub(crate) async fn leave(c: Ctx) -> Page {
    if let Some(actor) = c.actor() {
        let session = actor.session;
        if let Err(error) = c.write_from_reserve(move |tx| session::lock(tx, session)).await {
            tracing::error!(%error, "a browser could not be locked; it is only blanked");
        }
    }
    let mut gone = with_cookies(c.go("/away"), [cookie(c.app(), AWAY_COOKIE, "1")])?;
    let forget = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    gone.headers_mut().insert(forget.0, forget.1);
    Ok(gone)
}

pub(crate) async fn away(c: Ctx) -> Page {
    c.page(&Away { c: &c })
}

/// The way back: straight in for a visitor; for whoever was signed in, only with the passphrase.
pub(crate) async fn back(c: Ctx) -> Page {
    if c.actor().is_some() {
        return c.page(&Return { c: &c, form: &Form::empty() });
    }
    with_cookies(c.go("/"), [expired_cookie(c.app(), AWAY_COOKIE)])
}

pub(crate) async fn come_back(c: Ctx, mut form: Form) -> Page {
    let Some(actor) = c.actor() else {
        return with_cookies(c.go("/"), [expired_cookie(c.app(), AWAY_COOKIE)]);
    };
    let session_gone = expired_cookie(c.app(), session_cookie_name(c.app()));
    if form.chosen("over", "yes") {
        let (member, session) = (actor.id, actor.session);
        c.write_from_reserve(move |tx| session::revoke(tx, member, session)).await?;
        return with_cookies(c.go("/"), [expired_cookie(c.app(), AWAY_COOKIE), session_gone]);
    }
    if note(&mut form, "passphrase", c.count(Limit::SignIn))?.is_none() {
        return c.again(&Return { c: &c, form: &form });
    }
    match door::unlock(&c, actor, form.raw("passphrase")).await? {
        Unlocked::Open => with_cookies(c.go("/"), [expired_cookie(c.app(), AWAY_COOKIE)]),
        Unlocked::Ended => with_cookies(c.go("/away"), [session_gone]),
        Unlocked::Wrong => {
            form.wrong("passphrase", "return-wrong");
            c.again(&Return { c: &c, form: &form })
        }
    }
}
