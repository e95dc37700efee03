//! What this room does when a member is erased. Courses that they wrote stay: they belong to the community.

use db::{Result, Tx, args};
use words::MemberId;

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    for sql in [
        "DELETE FROM training_learners WHERE member_id = $1",
        "DELETE FROM training_done WHERE member_id = $1",
        "DELETE FROM training_finishes WHERE member_id = $1",
        "DELETE FROM training_attempts WHERE member_id = $1",
        "DELETE FROM training_reflections WHERE member_id = $1",
        "UPDATE training_reflections SET shared_with = NULL, shared_at = NULL WHERE shared_with = $1",
        "DELETE FROM training_signatures WHERE member_id = $1",
        "DELETE FROM training_ratings WHERE member_id = $1",
        // What they saw of others stays, and is nobody's any more.
        "UPDATE training_ratings SET rater_id = NULL WHERE rater_id = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    Ok(())
}
