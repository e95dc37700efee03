//! What this room does when a member is erased: nobody whom they talk with is left without words, and what they wrote
//! goes. Rows that only count stay.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{
    conversation::{self, Conversation, Ending},
    duty::{Duty, How},
    kind::ConversationId,
    pairing, practice,
    request::Request,
    shadow, topic,
};

/// Lets a member go. Their data key is destroyed by the room that erases them; doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    if let Some(duty) = Duty::of(tx, member)? {
        duty.end(tx, How::Withdrawn)?;
    }
    for supported in Conversation::open_of_supporter(tx, member)? {
        supported.end(tx, Ending::HandedOn, None)?;
    }
    if let Some(own) = Conversation::open_of_asker(tx, member)? {
        own.end(tx, Ending::Left, None)?;
    }
    if let Some(request) = Request::live_of(tx, member)? {
        request.withdraw(tx)?;
    }
    // What was said belongs to the one who asked: it goes with them, and need not wait for its time.
    let transcripts: Vec<ConversationId> = tx.all(
        "SELECT id FROM support_conversations WHERE asker_id = $1 AND erased_at IS NULL",
        args![member],
        |row| row.get(0),
    )?;
    for id in transcripts {
        conversation::erase(tx, &id.to_string())?;
    }
    practice::forget(tx, member)?;
    shadow::leave(tx, member)?;
    tx.execute("DELETE FROM support_shadows WHERE learner_id = $1 OR supporter_id = $1", args![member])?;
    tx.execute("DELETE FROM support_sittings WHERE learner_id = $1", args![member])?;
    pairing::leave_all(tx, member)?;
    tx.execute("UPDATE support_requests SET words = NULL WHERE member_id = $1", args![member])?;
    tx.execute("UPDATE support_feedback SET remark = NULL WHERE member_id = $1", args![member])?;
    tx.execute("UPDATE support_reflections SET words = NULL WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM support_thanks WHERE to_id = $1", args![member])?;
    tx.execute("DELETE FROM support_notes WHERE member_id = $1", args![member])?;
    tx.execute(
        "UPDATE support_notes SET taken_by = NULL, taken_at = NULL WHERE taken_by = $1 AND answered_at IS NULL",
        args![member],
    )?;
    tx.execute(
        "UPDATE support_alerts SET settled_at = $2 WHERE about_id = $1 AND settled_at IS NULL",
        args![member, tx.now()],
    )?;
    tx.execute("DELETE FROM support_shown WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM support_profiles WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM support_preferences WHERE member_id = $1", args![member])?;
    topic::cover_changed(tx)
}
