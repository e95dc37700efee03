//! The addresses of practice, and of what was seen in it.

use axum::{
    Router,
    routing::{get, post},
};

use super::{plays, practice, ratings};

pub(crate) fn routes_practice() -> Router {
    Router::new()
        .route("/training/courses/{course}/{activity}/play", post(plays::begin))
        .route("/training/courses/{course}/{activity}/play/erasure", post(plays::forget))
        .route("/training/courses/{course}/{activity}/line", post(plays::answer))
        .route("/training/practice", get(practice::show))
        .route("/training/practice/people", get(ratings::people))
        .route("/training/practice/people/{member}", get(ratings::show).post(ratings::create))
        .route("/training/practice/people/{member}/together", post(ratings::together))
}
