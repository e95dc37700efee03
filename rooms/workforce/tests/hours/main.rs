//! Hours, rests, pauses, debriefs and how somebody is, on both engines.

mod checks;
mod enough;
mod plans;
mod promised;
mod rests;
mod together;
mod town;
