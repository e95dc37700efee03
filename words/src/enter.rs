//! The door that every request passes: who asks, whether the request may have been forged, whether this browser has
//! been left in a hurry; and, on the way out, errors become pages in the person's words.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use cookie::{Cookie, SameSite};
use db::{Error, Refusal, Result};
use web::{Carried, Typed};

use crate::{Actor, App, Community, Ctx, Wording, ctx::Inner, kept::Again, unreachable};

/// Set when somebody left in a hurry without being signed in, so that Back shows nothing.
pub const AWAY_COOKIE: &str = "away";

/// Paths that answer even after leaving in a hurry: the neutral page, the way back, and what is needed to show them.
const OPEN_WHEN_AWAY: &[&str] = &["/away", "/return", "/exit"];

/// The name of the session cookie.
pub fn session_cookie_name(app: &App) -> &'static str {
    if app.public.https { "__Host-s" } else { "s" }
}

/// A cookie header value: HttpOnly, SameSite=Strict, for this host only, gone when the browser closes.
pub fn cookie(app: &App, name: &'static str, value: impl Into<String>) -> HeaderValue {
    let cookie = Cookie::build((name, value.into()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.public.https)
        .build();
    // Names and values are our own tokens; should one not fit a header, an empty cookie signs out rather than leaks.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// A header value that removes a cookie.
pub fn expired_cookie(app: &App, name: &'static str) -> HeaderValue {
    let mut gone = Cookie::build((name, "")).path("/").http_only(true).secure(app.public.https).build();
    gone.make_removal();
    HeaderValue::from_str(&gone.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// The value of a cookie that the browser sent.
pub fn read_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| Cookie::split_parse(value).filter_map(std::result::Result::ok))
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The middleware around every route.
pub async fn enter(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let https = app.public.https;
    let mut id = [0u8; 6];
    app.random.fill(&mut id);
    let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let (mut parts, body) = request.into_parts();
    let (method, route) = (parts.method.clone(), parts.extensions.get::<MatchedPath>().cloned());
    let typed = Typed::default();
    let mut response = match prepare(&app, &parts, &id).await {
        Ok(ctx) => {
            let away = ctx.actor().is_some_and(|it| it.locked) || read_cookie(&parts.headers, AWAY_COOKIE).is_some();
            let forged = !web::same_origin(&parts.method, &parts.headers);
            let response = if away && !OPEN_WHEN_AWAY.contains(&ctx.path()) {
                ctx.page(&Away { c: &ctx }).into_response()
            } else if forged {
                web::Fault(Error::refused("forged")).into_response()
            } else {
                parts.extensions.insert(ctx.clone());
                parts.extensions.insert(typed.clone());
                next.run(Request::from_parts(parts, body)).await
            };
            calm(&ctx, &method, &typed, response)
        }
        Err(error) => {
            // That the ground gives way is said once, where it is noticed, not for each who asks meanwhile.
            if let Error::Broken(cause) = error {
                tracing::error!(request = id, "a request could not be prepared: {cause:#}");
            }
            unreachable::page(&app, Request::from_parts(parts, body)).await
        }
    };
    // The route and never the address that was asked for: an id in it may be somebody's.
    let route = route.as_ref().map_or("nowhere", MatchedPath::as_str);
    tracing::info!(request = id, %method, route, status = response.status().as_u16(), "answered");
    web::secure(response.headers_mut(), https);
    response
}

async fn prepare(app: &Arc<App>, request: &Parts, id: &str) -> Result<Ctx> {
    let token = read_cookie(&request.headers, session_cookie_name(app));
    let lookup = app.lookup;
    let (community, actor): (Arc<Community>, Option<Actor>) = app
        .db
        .glance(move |tx| {
            let community = (lookup.community)(tx)?;
            let actor = token.as_deref().map(|token| (lookup.actor)(tx, token)).transpose()?.flatten();
            Ok((community, actor))
        })
        .await?;
    // A page that asks again by itself is no sign that somebody is there: an open tab must not keep a shared device
    // signed in. Waiting, being on duty and talking note their use themselves.
    let by_itself = request.headers.contains_key("x-asked-by");
    if let Some(actor) = &actor
        && actor.touch
        && !by_itself
    {
        let session = actor.session;
        // From the reserve: a full disk must not sign anybody out. And no page fails because its being asked for could
        // not be noted.
        if let Err(Error::Broken(cause)) = app.db.write_from_reserve(move |tx| (lookup.touch)(tx, session)).await {
            tracing::error!(request = id, "the use of a session could not be noted: {cause:#}");
        }
    }
    let now = app.db.now();
    let locale = actor
        .as_ref()
        .map(|it| it.locale.clone())
        .or_else(|| read_cookie(&request.headers, "locale"))
        .filter(|it| app.catalogue.has(it))
        .unwrap_or_else(|| "en".to_owned());
    // Visitors read times where the community is.
    let zone = actor.as_ref().map_or(&community.zone, |it| &it.zone).clone();
    Ok(Ctx::new(Inner {
        wording: Arc::new(Wording::new(Arc::clone(&app.catalogue), locale, zone)),
        address: address(app, request),
        path: request.uri.path().to_owned(),
        query: request.uri.query().unwrap_or_default().to_owned(),
        request: id.to_owned(),
        app: Arc::clone(app),
        actor,
        community,
        now,
    }))
}

/// The address that a request came from; a proxy is believed only when it is one of ours. Used for counting tries in
/// memory, never kept.
fn address(app: &App, request: &Parts) -> IpAddr {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |it| it.0.ip());
    if !app.public.proxies.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        forwarded.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| !app.public.proxies.contains(hop)).unwrap_or(peer)
}

/// Turns an error into a page; logs what is our fault, once, without text or address.
fn calm(ctx: &Ctx, method: &Method, typed: &Typed, response: Response) -> Response {
    let Some(Carried(error)) = response.extensions().get::<Carried>().cloned() else { return response };
    let status = response.status();
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    match &*error {
        Error::Refused(Refusal { key: "sign-in-first", .. }) => {
            // The address of a form is not always a page.
            let next = if method == Method::GET && !status.is_success() { ctx.path() } else { "/" };
            return ctx.go(format!("/sign-in?next={next}")).into_response();
        }
        Error::Broken(cause) => tracing::error!(request = ctx.request_id(), path = ctx.path(), "{cause:#}"),
        _ => (),
    }
    // What the rules refused stands in its own page again. What failed comes back here.
    let failed = !matches!(&*error, Error::Refused(_) | Error::NotFound);
    let again = typed.form().filter(|_| failed).and_then(|form| Again::of(&form, ctx.address()));
    let page = FaultPage { c: ctx, error: &error, again };
    let mut page = ctx.page_with(status, &page).unwrap_or_else(|_| status.into_response());
    if let Some(retry) = retry {
        page.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    page
}

#[derive(Template)]
#[template(path = "away.html")]
struct Away<'a> {
    c: &'a Ctx,
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    c: &'a Ctx,
    error: &'a Error,
    again: Option<Again>,
}
