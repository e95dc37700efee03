//! What circles are told after a death, and whether there is a place to remember somebody: calm words that somebody has
//! read again, for the members of the circles in which they were, for a while.

use std::time::Duration;

use db::{Error, Result, Tx, Uuid, args};
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, MemberId};

use crate::postvention::{COLUMNS, Circles, Postvention, Step, from_row};

/// Longest notice, in characters.
pub const NOTICE_AT_MOST: usize = 2000;
/// How long the notice stands in the circles. Our own judgement: long enough for whoever comes once a fortnight.
const NOTICE_STANDS: Duration = Duration::from_secs(30 * 86_400);

/// The notices that a member reads in a circle that they are in.
pub fn notices(tx: &mut Tx<'_>, place: Uuid, reader: MemberId) -> Result<Vec<String>> {
    let standing = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_postventions p
             JOIN safety_postvention_places l ON l.postvention_id = p.id
             WHERE l.place_id = $1 AND p.notice IS NOT NULL AND p.notice_until > $2 ORDER BY p.started_at, p.id"
        ),
        args![place, tx.now()],
        from_row,
    )?;
    if standing.is_empty() || !(tx.lent::<Circles>()?.holds)(tx, place, reader)? {
        return Ok(Vec::new());
    }
    standing.into_iter().map(|it| it.notice(tx)).collect()
}

/// What circles are told, with `{ name }` where the name goes; `usual` while nobody has written other words.
pub fn holding(tx: &mut Tx<'_>, usual: &str) -> Result<String> {
    let own = tx.first("SELECT words FROM safety_holding WHERE id = 1", args![], |row| row.get(0))?;
    Ok(own.unwrap_or_else(|| usual.to_owned()))
}

/// Writes other words for what circles are told.
pub fn write_holding(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_holding (id, words, written_by, written_at) VALUES (1, $1, $2, $3)
         ON CONFLICT (id) DO UPDATE
         SET words = excluded.words, written_by = excluded.written_by, written_at = excluded.written_at",
        args![words.trim(), actor.id, tx.now()],
    )?;
    trail::record(tx, Some(actor.id), "trail-holding-written", None, "")
}

impl Postvention {
    /// Tells these circles. The words were read again: they say nothing of how or why.
    pub fn tell(&self, tx: &mut Tx<'_>, actor: &Actor, places: &[Uuid], words: &str, read_again: bool) -> Result<()> {
        self.must_be_open()?;
        if !self.is_done(tx, Step::Sure)? {
            return Err(Error::refused("postvention-sure-first"));
        }
        if words.trim().is_empty() {
            return Err(Error::refused("postvention-notice-missing"));
        }
        if !read_again {
            return Err(Error::refused("postvention-read-again"));
        }
        self.choose(tx, places)?;
        let place = Sealed::new("safety_postventions", "notice", self.id.0);
        let sealed = tx.seal(KeyId(self.id.0), place, words.trim())?;
        tx.execute(
            "UPDATE safety_postventions SET notice = $2, notice_until = $3 WHERE id = $1",
            args![self.id, sealed, tx.now() + NOTICE_STANDS],
        )?;
        self.note(tx, actor, Step::Notice, "")
    }

    /// The circles concerned: of those that the member was in, the ones that were chosen.
    pub(crate) fn choose(&self, tx: &mut Tx<'_>, places: &[Uuid]) -> Result<()> {
        let theirs: Vec<Uuid> =
            (tx.lent::<Circles>()?.of)(tx, self.member)?.into_iter().map(|(place, _)| place).collect();
        let chosen: Vec<_> = places.iter().filter(|it| theirs.contains(it)).collect();
        if chosen.is_empty() {
            return Err(Error::refused("postvention-circles-missing"));
        }
        for place in chosen {
            tx.execute(
                "INSERT INTO safety_postvention_places (postvention_id, place_id) VALUES ($1, $2)
                 ON CONFLICT (postvention_id, place_id) DO NOTHING",
                args![self.id, place],
            )?;
        }
        Ok(())
    }

    /// The circles concerned.
    pub fn places(&self, tx: &mut Tx<'_>) -> Result<Vec<Uuid>> {
        tx.all(
            "SELECT place_id FROM safety_postvention_places WHERE postvention_id = $1 ORDER BY place_id",
            args![self.id],
            |row| row.get(0),
        )
    }

    /// What the circles are told.
    pub fn notice(&self, tx: &mut Tx<'_>) -> Result<String> {
        let Some(sealed) = &self.notice else { return Ok(String::new()) };
        let place = Sealed::new("safety_postventions", "notice", self.id.0);
        Ok(tx.unseal(KeyId(self.id.0), place, sealed)?.unwrap_or_default())
    }

    /// Decides whether there is a place to remember them.
    pub fn remember(&self, tx: &mut Tx<'_>, actor: &Actor, memorial: bool, words: &str) -> Result<()> {
        self.must_be_open()?;
        tx.execute("UPDATE safety_postventions SET memorial = $2 WHERE id = $1", args![self.id, memorial])?;
        self.note(tx, actor, Step::Memorial, words)
    }
}
