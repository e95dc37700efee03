use askama::Template;
use web::{Form, Page};
use words::{Ctx, Language, Standing};

use super::{join::note, session_cookie, with_cookies};
use crate::{door, member, passphrase, session, standing, zones};

#[derive(Template)]
#[template(path = "account/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    name: &'a str,
    standing: Standing,
    /// What has just been done: a key of the catalogue.
    done: Option<&'a str>,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.signed_in()?;
    let done = match c.query("done").as_str() {
        "back" => Some("account-done-back"),
        "saved" => Some("account-done-saved"),
        "stays" => Some("account-done-stays"),
        _ => None,
    };
    c.page(&Show { c: &c, name: &actor.pseudonym, standing: actor.standing, done })
}

#[derive(Template)]
#[template(path = "account/languages.html")]
struct Languages<'a> {
    c: &'a Ctx,
    form: &'a Form,
    zones: &'a [String],
}

pub(crate) async fn languages(c: Ctx) -> Page {
    let actor = c.signed_in()?;
    let mut form = Form::with(&[("zone", actor.zone.as_str())]);
    for language in &actor.languages {
        form.add("language", language.code());
    }
    c.page(&Languages { c: &c, form: &form, zones: &zones::with(&actor.zone) })
}

pub(crate) async fn speak(c: Ctx, mut form: Form) -> Page {
    let member = c.signed_in()?.id;
    let ours = &c.community().languages;
    let languages: Vec<Language> =
        form.all("language").iter().filter_map(|code| code.parse().ok()).filter(|it| ours.contains(it)).collect();
    let zone = form.text("zone").to_owned();
    let spoken = c.write(move |tx| member::speak(tx, member, &languages, &zone)).await;
    if note(&mut form, "language", spoken)?.is_none() {
        return c.again(&Languages { c: &c, form: &form, zones: &zones::with(form.text("zone")) });
    }
    c.go("/account?done=saved")
}

#[derive(Template)]
#[template(path = "account/passphrase.html")]
struct Passphrase<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

pub(crate) async fn passphrase(c: Ctx) -> Page {
    c.signed_in()?;
    c.page(&Passphrase { c: &c, form: &Form::empty() })
}

/// A new passphrase ends every session, this one too; this browser gets a fresh one at once.
pub(crate) async fn change(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?;
    let given = form.raw("passphrase").to_owned();
    note(&mut form, "passphrase", passphrase::check(&given, &[&actor.pseudonym, &c.community().name]).await)?;
    if form.is_right() {
        let confirmed = door::confirm(&c, actor, form.raw("current")).await;
        note(&mut form, "current", confirmed)?;
    }
    if !form.is_right() {
        return c.again(&Passphrase { c: &c, form: &form });
    }
    let hash = passphrase::hash(&given, c.app().db.random_bytes()).await?;
    let (member, current) = (actor.id, actor.session);
    let (token, shared) = c
        .write(move |tx| {
            let shared = session::of(tx, member)?.into_iter().find(|it| it.id == current).is_none_or(|it| it.shared);
            member::change_passphrase(tx, member, &hash)?;
            Ok((session::open(tx, member, shared)?, shared))
        })
        .await?;
    // A new recovery key is offered next: whoever knew the old passphrase may have seen the old key.
    with_cookies(c.go("/account/recovery-key?done=passphrase"), [session_cookie(&c, &token, shared)])
}

#[derive(Template)]
#[template(path = "account/break.html")]
struct Break<'a> {
    c: &'a Ctx,
    standing: Standing,
}

pub(crate) async fn pause(c: Ctx) -> Page {
    let standing = c.signed_in()?.standing;
    c.page(&Break { c: &c, standing })
}

pub(crate) async fn take_break(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    c.write(move |tx| standing::take_break(tx, member)).await?;
    c.go("/account/break")
}

pub(crate) async fn come_back(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    c.write(move |tx| standing::come_back(tx, member)).await?;
    c.go("/account?done=back")
}
