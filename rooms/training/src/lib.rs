//! Learning to support others: courses that people of the community write and change, practice with a partner, and what
//! somebody has been seen to do well. Nothing here says who may do what: that is for the room `workforce`.

pub mod agreement;
pub mod attempt;
pub mod booking;
pub mod competency;
pub mod correction;
pub mod course;
pub mod debrief;
pub mod draft;
mod farewell;
pub mod format;
pub mod heard;
pub mod kind;
pub mod media;
mod news;
pub mod offered;
pub mod outline;
pub mod packed;
mod pages;
pub mod play;
pub mod practice;
pub mod progress;
pub mod reflection;
pub mod shown;
pub mod signature;
pub mod starter;
mod step_back;
pub mod together;

use axum::Router;
use db::Migration;
pub use farewell::farewell;
use jobs::{Jobs, Later};
pub use news::panel;
pub use pages::ratings::says as agreement_says;
pub use step_back::step_back;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "training", number: 1, name: "courses", sql: include_str!("../migrations/0001_courses.sql") },
    Migration { room: "training", number: 2, name: "practice", sql: include_str!("../migrations/0002_practice.sql") },
    Migration { room: "training", number: 3, name: "live", sql: include_str!("../migrations/0003_live.sql") },
    Migration {
        room: "training",
        number: 4,
        name: "corrections",
        sql: include_str!("../migrations/0004_corrections.sql"),
    },
];

/// Words of this room, in English.
pub const ENGLISH: &[&str] = &[include_str!("../locales/courses.ftl"), include_str!("../locales/practice.ftl")];

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new()
        .merge(pages::courses_routes::routes_courses())
        .merge(pages::practice_routes::routes_practice())
        .merge(pages::practice_routes::routes_booked())
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(booking::LOOK, booking::look)
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    tx.later(booking::LOOK, "", tx.now())
}
