//! The addresses of the rota.

use axum::{
    Router,
    routing::{get, post},
};

use super::{rota, rota_gap, rota_team};

/// The pages of the rota.
pub(crate) fn routes_rota() -> Router {
    Router::new()
        .route("/rota", get(rota::index))
        .route("/rota/shifts", post(rota::plan))
        .route("/rota/shifts/{id}/withdrawal", post(rota::give_up))
        .route("/rota/shifts/{id}/offer", post(rota::offer))
        .route("/rota/shifts/{id}/keeping", post(rota::keep))
        .route("/rota/shifts/{id}/taking", post(rota::take))
        .route("/rota/standing/{id}/ending", post(rota::end_standing))
        .route("/rota/needs/{id}/claim", post(rota::claim))
        .route("/rota/needs", get(rota_team::needs).post(rota_team::add))
        .route("/rota/needs/{id}/ending", post(rota_team::end))
        .route("/rota/everyone", get(rota_team::everyone))
        .route("/rota/gap", get(rota_gap::show))
}
