//! What the group learned: one note, written together by those who came. Whoever is named in it is asked; the circle
//! reads it only when everybody who is named agreed. A change asks them anew.

use db::{Error, Result, Tx, args};
use people::blocks;
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    feedback,
    kind::{LearnedId, NewsKind, OccurrenceId},
    news,
    occurrence::{self, Occurrence},
    seats, topic,
};

/// Longest note, in characters.
pub const NOTE_AT_MOST: usize = 2000;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// Its id.
    pub id: LearnedId,
    /// About which occurrence.
    pub occurrence: OccurrenceId,
    /// What it says.
    pub words: String,
    /// Grows with every change, so that nobody overwrites or agrees to what they have not read.
    pub version: i64,
    /// It was put to those who are named, and to the circle.
    pub is_offered: bool,
    /// Who is named, and what they said.
    pub named: Vec<(MemberId, Option<bool>)>,
}

impl Learned {
    /// The note of an occurrence; `None` until somebody writes one, and when it was withdrawn.
    pub(crate) fn of(tx: &mut Tx<'_>, occurrence: OccurrenceId) -> Result<Option<Self>> {
        let found: Option<(LearnedId, Vec<u8>, i64, bool)> = tx.first(
            "SELECT id, words, version, offered_at IS NOT NULL FROM gatherings_learned WHERE occurrence_id = $1",
            args![occurrence],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let Some((id, sealed, version, is_offered)) = found else { return Ok(None) };
        let Some(words) = tx.unseal(KeyId(id.0), place(id), &sealed)? else { return Ok(None) };
        let named = tx.all(
            "SELECT member_id, agreed FROM gatherings_named WHERE note_id = $1 ORDER BY member_id",
            args![id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Some(Self { id, occurrence, words, version, is_offered, named }))
    }

    /// The note as the circle reads it: only what was offered, and only with the agreement of everybody named.
    pub fn shown(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Option<String>> {
        Occurrence::readable_by(tx, actor, id)?;
        Ok(Self::of(tx, id)?.filter(Self::is_shown).map(|it| it.words))
    }

    /// Whether the circle can read it.
    pub fn is_shown(&self) -> bool {
        self.is_offered && self.named.iter().all(|(_, agreed)| *agreed == Some(true))
    }

    /// Whether somebody who is named said no.
    pub fn is_refused(&self) -> bool {
        self.named.iter().any(|(_, agreed)| *agreed == Some(false))
    }

    /// What somebody said about being named; `None` when they are not named.
    pub fn answer_of(&self, member: MemberId) -> Option<Option<bool>> {
        self.named.iter().find(|(it, _)| *it == member).map(|(_, agreed)| *agreed)
    }

    /// Writes or changes the note, over the version that the writer saw (0 for none). Whoever is named must have come.
    pub fn write(
        tx: &mut Tx<'_>,
        actor: &Actor,
        id: OccurrenceId,
        seen: i64,
        words: &str,
        named: &[MemberId],
    ) -> Result<()> {
        let occurrence = written_by(tx, actor, id)?;
        let there = Self::of(tx, id)?;
        if there.as_ref().map_or(0, |it| it.version) != seen {
            return Err(Error::refused("learned-changed-meanwhile"));
        }
        let present = present(tx, actor, &occurrence)?;
        if named.iter().any(|it| !present.contains(it)) {
            return Err(Error::NotFound);
        }
        let note = there.map_or_else(|| LearnedId::fresh(tx), |it| it.id);
        let sealed = tx.seal(KeyId(note.0), place(note), words)?;
        tx.execute(
            "INSERT INTO gatherings_learned (id, occurrence_id, words, version, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET
                words = excluded.words, version = excluded.version, changed_by = excluded.changed_by,
                changed_at = excluded.changed_at, offered_at = NULL",
            args![note, id, sealed, seen + 1, actor.id, tx.now()],
        )?;
        // They agreed to other words, so they are asked again.
        tx.execute("DELETE FROM gatherings_named WHERE note_id = $1", args![note])?;
        for member in named {
            tx.execute(
                "INSERT INTO gatherings_named (note_id, member_id) VALUES ($1, $2)
                 ON CONFLICT (note_id, member_id) DO NOTHING",
                args![note, member],
            )?;
        }
        topic::occurrence_changed(tx, id)
    }

    /// Puts the note, as the asker saw it, to those who are named; without anybody named, the circle reads it now. Who
    /// offers it agrees to being named.
    pub fn offer(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId, seen: i64) -> Result<()> {
        written_by(tx, actor, id)?;
        let note = Self::of(tx, id)?.filter(|it| it.version == seen);
        let note = note.ok_or_else(|| Error::refused("learned-changed-meanwhile"))?;
        tx.execute(
            "UPDATE gatherings_learned SET offered_at = COALESCE(offered_at, $2) WHERE id = $1",
            args![note.id, tx.now()],
        )?;
        tx.execute(
            "UPDATE gatherings_named SET agreed = TRUE, answered_at = $3
             WHERE note_id = $1 AND member_id = $2 AND agreed IS NULL",
            args![note.id, actor.id, tx.now()],
        )?;
        for (member, agreed) in note.named {
            if agreed.is_none() && member != actor.id {
                news::tell(tx, member, id, NewsKind::Named)?;
            }
        }
        topic::occurrence_changed(tx, id)
    }

    /// Says yes or no to being named, about the version that one read. Either can be changed at any time.
    pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId, seen: i64, agrees: bool) -> Result<()> {
        let note = Self::named_in(tx, actor, id)?;
        if note.version != seen {
            return Err(Error::refused("learned-changed-meanwhile"));
        }
        tx.execute(
            "UPDATE gatherings_named SET agreed = $3, answered_at = $4 WHERE note_id = $1 AND member_id = $2",
            args![note.id, actor.id, agrees, tx.now()],
        )?;
        news::forget(tx, actor.id, id, NewsKind::Named)?;
        topic::occurrence_changed(tx, id)
    }

    /// The note, for somebody who is named in it and was asked.
    pub fn named_in(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Self> {
        Occurrence::readable_by(tx, actor, id)?;
        let note = Self::of(tx, id)?.filter(|it| it.is_offered && it.answer_of(actor.id).is_some());
        note.ok_or(Error::NotFound)
    }

    /// The note or the beginning of one, for those who write it: who came, and who looks after the circle.
    pub fn writable_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<(Occurrence, Option<Self>)> {
        let occurrence = written_by(tx, actor, id)?;
        Ok((occurrence, Self::of(tx, id)?))
    }

    /// Takes the note away for good. Those who write it can, together or each alone: words about people are safer gone.
    pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<()> {
        written_by(tx, actor, id)?;
        if let Some(note) = Self::of(tx, id)? {
            note.destroy(tx)?;
        }
        topic::occurrence_changed(tx, id)
    }

    pub(crate) fn destroy(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("DELETE FROM gatherings_named WHERE note_id = $1", args![self.id])?;
        tx.execute("DELETE FROM gatherings_learned WHERE id = $1", args![self.id])?;
        tx.destroy_key(KeyId(self.id.0))
    }
}

/// Those who came and can be named by this writer: not somebody who must not meet them.
pub fn present(tx: &mut Tx<'_>, actor: &Actor, occurrence: &Occurrence) -> Result<Vec<MemberId>> {
    let mut present = Vec::new();
    for seat in seats::everybody(tx, occurrence.id)? {
        if seat.came() && !blocks::apart(tx, actor.id, seat.member)? {
            present.push(seat.member);
        }
    }
    Ok(present)
}

/// The occurrence, when the asker may write about it: it took place, and they came or look after the circle.
fn written_by(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<Occurrence> {
    let occurrence = Occurrence::joined_by(tx, actor, id)?;
    if circles::membership::paused_until(tx, occurrence.circle, actor.id)?.is_some() {
        return Err(Error::refused("gathering-paused"));
    }
    let came = seats::of(tx, id, actor.id)?.is_some_and(|it| it.came());
    let may = came || occurrence::is_led_by(tx, actor, occurrence.circle)?;
    if may && feedback::is_past(tx, &occurrence)? { Ok(occurrence) } else { Err(Error::NotFound) }
}

fn place(id: LearnedId) -> Place {
    Place::new("gatherings_learned", "words", id.0)
}
