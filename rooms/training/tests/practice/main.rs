//! Practice, and what somebody was seen to do, on both engines.

mod ratings;
mod town;
