//! The pages of this room.

pub(crate) mod home;
mod learning;
