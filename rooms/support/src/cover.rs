//! Cover: who is here now, and when somebody is next. Computed from presence and from planned shifts, each called what it
//! is. It never says who.

use std::{collections::HashSet, sync::Arc, time::Duration};

use db::{Result, Time, Tx, args};
use words::{AgeBand, MemberId};
use workforce::{
    answer::{self, Among, Step, Work},
    doors,
    shift::{AHEAD, Shift},
};

use crate::{
    closing::{self, Shut},
    duty::Duty,
    profile::CAPACITY,
    request::AWAY_AFTER,
};

/// Hours of the strip on the landing page.
const HOURS: usize = 24;
const HOUR: Duration = Duration::from_secs(3600);

/// Who is here for a band, as far as we can honestly say.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Supporters who are on duty with their page open, and neither rest nor have given enough.
    pub here: i64,
    /// How many of them could begin a conversation with somebody who asks now, after those who wait already.
    pub free: i64,
    /// A shift is planned for this very moment.
    pub planned_now: bool,
    /// When the next planned shift begins.
    pub next: Option<Time>,
    /// The coming hours, this one first.
    pub hours: Vec<Hour>,
    /// Nobody can ask just now, and why.
    pub shut: Option<Shut>,
}

/// One hour of the coming day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// When it begins.
    pub begins_at: Time,
    /// Supporters who plan to be there for some of it.
    pub planned: usize,
}

impl Cover {
    /// How many are here for people of this band.
    pub fn here(tx: &mut Tx<'_>, band: AgeBand) -> Result<i64> {
        Ok(count(&present(tx, band)?))
    }

    /// Cover for people of this band. People of other bands are nobody's cover. The same for all of them, so it is worked
    /// out once for many.
    pub fn now(tx: &mut Tx<'_>, band: AgeBand) -> Result<Arc<Self>> {
        tx.kept(band, |tx| Self::work_out(tx, band))
    }

    fn work_out(tx: &mut Tx<'_>, band: AgeBand) -> Result<Self> {
        let now = tx.now();
        let present = present(tx, band)?;
        let with_room: HashSet<MemberId> = tx
            .all(
                "SELECT d.member_id FROM support_duties d LEFT JOIN support_profiles p ON p.member_id = d.member_id
                 WHERE d.ended_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM support_offers o WHERE o.supporter_id = d.member_id AND o.settled_at IS NULL)
                   AND (SELECT COUNT(*) FROM support_conversations c
                        WHERE c.supporter_id = d.member_id AND c.ended_at IS NULL) < COALESCE(p.capacity, $1)",
                args![CAPACITY],
                |row| row.get(0),
            )?
            .into_iter()
            .collect();
        let free = present.iter().filter(|it| with_room.contains(it)).count() as i64;
        // Whoever waits already comes first: room that is as good as taken is not promised to a newcomer.
        let before: i64 = tx.value(
            "SELECT COUNT(*) FROM support_requests r WHERE ended_at IS NULL AND band = $1 AND seen_at > $2 AND NOT EXISTS (
                SELECT 1 FROM support_offers o WHERE o.request_id = r.id AND o.settled_at IS NULL)",
            args![band, now - AWAY_AFTER],
        )?;
        let until = Time(now.0 - now.0.rem_euclid(3_600_000_000)) + HOUR * HOURS as u32;
        let there = planned(tx, band, until)?;
        let after = |there: &[There]| there.iter().map(|it| it.from).filter(|at| *at > now).min();
        let next = match after(&there) {
            None => after(&planned(tx, band, now + AHEAD)?),
            soon => soon,
        };
        Ok(Self {
            here: count(&present),
            free: (free - before).max(0),
            planned_now: there.iter().any(|it| it.from <= now),
            next,
            hours: hours(now, &there),
            shut: closing::shut(tx, band)?,
        })
    }
}

/// Supporters of this band who are on duty with their page open, and whom nothing keeps from talking with somebody.
fn present(tx: &mut Tx<'_>, band: AgeBand) -> Result<Vec<MemberId>> {
    let now = tx.now();
    let barred = answer::barred(tx, Work::Conversation, Step::Take, Among::AtWork)?;
    let on_duty = Duty::all_of(tx, band)?.into_iter();
    let here = on_duty.filter(|it| it.is_here(now) && !barred.contains_key(&it.member));
    Ok(here.map(|it| it.member).collect())
}

fn count(people: &[MemberId]) -> i64 {
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

/// Somebody who plans to be there while the doors may be open.
struct There {
    member: MemberId,
    from: Time,
    until: Time,
}

/// Who plans to be there until then, for people of this band: no hour is promised in which the doors stay shut.
fn planned(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<There>> {
    let open = doors::open(tx, band, until)?;
    let shifts = Shift::ahead(tx, Work::Conversation, band, until)?;
    let there = shifts.iter().flat_map(|shift| {
        let parts = open.iter().map(|(from, until)| There {
            member: shift.member,
            from: shift.begins_at.max(*from),
            until: shift.ends_at.min(*until),
        });
        parts.filter(|it| it.from < it.until)
    });
    Ok(there.collect())
}

fn hours(now: Time, there: &[There]) -> Vec<Hour> {
    let first = Time(now.0 - now.0.rem_euclid(3_600_000_000));
    let mut hours = Vec::with_capacity(HOURS);
    let mut begins_at = first;
    for _ in 0..HOURS {
        let ends_at = begins_at + HOUR;
        // What is over by now is not cover that is to come.
        let from = begins_at.max(now);
        let people: HashSet<MemberId> =
            there.iter().filter(|it| it.from < ends_at && it.until > from).map(|it| it.member).collect();
        hours.push(Hour { begins_at, planned: people.len() });
        begins_at = ends_at;
    }
    hours
}
