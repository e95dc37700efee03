//! The pages of this room.

pub(crate) mod home;
pub(crate) mod hours;
pub(crate) mod hours_routes;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod questions;
pub(crate) mod sessions;
pub(crate) mod supervision;
pub(crate) mod supervision_routes;
pub(crate) mod wellbeing;
