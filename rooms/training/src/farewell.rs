//! What this room does when a member is erased. Courses that they wrote stay: they belong to the community.

use db::{Result, Tx, args};
use words::MemberId;

use crate::booking;

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    // Before the names go: whoever they would have practised with is told that it does not take place.
    booking::let_go(tx, member)?;
    for sql in [
        "DELETE FROM training_learners WHERE member_id = $1",
        "DELETE FROM training_done WHERE member_id = $1",
        "DELETE FROM training_finishes WHERE member_id = $1",
        "DELETE FROM training_attempts WHERE member_id = $1",
        "DELETE FROM training_reflections WHERE member_id = $1",
        "UPDATE training_reflections SET shared_with = NULL, shared_at = NULL WHERE shared_with = $1",
        "DELETE FROM training_signatures WHERE member_id = $1",
        "DELETE FROM training_together WHERE member_id = $1",
        "UPDATE training_together SET by_id = NULL WHERE by_id = $1",
        "DELETE FROM training_debriefs WHERE booking_id IN (SELECT b.id FROM training_bookings b WHERE b.learner_id = $1)",
        "UPDATE training_debriefs SET by_id = NULL WHERE by_id = $1",
        "UPDATE training_bookings SET learner_id = NULL WHERE learner_id = $1",
        "UPDATE training_bookings SET ended_by = NULL WHERE ended_by = $1",
        "UPDATE training_times SET trainer_id = NULL WHERE trainer_id = $1",
        "UPDATE training_times SET partner_id = NULL WHERE partner_id = $1",
        "DELETE FROM training_plays WHERE member_id = $1",
        "DELETE FROM training_ratings WHERE member_id = $1",
        "DELETE FROM training_corrections WHERE member_id = $1",
        // What they saw of others stays, and is nobody's any more.
        "UPDATE training_ratings SET rater_id = NULL WHERE rater_id = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    Ok(())
}
