//! A rating that whoever gave it takes back. It counts no more; that it was given, when it was taken back and why stays.

use std::collections::HashMap;

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::competency::RatingId;

/// Longest reason, in characters.
pub const WHY_AT_MOST: usize = 1000;

/// That a rating was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Why.
    pub why: String,
    /// When.
    pub at: Time,
}

/// Whoever gave this rating of a member takes it back, and says why. Twice is no error.
pub fn take_back(tx: &mut Tx<'_>, rater: &Actor, member: MemberId, rating: RatingId, why: &str) -> Result<()> {
    let own: i64 = tx.value(
        "SELECT COUNT(*) FROM training_ratings WHERE id = $1 AND member_id = $2 AND rater_id = $3",
        args![rating, member, rater.id],
    )?;
    if own == 0 {
        return Err(Error::NotFound);
    }
    if why.trim().is_empty() {
        return Err(Error::refused("correction-empty"));
    }
    let sealed = tx.seal(KeyId(member.0), place(rating), why.trim())?;
    tx.execute(
        "INSERT INTO training_corrections (rating_id, member_id, why, corrected_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (rating_id) DO NOTHING",
        args![rating, member, sealed, tx.now()],
    )?;
    Ok(())
}

/// What was taken back of what was said of a member.
pub(crate) fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<HashMap<RatingId, Correction>> {
    let rows: Vec<(RatingId, Vec<u8>, Time)> = tx.all(
        "SELECT rating_id, why, corrected_at FROM training_corrections WHERE member_id = $1",
        args![member],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut corrections = HashMap::with_capacity(rows.len());
    for (rating, sealed, at) in rows {
        let why = tx.unseal(KeyId(member.0), place(rating), &sealed)?.unwrap_or_default();
        corrections.insert(rating, Correction { why, at });
    }
    Ok(corrections)
}

fn place(rating: RatingId) -> Place {
    Place::new("training_corrections", "why", rating.0)
}
