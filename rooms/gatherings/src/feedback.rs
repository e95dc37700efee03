//! How it was: three short questions to whoever came, each free to leave out. Numbers only. Nobody reads whose they are:
//! facilitators never see them, and what is measured later sees them without a member and without the meeting.

use db::{Error, Result, Tx, args};
use words::Actor;

use crate::{
    kind::{Answer, OccurrenceId},
    meeting::Meeting,
    occurrence::Occurrence,
    seats,
};

/// The answers go from 1 to this.
pub const BEST: i64 = 5;
/// The questions, as the catalogue names them.
pub const QUESTIONS: [&str; 3] = ["welcome", "heard", "useful"];

/// What somebody answered, in the order of [`QUESTIONS`].
pub type Answers = [Option<i64>; 3];

/// Keeps what somebody answered after a meeting of theirs; answering again replaces it.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId, answers: Answers) -> Result<()> {
    asked(tx, actor, id)?;
    if answers.into_iter().flatten().any(|it| !(1..=BEST).contains(&it)) {
        return Err(Error::NotFound);
    }
    let [welcome, heard, useful] = answers;
    if answers == [None; 3] {
        // Leaving everything out is an answer too, and leaves no row.
        tx.execute("DELETE FROM gatherings_feedback WHERE occurrence_id = $1 AND member_id = $2", args![id, actor.id])?;
        return Ok(());
    }
    tx.execute(
        "INSERT INTO gatherings_feedback (occurrence_id, member_id, welcome, heard, useful, given_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (occurrence_id, member_id) DO UPDATE SET
            welcome = excluded.welcome, heard = excluded.heard, useful = excluded.useful, given_at = excluded.given_at",
        args![id, actor.id, welcome, heard, useful, tx.now()],
    )?;
    Ok(())
}

/// What one answered oneself.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Option<Answers>> {
    tx.first(
        "SELECT welcome, heard, useful FROM gatherings_feedback WHERE occurrence_id = $1 AND member_id = $2",
        args![id, actor.id],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )
}

/// The occurrence, when the asker is somebody to be asked how it was: they had a place, and it is over.
pub fn asked(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Occurrence> {
    let occurrence = Occurrence::joined_by(tx, actor, id)?;
    let had_place = seats::of(tx, id, actor.id)?.is_some_and(|it| it.answer == Answer::Coming);
    if had_place && is_past(tx, &occurrence)? { Ok(occurrence) } else { Err(Error::NotFound) }
}

/// Whether it took place: its time is over, or its meeting was ended.
pub(crate) fn is_past(tx: &mut Tx<'_>, occurrence: &Occurrence) -> Result<bool> {
    if occurrence.is_cancelled() {
        return Ok(false);
    }
    let ended = Meeting::of(tx, occurrence.id)?.map(|it| !it.is_running());
    Ok(ended.unwrap_or_else(|| occurrence.is_over(tx.now())))
}
