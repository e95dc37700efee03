//! Who is on call: somebody who keeps people safe says until when they can be reached, or plans it. It ends by itself.
//! Who is called to what, and when, is for [`paging`](crate::paging) to say.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jiff::{
    Timestamp,
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use people::hats;
use words::{Actor, AgeBand, Hat, MemberId};
use workforce::answer::{self, Step, Work};

use crate::{
    keeps::{self, Keeps},
    kind::is_minor,
};

/// Longest time on call at a stretch: a day. Our own judgement; nobody wakes well for longer.
pub const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// How far ahead it may be planned: four weeks can be overlooked, and mean something.
pub const AHEAD: Duration = Duration::from_secs(28 * 86_400);

db::id! {
    /// A time on call.
    WatchId
}

/// A time on call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Its id.
    pub id: WatchId,
    /// Whose it is.
    pub member: MemberId,
    /// From when.
    pub begins_at: Time,
    /// Until when.
    pub ends_at: Time,
}

/// Whether this member may be on call at all.
pub fn may(actor: &Actor) -> bool {
    !Keeps::of(actor).is_empty()
}

/// Who wears this hat and is on call now, among those who may judge cases of this band.
pub fn on_call(tx: &mut Tx<'_>, hat: Hat, band: AgeBand) -> Result<Vec<MemberId>> {
    let mut judges = judges_with(tx, hat, band)?;
    if !judges.is_empty() {
        let reached: Vec<MemberId> = tx.all(
            "SELECT member_id FROM safety_watches WHERE ended_at IS NULL AND begins_at <= $1 AND ends_at > $1",
            args![tx.now()],
            |row| row.get(0),
        )?;
        judges.retain(|it| reached.contains(it));
    }
    Ok(judges)
}

