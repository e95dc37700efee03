//! What this room does when somebody steps back: whom they would have practised with is told that it does not take place.

use db::{Result, Tx};
use words::MemberId;

use crate::booking;

/// Lets them go as a trainer, as a partner and as a learner of the role. Nobody is told why.
pub fn step_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    booking::let_go(tx, member)
}
