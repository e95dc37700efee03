//! Those who help: how they come and how they step back, what they were certified for, when they are there, who looks
//! after them, and when they rest.
//!
//! Rooms in which people are helped ask one question before somebody takes on anything, [`may`](answer::may), and get a
//! reason with a no. They say when work begins and ends ([`spell`]). Nobody is ranked, and what somebody says about how
//! they are belongs to them.

pub mod answer;
pub mod check;
pub mod debrief;
mod farewell;
pub mod hours;
pub mod limit;
mod pages;
pub mod pause;
pub mod rest;
pub mod spell;
pub mod strain;
mod stretch;
pub mod wellbeing;

// What certificates there are, and showing them elsewhere.
pub mod badge;
pub mod certificate;
pub mod credential;
pub mod learning;
pub mod requirement;

// The way in and the way back, and how clear a role is.
pub mod admission;
pub mod application;
pub mod card;
mod news;
pub mod pulse;
pub mod record;
pub mod stage;
pub mod step_back;

use axum::{Router, routing::get};
use db::Migration;
pub use farewell::farewell;
use jobs::Jobs;
pub use news::panel;
pub use pages::home::notice;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        room: "workforce",
        number: 1,
        name: "workforce",
        sql: include_str!("../migrations/0001_workforce.sql"),
    },
    Migration { room: "workforce", number: 2, name: "way", sql: include_str!("../migrations/0002_way.sql") },
    Migration {
        room: "workforce",
        number: 3,
        name: "certificates",
        sql: include_str!("../migrations/0003_certificates.sql"),
    },
    Migration { room: "workforce", number: 5, name: "hours", sql: include_str!("../migrations/0005_hours.sql") },
];

/// Words of this room, in English.
pub const ENGLISH: &[&str] = &[
    include_str!("../locales/en.ftl"),
    // The way in and the way back, and role cards.
    include_str!("../locales/way.ftl"),
    // Hours, rests, and how somebody is.
    include_str!("../locales/hours.ftl"),
    // Certificates, and showing them elsewhere.
    include_str!("../locales/certificates.ftl"),
];

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new()
        .route("/workforce", get(pages::home::show))
        .merge(pages::way_routes::routes())
        .merge(pages::certificates_routes::routes())
        .merge(pages::hours_routes::routes_hours())
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.erases(wellbeing::MONTH, wellbeing::tell)
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    use jobs::Later;
    card::begin(tx)?;
    tx.later(wellbeing::MONTH, "", tx.now())
}
