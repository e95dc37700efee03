//! What this room does when a supporter steps back to being a member: whoever they talk with is handed on with kind words,
//! and what they had planned is for others to do. What they ask for themselves goes on.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{
    conversation::{Conversation, Ending},
    duty::{Duty, How},
    pairing, place, practice, shadow, topic,
};

/// Lets them go as a supporter. Nobody whom they were with is told why.
pub fn step_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    if let Some(duty) = Duty::of(tx, member)? {
        duty.end(tx, How::Withdrawn)?;
    }
    for conversation in Conversation::open_of_supporter(tx, member)? {
        // Whom somebody who keeps people safe began to talk with did not ask, and does not wait for another.
        let asked = !place::is_with_keeper(tx, conversation.id)?;
        let how = if asked { Ending::HandedOn } else { Ending::Ended };
        conversation.end(tx, how, Some(member))?;
    }
    practice::end_all(tx, member)?;
    shadow::leave(tx, member)?;
    pairing::leave_as_supporter(tx, member)?;
    tx.execute(
        "UPDATE support_notes SET taken_by = NULL, taken_at = NULL WHERE taken_by = $1 AND answered_at IS NULL",
        args![member],
    )?;
    topic::queue_changed(tx)?;
    topic::cover_changed(tx)
}
