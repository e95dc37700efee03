//! The pages of this room.

pub(crate) mod home;
pub(crate) mod hours;
pub(crate) mod hours_routes;
pub(crate) mod wellbeing;
