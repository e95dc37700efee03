//! Rest: a break after each conversation, and a short one after each hour. Going off duty and coming back does not skip
//! it. Helpline volunteers name the missing pause between calls among the things that wear them out most.

use std::time::Duration;

use db::{Result, Time, Tx, args};
use organisation::Settings;
use words::MemberId;

use crate::answer::{Among, Bar, Step, Why, Work};

/// After so long without a rest, one is due.
pub const HOUR: Duration = Duration::from_secs(3600);

fn minutes(tx: &mut Tx<'_>, dial: &str) -> Result<Duration> {
    Ok(Duration::from_secs(60 * u64::from(Settings::current(tx)?.number(dial))))
}

/// Until when somebody rests, if they do.
pub fn until(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Time>> {
    tx.first("SELECT until FROM workforce_rests WHERE member_id = $1 AND until > $2", args![member, tx.now()], |row| {
        row.get(0)
    })
}

/// Everybody who rests, and until when.
pub fn all(tx: &mut Tx<'_>) -> Result<std::collections::HashMap<MemberId, Time>> {
    let resting: Vec<(MemberId, Time)> =
        tx.all("SELECT member_id, until FROM workforce_rests WHERE until > $1", args![tx.now()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(resting.into_iter().collect())
}

/// When the next rest is due for somebody at work.
pub fn due_at(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Time>> {
    let since: Option<Time> = tx.first(
        "SELECT since FROM workforce_rests r WHERE member_id = $1
           AND EXISTS (SELECT 1 FROM workforce_spells s WHERE s.member_id = r.member_id AND s.ended_at IS NULL)",
        args![member],
        |row| row.get(0),
    )?;
    Ok(since.map(|it| it + HOUR))
}

/// A conversation is over. When an hour is full as well, the longer rest of the two begins.
pub fn after_conversation(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let mut long = minutes(tx, "break-minutes")?;
    if due_at(tx, member)?.is_some_and(|it| it <= tx.now()) {
        long = long.max(minutes(tx, "hour-rest-minutes")?);
    }
    begin(tx, member, tx.now() + long)
}

/// Begins the rest that follows an hour, when it is due; for somebody who talks with nobody just now. Whether it began.
pub fn after_hour(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    if due_at(tx, member)?.is_none_or(|it| it > tx.now()) {
        return Ok(false);
    }
    let long = minutes(tx, "hour-rest-minutes")?;
    begin(tx, member, tx.now() + long)?;
    Ok(true)
}

/// Rests until then; no rest that runs becomes shorter by it.
pub fn begin(tx: &mut Tx<'_>, member: MemberId, until: Time) -> Result<()> {
    tx.execute(
        "INSERT INTO workforce_rests (member_id, since, until) VALUES ($1, $2, $2)
         ON CONFLICT (member_id) DO UPDATE SET since = excluded.since, until = excluded.until
         WHERE workforce_rests.until < excluded.until",
        args![member, until],
    )?;
    Ok(())
}

/// Work begins. The hour counts from now, unless other work goes on or ended less than a rest ago.
pub(crate) fn work_begins(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let rested = tx.now() - minutes(tx, "hour-rest-minutes")?;
    let lately: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_spells WHERE member_id = $1 AND (ended_at IS NULL OR ended_at > $2)",
        args![member, rested],
    )?;
    tx.execute(
        if lately == 0 {
            "INSERT INTO workforce_rests (member_id, since, until) VALUES ($1, $2, 0)
             ON CONFLICT (member_id) DO UPDATE SET since = excluded.since"
        } else {
            "INSERT INTO workforce_rests (member_id, since, until) VALUES ($1, $2, 0) ON CONFLICT (member_id) DO NOTHING"
        },
        args![member, tx.now()],
    )?;
    Ok(())
}

/// Work ended; when an hour was full, the rest begins now.
pub(crate) fn work_ended(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let due: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_rests WHERE member_id = $1 AND since <= $2",
        args![member, tx.now() - HOUR],
    )?;
    if due > 0 {
        let long = minutes(tx, "hour-rest-minutes")?;
        begin(tx, member, tx.now() + long)?;
    }
    Ok(())
}

/// Whoever rests, or has worked an hour and will rest as soon as they talk with nobody.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if work == Work::Moderation || step == Step::Plan {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let read = |row: &db::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let mut resting: Vec<(MemberId, Time)> = match among {
        Among::One(member) => tx.all(
            "SELECT member_id, until FROM workforce_rests r
             WHERE member_id = $1 AND (until > $2 OR (since <= $3 AND EXISTS (
                SELECT 1 FROM workforce_spells s WHERE s.member_id = r.member_id AND s.ended_at IS NULL)))",
            args![member, now, now - HOUR],
            read,
        )?,
        Among::AtWork => tx.all(
            "SELECT r.member_id, r.until FROM workforce_rests r
             WHERE (r.until > $2 OR r.since <= $3)
               AND r.member_id IN (SELECT member_id FROM workforce_spells WHERE ended_at IS NULL AND work = $1)",
            args![work, now, now - HOUR],
            read,
        )?,
    };
    if step == Step::Begin {
        resting.retain(|(_, until)| *until > now);
    }
    let bar = |until| Bar { why: Why::Rest, until: Some(until).filter(|it| *it > now) };
    Ok(resting.into_iter().map(|(member, until)| (member, bar(until))).collect())
}
