//! The addresses of practice, and of what was seen in it.

use axum::{
    Router,
    routing::{get, post},
};

use super::{booked, plays, practice, ratings};

pub(crate) fn routes_practice() -> Router {
    Router::new()
        .route("/training/courses/{course}/{activity}/play", post(plays::begin))
        .route("/training/courses/{course}/{activity}/play/erasure", post(plays::forget))
        .route("/training/courses/{course}/{activity}/line", post(plays::answer))
        .route("/training/practice", get(practice::show))
        .route("/training/practice/people", get(ratings::people))
        .route("/training/practice/people/{member}", get(ratings::show).post(ratings::create))
        .route("/training/practice/people/{member}/corrections", post(ratings::correct))
        .route("/training/practice/people/{member}/together", post(ratings::together))
}

pub(crate) fn routes_booked() -> Router {
    Router::new()
        .route("/training/booked", get(booked::index))
        .route("/training/booked/times", post(booked::offer))
        .route("/training/booked/times/{time}/agreement", post(booked::agree))
        .route("/training/booked/times/{time}/withdrawal", post(booked::withdraw))
        .route("/training/booked/times/{time}/booking", post(booked::book))
        .route("/training/booked/{booking}", get(booked::show))
        .route("/training/booked/{booking}/beginning", post(booked::begin))
        .route("/training/booked/{booking}/cancellation", post(booked::cancel))
        .route("/training/booked/{booking}/outcome", post(booked::settle))
        .route("/training/booked/{booking}/words", post(booked::leave))
}
