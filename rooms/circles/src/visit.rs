//! A welcome for whoever comes back after a long time: nothing is counted, nothing was missed. For this one sentence the
//! member's last day is kept, and only the day.

use db::{Result, Tx, args};
use words::Actor;

use crate::dates;

/// After so many days away, somebody is welcomed back.
const LONG: i64 = 30;

fn day_of(tx: &Tx<'_>, actor: &Actor) -> i64 {
    let today = dates::today(tx.now(), &actor.zone);
    let began = jiff::civil::date(1970, 1, 1);
    today.since((jiff::Unit::Day, began)).map_or(0, |span| i64::from(span.get_days()))
}

fn last(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<i64>> {
    tx.first("SELECT day FROM circles_visits WHERE member_id = $1", args![actor.id], |row| row.get(0))
}

/// Whether today is noted already: then a page has nothing to write.
pub fn is_noted(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    Ok(last(tx, actor)? == Some(day_of(tx, actor)))
}

/// Notes that the member is here today; answers whether they are welcomed back, which is once.
pub fn note(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let (before, today) = (last(tx, actor)?, day_of(tx, actor));
    tx.execute(
        "INSERT INTO circles_visits (member_id, day) VALUES ($1, $2)
         ON CONFLICT (member_id) DO UPDATE SET day = $2",
        args![actor.id, today],
    )?;
    Ok(before.is_some_and(|it| today - it >= LONG))
}
