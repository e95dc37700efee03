//! The addresses of what is recorded, of what everybody may see of it, and of the community's papers.

use axum::{
    Router,
    routing::{get, post},
};

use super::{complaints, equity, glasses, openings, papers, transparency};

/// The pages of fairness and record.
pub(crate) fn routes_record() -> Router {
    Router::new()
        .route("/account/openings", get(openings::index).post(openings::seen))
        .route("/account/about-me", get(equity::about_me).post(equity::belong))
        .route("/account/about-me/withdrawal", post(equity::withdraw))
        .route("/safety/break-glass", get(glasses::index).post(glasses::create))
        .route("/safety/break-glass/{id}", get(glasses::show))
        .route("/safety/break-glass/{id}/answer", post(glasses::answer))
        .route("/safety/break-glass/{id}/shutting", post(glasses::shut))
        .route("/safety/equity", get(equity::show))
        .route("/safety/complaints", get(complaints::index))
        .route("/safety/complaints/{id}", get(complaints::look))
        .route("/safety/complaints/{id}/answer", post(complaints::answer))
        .route("/complaints/new", get(complaints::new))
        .route("/complaints", post(complaints::create))
        .route("/complaints/{token}", get(complaints::show))
        .route("/transparency", get(transparency::show))
        .route("/settings/groups", get(equity::groups).post(equity::add))
        .route("/settings/groups/{id}/removal", post(equity::retire))
        .route("/settings/compliance", get(papers::index))
        .route("/settings/compliance/copy.html", get(papers::html))
        .route("/settings/compliance/copy.md", get(papers::markdown))
        .route("/settings/compliance/{section}", get(papers::edit).post(papers::write))
}
