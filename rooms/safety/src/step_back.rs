//! What this room does when somebody who keeps people safe steps back: what they hold goes back to the queue, and they are
//! not called any more.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{keeps::Keeps, kind::CaseId, paging, topic};

/// Lets them go. What they decided stands.
pub fn step_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let handed_back: Vec<CaseId> = tx.all(
        "UPDATE safety_cases SET claimed_by = NULL, claimed_at = NULL
         WHERE claimed_by = $1 AND settled_at IS NULL RETURNING id",
        args![member],
        |row| row.get(0),
    )?;
    for case in handed_back {
        paging::follow(tx, case)?;
    }
    for keeps in [Keeps::Adults, Keeps::Children] {
        keeps.changed(tx)?;
    }
    topic::queue_changed(tx)
}
