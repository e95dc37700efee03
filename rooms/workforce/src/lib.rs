//! Those who help: how they come and how they step back, what they were certified for, when they are there, who looks
//! after them, and when they rest.
//!
//! Rooms in which people are helped ask one question before somebody takes on anything, [`may`](answer::may), and get a
//! reason with a no. They say when work begins and ends ([`spell`]). Nobody is ranked, and what somebody says about how
//! they are belongs to them.

pub mod answer;
pub mod calendar;
pub mod demand;
pub mod doors;
mod farewell;
pub mod gap;
pub mod need;
mod pages;
pub mod shift;
pub mod spell;
pub mod standing;
pub mod swap;

use axum::{Router, routing::get};
use db::Migration;
pub use farewell::farewell;
use jobs::Jobs;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        room: "workforce",
        number: 1,
        name: "workforce",
        sql: include_str!("../migrations/0001_workforce.sql"),
    },
    Migration { room: "workforce", number: 4, name: "rota", sql: include_str!("../migrations/0004_rota.sql") },
];

/// Words of this room, in English.
pub const ENGLISH: &[&str] = &[include_str!("../locales/en.ftl"), include_str!("../locales/rota.ftl")];

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new().route("/workforce", get(pages::home::show)).merge(pages::rota_routes::routes_rota())
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.erases(standing::JOB, standing::run)
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    use jobs::Later;
    tx.later(standing::JOB, "", tx.now())
}
