//! What needs a person's eye first.

#![no_std]

extern crate alloc;

mod clause;
mod context;
mod crisis;
mod find;
mod lexicon;
mod normal;
mod pack;
mod read;
mod reading;
mod spelling;

pub use normal::{Normal, Word};
pub use pack::{Found, Group, Pack, PackError};
pub use read::{Thresholds, Triage};
pub use reading::{Evidence, Kind, Level, Reading, Unknown};
