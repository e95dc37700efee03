//! The rules of gatherings, on both engines.

mod afterwards;
mod calendar;
mod meetings;
mod planning;
mod recurrences;
mod seats;
mod town;
