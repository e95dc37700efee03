//! What this room does when a member is erased: their places go to those who wait, what they answered goes, and notes
//! in which they are named are named no more. Gatherings belong to their circles and stay.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{kind::OccurrenceId, learned::Learned, seats, topic};

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    seats::give_up(tx, member, |_, _| Ok(false))?;
    let named: Vec<OccurrenceId> = tx.all(
        "SELECT l.occurrence_id FROM gatherings_learned l JOIN gatherings_named n ON n.note_id = l.id
         WHERE n.member_id = $1",
        args![member],
        |row| row.get(0),
    )?;
    for occurrence in named {
        // Their name may stand in the words themselves, and nobody is left who could agree to that.
        if let Some(note) = Learned::of(tx, occurrence)? {
            note.destroy(tx)?;
            topic::occurrence_changed(tx, occurrence)?;
        }
    }
    for sql in [
        "DELETE FROM gatherings_comings WHERE member_id = $1",
        "DELETE FROM gatherings_named WHERE member_id = $1",
        "DELETE FROM gatherings_news WHERE member_id = $1",
        "DELETE FROM gatherings_preferences WHERE member_id = $1",
        "DELETE FROM gatherings_feeds WHERE member_id = $1",
        "DELETE FROM gatherings_feedback WHERE member_id = $1",
        "UPDATE gatherings_learned SET changed_by = NULL WHERE changed_by = $1",
        "UPDATE gatherings_templates SET changed_by = NULL WHERE changed_by = $1",
        "UPDATE gatherings_meetings SET lead_id = NULL WHERE lead_id = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    Ok(())
}
