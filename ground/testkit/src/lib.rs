//! What tests stand on: real databases (SQLite always; PostgreSQL when `ALONGSIDE_TEST_POSTGRES` names a server), a clock
//! that moves only when told to, chance from a seed, and a client that speaks HTTP to a router without a browser.

mod client;
mod ground;
mod still;

pub use client::{Answer, Client};
pub use ground::{Ground, on_both_engines, on_both_engines_lending, postgres};
pub use still::{SeededRandom, StillClock};
