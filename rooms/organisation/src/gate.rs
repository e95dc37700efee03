//! The gate in front of every page: until the community is open, people find a kind page that says so and where help is,
//! and the administrators see what is still missing.

use askama::Template;
use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use web::Page;
use words::{Ctx, Doors, Hat};

use crate::{
    Settings,
    emergency::{self, Emergency},
    helplines::{self, Reason},
    setup::{self, Step},
};

/// Pages that answer while the doors are closed, and everything below them.
const BEFORE_THE_DOORS: &[&str] = &[
    "/setup",
    "/invitation",
    "/settings",
    "/account",
    "/members",
    "/trail",
    "/sign-in",
    "/sign-out",
    "/recover",
    "/exit",
    "/away",
    "/return",
    "/help-now",
    "/charter",
    "/confidentiality",
    "/manifest.webmanifest",
    "/robots.txt",
];

/// Middleware inside `words::enter` and around every room.
pub async fn gate(c: Ctx, request: Request, next: Next) -> Response {
    if c.community().doors == Doors::Open || is_before_the_doors(&c, request.method()) {
        return next.run(request).await;
    }
    closed(&c, request.method()).await.into_response()
}

fn is_before_the_doors(c: &Ctx, method: &Method) -> bool {
    let within =
        |place: &str| c.path().strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    BEFORE_THE_DOORS.iter().any(|it| within(it))
        // The first administrator joins before anybody else can, and then whoever is invited. Joining checks their tokens
        // every time; a form without one is refused there.
        || (within("/join")
            && (method == Method::POST || !c.query("setup").is_empty() || !c.query("invitation").is_empty()))
}

async fn closed(c: &Ctx, method: &Method) -> Page {
    let keeps_it = c.wears(Hat::Administrator);
    let (country, missing, reasons) = c
        .read(move |tx| {
            let country = Settings::current(tx)?.country;
            if !keeps_it {
                return Ok((country, Vec::new(), Vec::new()));
            }
            let mut reasons = helplines::unready(tx, tx.now())?;
            reasons.retain(Reason::keeps_closed);
            let mut missing = setup::missing(tx)?;
            if missing.is_empty() && !setup::saved(tx)?.contains(&Step::Opening) {
                missing.push(Step::Opening);
            }
            Ok((country, missing, reasons))
        })
        .await?;
    // Not an error: whoever comes to look is welcome, there is just nothing behind the door yet.
    let status = if matches!(*method, Method::GET | Method::HEAD) { StatusCode::OK } else { StatusCode::CONFLICT };
    let page = Closed { c, keeps_it, emergency: emergency::of(&country), missing: &missing, reasons: &reasons };
    c.page_with(status, &page)
}

#[derive(Template)]
#[template(path = "gate.html")]
struct Closed<'a> {
    c: &'a Ctx,
    keeps_it: bool,
    emergency: Option<&'static Emergency>,
    missing: &'a [Step],
    reasons: &'a [Reason],
}
