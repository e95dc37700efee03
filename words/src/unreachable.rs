//! The page for when our own records cannot be reached: it knows nobody, and still says where help is, and still holds
//! what was typed.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{FromRequest, Request},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use web::{Arg, Form};

use crate::{
    App, KnownHelp,
    ctx::Count,
    enter::{AWAY_COOKIE, read_cookie},
    kept::Again,
};

/// Answers without asking the database anything.
pub(crate) async fn page(app: &App, request: Request) -> Response {
    let headers = request.headers();
    // Whoever leaves in a hurry, or has left, sees an empty page.
    let leaves =
        matches!(request.uri().path(), "/exit" | "/away" | "/return") || read_cookie(headers, AWAY_COOKIE).is_some();
    let html = if leaves {
        include_str!("../templates/empty.html").to_owned()
    } else {
        let locale =
            read_cookie(headers, "locale").filter(|it| app.catalogue.has(it)).unwrap_or_else(|| "en".to_owned());
        let again = typed(request).await;
        let page = Unreachable { c: &Plain { app, locale }, help: app.kept.help(), again };
        // A page of ours that does not render is a fault of the program; an empty one says nothing wrong.
        page.render().unwrap_or_else(|_| include_str!("../templates/empty.html").to_owned())
    };
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let retry = HeaderValue::from_static("5");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, kind), (header::RETRY_AFTER, retry)], html)
        .into_response()
}

/// What was typed into a form of ours. A form of another site is not given back: its words would look like one's own.
async fn typed(request: Request) -> Option<Again> {
    if request.method() != Method::POST || !web::same_origin(request.method(), request.headers()) {
        return None;
    }
    let action = request.uri().path_and_query().map(ToString::to_string)?;
    let form = Form::from_request(request, &()).await.ok()?;
    Again::of(&form, action)
}

#[derive(Template)]
#[template(path = "unreachable.html")]
struct Unreachable<'a> {
    c: &'a Plain<'a>,
    help: Arc<KnownHelp>,
    again: Option<Again>,
}

/// As much of a page's context as there is without a database.
struct Plain<'a> {
    app: &'a App,
    locale: String,
}

impl Plain<'_> {
    fn lang(&self) -> &str {
        &self.app.catalogue.locale(&self.locale).id
    }

    fn dir(&self) -> &str {
        self.app.catalogue.locale(&self.locale).dir
    }

    fn t(&self, key: &str) -> String {
        self.app.catalogue.say(&self.locale, key, &[])
    }

    fn tv(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.app.catalogue.say(&self.locale, key, &[(name, Arg::Text(&value.to_string()))])
    }

    fn tn(&self, key: &str, name: &str, number: impl Count) -> String {
        self.app.catalogue.say(&self.locale, key, &[(name, Arg::Number(number.count()))])
    }

    fn asset(&self, name: &str) -> String {
        self.app.assets.path(name)
    }

    fn icon(&self, name: &str) -> String {
        web::icon(name)
    }
}
