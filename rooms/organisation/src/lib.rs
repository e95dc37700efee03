//! The community as an institution. This room knows what the community is called, what people promise each other, in
//! which languages and at which hours support is given, who may join, and where anyone finds help at once. It keeps the
//! doors closed until all of that is settled and a person has checked the helplines. It keeps the trail: who changed
//! what, and why.
//!
//! One installation serves one community. Nothing here knows members; other rooms bring the names.

pub mod charter;
pub mod checkpoint;
pub mod confidentiality;
pub mod emergency;
pub mod founding;
mod gate;
pub mod helplines;
pub mod hours;
pub mod invitations;
mod pages;
pub mod settings;
pub mod setup;
mod tasks;
pub mod topics;
pub mod trail;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};
use db::{Migration, Result, Tx};
pub use gate::gate;
use jobs::{Jobs, Later};
pub use settings::Settings;
use words::{AgeBand, Community, Language};

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        room: "organisation",
        number: 1,
        name: "organisation",
        sql: include_str!("../migrations/0001_organisation.sql"),
    },
    Migration {
        room: "organisation",
        number: 2,
        name: "invitations",
        sql: include_str!("../migrations/0002_invitations.sql"),
    },
    Migration {
        room: "organisation",
        number: 3,
        name: "checkpoints",
        sql: include_str!("../migrations/0003_checkpoints.sql"),
    },
];

/// What this room says, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The pages of this room.
pub fn routes() -> Router {
    use pages::{charter, help, helplines, install, settings, setup, steps, trail};
    Router::new()
        .route("/help-now", get(help::show))
        .route("/charter", get(charter::show))
        .route("/confidentiality", get(charter::confidentiality))
        .route("/manifest.webmanifest", get(install::manifest))
        .route("/robots.txt", get(install::robots))
        .route("/setup", get(setup::resume))
        .route("/setup/{token}", get(setup::arrive))
        .route("/setup/name", get(steps::name::show).post(steps::name::save))
        .route("/setup/charter", get(steps::charter::show).post(steps::charter::save))
        .route("/setup/languages", get(steps::languages::show).post(steps::languages::save))
        .route("/setup/topics", get(steps::topics::show).post(steps::topics::save))
        .route("/setup/hours", get(steps::hours::show).post(steps::hours::save))
        .route("/setup/ages", get(steps::ages::show).post(steps::ages::save))
        .route("/setup/helplines", get(steps::helplines::show).post(steps::helplines::save))
        .route("/setup/people", get(steps::people::show).post(steps::people::save))
        .route("/setup/opening", get(setup::opening).post(setup::open))
        .route("/settings", get(settings::show))
        .route("/settings/numbers", get(settings::numbers).post(settings::turn))
        .route("/settings/helplines", get(helplines::index).post(helplines::create))
        .route("/settings/helplines/new", get(helplines::new))
        .route("/settings/helplines/{id}", get(helplines::edit).post(helplines::update))
        .route("/settings/helplines/{id}/check", post(helplines::check))
        .route("/settings/helplines/{id}/removal", post(helplines::remove))
        .route("/trail", get(trail::show))
}

/// What this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(helplines::JOB, helplines::look)
        .on(checkpoint::JOB, |tx: &mut Tx<'_>, _: &str| checkpoint::sign_regularly(tx))
}

/// Makes sure that recurring work is planned and that there are helplines to begin with. Called at every start.
pub fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    helplines::begin(tx)?;
    tx.later(checkpoint::JOB, "all", tx.now())?;
    tx.later(helplines::JOB, "all", tx.now())
}

/// What every page knows of the community: the same for everybody who asks, so it is read once for many of them.
pub fn community(tx: &mut Tx<'_>) -> Result<Arc<Community>> {
    tx.kept((), |tx| {
        let settings = Settings::current(tx)?;
        let doors = setup::doors(tx, &settings)?;
        Ok(Community {
            name: settings.name,
            languages: settings.languages,
            zone: settings.zone,
            bands: settings.bands,
            doors,
        })
    })
}

/// Sets the community up as if somebody had gone through every step: for the demo, and for tests of other rooms. The
/// helplines are marked as checked by a person of the demo, whose name says so.
pub fn open_for_demo(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    let token = founding::link_token(tx)?;
    if let Some(token) = token {
        founding::redeem(tx, &token)?;
    }
    helplines::begin(tx)?;
    helplines::check_all_for_demo(tx, "GB", "Rosa (demo)")?;
    Settings::rename(tx, None, name, "Alongside", "Europe/London", "")?;
    let start = charter::current(tx)?;
    charter::write(tx, None, &start.promises.join("\n"), &start.text, "")?;
    Settings::speak(tx, None, &Language::list("en,es,ar,cy,ur"), "")?;
    let topics = topics::all(tx)?;
    topics::write(tx, None, &topics, &[], "")?;
    let evenings: Vec<_> = (0..7).map(|weekday| hours::Day { weekday, opens: 18 * 60, closes: 23 * 60 }).collect();
    hours::promise(tx, None, &evenings, "")?;
    Settings::admit(tx, None, &[AgeBand::Adult], "")?;
    Settings::serve(tx, None, &["GB"], "")?;
    setup::note(tx, None, setup::Step::People, "", "")?;
    setup::open(tx, None)
}
