pub(crate) mod afterwards;
pub(crate) mod landing;
pub(crate) mod notes;
pub(crate) mod pairings;
pub(crate) mod reports;
pub(crate) mod shifts;
pub(crate) mod supervision;
