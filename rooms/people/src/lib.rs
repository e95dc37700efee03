//! The people who take part. This room lets somebody in under a pseudonym within a minute and asks for nothing that
//! could say who they are: no e-mail, no name, no date of birth. It knows them again by a passphrase, lets them back in
//! by a key that only they hold, and lets them leave: for a moment (the page is blanked and locked), for a while (a
//! break), or for good (everything sealed with their key is erased). It keeps who wears which hat, who must not meet
//! whom, and whether somebody takes part just now.
//!
//! What other rooms may call: [`join`], [`Profile`], [`session::open`], [`hats`], [`blocks`], [`standing`]. When a member
//! is erased, other rooms hear of it as a [`Farewell`], in the same transaction.

pub mod age;
pub mod blocks;
mod departure;
mod door;
pub mod hats;
pub mod invitations;
mod marks;
mod member;
mod names;
mod pages;
pub mod passphrase;
pub mod pseudonym;
pub mod recovery;
pub mod rest;
pub mod session;
pub mod standing;
pub mod tries;
mod zones;

use axum::{
    Router,
    routing::{get, post},
};
use db::{Migration, Result, Tx};
pub use departure::{Farewell, UNDO, ask as ask_to_leave, replay as replay_erasures, undo as undo_leaving};
use jobs::Jobs;
pub use member::{NewMember, Profile, join, speak};
pub use session::{actor, holder, touch};

/// Tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration { room: "people", number: 1, name: "people", sql: include_str!("../migrations/0001_people.sql") },
    Migration { room: "people", number: 2, name: "views", sql: include_str!("../migrations/0002_views.sql") },
    Migration { room: "people", number: 3, name: "wearers", sql: include_str!("../migrations/0003_wearers.sql") },
    Migration { room: "people", number: 4, name: "newest", sql: include_str!("../migrations/0004_newest.sql") },
    Migration { room: "people", number: 5, name: "rests", sql: include_str!("../migrations/0005_rests.sql") },
];

/// What this room says, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The pages of this room.
pub fn routes() -> Router {
    use pages::{account, blocked, exit, invitations, join, keys, leaving, members, recover, sessions, sign_in};
    Router::new()
        .route("/join", get(join::show).post(join::create))
        .route("/invitation/{token}", get(invitations::arrive))
        .route("/settings/invitations", get(invitations::index).post(invitations::create))
        .route("/settings/invitations/{id}/withdrawal", post(invitations::withdraw))
        .route("/sign-in", get(sign_in::new).post(sign_in::create))
        .route("/sign-out", post(sign_in::end))
        .route("/recover", get(recover::new).post(recover::create))
        .route("/exit", get(exit::leave).post(exit::leave))
        .route("/away", get(exit::away))
        .route("/return", get(exit::back).post(exit::come_back))
        .route("/account", get(account::show))
        .route("/account/languages", get(account::languages).post(account::speak))
        .route("/account/passphrase", get(account::passphrase).post(account::change))
        .route("/account/recovery-key", get(keys::new).post(keys::create))
        .route("/account/sessions", get(sessions::index))
        .route("/account/sessions/others/revocation", post(sessions::revoke_others))
        .route("/account/sessions/{id}/revocation", post(sessions::revoke))
        .route("/account/break", get(account::pause).post(account::take_break))
        .route("/account/break/end", post(account::come_back))
        .route("/account/leave", get(leaving::show).post(leaving::create))
        .route("/account/leave/undo", post(leaving::undo))
        .route("/account/blocked", get(blocked::index))
        .route("/account/blocked/{id}/removal", post(blocked::remove))
        .route("/members", get(members::index))
        .route("/members/{id}", get(members::show))
        .route("/members/{id}/hats", post(members::grant))
        .route("/members/{id}/hats/withdrawal", post(members::withdraw))
        .route("/members/{id}/suspension", post(members::suspend))
        .route("/members/{id}/suspension/{suspension}/end", post(members::lift))
}

/// What happens later: idle sessions end, wrong tries are forgotten, and who asked to leave is erased.
pub fn jobs(jobs: Jobs) -> Jobs {
    on_erasure(jobs, &[])
        .erases(session::IDLE_JOB, session::end_when_idle)
        .on(tries::FORGET_JOB, |tx: &mut Tx<'_>, subject: &str| tries::forget(tx, subject))
}

/// Who says farewell to a member that is erased. The application names every room that keeps something of a member.
pub fn on_erasure(jobs: Jobs, farewells: &'static [Farewell]) -> Jobs {
    jobs.erases(departure::JOB, move |tx: &mut Tx<'_>, subject: &str| -> Result<()> {
        departure::erase_when_due(tx, subject, farewells)
    })
}
