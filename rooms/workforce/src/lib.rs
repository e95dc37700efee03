//! Those who help: how they come and how they step back, what they were certified for, when they are there, who looks
//! after them, and when they rest.
//!
//! Rooms in which people are helped ask one question before somebody takes on anything, [`may`](answer::may), and get a
//! reason with a no. They say when work begins and ends ([`spell`]). Nobody is ranked, and what somebody says about how
//! they are belongs to them.

pub mod answer;

// Hours, rests, and how somebody is.
pub mod check;
pub mod debrief;
pub mod desk;
pub mod entry;
mod farewell;
pub mod hours;
pub mod limit;
mod pages;
pub mod pause;
pub mod question;
pub mod rest;
pub mod session;
pub mod spell;
pub mod strain;
mod stretch;
pub mod supervisor;
pub mod together;
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
pub mod ready;
pub mod record;
pub mod stage;
pub mod step_back;

// When somebody is there.
pub mod calendar;
pub mod demand;
pub mod doors;
pub mod gap;
pub mod need;
pub mod shift;
pub mod standing;
pub mod swap;

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
    Migration { room: "workforce", number: 4, name: "rota", sql: include_str!("../migrations/0004_rota.sql") },
    Migration { room: "workforce", number: 5, name: "hours", sql: include_str!("../migrations/0005_hours.sql") },
    Migration {
        room: "workforce",
        number: 6,
        name: "supervision",
        sql: include_str!("../migrations/0006_supervision.sql"),
    },
    Migration { room: "workforce", number: 7, name: "answers", sql: include_str!("../migrations/0007_answers.sql") },
    Migration {
        room: "workforce",
        number: 8,
        name: "handed-over",
        sql: include_str!("../migrations/0008_handed_over.sql"),
    },
];

/// Words of this room, in English.
pub const ENGLISH: &[&str] = &[
    include_str!("../locales/en.ftl"),
    // The way in and the way back, and role cards.
    include_str!("../locales/way.ftl"),
    // When somebody is there.
    include_str!("../locales/rota.ftl"),
    // Hours, rests, and how somebody is.
    include_str!("../locales/hours.ftl"),
    // Who looks after whom.
    include_str!("../locales/supervision.ftl"),
    // Certificates, and showing them elsewhere.
    include_str!("../locales/certificates.ftl"),
];

/// The addresses of this room.
pub fn routes() -> Router {
    Router::new()
        .route("/workforce", get(pages::home::show))
        .merge(pages::way_routes::routes())
        .merge(pages::certificates_routes::routes())
        .merge(pages::rota_routes::routes_rota())
        .merge(pages::hours_routes::routes_hours())
        .merge(pages::supervision_routes::routes_supervision())
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    let jobs = jobs.erases(standing::JOB, standing::run);
    jobs.erases(wellbeing::MONTH, wellbeing::tell)
        .on(supervisor::LOOK, supervisor::look)
        .erases(session::FORGET, session::forget_old)
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    use jobs::Later;
    card::begin(tx)?;
    tx.later(standing::JOB, "", tx.now())?;
    tx.later(wellbeing::MONTH, "", tx.now())?;
    tx.later(supervisor::LOOK, "", tx.now())?;
    tx.later(session::FORGET, "", tx.now())
}
