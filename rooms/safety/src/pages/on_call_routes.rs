//! The addresses of being on call.

use axum::{
    Router,
    routing::{get, post},
};

use super::{on_call, ways};

/// The pages of those who are on call.
pub(crate) fn routes_on_call() -> Router {
    Router::new()
        .route("/on-call", get(on_call::show))
        .route("/on-call/now", post(on_call::begin))
        .route("/on-call/times/{id}/withdrawal", post(on_call::give_up))
        .route("/on-call/calls", get(on_call::calls))
        .route("/on-call/live", get(on_call::live))
        .route("/on-call/ways", get(ways::show))
        .route("/on-call/ways/browsers", post(ways::wake))
        .route("/on-call/ways/mail", post(ways::write_to))
        .route("/on-call/ways/pager/trial", post(ways::try_pager))
        .route("/on-call/ways/{id}/trial", post(ways::try_out))
        .route("/on-call/ways/{id}/removal", post(ways::give_up))
}
