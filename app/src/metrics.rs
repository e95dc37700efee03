//! Figures for the operator: how many, how long, how full. Never who.

use std::sync::{Arc, atomic::AtomicU64};

use axum::{
    Router,
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use words::App;

/// Counters of this process.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    /// Answers by the first digit of their status, from 1 to 5.
    answers: [Counter; 5],
    seconds: Histogram,
    waiting: Gauge<i64, std::sync::atomic::AtomicI64>,
    talking: Gauge<i64, std::sync::atomic::AtomicI64>,
    on_duty: Gauge<i64, std::sync::atomic::AtomicI64>,
    fullness: Gauge<f64, AtomicU64>,
    read_only: Gauge<i64, std::sync::atomic::AtomicI64>,
    ballast: Gauge<i64, std::sync::atomic::AtomicI64>,
    clock_doubted: Gauge<i64, std::sync::atomic::AtomicI64>,
    neighbours: Gauge<i64, std::sync::atomic::AtomicI64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("alongside");
        // Seconds: from a page out of memory to one that waited for a lock.
        let seconds = Histogram::new([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]);
        let (waiting, talking, on_duty, fullness, neighbours) =
            (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        let requests = Family::<Vec<(&'static str, String)>, Counter>::default();
        // Found once: every answer counts.
        let answers =
            [1, 2, 3, 4, 5].map(|class| requests.get_or_create_owned(&vec![("status", format!("{class}xx"))]));
        registry.register("requests", "Answers by class of status", requests);
        registry.register("request_seconds", "Time until the first byte of an answer", seconds.clone());
        registry.register("waiting", "Members who wait to talk", waiting.clone());
        registry.register("talking", "Conversations that are open", talking.clone());
        registry.register("on_duty", "Supporters on duty", on_duty.clone());
        registry.register(
            "sockets_used_ratio",
            "Share of the live connections that are in use",
            Gauge::clone(&fullness),
        );
        registry.register("neighbours", "Other nodes of this community that live", Gauge::clone(&neighbours));
        let (read_only, ballast, clock_doubted) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("read_only", "1 while the disk is full and nothing new is saved", read_only.clone());
        registry.register("ballast", "1 while the room that is kept back is there", ballast.clone());
        registry.register(
            "clock_doubted",
            "1 while the clock is not believed and nothing is erased",
            clock_doubted.clone(),
        );
        Self {
            registry: Arc::new(registry),
            answers,
            seconds,
            waiting,
            talking,
            on_duty,
            fullness,
            neighbours,
            read_only,
            ballast,
            clock_doubted,
        }
    }
}

/// The middleware that counts.
pub(crate) async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "measures how long an answer took")]
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    metrics.seconds.observe(began.elapsed().as_secs_f64());
    if let Some(class) = metrics.answers.get(usize::from(response.status().as_u16() / 100 - 1)) {
        class.inc();
    }
    response
}

/// Answers `/metrics`, on an address of its own.
pub(crate) fn router(metrics: Metrics, app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(show)).with_state((metrics, app))
}

async fn show(State((metrics, app)): State<(Metrics, Arc<App>)>) -> Response {
    if let Ok((waiting, talking, on_duty)) = app.db.read(support::vitals).await {
        metrics.waiting.set(waiting);
        metrics.talking.set(talking);
        metrics.on_duty.set(on_duty);
    }
    metrics.read_only.set(i64::from(app.db.is_read_only()));
    metrics.ballast.set(i64::from(app.db.has_ballast()));
    metrics.clock_doubted.set(i64::from(!app.db.is_time_sure()));
    metrics.fullness.set(app.sockets.fullness());
    metrics.neighbours.set(i64::try_from(app.bus.neighbours()).unwrap_or(i64::MAX));
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
            .into_response(),
        Err(_) => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
