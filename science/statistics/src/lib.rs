//! What may be told of numbers about people, and how sure one may be of a difference between them.
//!
//! [`suppress`] decides which counts of a table may be shown so that no small one can be worked out from the rest.
//! [`difference`] compares two shares and says between which bounds their difference lies. [`agreement`] says how much two
//! people who rated the same things agree. [`forecast`] says how many will come at which hour of the week. Nothing here
//! reads a clock, a file or a database, and the same numbers always give the same answer.

mod agreement;
mod demand;
mod share;
mod suppression;

pub use agreement::{Agreement, Weights, agreement};
pub use demand::{Expected, Seen, forecast};
pub use share::{Difference, difference, median};
pub use suppression::{Hidden, suppress};
