//! The pages of this room.

pub(crate) mod home;
pub(crate) mod rota;
mod rota_gap;
pub(crate) mod rota_routes;
mod rota_team;
