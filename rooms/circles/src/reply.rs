//! Nobody unanswered: threads that wait for words, who is told, and how long it took.
//!
//! One reply alone is the loneliest number: on a large forum about suicide, people whose post had exactly one comment
//! were the least likely to write again. So a thread leaves the list only when it was answered twice.

use std::time::Duration;

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::Actor;

use crate::{
    circle::Circle,
    kind::{CircleId, ThreadId},
    mute::Quiet,
    thread::{COLUMNS, Listed, leads_to, list, listed_row},
    topic,
};

/// Job: looks whether a thread was answered in time.
pub const DUE: &str = "circles.reply-due";
/// Threads older than this are no longer offered for a reply: an answer months later helps the list, not the person.
const OFFERED_FOR: Duration = Duration::from_secs(14 * 86_400);

/// Plans the look whether a thread was answered in time.
pub(crate) fn expect(tx: &mut Tx<'_>, circle: &Circle, thread: ThreadId) -> Result<()> {
    tx.later(DUE, thread, circle.answer_due(tx.now()))
}

/// Raises a thread that nobody has answered to those who look after its circle: their desks are woken, and what the
/// desk shows is asked of the tables.
pub(crate) fn look(tx: &mut Tx<'_>, thread: &str) -> Result<()> {
    let thread: ThreadId = thread.parse()?;
    let circle: Option<CircleId> = tx.first(
        "SELECT circle_id FROM circles_threads WHERE id = $1 AND first_reply_at IS NULL AND state = 'shown'",
        args![thread],
        |row| row.get(0),
    )?;
    circle.map_or(Ok(()), |circle| topic::desk_changed(tx, circle))
}

/// Threads that wait for a first reply, and after them those that wait for a second one, the oldest first: in the
/// circles in which the member takes part and those that are open to them. Their own are left out.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, circles: &[Circle]) -> Result<Vec<Listed>> {
    let mut waiting = Vec::new();
    for circle in circles.iter().filter(|it| !quiet.hides_circle(it.id)) {
        let rows = tx.all(
            &format!(
                "SELECT {COLUMNS}, n.pseudonym FROM circles_threads t
                 LEFT JOIN people_names n ON n.member_id = t.opener_id
                 WHERE t.circle_id = $1 AND t.second_reply_at IS NULL AND t.state = 'shown' AND t.closed_at IS NULL
                   AND t.started_at > $2 AND (t.opener_id IS NULL OR t.opener_id <> $3)
                   AND NOT EXISTS (SELECT 1 FROM circles_posts q WHERE q.thread_id = t.id AND q.author_id = $3
                                   AND q.state = 'shown')
                 ORDER BY t.started_at LIMIT 50"
            ),
            args![circle.id, tx.now() - OFFERED_FOR, actor.id],
            listed_row,
        )?;
        for listed in list(tx, quiet, &rows)? {
            if leads_to(tx, actor, quiet, listed.thread.id, 0, |it| it.seq == 1)? {
                waiting.push(listed);
            }
        }
    }
    waiting.sort_by_key(|it| (it.thread.first_reply_at.is_some(), it.thread.started_at));
    waiting.truncate(50);
    Ok(waiting)
}

/// Threads of a circle that have waited longer than it promises, the oldest first: for its facilitators.
pub fn overdue(tx: &mut Tx<'_>, circle: &Circle) -> Result<Vec<Listed>> {
    let since = tx.now() - Duration::from_secs(3600 * circle.plan.reply_hours.unsigned_abs());
    let rows = tx.all(
        &format!(
            "SELECT {COLUMNS}, n.pseudonym FROM circles_threads t
             LEFT JOIN people_names n ON n.member_id = t.opener_id
             WHERE t.circle_id = $1 AND t.second_reply_at IS NULL AND t.first_reply_at IS NULL AND t.state = 'shown'
               AND t.closed_at IS NULL AND t.started_at <= $2 ORDER BY t.started_at LIMIT 50"
        ),
        args![circle.id, since],
        listed_row,
    )?;
    list(tx, &Quiet::default(), &rows)
}

/// How a circle answers, over a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Threads that were begun.
    pub begun: i64,
    /// Of these, answered at least once.
    pub once: i64,
    /// Of these, answered at least twice.
    pub twice: i64,
    /// Median time to the first reply, of those that have one, in seconds.
    pub first_median: Option<i64>,
    /// Median time to the second reply, of those that have one, in seconds.
    pub second_median: Option<i64>,
}

/// How a circle answered what was begun since then.
pub fn answered(tx: &mut Tx<'_>, circle: CircleId, since: Time) -> Result<Answered> {
    type Row = (Time, Option<Time>, Option<Time>);
    let rows: Vec<Row> = tx.all(
        "SELECT started_at, first_reply_at, second_reply_at FROM circles_threads
         WHERE circle_id = $1 AND state = 'shown' AND started_at >= $2",
        args![circle, since],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let took = |reply: fn(&Row) -> Option<Time>| {
        let mut took: Vec<i64> = rows.iter().filter_map(|it| Some(reply(it)?.seconds() - it.0.seconds())).collect();
        took.sort_unstable();
        took
    };
    let (first, second) = (took(|it| it.1), took(|it| it.2));
    Ok(Answered {
        begun: rows.len() as i64,
        once: first.len() as i64,
        twice: second.len() as i64,
        first_median: median(&first),
        second_median: median(&second),
    })
}

/// The middle one; of two middle ones the mean, rounded down.
fn median(sorted: &[i64]) -> Option<i64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7));
        assert_eq!(median(&[1, 9]), Some(5));
        assert_eq!(median(&[1, 2, 100]), Some(2));
    }
}
