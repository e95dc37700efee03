//! Being in the room. Watching without a word is being there; others see only a rough number, unless one shows oneself.

use std::time::Duration;

use circles::mute::Quiet;
use db::{Result, Tx, args};
use words::MemberId;

use crate::{kind::EveningId, topic};

/// Without a sign of somebody's page for this long, they are not counted as there.
pub const HERE: Duration = Duration::from_secs(90);
/// Fewer than this are "a few": a number would tell who came and who went.
const FEW: i64 = 5;

/// Somebody's part in an evening.
#[derive(Clone, Copy, Debug)]
pub struct Presence {
    /// They hear what has a higher number than this.
    pub from: i64,
    /// Whether others see their name.
    pub shown: bool,
    /// Whether their page was there a moment ago.
    pub fresh: bool,
}

/// Somebody's part in an evening, when they came.
pub(crate) fn of(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Option<Presence>> {
    // Asked more often than pages say that they are there, so that a page without script is noted at each look.
    let a_moment_ago = tx.now() - Duration::from_secs(10);
    tx.first(
        "SELECT from_seq, shown, seen_at FROM live_presences WHERE evening_id = $1 AND member_id = $2",
        args![evening, member],
        |row| {
            let seen: db::Time = row.get(2)?;
            Ok(Presence { from: row.get(0)?, shown: row.get(1)?, fresh: seen > a_moment_ago })
        },
    )
}

/// Notes that somebody is there. Whoever comes hears what is said from now on; time away is not counted as being there.
pub fn see(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<()> {
    tx.execute(
        "INSERT INTO live_presences (evening_id, member_id, from_seq, came_at, seen_at, attended, shown, parked)
         VALUES ($1, $2, (SELECT last_seq FROM live_talks WHERE id = $1), $3, $3, 0, FALSE, 0)
         ON CONFLICT (evening_id, member_id) DO UPDATE SET seen_at = excluded.seen_at,
             attended = live_presences.attended + CASE WHEN live_presences.seen_at > $4
                 THEN excluded.seen_at - live_presences.seen_at ELSE 0 END",
        args![evening, member, tx.now(), tx.now() - HERE],
    )?;
    tx.execute(
        "UPDATE live_duties SET seen_at = $3 WHERE evening_id = $1 AND member_id = $2 AND ended_at IS NULL",
        args![evening, member, tx.now()],
    )?;
    Ok(())
}

/// Shows one's name to the others in the room, or no longer.
pub fn show(tx: &mut Tx<'_>, evening: EveningId, member: MemberId, shown: bool) -> Result<()> {
    tx.execute(
        "UPDATE live_presences SET shown = $3 WHERE evening_id = $1 AND member_id = $2",
        args![evening, member, shown],
    )?;
    topic::member_changed(tx, member)
}

/// How many are there, roughly; nothing when they are only a few.
pub fn about(tx: &mut Tx<'_>, evening: EveningId) -> Result<Option<i64>> {
    let here = tx.value(
        "SELECT COUNT(*) FROM live_presences WHERE evening_id = $1 AND seen_at > $2",
        args![evening, tx.now() - HERE],
    )?;
    Ok(coarse(here))
}

fn coarse(here: i64) -> Option<i64> {
    let step = if here < 95 { 10 } else { 50 };
    (here >= FEW).then(|| (here + step / 2) / step * step)
}

/// Names of those who show themselves, as somebody sees them.
pub fn shown(tx: &mut Tx<'_>, evening: EveningId, quiet: &Quiet) -> Result<Vec<String>> {
    let shown: Vec<(MemberId, String)> = tx.all(
        "SELECT p.member_id, n.pseudonym FROM live_presences p JOIN people_names n ON n.member_id = p.member_id
         WHERE p.evening_id = $1 AND p.shown = TRUE AND p.seen_at > $2 ORDER BY n.pseudonym",
        args![evening, tx.now() - HERE],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(shown.into_iter().filter(|(member, _)| !quiet.hides_member(*member)).map(|(_, name)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_never_tells_who_came() {
        for (here, told) in
            [(0, None), (4, None), (5, Some(10)), (14, Some(10)), (15, Some(20)), (94, Some(90)), (199, Some(200))]
        {
            assert_eq!(coarse(here), told, "{here}");
        }
    }
}
