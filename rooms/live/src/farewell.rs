//! What this room does when a member is erased. What they said in rooms goes, whatever they chose for their posts: it
//! was said to those who were there, and is kept for days, not for good. How long they were there stays, without them.

use db::{Result, Tx, args};
use words::MemberId;

use crate::{
    aside, duty,
    evening::{self, Evening},
    kind::{EveningId, State, TalkId},
    message,
};

/// A facilitator steps back to being a member: a room in which they were the last to look after it closes with words.
pub fn step_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let on_duty: Vec<EveningId> =
        tx.all("SELECT evening_id FROM live_duties WHERE member_id = $1 AND ended_at IS NULL", args![member], |row| {
            row.get(0)
        })?;
    for evening in on_duty {
        let evening = Evening::any(tx, evening)?;
        duty::end(tx, &evening, member)?;
    }
    Ok(())
}

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    step_back(tx, member)?;
    aside::forget(tx, member)?;
    let talks: Vec<TalkId> =
        tx.all("SELECT DISTINCT talk_id FROM live_messages WHERE author_id = $1", args![member], |row| row.get(0))?;
    for talk in talks {
        let said = message::since(tx, talk, 0, i64::MAX)?.into_iter();
        for said in said.filter(|it| it.author == Some(member) && it.state != State::Withdrawn) {
            message::take_away(tx, talk, said)?;
        }
    }
    let attended: Vec<(EveningId, i64)> =
        tx.all("SELECT evening_id, attended FROM live_presences WHERE member_id = $1", args![member], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    for (evening, attended) in attended {
        evening::forget_who(tx, evening, attended)?;
    }
    for sql in [
        "UPDATE live_messages SET author_id = NULL WHERE author_id = $1",
        "UPDATE live_evenings SET opened_by = NULL WHERE opened_by = $1",
        "DELETE FROM live_presences WHERE member_id = $1",
        "DELETE FROM live_duties WHERE member_id = $1",
        "DELETE FROM live_handovers WHERE from_id = $1 OR to_id = $1",
        "DELETE FROM live_reactions WHERE member_id = $1",
        "DELETE FROM live_hands WHERE member_id = $1",
        "UPDATE live_parked SET support = support - 1
         WHERE id IN (SELECT parked_id FROM live_parked_support WHERE member_id = $1)",
        "DELETE FROM live_parked_support WHERE member_id = $1",
    ] {
        tx.execute(sql, args![member])?;
    }
    Ok(())
}
