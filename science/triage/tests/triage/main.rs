//! What the crate promises, as tests.

mod heads;
mod normal;
mod pack;
