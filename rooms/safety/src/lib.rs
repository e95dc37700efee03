//! Keeping everyone safe. People decide; this room puts the right thing in front of them first, and looks after those
//! who decide, those who are decided about, those who told us and those who are at risk.
//!
//! Rooms above hand over what was written ([`hear`]), lend how it is shown and hidden ([`Place`]), and ask before
//! they hide anything themselves. Nothing here ever stops words from being sent, acts on a person by itself, or calls
//! anyone outside.

pub mod carrier;
pub mod delivery;
pub mod keeps;
pub mod kind;
mod pages;
pub mod paging;
pub mod place;
pub mod stage;
pub mod watch;
pub mod way;

use axum::Router;
use db::{Migration, Result, Tx};
use jobs::Jobs;
pub use way::farewell_on_call;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "safety", number: 1, name: "safety", sql: include_str!("../migrations/0001_safety.sql") },
    Migration { room: "safety", number: 4, name: "on_call", sql: include_str!("../migrations/0004_on_call.sql") },
];

/// Words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The words of being on call, in English.
pub const ENGLISH_ON_CALL: &str = include_str!("../locales/on_call.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new().merge(pages::on_call_routes::routes_on_call())
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(paging::STAGE, paging::run_stage).erases(delivery::FORGET, delivery::forget_old)
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    delivery::plan_forgetting(tx)
}
