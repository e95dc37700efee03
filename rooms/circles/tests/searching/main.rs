//! Finding again what was written, and pictures with it, on both engines.

mod finding;
mod hidden;
mod pages;
mod pictures;
mod town;
