//! Live topics of this room. A topic says only that something changed; whoever hears it reads again as themselves.

use bus::Announce;
use db::{Result, Tx};
use words::{MemberId, REFRESH};

use crate::kind::OccurrenceId;

/// What concerns one member: their places, their news, their reminders.
pub(crate) fn of_member(member: MemberId) -> String {
    format!("gatherings:member:{member}")
}

/// What members see of an occurrence: that it is on, over, moved or cancelled. Not who says yes: the timing alone would
/// tell.
pub(crate) fn of_occurrence(occurrence: OccurrenceId) -> String {
    format!("gatherings:occurrence:{occurrence}")
}

/// What facilitators see of a meeting that runs.
pub(crate) fn of_meeting(occurrence: OccurrenceId) -> String {
    format!("gatherings:meeting:{occurrence}")
}

pub(crate) fn member_changed(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.announce(of_member(member), REFRESH)
}

pub(crate) fn occurrence_changed(tx: &mut Tx<'_>, occurrence: OccurrenceId) -> Result<()> {
    tx.announce(of_occurrence(occurrence), REFRESH)?;
    meeting_changed(tx, occurrence)
}

pub(crate) fn meeting_changed(tx: &mut Tx<'_>, occurrence: OccurrenceId) -> Result<()> {
    tx.announce(of_meeting(occurrence), REFRESH)
}
