//! What somebody went on to learn: a course elsewhere, a book, a day with others. They write it down for themselves, and
//! the hours count when a certificate is renewed. What it was nobody else reads.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

/// Longest words, in characters.
pub const WORDS_AT_MOST: usize = 300;
/// Most minutes of one day, in one entry or several: a long one.
pub const MINUTES_AT_MOST: i64 = 12 * 60;

db::id! {
    /// An entry.
    LearningId
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// Its id.
    pub id: LearningId,
    /// On which day.
    pub day: Time,
    /// How long.
    pub minutes: i64,
    /// What it was.
    pub words: String,
}

fn place(id: LearningId) -> Place {
    Place::new("workforce_learning", "words", id.0)
}

/// Writes down what one learned.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, day: Time, minutes: i64, words: &str) -> Result<()> {
    if !(1..=MINUTES_AT_MOST).contains(&minutes) {
        return Err(Error::refused("learning-minutes-wrong"));
    }
    if day > tx.now() {
        return Err(Error::refused("learning-day-ahead"));
    }
    let that_day: Vec<i64> = tx.all(
        "SELECT minutes FROM workforce_learning WHERE member_id = $1 AND day = $2",
        args![actor.id, day],
        |row| row.get(0),
    )?;
    if that_day.iter().sum::<i64>() + minutes > MINUTES_AT_MOST {
        return Err(Error::refused("learning-day-full"));
    }
    let id = LearningId::fresh(tx);
    let sealed = tx.seal(KeyId(actor.id.0), place(id), words)?;
    tx.execute(
        "INSERT INTO workforce_learning (id, member_id, day, minutes, words, written_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, actor.id, day, minutes, sealed, tx.now()],
    )?;
    Ok(())
}

/// Takes an entry of one's own away.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: LearningId) -> Result<()> {
    let gone = tx.execute("DELETE FROM workforce_learning WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    if gone == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// One's own entries, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Learning>> {
    let rows: Vec<(LearningId, Time, i64, Vec<u8>)> = tx.all(
        "SELECT id, day, minutes, words FROM workforce_learning WHERE member_id = $1 ORDER BY day DESC, id DESC LIMIT 200",
        args![actor.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut entries = Vec::with_capacity(rows.len());
    for (id, day, minutes, sealed) in rows {
        let words = tx.unseal(KeyId(actor.id.0), place(id), &sealed)?.unwrap_or_default();
        entries.push(Learning { id, day, minutes, words });
    }
    Ok(entries)
}

/// Minutes that somebody learned since then.
pub(crate) fn minutes_since(tx: &mut Tx<'_>, member: MemberId, from: Time) -> Result<i64> {
    let all: Vec<i64> = tx.all(
        "SELECT minutes FROM workforce_learning WHERE member_id = $1 AND day >= $2",
        args![member, from],
        |row| row.get(0),
    )?;
    Ok(all.iter().sum())
}
