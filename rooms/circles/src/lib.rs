//! Circles: places where people who carry something similar read, write and answer one another. A circle has a theme, a
//! charter and two people who look after it; it opens with them and goes quiet without them. Whoever writes says what
//! they hope for, and somebody sees to it that nobody's words fall into silence. What a person may not see (a circle of
//! another age band or side, one that they were not invited to, who belongs to a hidden one) does not exist for them.
//!
//! What other rooms may call: [`circle::Circle`], [`membership`], [`mute::Quiet`], [`place::PLACE`].

pub mod acquaintance;
mod bar;
pub mod circle;
pub mod dates;
pub mod digest;
pub mod draft;
mod farewell;
pub mod finding;
pub mod kind;
pub mod measure;
pub mod membership;
pub mod mine;
pub mod mute;
mod pages;
mod panel;
pub mod picture;
pub mod place;
mod popup;
pub mod post;
pub mod proposal;
pub mod reading;
pub mod refusal;
pub mod reply;
pub mod review;
pub mod shelf;
pub mod story;
pub mod suggest;
pub mod thread;
mod topic;
pub mod visit;
pub mod voice;
pub mod watch;
pub mod writing;
mod written;

use axum::{
    Router,
    routing::{get, post as on_post},
};
use db::Migration;
pub use farewell::{farewell, take_everything_back};
use jobs::Jobs;
pub use panel::panel;
pub use topic::of_member as member_topic;

/// Days that the words of a live room may be kept at most.
pub const ROOM_WORDS_KEPT_DAYS: i64 = 90;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "circles", number: 1, name: "circles", sql: include_str!("../migrations/0001_circles.sql") },
    Migration {
        room: "circles",
        number: 2,
        name: "stories_and_mine",
        sql: include_str!("../migrations/0002_stories_and_mine.sql"),
    },
    Migration { room: "circles", number: 3, name: "pictures", sql: include_str!("../migrations/0003_pictures.sql") },
    Migration {
        room: "circles",
        number: 4,
        name: "looking_after",
        sql: include_str!("../migrations/0004_looking_after.sql"),
    },
    Migration {
        room: "circles",
        number: 5,
        name: "reports_moved",
        sql: include_str!("../migrations/0005_reports_moved.sql"),
    },
    Migration { room: "circles", number: 6, name: "night", sql: include_str!("../migrations/0006_night.sql") },
    Migration { room: "circles", number: 7, name: "decisions", sql: include_str!("../migrations/0007_decisions.sql") },
];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The words of stories and of one's own pages, in English.
pub const ENGLISH_MINE: &str = include_str!("../locales/mine.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    use pages::{circles, posts, threads};
    Router::new()
        .route("/circles", get(circles::index))
        .route("/circles/live", get(circles::live))
        .route("/circles/find", get(circles::find))
        .route("/circles/waiting", get(circles::waiting))
        .route("/circles/pictures/{id}", get(pages::pictures::show))
        .route("/circles/search", get(pages::search::show))
        .route("/circles/refusals/seen", on_post(circles::seen))
        .route("/circles/{id}", get(circles::show))
        .route("/circles/{id}/membership", on_post(circles::join))
        .route("/circles/{id}/membership/end", on_post(circles::leave))
        .route("/circles/{id}/request/withdrawal", on_post(circles::withdraw_request))
        .route("/circles/{id}/invitation/decline", on_post(circles::decline))
        .route("/circles/{id}/threads/new", get(threads::new))
        .route("/circles/{id}/threads", on_post(threads::create))
        .route("/threads/{id}", get(threads::show))
        .route("/threads/{id}/live", get(threads::live))
        .route("/threads/{id}/posts", on_post(threads::reply))
        .route("/threads/{id}/follow", on_post(threads::follow))
        .route("/threads/{id}/notes", on_post(threads::note))
        .route("/threads/{id}/pin", on_post(threads::pin))
        .route("/threads/{id}/closing", on_post(threads::close))
        .route("/posts/{id}/edit", get(posts::edit).post(posts::update))
        .route("/posts/{id}/withdrawal", get(posts::withdrawing).post(posts::withdraw))
        .route("/posts/{id}/reactions", on_post(posts::react))
        .merge(routes_of_those_who_look_after())
        .merge(pages::mine_routes::routes_mine())
}

/// The addresses for facilitators, and for those who keep the place.
fn routes_of_those_who_look_after() -> Router {
    use pages::{desk, people, posts, proposals, settings};
    Router::new()
        .route("/posts/{id}/history", get(posts::history))
        .route("/posts/{id}/letting-through", on_post(posts::let_through))
        .route("/posts/{id}/hiding", get(posts::hiding).post(posts::hide))
        .route("/desk", get(desk::show))
        .route("/desk/live", get(desk::live))
        .route("/circles/start", get(proposals::new).post(proposals::create))
        .route("/circles/start/{id}/agreement", on_post(proposals::agree))
        .route("/circles/start/{id}/withdrawal", on_post(proposals::withdraw))
        .route("/circles/{id}/people", get(people::index))
        .route("/circles/{id}/people/{member}/pause", get(people::pausing).post(people::pause))
        .route("/circles/{id}/people/{member}/removal", get(people::removing).post(people::remove))
        .route("/circles/{id}/requests/{request}/admission", on_post(people::admit))
        .route("/circles/{id}/requests/{request}/refusal", get(people::refusing).post(people::refuse))
        .route("/circles/{id}/refusals/{refusal}/undoing", on_post(people::undo_refusal))
        .route("/circles/{id}/decisions/{decision}/undoing", on_post(people::undo))
        .route("/circles/{id}/invitations", on_post(people::invite))
        .route("/circles/{id}/stepping-back", on_post(people::step_back))
        .route("/circles/{id}/new", get(desk::new).post(desk::read_along))
        .route("/circles/{id}/plan", get(settings::edit).post(settings::update))
        .route("/settings/circles", get(settings::index).post(settings::create))
        .route("/settings/circles/new", get(settings::new))
        .route("/settings/circles/{id}/facilitators", on_post(settings::appoint))
        .route("/settings/circles/{id}/opening", on_post(settings::open))
        .route("/settings/circles/{id}/closing", on_post(settings::close))
        .route("/settings/circles/{id}/decision", on_post(settings::decide))
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(reply::DUE, reply::look).on(finding::MOVE, finding::carry_over).on(digest::DUE, digest::look)
}
