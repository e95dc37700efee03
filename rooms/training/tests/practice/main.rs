//! Practice, and what somebody was seen to do, on both engines.

mod booking;
mod pages;
mod plays;
mod ratings;
mod together;
mod town;
