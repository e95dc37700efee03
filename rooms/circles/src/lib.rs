//! Circles: places where people who carry something similar read, write and answer one another. A circle has a theme, a
//! charter and two people who look after it; it opens with them and goes quiet without them. Whoever writes says what
//! they hope for, and somebody sees to it that nobody's words fall into silence. What a person may not see (a circle of
//! another age band or side, one that they were not invited to, who belongs to a hidden one) does not exist for them.
//!
//! What other rooms may call: [`circle::Circle`], [`membership`], [`mute::Quiet`], [`report::make`].

pub mod acquaintance;
pub mod circle;
pub mod dates;
pub mod digest;
pub mod draft;
mod farewell;
pub mod kind;
pub mod measure;
pub mod membership;
pub mod mine;
pub mod mute;
mod pages;
pub mod post;
pub mod proposal;
pub mod reply;
pub mod report;
pub mod review;
pub mod shelf;
pub mod story;
pub mod suggest;
pub mod thread;
mod topic;
pub mod visit;
pub mod voice;
pub mod writing;

use db::Migration;
pub use farewell::{farewell, take_everything_back};
use jobs::Jobs;
pub use pages::mine_routes::routes_mine;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[
    Migration { room: "circles", number: 1, name: "circles", sql: include_str!("../migrations/0001_circles.sql") },
    Migration {
        room: "circles",
        number: 2,
        name: "stories_and_mine",
        sql: include_str!("../migrations/0002_stories_and_mine.sql"),
    },
];

/// The words of this room, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");

/// The words of stories and of one's own pages, in English.
pub const ENGLISH_MINE: &str = include_str!("../locales/mine.ftl");

/// The work that this room does later.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.on(reply::DUE, reply::look).on(report::FORGET, report::forget).on(digest::DUE, digest::look)
}
