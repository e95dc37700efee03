//! What needs a person's eye first.

#![no_std]

extern crate alloc;

mod clause;
mod conduct;
mod contact;
mod context;
mod crisis;
mod find;
mod lex;
mod lexicon;
mod model;
mod normal;
mod pack;
mod read;
mod reading;
mod spelling;
pub mod train;

pub use conduct::{Conduct, Finding};
pub use contact::Contact;
pub use model::{Error, Model};
pub use normal::{Normal, Word};
pub use pack::{Found, Group, Pack, PackError};
pub use read::{Thresholds, Triage};
pub use reading::{Evidence, Kind, Level, Reading, Unknown};
