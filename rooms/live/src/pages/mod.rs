pub(crate) mod asides;
pub(crate) mod duties;
pub(crate) mod messages;
pub(crate) mod rooms;
