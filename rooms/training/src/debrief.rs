//! What those who gave the time of a live practice leave for the learner afterwards: sealed, theirs to change.

use db::{Error, Result, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::booking::{Booking, Part};

/// Longest words to the learner, in characters.
pub const WORDS_AT_MOST: usize = 2000;

/// Words that somebody left for the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// Who; nothing when they have left.
    pub by: Option<MemberId>,
    /// What they say.
    pub words: String,
    /// When.
    pub written_at: Time,
}

impl Booking {
    /// Whoever gave the time leaves a few words to the learner; written again they are changed.
    pub fn leave(&self, tx: &mut Tx<'_>, by: &Actor, words: &str) -> Result<()> {
        let (Some(learner), Some(Part::Trainer | Part::Partner)) = (self.learner, self.part_of(by.id)) else {
            return Err(Error::NotFound);
        };
        if self.began_at.is_none() {
            return Err(Error::NotFound);
        }
        if words.trim().is_empty() {
            return Err(Error::refused("debrief-empty"));
        }
        tx.execute("DELETE FROM training_debriefs WHERE booking_id = $1 AND by_id = $2", args![self.id, by.id])?;
        let id = tx.new_uuid();
        let sealed = tx.seal(KeyId(learner.0), place(id), words.trim())?;
        tx.execute(
            "INSERT INTO training_debriefs (id, booking_id, by_id, words, written_at) VALUES ($1, $2, $3, $4, $5)",
            args![id, self.id, by.id, sealed, tx.now()],
        )?;
        Ok(())
    }

    /// The words that were left: all of them for the learner, one's own for whoever wrote.
    pub fn debriefs(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Debrief>> {
        let (part, Some(learner)) = (self.part_of(actor.id).ok_or(Error::NotFound)?, self.learner) else {
            return Ok(Vec::new());
        };
        let rows: Vec<(Uuid, Option<MemberId>, Vec<u8>, Time)> = tx.all(
            "SELECT id, by_id, words, written_at FROM training_debriefs WHERE booking_id = $1 ORDER BY written_at, id",
            args![self.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let mut debriefs = Vec::new();
        for (id, by, sealed, written_at) in rows {
            if part == Part::Learner || by == Some(actor.id) {
                let words = tx.unseal(KeyId(learner.0), place(id), &sealed)?;
                debriefs.extend(words.map(|words| Debrief { by, words, written_at }));
            }
        }
        Ok(debriefs)
    }
}

fn place(id: Uuid) -> Place {
    Place::new("training_debriefs", "words", id)
}
