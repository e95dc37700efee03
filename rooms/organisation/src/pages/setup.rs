use askama::Template;
use axum::{extract::Path, http::StatusCode};
use web::{Form, Page};
use words::{Ctx, Hat};

use super::{steps::Frame, went_well};
use crate::{
    founding,
    helplines::{self, Reason},
    setup::{self, Step},
};

/// Goes on where the set-up was left.
pub(crate) async fn resume(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let step = c.read(setup::resume).await?;
    c.go(step.unwrap_or(Step::Opening).path())
}

/// The one-time link leads here. Looking at the page does not use the link up: messengers look at links too.
pub(crate) async fn arrive(c: Ctx, Path(token): Path<String>) -> Page {
    let asked = token.clone();
    match c.read(move |tx| founding::check(tx, &asked)).await {
        Ok(()) => c.page(&Arrive { c: &c, token: Some(&token) }),
        Err(error) if error.refusal().is_some() => c.page_with(StatusCode::NOT_FOUND, &Arrive { c: &c, token: None }),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn opening(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    summary(&c, Form::empty()).await
}

pub(crate) async fn open(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let opened = c.write(move |tx| setup::open(tx, Some(by))).await;
    if went_well(&mut form, "opening", opened)? { c.go("/setup/opening") } else { summary(&c, form).await }
}

async fn summary(c: &Ctx, form: Form) -> Page {
    let (frame, missing, reasons) = c
        .read(|tx| {
            let mut reasons = helplines::unready(tx, tx.now())?;
            reasons.retain(Reason::keeps_closed);
            Ok((Frame::load(tx, Step::Opening)?, setup::missing(tx)?, reasons))
        })
        .await?;
    let page = Opening { c, frame: &frame, form: &form, missing: &missing, reasons: &reasons };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

#[derive(Template)]
#[template(path = "setup/arrive.html")]
struct Arrive<'a> {
    c: &'a Ctx,
    token: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "setup/opening.html")]
struct Opening<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    missing: &'a [Step],
    reasons: &'a [Reason],
}
