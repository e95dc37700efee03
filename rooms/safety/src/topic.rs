//! Live topics of this room. A wake-up says only that something changed; whoever hears it reads again as themselves.

use bus::Announce;
use db::{Result, Tx};
use words::{MemberId, REFRESH};

/// Every open desk of those who keep people safe.
pub const QUEUE: &str = "safety";

/// What concerns one member: a decision about them, an answer to what they told us.
pub fn of_member(member: MemberId) -> String {
    format!("safety:member:{member}")
}

/// Wakes the desks.
pub(crate) fn queue_changed(tx: &mut Tx<'_>) -> Result<()> {
    tx.announce(QUEUE, REFRESH)
}

/// Wakes the pages of one member.
pub(crate) fn member_changed(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.announce(of_member(member), REFRESH)
}
