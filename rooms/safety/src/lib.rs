//! Keeping everyone safe. People decide; this room puts the right thing in front of them first, and looks after those
//! who decide, those who are decided about, those who told us and those who are at risk.
//!
//! Rooms above hand over what was written ([`hear`]), lend how it is shown and hidden ([`Place`]), and ask before
//! they hide anything themselves. Nothing here ever stops words from being sent, acts on a person by itself, or calls
//! anyone outside.

pub mod kind;
pub mod opening;
pub mod place;

use axum::Router;
use db::{Migration, Result, Tx};
use jobs::Jobs;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "safety", number: 1, name: "safety", sql: include_str!("../migrations/0001_safety.sql") },
    Migration { room: "safety", number: 3, name: "record", sql: include_str!("../migrations/0003_record.sql") },
];

/// Words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// Words of what is recorded, and of what everybody may see of it, in English.
pub const ENGLISH_RECORD: &str = include_str!("../locales/record.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new()
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(_: &mut Tx<'_>) -> Result<()> {
    Ok(())
}
