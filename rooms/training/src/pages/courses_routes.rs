//! The addresses of taking courses and of writing them.

use axum::{
    Router,
    routing::{get, post},
};

use super::{activities, authoring, courses, films, parts, quizzes, reflections, shelf};

pub(crate) fn routes_courses() -> Router {
    Router::new()
        .route("/training", get(courses::index))
        .route("/training/courses/{course}", get(courses::show))
        .route("/training/courses/{course}/anew", post(courses::anew))
        .route("/training/reading/{course}", get(courses::reading))
        .route("/training/courses/{course}/{activity}", get(activities::show))
        .route("/training/courses/{course}/{activity}/done", post(activities::done))
        .route("/training/courses/{course}/{activity}/signature", post(activities::sign))
        .route("/training/courses/{course}/{activity}/reflection", post(reflections::keep))
        .route("/training/courses/{course}/{activity}/sharing", post(reflections::share))
        .route("/training/courses/{course}/{activity}/attempt", post(quizzes::begin))
        .route("/training/courses/{course}/{activity}/answer", post(quizzes::answer))
        .route("/training/shared", get(reflections::shared))
        .route("/training/media/{id}", get(films::show))
        .route("/training/authoring", get(shelf::index).post(shelf::create))
        .route("/training/authoring/files", post(shelf::bring))
        .route("/training/authoring/starting", post(shelf::start))
        .route("/training/authoring/{course}", get(authoring::show).post(authoring::update))
        .route("/training/authoring/{course}/draft", post(authoring::change))
        .route("/training/authoring/{course}/discarding", post(authoring::discard))
        .route("/training/authoring/{course}/publication", post(authoring::publish))
        .route("/training/authoring/{course}/retirement", post(authoring::retire))
        .route("/training/authoring/{course}/text", get(authoring::text).post(authoring::write))
        .route("/training/authoring/{course}/media", post(authoring::film))
        .route("/training/authoring/{course}/copy.md", get(shelf::copy))
        .route("/training/authoring/{course}/copy.zip", get(shelf::archive))
        .route("/training/authoring/{course}/modules", post(parts::create_module))
        .route("/training/authoring/{course}/modules/{module}", get(parts::new).post(parts::create))
        .route("/training/authoring/{course}/parts/{activity}", get(parts::edit).post(parts::update))
        .route("/training/authoring/{course}/parts/{activity}/place", post(parts::earlier))
        .route("/training/authoring/{course}/parts/{activity}/removal", post(parts::remove))
}
