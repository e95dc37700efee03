//! The matcher seen from outside: stories about named people, and rules that hold for any crowd.

mod crowd;
mod rules;
mod stories;
