//! How many people asked, hour by hour: counted for the rota, so that it can tell what to expect. Never who.

use std::{collections::HashMap, time::Duration};

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::AgeBand;
use workforce::demand;

/// Job: counts the hours that have gone by.
pub(crate) const COUNT: &str = "support.asked";
const HOUR: Duration = Duration::from_secs(3600);
/// Hours that are counted again each time: a server may have rested for a while.
const AGAIN: Duration = Duration::from_secs(48 * 3600);

/// Counts whoever asked in an hour that is over. Whoever was handed on asked once, and whom a pair's own supporter met
/// did not wait for the rota.
pub(crate) fn count(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    let this = demand::hour_of(tx.now());
    let from = if demand::is_new(tx)? { Time(0) } else { this - AGAIN };
    let asked: Vec<(AgeBand, Time)> = tx.all(
        "SELECT band, made_at FROM support_requests
         WHERE made_at >= $1 AND made_at < $2 AND handed_on_from IS NULL
           AND (outcome IS NULL OR outcome <> 'accepted' OR matched_at IS NOT NULL)",
        args![from, this],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut hours: HashMap<(AgeBand, Time), i64> = HashMap::new();
    for (band, at) in asked {
        *hours.entry((band, demand::hour_of(at))).or_default() += 1;
    }
    for ((band, hour), asked) in hours {
        demand::note(tx, band, hour, asked)?;
    }
    tx.later(COUNT, "", this + HOUR)
}
