use askama::Template;
use web::{Form, Limit, Page};
use words::{Ctx, expired_cookie, session_cookie_name};

use super::{join::note, session_cookie, with_cookies};
use crate::{door, session};

#[derive(Template)]
#[template(path = "sign_in/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

pub(crate) async fn new(c: Ctx) -> Page {
    let next = c.query("next");
    if c.actor().is_some() {
        return c.go(ours(&next));
    }
    c.page(&New { c: &c, form: &Form::with(&[("next", ours(&next))]) })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    c.count(Limit::SignIn)?;
    let name = form.required("pseudonym", 100, "sign-in-name-missing");
    if form.raw("passphrase").is_empty() {
        form.wrong("passphrase", "sign-in-passphrase-missing");
    }
    if !form.is_right() {
        return c.again(&New { c: &c, form: &form });
    }
    let known = door::by_name(&c, &name, form.raw("passphrase")).await;
    let Some(member) = note(&mut form, "pseudonym", known)? else { return c.again(&New { c: &c, form: &form }) };
    let shared = !form.chosen("own", "yes");
    let before = c.actor().map(|it| (it.id, it.session));
    let token = c
        .write_from_reserve(move |tx| {
            // Whoever was signed in at this browser has handed it over.
            if let Some((member, session)) = before {
                session::revoke(tx, member, session)?;
            }
            session::open(tx, member, shared)
        })
        .await?;
    with_cookies(c.go(ours(form.text("next"))), [session_cookie(&c, &token, shared)])
}

pub(crate) async fn end(c: Ctx) -> Page {
    if let Some(actor) = c.actor() {
        let (member, session) = (actor.id, actor.session);
        c.write_from_reserve(move |tx| session::revoke(tx, member, session)).await?;
    }
    with_cookies(c.go("/"), [expired_cookie(c.app(), session_cookie_name(c.app()))])
}

/// Where to go on after signing in: a path of this site, or the start. Anything that a browser could read as another
/// site is not a path, and nobody is led out again by the way in.
fn ours(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && next.len() <= 300;
    let plain = next.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    let out = ["/exit", "/away", "/return", "/sign-in", "/sign-out"].iter().any(|it| next.starts_with(it));
    if inside && plain && !out { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(ours("/account/sessions"), "/account/sessions");
        assert_eq!(ours("/support/requests/7?x=1"), "/support/requests/7?x=1");
        for next in [
            "",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https://elsewhere.example",
            "/a\r\nb",
            "/ünï",
            "/exit",
            "javascript:x",
        ] {
            assert_eq!(ours(next), "/", "{next}");
        }
    }
}
