//! The addresses of hours, rests and wellbeing.

use axum::{
    Router,
    routing::{get, post},
};

use super::{debriefs, hours, wellbeing};

pub(crate) fn routes_hours() -> Router {
    Router::new()
        .route("/workforce/hours", get(hours::show))
        .route("/workforce/hours/limits", post(hours::limit))
        .route("/workforce/pause", post(hours::pause))
        .route("/workforce/pause/ending", post(hours::come_back))
        .route("/workforce/debriefs/{id}/talk", post(debriefs::talked))
        .route("/workforce/debriefs/{id}/waiver", post(debriefs::waive))
        .route("/workforce/debriefs/{id}/reading", post(debriefs::read))
        .route("/workforce/debriefs/{id}/again", post(debriefs::reopen))
        .route("/workforce/wellbeing", get(wellbeing::show))
        .route("/workforce/wellbeing/shift", post(wellbeing::shift))
        .route("/workforce/wellbeing/month", post(wellbeing::month))
        .route("/workforce/wellbeing/forgetting", post(wellbeing::forget))
        .route("/workforce/wellbeing/everybody", get(wellbeing::everybody))
}