/// Whether somebody who may judge cases of this band is on call now.
pub fn is_anybody_there(tx: &mut Tx<'_>, band: AgeBand) -> Result<bool> {
    for hat in hats_for(band) {
        if !on_call(tx, *hat, band)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// When a person will look at something of this band that waits: now, when somebody is on call; else when the next planned
/// time begins; nothing when nothing is planned.
pub fn next(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Time>> {
    let now = tx.now();
    let ahead = ahead(tx, band, now + AHEAD)?;
    Ok(ahead.iter().map(|it| it.begins_at.max(now)).min())
}

/// The times of those who may judge cases of this band that run now or begin before `until`.
pub fn ahead(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<Watch>> {
    let judges = judges(tx, band)?;
    let mut watches = tx.all(
        "SELECT id, member_id, begins_at, ends_at FROM safety_watches
         WHERE ended_at IS NULL AND ends_at > $1 AND begins_at < $2 ORDER BY begins_at, id",
        args![tx.now(), until],
        from_row,
    )?;
    watches.retain(|it| judges.contains(&it.member));
    Ok(watches)
}

/// The hats whose wearers judge cases of this band, the first to be called first.
pub(crate) fn hats_for(band: AgeBand) -> &'static [Hat] {
    if is_minor(band) { &[Hat::SafeguardingLead] } else { &[Hat::Moderator, Hat::Supervisor] }
}

fn judges_with(tx: &mut Tx<'_>, hat: Hat, band: AgeBand) -> Result<Vec<MemberId>> {
    if !hats_for(band).contains(&hat) {
        return Ok(Vec::new());
    }
    // Whoever keeps children safe is grown up; adults are kept safe by people of their own band.
    hats::wearers_of(tx, hat, AgeBand::Adult)
}

/// Everybody who may judge cases of this band.
pub(crate) fn judges(tx: &mut Tx<'_>, band: AgeBand) -> Result<Vec<MemberId>> {
    let mut all = Vec::new();
    for hat in hats_for(band) {
        let more = judges_with(tx, *hat, band)?;
        all.extend(more.into_iter().filter(|it| !all.contains(it)).collect::<Vec<_>>());
    }
    Ok(all)
}

/// The parts of this stretch in which nobody is on call.
pub fn gaps(watches: &[Watch], from: Time, until: Time) -> Vec<(Time, Time)> {
    let mut covered: Vec<(Time, Time)> = watches.iter().map(|it| (it.begins_at, it.ends_at)).collect();
    covered.sort();
    let (mut gaps, mut at) = (Vec::new(), from);
    for (begins, ends) in covered {
        if begins > at {
            gaps.push((at, begins.min(until)));
        }
        at = at.max(ends);
        if at >= until {
            return gaps;
        }
    }
    gaps.push((at, until));
    gaps
}

/// A day and two clock times, as typed, in this zone. An end at or before the beginning is on the next day.
pub fn stretch(zone: &str, day: &str, from: &str, to: &str) -> Option<(Time, Time)> {
    let zone = TimeZone::get(zone).ok()?;
    let (day, from, to): (Date, Clock, Clock) = (day.parse().ok()?, from.parse().ok()?, to.parse().ok()?);
    let last = if to <= from { day.tomorrow().ok()? } else { day };
    Some((moment(&zone, day, from)?, moment(&zone, last, to)?))
}

/// The next time that a clock in this zone shows what was typed.
pub fn until(zone: &str, clock: &str, now: Time) -> Option<Time> {
    let zone = TimeZone::get(zone).ok()?;
    let clock: Clock = clock.parse().ok()?;
    let today = Timestamp::from_microsecond(now.0).ok()?.to_zoned(zone.clone()).date();
    let at = moment(&zone, today, clock)?;
    if at > now { Some(at) } else { moment(&zone, today.tomorrow().ok()?, clock) }
}

/// The days from today on in this zone: when each begins and ends. Where clocks change, a day is shorter or longer.
pub fn days(zone: &str, now: Time, count: usize) -> Vec<(Time, Time)> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let Ok(at) = Timestamp::from_microsecond(now.0) else { return Vec::new() };
    let (mut date, mut days) = (at.to_zoned(zone.clone()).date(), Vec::new());
    while days.len() < count {
        let Ok(next) = date.tomorrow() else { break };
        let (Some(begins), Some(ends)) =
            (moment(&zone, date, Clock::midnight()), moment(&zone, next, Clock::midnight()))
        else {
            break;
        };
        days.push((begins, ends));
        date = next;
    }
    days
}

fn moment(zone: &TimeZone, date: Date, clock: Clock) -> Option<Time> {
    let at = date.to_datetime(clock).to_zoned(zone.clone()).ok()?;
    Some(Time(at.timestamp().as_microsecond()))
}

fn from_row(row: &db::Row<'_>) -> Result<Watch> {
    Ok(Watch { id: row.get(0)?, member: row.get(1)?, begins_at: row.get(2)?, ends_at: row.get(3)? })
}

impl Watch {
    /// On call from now on. Whoever is on call already says anew until when.
    pub fn begin(tx: &mut Tx<'_>, actor: &Actor, until: Time) -> Result<()> {
        check(tx, actor, tx.now(), until)?;
        answer::may(tx, actor.id, Work::Moderation, Step::Begin)?;
        let going_on = tx.execute(
            "UPDATE safety_watches SET ends_at = $3
             WHERE member_id = $1 AND ended_at IS NULL AND begins_at <= $2 AND ends_at > $2",
            args![actor.id, tx.now(), until],
        )?;
        if going_on == 0 {
            insert(tx, actor, tx.now(), until)?;
        }
        keeps::watches_changed(tx, actor)
    }

    /// Plans a time on call.
    pub fn plan(tx: &mut Tx<'_>, actor: &Actor, begins_at: Time, ends_at: Time) -> Result<()> {
        check(tx, actor, begins_at, ends_at)?;
        answer::may(tx, actor.id, Work::Moderation, Step::Plan)?;
        let overlapping: i64 = tx.value(
            "SELECT COUNT(*) FROM safety_watches
             WHERE member_id = $1 AND ended_at IS NULL AND begins_at < $3 AND ends_at > $2",
            args![actor.id, begins_at, ends_at],
        )?;
        if overlapping > 0 {
            return Err(Error::refused("watch-overlaps"));
        }
        insert(tx, actor, begins_at, ends_at)?;
        keeps::watches_changed(tx, actor)
    }

    /// Gives up a time of one's own, whether it has begun or not. No reason is asked.
    pub fn give_up(tx: &mut Tx<'_>, actor: &Actor, id: WatchId) -> Result<()> {
        let given_up = tx.execute(
            "UPDATE safety_watches SET ended_at = $3
             WHERE id = $1 AND member_id = $2 AND ended_at IS NULL AND ends_at > $3",
            args![id, actor.id, tx.now()],
        )?;
        if given_up == 0 { Err(Error::NotFound) } else { keeps::watches_changed(tx, actor) }
    }

    /// One's own times that are not over.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            "SELECT id, member_id, begins_at, ends_at FROM safety_watches
             WHERE member_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY begins_at, id",
            args![actor.id, tx.now()],
            from_row,
        )
    }

    /// Whether it has begun.
    pub fn is_now(&self, now: &Time) -> bool {
        self.begins_at <= *now
    }
}

