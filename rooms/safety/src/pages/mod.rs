pub(crate) mod appeals;
pub(crate) mod care;
pub(crate) mod cases;
pub(crate) mod decisions;
pub(crate) mod flags;
pub(crate) mod rules;
pub(crate) mod tasks;
