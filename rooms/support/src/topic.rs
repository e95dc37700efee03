//! Live topics of this room. A topic says only that something changed; whoever hears it reads again as themselves.

use bus::Announce;
use db::{Result, Tx};
use words::{MemberId, REFRESH};

use crate::kind::ConversationId;

/// The dispatcher looks at the queue again.
pub(crate) const DISPATCH: &str = "support:dispatch";
/// The supervisors' board.
pub(crate) const BOARD: &str = "support:board";
/// Who is here now, for the landing page.
pub(crate) const COVER: &str = "support:cover";

/// What concerns one member: their place in the queue, their offers, their conversations.
pub(crate) fn of_member(member: MemberId) -> String {
    format!("support:member:{member}")
}

/// What is said in one conversation.
pub(crate) fn of_conversation(conversation: ConversationId) -> String {
    format!("support:conversation:{conversation}")
}

/// Wakes the pages of one member.
pub(crate) fn refresh_member(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.announce(of_member(member), REFRESH)
}

/// Wakes the dispatcher and the board: the queue changed.
pub(crate) fn queue_changed(tx: &mut Tx<'_>) -> Result<()> {
    tx.announce(DISPATCH, REFRESH)?;
    tx.announce(BOARD, REFRESH)
}

/// Wakes the board and everyone who looks at who is here: cover changed.
pub(crate) fn cover_changed(tx: &mut Tx<'_>) -> Result<()> {
    tx.announce(COVER, REFRESH)?;
    queue_changed(tx)
}
