//! The way in, the way back, and how clear a role is, on both engines.

mod cards;
mod chance;
mod coming;
mod pages;
mod pulses;
mod records;
mod stepping_back;
mod town;
