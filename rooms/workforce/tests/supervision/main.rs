//! Who looks after whom, what they write, and what a supervisor sees, on both engines.

mod boundaries;
mod rhythm;
mod talks;
mod town;
