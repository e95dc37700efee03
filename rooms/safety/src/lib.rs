//! Keeping everyone safe. People decide; this room puts the right thing in front of them first, and looks after those
//! who decide, those who are decided about, those who told us and those who are at risk.
//!
//! Rooms above hand over what was written ([`hear`]), lend how it is shown and hidden ([`Place`]), and ask before
//! they hide anything themselves. Nothing here ever stops words from being sent, acts on a person by itself, or calls
//! anyone outside.

pub mod aftercare;
pub mod appeal;
pub mod assessment;
pub mod break_glass;
pub mod card;
pub mod care;
pub mod carrier;
pub mod case;
pub mod complaint;
pub mod concern;
mod concern_farewell;
pub mod consent;
pub mod contagion;
pub mod decision;
pub mod delivery;
pub mod equity;
pub mod exposure;
mod farewell;
pub mod flag;
pub mod grounds;
pub mod joint;
mod keeper;
pub mod keeps;
pub mod kind;
pub mod ladder;
pub mod news;
mod night;
pub mod notice;
pub mod opening;
mod pages;
pub mod paging;
pub mod paper;
pub mod place;
pub mod playbook;
pub mod postvention;
pub mod reading;
pub mod rule;
pub mod safeguarding;
pub mod spot;
pub mod stage;
mod step_back;
pub mod topic;
pub mod training;
pub mod transparency;
pub mod watch;
pub mod way;
pub mod worry;

use std::time::Duration;

use axum::{
    Router,
    routing::{get, post},
};
use db::{Migration, Result, Tx};
pub use farewell::farewell;
use jobs::{Jobs, Later};
pub use reading::{Heard, hear};
pub use step_back::step_back;

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "safety", number: 1, name: "safety", sql: include_str!("../migrations/0001_safety.sql") },
    Migration { room: "safety", number: 2, name: "concern", sql: include_str!("../migrations/0002_concern.sql") },
    Migration { room: "safety", number: 4, name: "on_call", sql: include_str!("../migrations/0004_on_call.sql") },
    Migration { room: "safety", number: 5, name: "training", sql: include_str!("../migrations/0005_training.sql") },
    Migration {
        room: "safety",
        number: 6,
        name: "on_the_spot",
        sql: include_str!("../migrations/0006_on_the_spot.sql"),
    },
    Migration { room: "safety", number: 3, name: "record", sql: include_str!("../migrations/0003_record.sql") },
    Migration { room: "safety", number: 7, name: "rota", sql: include_str!("../migrations/0007_rota.sql") },
];

/// Words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// Words about concern, the sealed card, what two people decide, what is done after a death, and playbooks.
pub const ENGLISH_CONCERN: &str = include_str!("../locales/concern.ftl");

/// The words of being on call, in English.
pub const ENGLISH_ON_CALL: &str = include_str!("../locales/on_call.ftl");

/// Words of what is recorded, and of what everybody may see of it, in English.
pub const ENGLISH_RECORD: &str = include_str!("../locales/record.ftl");

/// Words about the reader and what it learns here, in English.
pub const ENGLISH_TRAINING: &str = include_str!("../locales/training.ftl");

/// The addresses of this room.
pub fn routes() -> Router {
    use pages::{appeals, care, cases, decisions, flags, rules, tasks, training};
    Router::new()
        .route("/safety", get(cases::index))
        .route("/safety/live", get(cases::live))
        .route("/safety/rest", post(cases::rest))
        .route("/safety/cases", post(cases::open))
        .route("/safety/cases/{id}", get(cases::show))
        .route("/safety/cases/{id}/claim", post(cases::claim))
        .route("/safety/cases/{id}/release", post(cases::release))
        .route("/safety/cases/{id}/level", post(cases::regrade))
        .route("/safety/cases/{id}/talk", post(cases::talk))
        .route("/safety/cases/{id}/decision", post(cases::decide))
        .route("/safety/appeals/{id}", get(appeals::show))
        .route("/safety/appeals/{id}/answer", post(appeals::answer))
        .route("/safety/tasks/{id}/done", post(tasks::done))
        .route("/flag/{kind}/{id}", get(flags::new).post(flags::create))
        .route("/flags", get(flags::index))
        .route("/care/{id}", get(care::show))
        .route("/decisions", get(decisions::index))
        .route("/decisions/{id}", get(decisions::show))
        .route("/decisions/{id}/appeal", post(decisions::appeal))
        .route("/decisions/care/{id}", post(decisions::not_needed))
        .route("/rules", get(rules::index))
        .route("/settings/rules/new", get(rules::new).post(rules::create))
        .route("/settings/rules/{id}", get(rules::edit).post(rules::update))
        .route("/settings/reader", get(training::index).post(training::train))
        .route("/settings/reader/{id}", post(training::decide))
        .merge(pages::on_call_routes::routes_on_call())
        .merge(pages::concern_routes::routes_concern())
        .merge(pages::record_routes::routes_record())
}

/// Job: forgets what is not needed any more.
const TIDY: &str = "safety.tidy";
/// How long it is remembered which help was put before whom. Our own judgement: as long as somebody may wonder why.
const CARE_KEPT: Duration = Duration::from_secs(30 * 86_400);
/// How long a reading without a case is kept: a gentle card was shown, and nothing else came of it.
const READING_KEPT: Duration = Duration::from_secs(30 * 86_400);

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.erases(case::FORGET, case::forget)
        .erases(concern::FORGET, concern::forget)
        .on(paging::STAGE, paging::run_stage)
        .erases(TIDY, tidy)
        .erases(complaint::FORGET, complaint::forget)
        .on(transparency::JOB, |tx: &mut Tx<'_>, _: &str| transparency::tell(tx))
}

/// Makes sure that the recurring work of this room is planned. Called at start.
pub fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    rule::begin(tx)?;
    playbook::begin(tx)?;
    tx.later(transparency::JOB, "all", tx.now())?;
    tx.later(TIDY, "", tx.now())
}

fn tidy(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    let before = tx.now() - CARE_KEPT;
    care::forget_old(tx, before)?;
    let before = tx.now() - READING_KEPT;
    reading::forget_old(tx, before)?;
    delivery::forget_old(tx)?;
    tx.later(TIDY, "", tx.now() + Duration::from_secs(86_400))
}
