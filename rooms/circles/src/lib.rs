//! Circles: places where people who carry something similar read, write and answer one another. A circle has a theme, a
//! charter and two people who look after it; it opens with them and goes quiet without them. Whoever writes says what
//! they hope for, and somebody sees to it that nobody's words fall into silence. What a person may not see (a circle of
//! another age band or side, one that they were not invited to, who belongs to a hidden one) does not exist for them.
//!
//! What other rooms may call: [`circle::Circle`], [`membership`], [`mute::Quiet`], [`report::make`].

pub mod circle;
pub mod draft;
mod farewell;
pub mod kind;
pub mod measure;
pub mod membership;
pub mod mine;
pub mod mute;
pub mod post;
pub mod proposal;
pub mod reply;
pub mod report;
pub mod thread;
mod topic;
pub mod voice;

use db::Migration;
pub use farewell::{farewell, take_everything_back};
use jobs::Jobs;
pub use topic::of_member as member_topic;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration { room: "circles", number: 1, name: "circles", sql: include_str!("../migrations/0001_circles.sql") }];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(reply::DUE, reply::look).on(report::FORGET, report::forget)
}
