//! What the crate promises, as tests.

mod normal;
mod pack;
