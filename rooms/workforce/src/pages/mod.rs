//! The pages of this room.

pub(crate) mod debriefs;
pub(crate) mod home;
pub(crate) mod hours;
pub(crate) mod hours_routes;
mod learning;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod questions;
pub(crate) mod sessions;
pub(crate) mod supervision;
pub(crate) mod supervision_routes;
pub(crate) mod wellbeing;

// The way in and the way back, and how clear a role is.
mod application;
mod applications;
mod cards;
mod pulses;
mod records;
mod rests;
pub(crate) mod rota;
mod rota_gap;
pub(crate) mod rota_routes;
mod rota_team;
mod stages;
mod step_back;
pub(crate) mod way;
pub(crate) mod way_routes;

// What certificates there are, and showing them elsewhere.
mod badges;
mod certificates;
pub(crate) mod certificates_routes;
mod credentials;
mod issuing;
mod requirements;
