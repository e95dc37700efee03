//! All addresses of all rooms, and what surrounds them.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
};
use words::{App, Ctx};

use crate::metrics::{self, Metrics};

/// Longest time that a page may take before the person is told that we are busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// The same for a form that brings a file: a picture takes its time over a slow line, and a body that falls silent is
/// noticed where it is read.
const PATIENCE_WITH_FILE: Duration = Duration::from_secs(180);
/// Time within which the place must show that it is ready.
const READY_WITHIN: Duration = Duration::from_millis(1500);

/// Every room.
pub fn rooms() -> Router {
    organisation::routes()
        .merge(people::routes())
        .merge(training::routes())
        .merge(workforce::routes())
        .merge(safety::routes())
        .merge(support::routes())
        .merge(circles::routes())
        .merge(gatherings::routes())
        .merge(live::routes())
}

/// The whole application: what `pages` answer, with everything around it.
pub fn router(app: &Arc<App>, pages: Router, metrics: &Metrics) -> Router {
    // The quickest level: the usual one saves a kilobyte or two of a page, and takes twice as long.
    let compress = CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(512).and(NotForContentType::IMAGES));
    pages
        .fallback(nowhere)
        .layer(from_fn(organisation::gate))
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(Arc::clone(app), words::enter))
        .merge(files(app))
        .layer(from_fn_with_state(metrics.clone(), metrics::count))
        .layer(compress)
}

/// Answers that need no community: static files and signs of life.
fn files(app: &Arc<App>) -> Router {
    Router::new()
        .route("/static/{digest}/{*name}", get(file))
        .route("/sw.js", get(service_worker))
        .route("/favicon.ico", get(favicon))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .layer(from_fn_with_state(Arc::clone(app), secured))
        .with_state(Arc::clone(app))
}

async fn secured(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    web::secure(response.headers_mut(), app.public.https);
    response
}

async fn file(State(app): State<Arc<App>>, Path((digest, name)): Path<(String, String)>) -> Response {
    app.assets.serve(&digest, &name)
}

async fn service_worker(State(app): State<Arc<App>>) -> Response {
    app.assets.serve_fixed("js/sw.js")
}

async fn favicon(State(app): State<Arc<App>>) -> Response {
    app.assets.serve_fixed("icons/favicon.svg")
}

/// Ready means that pages can be answered: the database is reached and its community read, and nobody has asked the
/// program to end.
async fn ready(State(app): State<Arc<App>>) -> Response {
    if app.sockets.is_ending() {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], "ending\n").into_response();
    }
    // Asked of the tables, whatever is kept of the community.
    let read = app.db.read(|tx| tx.value::<i64>("SELECT COUNT(*) FROM organisation_settings", db::args![]));
    let asked = tokio::time::timeout(READY_WITHIN, read).await.unwrap_or(Err(db::Error::Busy));
    match asked {
        Ok(_) if app.db.is_read_only() => "ready, for reading only\n".into_response(),
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::debug!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], "not ready\n").into_response()
        }
    }
}

async fn nowhere(_: Ctx) -> web::Page {
    Err(db::Error::NotFound.into())
}

async fn in_time(request: Request, next: Next) -> Response {
    let reads = request.method().is_safe();
    let kind = request.headers().get(header::CONTENT_TYPE);
    let brings_file = kind.is_some_and(|it| it.as_bytes().starts_with(b"multipart/"));
    let patience = if brings_file { PATIENCE_WITH_FILE } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        // What no page of ours answered (another method, a socket's address opened as a page): for people it is simply
        // not there.
        Ok(response) if response.status().is_client_error() && !is_ours(&response) => {
            web::Fault(db::Error::NotFound).into_response()
        }
        Ok(response) => response,
        Err(_) if reads => web::Fault(db::Error::Busy).into_response(),
        // It may have been under way.
        Err(_) => web::Fault(db::Error::Unsure).into_response(),
    }
}

/// Whether a page, or an error on its way to becoming one, made this answer.
fn is_ours(response: &Response) -> bool {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
    is_page || response.extensions().get::<web::Carried>().is_some()
}
