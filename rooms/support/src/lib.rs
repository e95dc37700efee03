//! One to one. A member says what would help and waits with honest words about the wait; a supporter on duty is offered
//! the request and accepts; they talk live, and at times a supervisor joins where both can see it; they say goodbye, and
//! both are asked how it was. Supervisors see who waits and who works, never what is said.
//!
//! The rule that everything here serves: nobody waits in silence, and nobody is dropped without words.

pub mod alert;
pub mod apart;
mod asked;
pub mod closing;
mod colleague;
pub mod contact;
pub mod conversation;
pub mod dispatch;
pub mod duty;
pub mod eyes;
pub mod kind;
mod live;
pub mod message;
pub mod offer;
pub mod own_words;
mod pages;
mod panel;
pub mod past;
pub mod preference;
pub mod profile;
pub mod request;
pub mod shadow;
pub mod sitting;
mod topic;
pub mod wait;

// What comes after and around a conversation.
pub mod board;
pub mod cover;
mod farewell;
pub mod feedback;
pub mod note;
pub mod pairing;
pub mod place;
pub mod practice;
pub mod reflection;
pub mod review;
mod step_back;
pub mod thanks;

pub use farewell::farewell;
pub use step_back::step_back;

use axum::{
    Router,
    routing::{get, post},
};
use db::Migration;
use jobs::Jobs;
pub use panel::panel;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "support", number: 1, name: "support", sql: include_str!("../migrations/0001_support.sql") },
    Migration { room: "support", number: 2, name: "many", sql: include_str!("../migrations/0002_many.sql") },
    Migration {
        room: "support",
        number: 3,
        name: "reports_moved",
        sql: include_str!("../migrations/0003_reports_moved.sql"),
    },
    Migration { room: "support", number: 4, name: "rota", sql: include_str!("../migrations/0004_rota.sql") },
    Migration {
        room: "support",
        number: 5,
        name: "rests_moved",
        sql: include_str!("../migrations/0005_rests_moved.sql"),
    },
    Migration { room: "support", number: 6, name: "reviews", sql: include_str!("../migrations/0006_reviews.sql") },
    Migration { room: "support", number: 7, name: "practice", sql: include_str!("../migrations/0007_practice.sql") },
    Migration { room: "support", number: 8, name: "learning", sql: include_str!("../migrations/0008_learning.sql") },
];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    use pages::{conversations, duty, eyes, offers, profiles, requests};
    Router::new()
        .route("/support/ask", get(requests::new))
        .route("/support/requests", post(requests::create))
        .route("/support/requests/{id}", get(requests::show))
        .route("/support/requests/{id}/live", get(requests::live))
        .route("/support/requests/{id}/withdrawal", post(requests::withdraw))
        .route("/support/withdrawn", get(requests::withdrawn))
        .route("/support/preferences", post(profiles::prefer))
        .route("/self-help", get(requests::self_help))
        .route("/duty", get(duty::show).post(duty::begin))
        .route("/duty/live", get(duty::live))
        .route("/duty/end", post(duty::end))
        .route("/duty/not-ok", post(duty::not_ok))
        .route("/duty/looked-after", get(duty::looked_after))
        .route("/duty/guidance", get(duty::guidance))
        .route("/duty/profile", get(profiles::edit).post(profiles::update))
        .route("/duty/offers/{id}/acceptance", post(offers::accept))
        .route("/duty/offers/{id}/decline", post(offers::decline))
        .route("/conversations/{id}", get(conversations::show))
        .route("/conversations/{id}/live", get(conversations::live))
        .route("/conversations/{id}/messages", post(conversations::say))
        .route("/conversations/{id}/ending", post(conversations::end))
        .route("/conversations/{id}/handing-on", post(conversations::hand_on))
        .route("/conversations/{id}/eyes", post(eyes::ask))
        .route("/conversations/{id}/side-notes", post(eyes::note))
        .route("/supervision/eyes/{id}", get(eyes::show))
        .route("/supervision/eyes/{id}/live", get(eyes::live))
        .route("/supervision/eyes/{id}/taking", post(eyes::take))
        .route("/supervision/eyes/{id}/joining", post(eyes::join))
        .route("/supervision/eyes/{id}/settlement", post(eyes::settle))
        .merge(routes_after())
        .merge(routes_learning())
}

