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
