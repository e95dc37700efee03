//! The addresses of stories and of one's own pages.

use axum::{
    Router,
    routing::{get, post},
};

use super::{digest, mine, mutes, reviews, stories, writing};

/// The pages of stories, and the pages that are one's own.
pub(crate) fn routes_mine() -> Router {
    Router::new()
        .route("/circles/stories", get(stories::index).post(stories::create))
        .route("/circles/stories/new", get(stories::new))
        .route("/circles/stories/reviews", get(reviews::index))
        .route("/circles/stories/{id}", get(stories::show).post(stories::change))
        .route("/circles/stories/{id}/edit", get(stories::edit))
        .route("/circles/stories/{id}/reopening", post(stories::reopen))
        .route("/circles/stories/{id}/withdrawal", post(stories::withdraw))
        .route("/circles/stories/{id}/review", get(reviews::show).post(reviews::create))
        .route("/circles/digest", get(digest::show).post(digest::put_away))
        .route("/circles/mutes", post(mutes::create))
        .route("/circles/mutes/{id}/removal", post(mutes::lift))
        .route("/circles/mine", get(mine::show))
        .route("/circles/mine/carried", post(mine::carry))
        .route("/circles/mine/side", post(mine::take_side))
        .route("/circles/mine/suggestions", post(mine::suggest))
        .route("/circles/mine/digest", post(mine::choose_digest))
        .route("/circles/mine/dates", post(mine::mark))
        .route("/circles/mine/dates/{id}/removal", post(mine::forget))
        .route("/circles/mine/refusals/reading", post(mine::seen))
        .route("/circles/mine/writing", get(writing::show))
        .route("/circles/mine/writing/withdrawal", post(writing::take_all_back))
        .route("/circles/mine/writing/choice", post(writing::choose))
        .route("/circles/mine/writing/posts/{id}/withdrawal", post(writing::take_post_back))
        .route("/circles/mine/writing/drafts/removal", post(writing::discard))
        .route("/circles/mine/writing/copy.json", get(writing::json))
        .route("/circles/mine/writing/copy.html", get(writing::html))
}