/// The addresses of learning in conversations: sitting in, and looking at one's own words.
fn routes_learning() -> Router {
    use pages::{learning, shadowing};
    Router::new()
        .route("/shadowing", get(shadowing::show).post(shadowing::ask))
        .route("/shadowing/live", get(shadowing::live))
        .route("/shadowing/ready", post(shadowing::ready))
        .route("/shadowing/ending", post(shadowing::end))
        .route("/duty/learning", get(learning::show).post(learning::choose))
        .route("/duty/learning/{id}/agreement", post(learning::agree))
        .route("/duty/learning/{id}/ending", post(learning::end))
        .route("/conversations/{id}/learner", post(learning::ask_member))
        .route("/conversations/{id}/learner/answer", post(learning::answer))
        .route("/conversations/{id}/learner/ending", post(learning::stop))
}

/// The addresses of what comes after and around a conversation, and of the first page.
fn routes_after() -> Router {
    use pages::{afterwards, landing, notes, pairings, practices, reports, reviews, supervision};
    Router::new()
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
        .route("/duty/thanks", get(afterwards::thanks))
        .route("/conversations/{id}/afterwards", get(afterwards::show).post(afterwards::create))
        .route("/conversations/{id}/safety", get(reports::safety))
        .route("/conversations/{id}/report", post(reports::create))
        .route("/conversations/{id}/block", post(reports::block))
        .route("/practice/{id}", get(practices::show))
        .route("/practice/{id}/live", get(practices::live))
        .route("/practice/{id}/messages", post(practices::say))
        .route("/practice/{id}/ending", post(practices::end))
        .route("/practice/{id}/real", post(practices::real))
        .route("/support/past", get(afterwards::past))
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
        .route("/supervision/reviews/{id}", get(reviews::show))
        .route("/supervision/feedback", get(supervision::feedback))
}

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs_after(jobs)
        .on(conversation::IDLE, conversation::look_for_silence)
        .on(duty::LOOK, duty::look)
        .erases(conversation::ERASE, conversation::erase)
        .erases(TIDY, tidy)
        .on(asked::COUNT, asked::count)
}

/// The later work of what comes after a conversation.
fn jobs_after(jobs: Jobs) -> Jobs {
    jobs.on(practice::IDLE, practice::look_for_silence)
        .erases(practice::ERASE, practice::erase)
        .on(note::DUE, note::look_at_promise)
        .on(pairing::ENDS, pairing::end_as_planned)
        .erases(pairing::FORGET, pairing::forget)
}

/// Job: gives up what was abandoned.
const TIDY: &str = "support.tidy";

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut db::Tx<'_>) -> db::Result<()> {
    use jobs::Later;
    tx.later(asked::COUNT, "", tx.now())?;
    tx.later(TIDY, "", tx.now())
}

fn tidy(tx: &mut db::Tx<'_>, _: &str) -> db::Result<()> {
    use jobs::Later;
    dispatch::forget_old(tx)?;
    duty::end_abandoned(tx)?;
    request::give_up_places(tx)?;
    closing::end_waits(tx)?;
    tx.later(TIDY, "", tx.now() + std::time::Duration::from_secs(60))
}

/// How many wait, how many talk, how many are on duty: figures for the operator.
pub fn vitals(tx: &mut db::Tx<'_>) -> db::Result<(i64, i64, i64)> {
    Ok((
        tx.value("SELECT COUNT(*) FROM support_requests WHERE ended_at IS NULL", db::args![])?,
        tx.value("SELECT COUNT(*) FROM support_conversations WHERE ended_at IS NULL", db::args![])?,
        tx.value("SELECT COUNT(*) FROM support_duties WHERE ended_at IS NULL", db::args![])?,
    ))
}
