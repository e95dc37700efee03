//! The addresses of supervision: one's own, and the desk of those who look after others.

use axum::{
    Router,
    routing::{get, post},
};

use super::{log, people, questions, sessions, supervision};

pub(crate) fn routes_supervision() -> Router {
    Router::new()
        .route("/workforce/supervision", get(supervision::show))
        .route("/workforce/supervision/date", post(supervision::plan))
        .route("/workforce/supervision/change", post(supervision::another))
        .route("/workforce/supervision/sessions/{id}", get(sessions::show).post(sessions::write))
        .route("/workforce/supervision/sessions/{id}/calling-off", post(sessions::call_off))
        .route("/workforce/supervision/sessions/{id}/holding", post(sessions::hold))
        .route("/workforce/supervision/log", get(log::show).post(log::write))
        .route("/workforce/supervision/log/{id}/sharing", post(log::share))
        .route("/workforce/supervision/log/{id}/keeping-back", post(log::keep_back))
        .route("/workforce/supervision/log/{id}/removal", post(log::remove))
        .route("/workforce/supervision/questions", get(questions::show).post(questions::ask))
        .route("/workforce/supervision/questions/{id}/removal", post(questions::take_back))
        .route("/workforce/supervision/questions/{id}/answer", get(questions::open).post(questions::answer))
        .route("/workforce/people", get(people::desk))
        .route("/workforce/people/{member}", get(people::show))
        .route("/workforce/people/{member}/date", post(people::plan))
        .route("/workforce/people/{member}/talk", post(people::hold))
        .route("/workforce/people/{member}/taking", post(people::take))
        .route("/workforce/people/{member}/handing-on", post(people::hand_on))
        .route("/workforce/together", post(people::invite))
        .route("/workforce/together/{id}/calling-off", post(people::call_off))
}
