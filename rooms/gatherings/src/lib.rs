//! Gatherings: a circle's meetings at a time that was agreed. Facilitators plan one, or a rule for many, by the clock on
//! their wall; members see them by their own, say yes, wait in a fair line when it is full, and are reminded without a
//! word that gives anything away. A meeting follows phases whose clock only those who lead it see; it begins and stops on
//! time. Afterwards whoever came is asked, in private, how it was, and may write down with the others what they learned.
//!
//! In writing, by voice or in one place: the same rows for all, so that what was done can be compared.
//!
//! What other rooms may call: [`next_in_room`], [`running`], [`panel`], and when a member is erased, [`farewell`].

pub mod calendar;
mod farewell;
pub mod feedback;
pub mod gathering;
pub mod kind;
pub mod learned;
pub mod meeting;
pub mod news;
pub mod occurrence;
mod pages;
mod panel;
pub mod place;
pub mod plan;
pub mod reminder;
pub mod rule;
pub mod seats;
pub mod template;
mod topic;

use std::time::Duration;

use axum::{
    Router,
    routing::{get, post},
};
use db::{Migration, Result, Tx};
pub use farewell::farewell;
use jobs::{Jobs, Later};
pub use meeting::{Running, next_in_room, running};
pub use panel::panel;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[Migration {
    room: "gatherings",
    number: 1,
    name: "gatherings",
    sql: include_str!("../migrations/0001_gatherings.sql"),
}];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    use pages::{afterwards, calendars, gatherings, learned, meetings, mine, occurrences, series, templates};
    Router::new()
        .route("/gatherings", get(mine::index))
        .route("/gatherings/live", get(mine::live))
        .route("/gatherings/reminders", post(mine::remind))
        .route("/gatherings/news/{id}/reading", post(mine::read))
        .route("/gatherings/calendar", get(calendars::show).post(calendars::create))
        .route("/gatherings/calendar/revocation", post(calendars::revoke))
        .route("/calendar/{file}", get(calendars::feed))
        .route("/gatherings/templates", get(templates::index))
        .route("/gatherings/templates/new", get(templates::new).post(templates::create))
        .route("/gatherings/templates/{id}", get(templates::edit).post(templates::update))
        .route("/gatherings/templates/{id}/withdrawal", post(templates::withdraw))
        .route("/circles/{id}/gatherings", get(gatherings::index).post(gatherings::create))
        .route("/circles/{id}/gatherings/new", get(gatherings::new))
        .route("/gatherings/series/{id}", get(series::edit).post(series::update))
        .route("/gatherings/series/{id}/ending", post(series::end))
        .route("/gatherings/{id}", get(occurrences::show))
        .route("/gatherings/{id}/live", get(occurrences::live))
        .route("/gatherings/{id}/coming", post(occurrences::come))
        .route("/gatherings/{id}/arrival", post(occurrences::arrive))
        .route("/gatherings/{id}/calendar.ics", get(calendars::one))
        .route("/gatherings/{id}/plan", get(occurrences::plan))
        .route("/gatherings/{id}/cancellation", post(occurrences::cancel))
        .route("/gatherings/{id}/move", post(occurrences::shift))
        .route("/gatherings/{id}/step", post(occurrences::step))
        .route("/gatherings/{id}/attendance", get(occurrences::people).post(occurrences::note))
        .route("/gatherings/{id}/meeting", post(meetings::begin))
        .route("/gatherings/{id}/running", get(meetings::show))
        .route("/gatherings/{id}/running/live", get(meetings::live))
        .route("/gatherings/{id}/meeting/phase", post(meetings::go))
        .route("/gatherings/{id}/meeting/lead", post(meetings::hand_over))
        .route("/gatherings/{id}/meeting/ending", post(meetings::end))
        .route("/gatherings/{id}/afterwards", get(afterwards::show).post(afterwards::create))
        .route("/gatherings/{id}/learned", get(learned::edit).post(learned::update))
        .route("/gatherings/{id}/learned/offer", post(learned::offer))
        .route("/gatherings/{id}/learned/withdrawal", post(learned::withdraw))
        .route("/gatherings/{id}/learned/agreement", get(learned::asked).post(learned::answer))
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(plan::FURTHER, plan::further)
        .on(meeting::END, meeting::end_in_time)
        .on(reminder::A_DAY_BEFORE, |tx: &mut Tx<'_>, subject: &str| reminder::wake(tx, subject, kind::Reminder::Day))
        .on(reminder::AN_HOUR_BEFORE, |tx: &mut Tx<'_>, subject: &str| {
            reminder::wake(tx, subject, kind::Reminder::Hour)
        })
        .erases(TIDY, tidy)
}

/// Job: frees places that nobody holds any more.
const TIDY: &str = "gatherings.tidy";

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    tx.later(plan::FURTHER, "", tx.now())?;
    tx.later(TIDY, "", tx.now())
}

fn tidy(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    seats::sweep(tx)?;
    news::forget_old(tx)?;
    tx.later(TIDY, "", tx.now() + Duration::from_secs(300))
}
