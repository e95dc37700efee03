//! What this room does when a member is erased.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{application, certificate, entry, question, session, step_back, together};

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    for sql in [
        "DELETE FROM workforce_spells WHERE member_id = $1",
        "DELETE FROM workforce_debriefs WHERE member_id = $1",
        "DELETE FROM workforce_rests WHERE member_id = $1",
        "DELETE FROM workforce_pauses WHERE member_id = $1",
        "DELETE FROM workforce_limits WHERE member_id = $1",
        "DELETE FROM workforce_shifts WHERE member_id = $1",
        "UPDATE workforce_shifts SET handed_by = NULL WHERE handed_by = $1",
        "DELETE FROM workforce_standing WHERE member_id = $1",
        "DELETE FROM workforce_checks WHERE member_id = $1",
        "DELETE FROM workforce_signatures WHERE member_id = $1",
        "DELETE FROM workforce_pulses_given WHERE member_id = $1",
        "DELETE FROM workforce_supervised WHERE member_id = $1",
        "UPDATE workforce_supervised SET supervisor_id = NULL WHERE supervisor_id = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    application::forget(tx, member)?;
    certificate::forget(tx, member)?;
    step_back::forget(tx, member)?;
    session::farewell(tx, member)?;
    entry::farewell(tx, member)?;
    question::farewell(tx, member)?;
    together::farewell(tx, member)
}
