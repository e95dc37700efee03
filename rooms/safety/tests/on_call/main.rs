//! Being on call and being called, on both engines.

mod calls;
mod certified;
mod town;
mod watches;
mod ways;
