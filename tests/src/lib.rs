//! What a journey is walked with: a [`Town`] (the real program, on a port of its own), one [`Browser`] for each person in it,
//! and a [`Wire`] between them that can be cut.
//!
//! A journey is a plain `#[test]` that reads as a story. Every step waits until it can be done, fifteen seconds at most, and
//! then fails with what it waited for and what the page says; the last picture is kept in `target/journeys`.
//!
//! ```no_run
//! use journeys::{Browser, Options, Town};
//!
//! let town = Town::start();
//! let maya = Browser::start(Options::phone());
//! maya.goto(&town.url("/"));
//! maya.click_text("Get help now");
//! maya.see("emergency");
//! maya.assert_accessible();
//! ```
#![expect(
    clippy::disallowed_methods,
    reason = "the harness waits in real time and is told by the environment what to run"
)]

mod axe;
mod browser;
mod child;
mod chromium;
mod town;
mod wire;

pub use axe::Violation;
pub use browser::{Browser, PATIENCE};
pub use chromium::Options;
pub use fantoccini::key::Key;
pub use town::Town;
pub use wire::Wire;
