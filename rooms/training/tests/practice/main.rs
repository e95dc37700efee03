//! Practice, and what somebody was seen to do, on both engines.

mod plays;
mod ratings;
mod together;
mod town;
