//! What may honestly be said about waiting.

use std::time::Duration;

use db::{Result, Tx, args};
use words::AgeBand;

/// Waits older than this say little about today.
const RECENT: Duration = Duration::from_secs(14 * 86_400);
/// Fewer waits than this are an anecdote. Our own judgement: with 8, the middle half is at least 4 people.
const ENOUGH: usize = 8;
/// At most this many of the newest.
const NEWEST: i64 = 60;

/// How long people waited lately, in whole minutes: one in four waited less than `from`, one in ten longer than `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitRange {
    /// First quartile, in minutes, rounded down.
    pub from: i64,
    /// Ninth decile, in minutes, rounded up, at least 1.
    pub to: i64,
}

impl WaitRange {
    /// From people of this band who were answered lately; `None` when there are too few to say anything.
    pub fn recent(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Self>> {
        Ok(*tx.kept(band, |tx| Self::work_out(tx, band))?)
    }

    fn work_out(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Self>> {
        let waits: Vec<i64> = tx.all(
            "SELECT matched_at - made_at FROM support_requests
             WHERE band = $1 AND matched_at > $2 AND handed_on_from IS NULL ORDER BY matched_at DESC LIMIT $3",
            args![band, tx.now() - RECENT, NEWEST],
            |row| row.get(0),
        )?;
        Ok(Self::of(waits))
    }

    /// From waits in microseconds.
    fn of(mut waits: Vec<i64>) -> Option<Self> {
        if waits.len() < ENOUGH {
            return None;
        }
        waits.sort_unstable();
        // Nearest-rank quantiles: a wait that somebody really had.
        let rank = |share: f64| waits[((share * waits.len() as f64).ceil() as usize).clamp(1, waits.len()) - 1];
        let minute = 60_000_000;
        Some(Self { from: rank(0.25) / minute, to: ((rank(0.9) + minute - 1) / minute).max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_waits_are_too_few_to_say_anything() {
        assert_eq!(WaitRange::of(vec![60_000_000; 7]), None);
    }

    #[test]
    fn the_range_is_of_waits_that_people_really_had() {
        let minutes = |it: &[i64]| it.iter().map(|it| it * 60_000_000).collect();
        assert_eq!(WaitRange::of(minutes(&[1, 1, 2, 2, 3, 4, 9, 30])), Some(WaitRange { from: 1, to: 30 }));
        assert_eq!(WaitRange::of(minutes(&[0, 0, 0, 0, 0, 0, 0, 0])), Some(WaitRange { from: 0, to: 1 }));
    }
}
