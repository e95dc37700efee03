//! Live topics of this room. A topic says only that something changed; whoever hears it reads again as themselves.

use bus::Announce;
use db::{Result, Tx};
use words::{MemberId, REFRESH};

use crate::kind::{CircleId, ThreadId};

/// A thread: something was written, changed or taken back.
pub(crate) fn of_thread(thread: ThreadId) -> String {
    format!("circles:thread:{thread}")
}

/// What concerns one member: their part in a circle changed, something of theirs was answered. Rooms above listen too.
pub fn of_member(member: MemberId) -> String {
    format!("circles:member:{member}")
}

/// The desk of those who look after a circle.
pub(crate) fn of_desk(circle: CircleId) -> String {
    format!("circles:desk:{circle}")
}

/// Wakes the open pages of a thread.
pub(crate) fn thread_changed(tx: &mut Tx<'_>, thread: ThreadId) -> Result<()> {
    tx.announce(of_thread(thread), REFRESH)
}

/// Wakes the pages of one member.
pub(crate) fn member_changed(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.announce(of_member(member), REFRESH)
}

/// Wakes the desks of a circle.
pub(crate) fn desk_changed(tx: &mut Tx<'_>, circle: CircleId) -> Result<()> {
    tx.announce(of_desk(circle), REFRESH)
}

/// Something about a circle changed that its desk shows too.
pub(crate) fn circle_changed(tx: &mut Tx<'_>, circle: CircleId) -> Result<()> {
    desk_changed(tx, circle)
}
