use axum::{
    http::{HeaderName, header},
    response::IntoResponse,
};
use web::Page;
use words::Ctx;

use crate::Settings;

const ROBOTS: &str = "# What people say to each other here is not for search engines.\nUser-agent: *\nDisallow: /\n";

/// What a phone needs to put the place on its home screen. Only the short name: it shows to whoever holds the phone.
pub(crate) async fn manifest(c: Ctx) -> Page {
    let settings = c.read(Settings::current).await?;
    let manifest = serde_json::json!({
        "name": settings.short_name,
        "short_name": settings.short_name,
        "lang": c.lang(),
        "dir": c.dir(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": [{ "src": c.asset("icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    Ok(plain("application/manifest+json", manifest.to_string()).into_response())
}

pub(crate) async fn robots() -> impl IntoResponse {
    plain("text/plain; charset=utf-8", ROBOTS.to_owned())
}

fn plain(kind: &'static str, body: String) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, kind)], body)
}
