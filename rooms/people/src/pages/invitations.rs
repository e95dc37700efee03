use askama::Template;
use axum::{extract::Path, http::StatusCode};
use db::Error;
use organisation::invitations::{Invitation, InvitationId, State};
use web::{Form, Page};
use words::{Ctx, Doors, Hat};

use super::join::note;
use crate::invitations;

/// What an invited person finds behind the link; without an invitation, that it does not work any more.
#[derive(Template)]
#[template(path = "invitations/arrive.html")]
struct Arrive<'a> {
    c: &'a Ctx,
    token: &'a str,
    invitation: Option<&'a Invitation>,
}

#[derive(Template)]
#[template(path = "invitations/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    hats: &'static [Hat],
    invitations: &'a [(Invitation, Option<String>)],
}

/// The one time that a link is shown.
#[derive(Template)]
#[template(path = "invitations/link.html")]
struct Link<'a> {
    c: &'a Ctx,
    link: &'a str,
    hat: Option<Hat>,
}

/// Looking at the page does not use the link up: messengers look at links too.
pub(crate) async fn arrive(c: Ctx, Path(token): Path<String>) -> Page {
    let asked = token.clone();
    match c.read(move |tx| invitations::check(tx, &asked)).await {
        Ok(invitation) => c.page(&Arrive { c: &c, token: &token, invitation: Some(&invitation) }),
        Err(error) => over(&c, error),
    }
}

/// The page that says kindly that a link does not work any more; any other error is an error.
pub(super) fn over(c: &Ctx, error: Error) -> Page {
    if error.refusal() != Some("invitation-wrong") {
        return Err(error.into());
    }
    c.page_with(StatusCode::NOT_FOUND, &Arrive { c, token: "", invitation: None })
}

pub(crate) async fn index(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    page(&c, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let hat = match form.text("hat") {
        "" => None,
        word => word.parse::<Hat>().map_err(|()| form.wrong("hat", "members-hat-missing")).ok(),
    };
    let reason = form.required("reason", 300, "members-reason-missing");
    if !form.is_right() {
        return page(&c, &form).await;
    }
    let made = c.write(move |tx| invitations::make(tx, by, hat, &reason)).await;
    match note(&mut form, "reason", made)? {
        Some(token) => {
            let link = format!("{}/invitation/{token}", c.app().public.url);
            c.page(&Link { c: &c, link: &link, hat })
        }
        None => page(&c, &form).await,
    }
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let id: InvitationId = id.parse()?;
    c.write(move |tx| invitations::withdraw(tx, by, id)).await?;
    c.go("/settings/invitations")
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let asker = c.member()?.id;
    let invitations = c.read(move |tx| invitations::list(tx, asker)).await?;
    let index = Index { c, form, hats: Hat::ALL, invitations: &invitations };
    if form.is_right() { c.page(&index) } else { c.again(&index) }
}
