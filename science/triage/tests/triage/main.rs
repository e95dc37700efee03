//! What the crate promises, as tests.

mod crisis;
mod heads;
mod normal;
mod pack;
mod promises;
mod suites;
mod training;
