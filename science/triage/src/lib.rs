//! What needs a person's eye first.

#![no_std]

extern crate alloc;

mod clause;
mod find;
mod lexicon;
mod normal;
mod pack;
mod reading;
mod spelling;

pub use normal::{Normal, Word};
pub use pack::{Found, Group, Pack, PackError};
pub use reading::{Evidence, Kind, Level, Reading, Unknown};
