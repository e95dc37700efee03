//! The addresses of the way in, of the way back, and of what makes a role clear.

use axum::{
    Router,
    routing::{get, post},
};

use super::{application, applications, cards, pulses, records, rests, stages, step_back};

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/workforce/application", get(application::show).post(application::apply))
        .route("/workforce/application/readiness", post(application::say_ready))
        .route("/workforce/application/withdrawal", post(application::withdraw))
        .route("/workforce/applications", get(applications::index))
        .route("/workforce/applications/{id}", get(applications::show))
        .route("/workforce/applications/{id}/stages/{stage}", post(applications::reach))
        .route("/workforce/applications/{id}/acceptance", post(applications::accept))
        .route("/workforce/applications/{id}/refusal", post(applications::refuse))
        .route("/workforce/stages", get(stages::edit).post(stages::choose))
        .route("/workforce/step-back", get(step_back::show).post(step_back::create))
        .route("/workforce/step-back/plan", post(step_back::plan))
        .route("/workforce/step-back/stay", post(step_back::stay))
        .route("/workforce/return", post(step_back::come_back))
        .route("/workforce/rests", get(rests::new).post(rests::create))
        .route("/workforce/cards", get(cards::index))
        .route("/workforce/cards/{hat}", get(cards::show))
        .route("/workforce/cards/{hat}/edit", get(cards::edit).post(cards::write))
        .route("/workforce/cards/{hat}/signature", post(cards::sign))
        .route("/workforce/cards/{hat}/countersignature", post(cards::countersign))
        .route("/workforce/pulse", get(pulses::new).post(pulses::give))
        .route("/workforce/pulse/results", get(pulses::results))
        .route("/workforce/record", get(records::show).post(records::download))
        .route("/workforce/record/check", get(records::check).post(records::look))
}
