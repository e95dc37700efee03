//! What needs a person's eye first.
//!
//! People write to each other, and somebody has to choose what to read first. [`Triage::read`] says of a text how soon
//! a person should look ([`Level`]), how surely, and on which words that rests. It orders people's work and decides when
//! help is shown to the author; it blocks nothing, acts on nobody and calls nobody.
//!
//! ```
//! use triage::{Kind, Level, Triage};
//!
//! let triage = Triage::shipped(); // made once and shared
//! let reading = triage.read("Work was fine. I keep thinking about killing myself.", &[]);
//!
//! assert_eq!(reading.level, Level::Red);
//! assert_eq!(reading.evidence[0].kind, Kind::Ideation);
//! assert_eq!(triage.read("this heat is killing me", &[]).level, Level::Green);
//! ```
//!
//! # Four steps
//!
//! 1. **One way of writing.** [`Normal`] undoes look-alike letters, signs for letters, spaced and drawn-out words, short
//!    forms, and remembers which bytes each word came from.
//! 2. **Rules.** [`Pack`]s are text files, one folder a language, that somebody who speaks it can read and review. What
//!    they find is read in its context: who it is about, whether it is taken back, long over, quoted, a way of
//!    speaking, a supporter's question. A rule's level is never lowered by what follows.
//! 3. **The whole text.** Cues of despair add up, and a small linear [`Model`] adds what rules have no words for. They can
//!    raise a text to red, never to crisis: a crisis always rests on words that can be shown.
//! 4. **One score.** From 500 of 1,000 on a person should look. With up to five earlier texts of the same author, means
//!    named after thoughts of dying make a crisis.
//!
//! # Same text, same level
//!
//! Everything that decides is in whole numbers: no clock, no chance, no floating point. Training uses additions and
//! multiplications only, from a seed. So every platform reads, and learns, the same.
//!
//! # What it cannot do
//!
//! It does not predict suicide. It finds words that a person should read sooner; most risk is never written down. The
//! rules are complete in English alone. Those of every other language wait for a reader who speaks it, and say so in
//! their first lines. Help has to be in reach on every page, not only where something was found.

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
mod pattern;
mod read;
mod reading;
mod sieve;
mod spelling;
pub mod train;

pub use conduct::{Conduct, Finding};
pub use contact::Contact;
pub use model::{Error, Model};
pub use normal::{Normal, Word};
pub use pack::{Found, Group, Pack, PackError};
pub use read::{Thresholds, Triage};
pub use reading::{Evidence, Kind, Level, Reading, Unknown};
