//! One to one. A member says what would help and waits with honest words about the wait; a supporter on duty is offered
//! the request and accepts; they talk live, and at times a supervisor joins where both can see it; they say goodbye, and
//! both are asked how it was. Supervisors see who waits and who works, never what is said.
//!
//! The rule that everything here serves: nobody waits in silence, and nobody is dropped without words.

pub mod alert;
pub mod closing;
pub mod contact;
pub mod conversation;
pub mod dispatch;
pub mod duty;
pub mod eyes;
pub mod kind;
mod live;
pub mod message;
pub mod offer;
mod pages;
pub mod profile;
pub mod request;
mod topic;
pub mod wait;

// What comes after and around a conversation.
pub mod board;
pub mod cover;
mod farewell;
pub mod feedback;
pub mod note;
pub mod pairing;
pub mod reflection;
pub mod report;
pub mod shift;
pub mod thanks;

pub use farewell::farewell;

use db::Migration;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration { room: "support", number: 1, name: "support", sql: include_str!("../migrations/0001_support.sql") }];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The addresses of what comes after and around a conversation, and of the first page.
fn routes_after() -> axum::Router {
    use axum::routing::{get, post};
    use pages::{afterwards, landing, notes, pairings, reports, shifts, supervision};
    axum::Router::new()
        .route("/", get(landing::show))
        .route("/cover/live", get(landing::live))
        .route("/support/requests/{id}/note", get(notes::new).post(notes::create))
        .route("/support/notes/{id}", get(notes::show))
        .route("/support/notes/{id}/live", get(notes::live))
        .route("/duty/notes", get(notes::index))
        .route("/duty/notes/{id}", get(notes::edit))
        .route("/duty/notes/{id}/taking", post(notes::take))
        .route("/duty/notes/{id}/release", post(notes::release))
        .route("/duty/notes/{id}/answer", post(notes::answer))
        .route("/duty/shifts", get(shifts::index).post(shifts::create))
        .route("/duty/shifts/{id}/withdrawal", post(shifts::withdraw))
        .route("/duty/thanks", get(afterwards::thanks))
        .route("/conversations/{id}/afterwards", get(afterwards::show).post(afterwards::create))
        .route("/conversations/{id}/safety", get(reports::safety))
        .route("/conversations/{id}/report", post(reports::create))
        .route("/conversations/{id}/block", post(reports::block))
        .route("/support/past", get(afterwards::past))
        .route("/support/reports", get(reports::index))
        .route("/support/pairings", get(pairings::index))
        .route("/support/pairings/{id}", get(pairings::show))
        .route("/support/pairings/{id}/proposal", post(pairings::propose))
        .route("/support/pairings/{id}/agreement", post(pairings::agree))
        .route("/support/pairings/{id}/conversation", post(pairings::talk))
        .route("/support/pairings/{id}/ending", post(pairings::end))
        .route("/supervision", get(supervision::show))
        .route("/supervision/live", get(supervision::live))
        .route("/supervision/alerts/{id}/settlement", post(supervision::settle))
        .route("/supervision/requests/{id}", get(supervision::request))
        .route("/supervision/requests/{id}/offer", post(supervision::offer))
        .route("/supervision/requests/{id}/taking", post(supervision::take))
        .route("/supervision/supporters/{id}/capacity", post(supervision::capacity))
        .route("/supervision/closing", post(supervision::close))
        .route("/supervision/reopening", post(supervision::reopen))
        .route("/supervision/reports/{id}", get(reports::show))
        .route("/supervision/reports/{id}/answer", post(reports::answer))
        .route("/supervision/shifts", get(shifts::all))
        .route("/supervision/feedback", get(supervision::feedback))
}

/// The later work of what comes after a conversation.
fn jobs_after(jobs: jobs::Jobs) -> jobs::Jobs {
    jobs.on(note::DUE, note::look_at_promise).on(pairing::ENDS, pairing::end_as_planned)
}
