//! What reading hard things costs those who read them: after so many in a row, a rest. Our own judgement, from what crisis
//! line volunteers say of missing breaks; the numbers are the community's.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::Settings;
use words::MemberId;

use crate::kind::CaseId;

/// Hard cases count as in a row when no more than this lies between the first and now.
const IN_A_ROW: Duration = Duration::from_secs(2 * 3600);

/// Notes that somebody took on something hard.
pub(crate) fn note(tx: &mut Tx<'_>, member: MemberId, case: CaseId) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_exposures (member_id, case_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (member_id, case_id) DO NOTHING",
        args![member, case, tx.now()],
    )?;
    Ok(())
}

/// Until when somebody rests.
pub fn resting_until(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Time>> {
    tx.first("SELECT until FROM safety_rests WHERE member_id = $1 AND until > $2", args![member, tx.now()], |row| {
        row.get(0)
    })
}

/// Refuses whoever rests.
pub(crate) fn may_take(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    match resting_until(tx, member)? {
        None => Ok(()),
        Some(until) => {
            let minutes = until.since(tx.now()).as_secs().div_ceil(60);
            Err(Error::refused_with("case-rest-first", vec![("minutes", minutes.to_string())]))
        }
    }
}

/// After something hard: when it was the last of so many, a rest begins.
pub(crate) fn rest_if_due(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let settings = Settings::current(tx)?;
    let rested: Option<Time> =
        tx.first("SELECT until FROM safety_rests WHERE member_id = $1", args![member], |row| row.get(0))?;
    let since = rested.unwrap_or(Time(0)).max(tx.now() - IN_A_ROW);
    let hard: i64 =
        tx.value("SELECT COUNT(*) FROM safety_exposures WHERE member_id = $1 AND at >= $2", args![member, since])?;
    if hard >= i64::from(settings.number("hard-in-a-row")) {
        rest(tx, member, Duration::from_secs(60 * u64::from(settings.number("hard-rest-minutes"))))?;
    }
    Ok(())
}

/// A rest by one's own wish, as long as one that is due.
pub(crate) fn rest_by_wish(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let minutes = u64::from(Settings::current(tx)?.number("hard-rest-minutes"));
    rest(tx, member, Duration::from_secs(60 * minutes))
}

fn rest(tx: &mut Tx<'_>, member: MemberId, long: Duration) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_rests (member_id, until) VALUES ($1, $2)
         ON CONFLICT (member_id) DO UPDATE SET until = excluded.until",
        args![member, tx.now() + long],
    )?;
    Ok(())
}
