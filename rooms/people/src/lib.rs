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
pub mod hats;
mod marks;
mod member;
mod names;
pub mod passphrase;
pub mod pseudonym;
pub mod recovery;
pub mod session;
pub mod standing;
pub mod tries;
mod zones;

use db::{Migration, Result, Tx};
pub use departure::{Farewell, UNDO, ask as ask_to_leave, undo as undo_leaving};
use jobs::Jobs;
pub use member::{NewMember, Profile, join, speak};
pub use session::{actor, touch};

/// Tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration { room: "people", number: 1, name: "people", sql: include_str!("../migrations/0001_people.sql") }];

/// What happens later: idle sessions end, wrong tries are forgotten, and who asked to leave is erased.
pub fn jobs(jobs: Jobs) -> Jobs {
    on_erasure(jobs, &[])
        .on(session::IDLE_JOB, session::end_when_idle)
        .on(tries::FORGET_JOB, |tx: &mut Tx<'_>, subject: &str| tries::forget(tx, subject))
}

/// Who says farewell to a member that is erased. The application names every room that keeps something of a member.
pub fn on_erasure(jobs: Jobs, farewells: &'static [Farewell]) -> Jobs {
    jobs.on(departure::JOB, move |tx: &mut Tx<'_>, subject: &str| -> Result<()> {
        departure::erase_when_due(tx, subject, farewells)
    })
}
