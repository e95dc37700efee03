//! Live rooms. Each circle has one: an evening together, open only while a facilitator is on duty there. Whoever belongs
//! to the circle may come in and only listen; others see a rough number, not a list, unless one shows oneself. What is
//! said is heard from when one came, is kept as long as the charter says, and is gone afterwards with the key that sealed
//! it. Facilitators hand over to one another, slow things down, call on raised hands, take a topic from the list that
//! nobody's name is on, and step aside with somebody for a moment. A room that nobody looks after closes by itself, with
//! words; so does one whose last facilitator has given enough.

pub mod aside;
pub mod duty;
mod envelope;
pub mod evening;
mod farewell;
pub mod hand;
pub mod kind;
mod live;
pub mod message;
mod pages;
mod panel;
pub mod parking;
pub mod place;
pub mod presence;
pub mod reaction;
pub mod seat;
mod topic;
pub mod watch;

pub use farewell::{farewell, step_back};
pub use panel::panel;

use axum::{
    Router,
    routing::{get, post},
};
use db::Migration;
use jobs::Jobs;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "live", number: 1, name: "live", sql: include_str!("../migrations/0001_live.sql") },
    Migration { room: "live", number: 2, name: "by_id", sql: include_str!("../migrations/0002_by_id.sql") },
    Migration { room: "live", number: 3, name: "decisions", sql: include_str!("../migrations/0003_decisions.sql") },
];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    use pages::{asides, duties, messages, rooms};
    Router::new()
        .route("/circles/{id}/room", get(rooms::show))
        .route("/circles/{id}/room/door", get(rooms::door))
        .route("/circles/{id}/room/evenings/{evening}/live", get(rooms::live))
        .route("/circles/{id}/room/evenings/{evening}/messages", post(rooms::say))
        .route("/circles/{id}/room/presence", post(rooms::be_shown))
        .route("/circles/{id}/room/hand", post(rooms::raise_hand))
        .route("/circles/{id}/room/hand/lowering", post(rooms::lower_hand))
        .route("/circles/{id}/room/parking", post(rooms::park))
        .route("/circles/{id}/room/parking/{topic}/support", post(rooms::me_too))
        .route("/circles/{id}/room/messages/{message}", get(messages::show))
        .route("/circles/{id}/room/messages/{message}/reactions", post(messages::react))
        .route("/circles/{id}/room/messages/{message}/withdrawal", post(messages::withdraw))
        .route("/circles/{id}/room/messages/{message}/quiet", post(messages::keep_quiet))
        .route("/circles/{id}/room/messages/{message}/report", post(messages::report))
        .route("/circles/{id}/room/messages/{message}/hiding", post(messages::hide))
        .route("/circles/{id}/room/messages/{message}/showing", post(messages::show_again))
        .route("/circles/{id}/room/messages/{message}/aside", post(messages::take_aside))
        .route("/circles/{id}/room/opening", get(duties::before).post(duties::open))
        .route("/circles/{id}/room/stepping-back", post(duties::step_back))
        .route("/circles/{id}/room/closing", post(duties::close))
        .route("/circles/{id}/room/slow", post(duties::slow_down))
        .route("/circles/{id}/room/handovers", post(duties::hand_over))
        .route("/circles/{id}/room/handovers/{handover}/answer", post(duties::answer))
        .route("/circles/{id}/room/hands/{member}/turn", post(duties::call))
        .route("/circles/{id}/room/hands/{member}/aside", post(duties::take_aside))
        .route("/circles/{id}/room/parking/{topic}/taking", post(duties::take_topic))
        .route("/circles/{id}/room/parking/{topic}/removal", post(duties::remove_topic))
        .route("/circles/{id}/room/aside/{aside}", get(asides::show))
        .route("/circles/{id}/room/aside/{aside}/live", get(asides::live))
        .route("/circles/{id}/room/aside/{aside}/answer", post(asides::answer))
        .route("/circles/{id}/room/aside/{aside}/messages", post(asides::say))
        .route("/circles/{id}/room/aside/{aside}/ending", post(asides::end))
        .route("/circles/{id}/room/aside/{aside}/report", post(asides::report))
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(watch::WATCH, watch::watch).erases(evening::ERASE, evening::erase)
}

/// Makes sure that every open room is watched. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    use jobs::Later;
    for evening in evening::Evening::open(tx)? {
        tx.later(watch::WATCH, evening.id, tx.now() + watch::GONE)?;
    }
    Ok(())
}
