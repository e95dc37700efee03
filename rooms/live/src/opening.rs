//! When a room opens next.

use circles::kind::CircleId;
use db::{Result, Time, Tx};

/// When the room of this circle opens next, as far as that is planned. The one place that asks the calendar: until
/// gatherings are wired in here, nothing is planned, and pages say that a facilitator will open the room.
pub fn next(_: &mut Tx<'_>, _: CircleId) -> Result<Option<Time>> {
    Ok(None)
}
