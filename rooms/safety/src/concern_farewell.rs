//! What becomes of concerns, cards and lists when a member is erased.

use db::{Result, Tx, args};
use jobs::Later;
use seal::{KeyId, Sealing};
use words::MemberId;

use crate::concern::{ConcernId, FORGET, KEPT};

/// Lets a member go. Their card goes, and every word about them: what was said in worry, what they were asked, what two
/// people decided. That it was done, by whom and when, stays for a year, and so does who was brought in to protect
/// them. What they said in worry about somebody else stays with that concern: somebody may still be in danger.
pub(crate) fn farewell_concern(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM safety_cards WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM safety_postvention_people WHERE member_id = $1", args![member])?;
    let about: Vec<ConcernId> =
        tx.all("SELECT id FROM safety_concerns WHERE about_id = $1", args![member], |row| row.get(0))?;
    for concern in about {
        let closed = tx.execute(
            "UPDATE safety_concerns SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
            args![concern, tx.now()],
        )?;
        if closed == 1 {
            tx.later(FORGET, concern, tx.now() + KEPT)?;
        }
        tx.destroy_key(KeyId(concern.0))?;
    }
    Ok(())
}