fn check(tx: &Tx<'_>, actor: &Actor, begins_at: Time, ends_at: Time) -> Result<()> {
    if !may(actor) {
        return Err(Error::NotFound);
    }
    if ends_at <= tx.now() || ends_at <= begins_at {
        return Err(Error::refused("watch-past"));
    }
    if ends_at.since(begins_at) > LONGEST {
        return Err(Error::refused("watch-too-long"));
    }
    if begins_at > tx.now() + AHEAD {
        return Err(Error::refused("watch-too-far"));
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, actor: &Actor, begins_at: Time, ends_at: Time) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_watches (id, member_id, begins_at, ends_at, made_at) VALUES ($1, $2, $3, $4, $5)",
        args![WatchId::fresh(tx), actor.id, begins_at, ends_at, tx.now()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn watch(begins: i64, ends: i64) -> Watch {
        let id = db::Uuid::nil();
        Watch { id: WatchId(id), member: MemberId(id), begins_at: Time(begins * HOUR), ends_at: Time(ends * HOUR) }
    }

    #[test]
    fn what_nobody_covers_is_a_gap() {
        let found = |watches: &[Watch]| {
            let gaps = gaps(watches, Time(0), Time(24 * HOUR));
            gaps.iter().map(|(from, to)| (from.0 / HOUR, to.0 / HOUR)).collect::<Vec<_>>()
        };
        assert_eq!(found(&[]), [(0, 24)]);
        assert_eq!(found(&[watch(-3, 5), watch(4, 8), watch(10, 30)]), [(8, 10)]);
        assert_eq!(found(&[watch(1, 23), watch(2, 3)]), [(0, 1), (23, 24)]);
        assert_eq!(found(&[watch(0, 24)]), []);
        assert_eq!(found(&[watch(30, 40)]), [(0, 24)]);
    }

    #[test]
    fn a_clock_time_is_the_next_one() {
        // Sunday 2026-11-22 20:00 UTC.
        let now = Time(1_795_377_600_000_000);
        assert_eq!(until("Europe/London", "22:30", now), Some(now + Duration::from_secs(9000)));
        assert_eq!(until("Europe/London", "20:00", now), Some(now + Duration::from_secs(86_400)));
        assert_eq!(until("Asia/Kathmandu", "02:45", now), Some(now + Duration::from_secs(3600)));
        assert_eq!(until("Europe/London", "soon", now), None);
    }

    #[test]
    fn a_day_on_which_the_clocks_change_has_its_own_length() {
        // Saturday 2026-10-24 12:00 UTC; in London the clocks go back on the 25th.
        let hours: Vec<u64> = days("Europe/London", Time(1_792_843_200_000_000), 3)
            .into_iter()
            .map(|(begins, ends)| ends.since(begins).as_secs() / 3600)
            .collect();
        assert_eq!(hours, [24, 25, 24]);
    }

    #[test]
    fn a_time_over_midnight_ends_on_the_next_day() {
        let (from, to) = stretch("Europe/London", "2026-11-24", "22:00", "07:00").unwrap();
        assert_eq!(to.since(from), Duration::from_secs(9 * 3600));
        assert!(stretch("Europe/London", "2026-02-30", "18:00", "20:00").is_none());
    }
}
