//! The rules of circles, on both engines.

mod answers;
mod farewell;
mod joining;
mod looking_after;
mod proposals;
mod quiet;
mod recount;
#[path = "../searching/town.rs"]
#[expect(dead_code, reason = "the two test programs of this room share their people, and neither needs them all")]
mod town;
mod visibility;
mod writing;
