//! Stories, one's own pages and summaries, on both engines.

mod carried;
mod leaving;
mod pages;
mod quiet;
mod reviews;
mod stories;
mod summary;
mod town;
