//! What breaks, and whether anything is lost: real nodes of the program, real clients over sockets and forms, faults at
//! moments that a seed decides, and a checker that reads what the clients wrote down against what the tables hold.
//!
//! `cargo xtask nemesis` runs it. Why it is like this: `docs/decisions/0017-nemesis.md`.
#![expect(clippy::disallowed_methods, reason = "it starts programs and measures how long things take")]

mod chance;
mod check;
mod clients;
mod clock;
mod disk;
mod faults;
mod figures;
mod history;
mod nats;
mod net;
mod plan;
mod postgres;
mod program;
mod proxy;
mod run;
mod scene;
mod stage;
mod tables;

pub use plan::{Fault, On};
pub use postgres::is_root as may_mount;
pub use run::{Choices, run};
