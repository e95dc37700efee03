//! What this room does when a member is erased. What was decided and why stays for a year, as the record of those who
//! decided; nothing of it names the member any more but an id that leads nowhere.

use db::{Result, Tx, args};
use words::MemberId;

use crate::concern_farewell::farewell_concern;
use crate::equity;

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    for sql in [
        "DELETE FROM safety_cares WHERE member_id = $1",
        "DELETE FROM safety_readings WHERE author_id = $1",
        "DELETE FROM safety_exposures WHERE member_id = $1",
        "DELETE FROM safety_rests WHERE member_id = $1",
        "DELETE FROM safety_tasks WHERE for_id = $1 AND done_at IS NULL",
        "UPDATE safety_tasks SET by_id = NULL WHERE by_id = $1 AND done_at IS NULL",
        "UPDATE safety_cases SET claimed_by = NULL, claimed_at = NULL WHERE claimed_by = $1 AND settled_at IS NULL",
    ] {
        tx.execute(sql, args![member])?;
    }
    crate::way::farewell_on_call(tx, member)?;
    farewell_concern(tx, member)?;
    farewell_record(tx, member)
}

/// What they saw of openings and said of themselves goes. The trail keeps that something was opened, and a complaint
/// keeps its answer, by nobody.
fn farewell_record(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM safety_openings WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM safety_glasses WHERE member_id = $1", args![member])?;
    tx.execute("UPDATE safety_complaints SET by_id = NULL WHERE by_id = $1", args![member])?;
    equity::withdraw(tx, member)
}
