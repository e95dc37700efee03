pub(crate) mod conversations;
pub(crate) mod duty;
pub(crate) mod eyes;
pub(crate) mod offers;
pub(crate) mod profiles;
pub(crate) mod requests;
