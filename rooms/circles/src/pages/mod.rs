pub(crate) mod digest;
pub(crate) mod mine;
pub(crate) mod mine_routes;
pub(crate) mod mutes;
pub(crate) mod reviews;
pub(crate) mod stories;
pub(crate) mod writing;
