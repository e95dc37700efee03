//! From a rule to rows: occurrences are planned some weeks ahead, when a gathering is made or changed and then every
//! few hours, so that people can say yes to a time that is a thing of its own.

use std::{collections::HashSet, time::Duration};

use db::{Result, Time, Tx, args};
use jobs::Later;
use seal::{KeyId, Sealing};
use words::Actor;

use circles::{
    circle::Circle,
    kind::{CircleId, Stage},
};

use crate::{
    gathering::{Gathering, Plan},
    kind::{GatheringId, OccurrenceId},
    occurrence::Occurrence,
    reminder, rule, seats,
};

/// How far ahead occurrences are planned: twelve weeks hold three of every month, and every session of most courses.
pub const AHEAD: Duration = Duration::from_secs(84 * 86_400);
/// Courses are planned whole: whoever begins wants to know every date.
const COURSE_AHEAD: Duration = Duration::from_secs(3 * 365 * 86_400);
/// Job: plans further.
pub(crate) const FURTHER: &str = "gatherings.plan";
const DAY: Duration = Duration::from_secs(86_400);
const EVERY: Duration = Duration::from_secs(6 * 3600);
/// So long after everything is over, the place and the words of changes are destroyed.
const FORGET_AFTER: Duration = Duration::from_secs(30 * 86_400);

/// Plans what is not planned yet. Answers the slots that the rule gives from now on.
pub(crate) fn ahead(tx: &mut Tx<'_>, gathering: &Gathering) -> Result<HashSet<String>> {
    let (plan, now) = (&gathering.plan, tx.now());
    let until = now + if plan.course { COURSE_AHEAD } else { AHEAD };
    // A single time is planned however far ahead it is.
    let last = if plan.rule.is_some() { until } else { Time(i64::MAX) };
    let zone = plan.zone.clone();
    let times =
        rule::times(plan.starts, plan.rule.as_ref(), |at| rule::moment(at, &zone).is_ok_and(|moment| moment <= last))?;
    let mut slots = HashSet::new();
    for (session, at) in (gathering.first_session..).zip(times) {
        let starts_at = rule::moment(at, &plan.zone)?;
        if starts_at <= now {
            continue;
        }
        let slot = Plan::slot(at);
        let id = OccurrenceId::fresh(tx);
        let ends_at = starts_at + minutes(plan.minutes);
        let made = tx.execute(
            "INSERT INTO gatherings_occurrences (id, series_id, circle_id, slot, session, starts_at, ends_at, last_seq)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (series_id, slot) DO NOTHING",
            args![id, gathering.id, gathering.circle, slot, session, starts_at, ends_at],
        )?;
        if made == 1 {
            reminder::plan(tx, id, starts_at)?;
        }
        slots.insert(slot);
    }
    // Single times and courses are planned whole, once.
    let whole = plan.rule.is_none() || plan.course;
    let planned_until = if whole { Time(i64::MAX) } else { now + AHEAD - DAY };
    tx.execute("UPDATE gatherings_series SET planned_until = $2 WHERE id = $1", args![gathering.id, planned_until])?;
    Ok(slots)
}

/// Plans anew what is still to come after a change: the same times stay with everybody who comes, new ones appear, and
/// the rest is cancelled.
pub(crate) fn again(tx: &mut Tx<'_>, actor: &Actor, gathering: &Gathering, words: &str) -> Result<()> {
    let slots = ahead(tx, gathering)?;
    for occurrence in Occurrence::to_come(tx, gathering.id)? {
        if slots.contains(&occurrence.slot) {
            if !occurrence.is_moved() {
                let starts_at =
                    rule::moment(occurrence.slot.parse().map_err(db::Error::broken)?, &gathering.plan.zone)?;
                occurrence.keep(tx, starts_at, starts_at + minutes(gathering.plan.minutes))?;
            }
            seats::fill(tx, occurrence.id)?;
        } else if seats::is_nobody_concerned(tx, occurrence.id)? {
            occurrence.forget(tx)?;
        } else {
            occurrence.call_off(tx, Some(actor.id), words)?;
        }
    }
    Ok(())
}

/// Plans every gathering further, and forgets the sealed words of those that are long over.
pub(crate) fn further(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    for gathering in Gathering::to_plan(tx, tx.now() + AHEAD - DAY - DAY)? {
        ahead(tx, &gathering)?;
    }
    stop_in_closed_circles(tx)?;
    forget(tx)?;
    tx.later(FURTHER, "", tx.now() + EVERY)
}

/// Ends what is planned in circles that have closed: a circle does not know what is above it.
fn stop_in_closed_circles(tx: &mut Tx<'_>) -> Result<()> {
    let circles: Vec<CircleId> = tx.all(
        "SELECT DISTINCT circle_id FROM gatherings_occurrences WHERE starts_at > $1 AND cancelled_at IS NULL",
        args![tx.now()],
        |row| row.get(0),
    )?;
    for circle in circles {
        if Circle::any(tx, circle)?.stage == Stage::Closed {
            for gathering in Gathering::of_circle(tx, circle)? {
                gathering.stop(tx, None, "")?;
            }
        }
    }
    Ok(())
}

fn forget(tx: &mut Tx<'_>) -> Result<()> {
    let over: Vec<GatheringId> = tx.all(
        "SELECT s.id FROM gatherings_series s
         WHERE (s.place IS NOT NULL
                OR EXISTS (SELECT 1 FROM gatherings_occurrences w WHERE w.series_id = s.id
                           AND (w.words IS NOT NULL OR w.step IS NOT NULL)))
           AND NOT EXISTS (SELECT 1 FROM gatherings_occurrences o WHERE o.series_id = s.id AND o.ends_at > $1)
           AND (s.ended_at IS NULL OR s.ended_at <= $1)",
        args![tx.now() - FORGET_AFTER],
        |row| row.get(0),
    )?;
    for id in over {
        // Over is over: nothing of it can be changed any more, so the key is needed no more.
        tx.execute(
            "UPDATE gatherings_series SET place = NULL, ended_at = COALESCE(ended_at, $2) WHERE id = $1",
            args![id, tx.now()],
        )?;
        tx.execute("UPDATE gatherings_occurrences SET words = NULL, step = NULL WHERE series_id = $1", args![id])?;
        tx.destroy_key(KeyId(id.0))?;
    }
    Ok(())
}

pub(crate) fn minutes(count: i64) -> Duration {
    Duration::from_secs(u64::try_from(count).unwrap_or(0) * 60)
}
