//! A planned shift: when a supporter means to be there. It is a plan, shown as one; who is there now is for
//! [`Duty`](crate::duty::Duty) to say.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jiff::{
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use words::{Actor, AgeBand, MemberId};

use crate::topic;

/// Longest shift. Our own judgement: beyond it, attention is not what a person in distress deserves.
pub const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// How far ahead a shift may be planned: four weeks can be overlooked, and mean something.
pub const AHEAD: Duration = Duration::from_secs(28 * 86_400);

db::id! {
    /// A planned shift.
    ShiftId
}

/// A planned shift.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// Whose it is.
    pub member: MemberId,
    /// From when.
    pub begins_at: Time,
    /// Until when.
    pub ends_at: Time,
}

fn from_row(row: &db::Row<'_>) -> Result<Shift> {
    Ok(Shift { id: row.get(0)?, member: row.get(1)?, begins_at: row.get(2)?, ends_at: row.get(3)? })
}

/// A day and two clock times, as typed, in this zone. An end at or before the beginning is on the next day. Where the
/// clocks change, the time that was meant is taken as most calendars take it.
pub fn stretch(zone: &str, day: &str, from: &str, to: &str) -> Option<(Time, Time)> {
    let zone = TimeZone::get(zone).ok()?;
    let (day, from, to): (Date, Clock, Clock) = (day.parse().ok()?, from.parse().ok()?, to.parse().ok()?);
    let last = if to <= from { day.tomorrow().ok()? } else { day };
    let moment = |date: Date, clock: Clock| {
        let at = date.to_datetime(clock).to_zoned(zone.clone()).ok()?;
        Some(Time(at.timestamp().as_microsecond()))
    };
    Some((moment(day, from)?, moment(last, to)?))
}

impl Shift {
    /// Plans a shift of one's own.
    pub fn plan(tx: &mut Tx<'_>, supporter: &Actor, begins_at: Time, ends_at: Time) -> Result<ShiftId> {
        if ends_at <= tx.now() || ends_at <= begins_at {
            return Err(Error::refused("shift-past"));
        }
        if ends_at.since(begins_at) > LONGEST {
            return Err(Error::refused("shift-too-long"));
        }
        if begins_at > tx.now() + AHEAD {
            return Err(Error::refused("shift-too-far"));
        }
        let overlapping: i64 = tx.value(
            "SELECT COUNT(*) FROM support_shifts
             WHERE member_id = $1 AND withdrawn_at IS NULL AND begins_at < $3 AND ends_at > $2",
            args![supporter.id, begins_at, ends_at],
        )?;
        if overlapping > 0 {
            return Err(Error::refused("shift-overlaps"));
        }
        let id = ShiftId::fresh(tx);
        tx.execute(
            "INSERT INTO support_shifts (id, member_id, begins_at, ends_at, made_by, made_at) VALUES ($1, $2, $3, $4, $2, $5)",
            args![id, supporter.id, begins_at, ends_at, tx.now()],
        )?;
        topic::cover_changed(tx)?;
        Ok(id)
    }

    /// Takes back a shift of one's own. No reason is asked.
    pub fn withdraw(tx: &mut Tx<'_>, supporter: &Actor, id: ShiftId) -> Result<()> {
        let withdrawn = tx.execute(
            "UPDATE support_shifts SET withdrawn_at = $3 WHERE id = $1 AND member_id = $2 AND withdrawn_at IS NULL",
            args![id, supporter.id, tx.now()],
        )?;
        if withdrawn == 0 { Err(Error::NotFound) } else { topic::cover_changed(tx) }
    }

    /// One's own shifts that are not over.
    pub fn own(tx: &mut Tx<'_>, supporter: &Actor) -> Result<Vec<Self>> {
        Self::ahead_of(tx, supporter.id)
    }

    /// The shift of a supporter that runs now or comes next.
    pub fn next_of(tx: &mut Tx<'_>, supporter: MemberId) -> Result<Option<Self>> {
        Ok(Self::ahead_of(tx, supporter)?.into_iter().next())
    }

    fn ahead_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        tx.all(
            "SELECT id, member_id, begins_at, ends_at FROM support_shifts
             WHERE member_id = $1 AND withdrawn_at IS NULL AND ends_at > $2 ORDER BY begins_at",
            args![member, tx.now()],
            from_row,
        )
    }

    /// Shifts of supporters of this band that have begun or begin before `until`, and are not over.
    pub(crate) fn until(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<Self>> {
        // No shift is longer than the longest, so what began before that is over.
        tx.all(
            "SELECT s.id, s.member_id, s.begins_at, s.ends_at FROM support_shifts s
             JOIN people_wearers w ON w.member_id = s.member_id
             WHERE s.withdrawn_at IS NULL AND s.begins_at >= $1 AND s.begins_at < $2 AND s.ends_at > $3
               AND w.hat = 'supporter' AND w.band = $4 AND w.suspended_until <= $3
             ORDER BY s.begins_at, s.id",
            args![tx.now() - LONGEST, until, tx.now(), band],
            from_row,
        )
    }

    /// When the first shift of a supporter of this band begins from then on.
    pub(crate) fn next(tx: &mut Tx<'_>, band: AgeBand, from: Time) -> Result<Option<Time>> {
        tx.first(
            "SELECT s.begins_at FROM support_shifts s JOIN people_wearers w ON w.member_id = s.member_id
             WHERE s.withdrawn_at IS NULL AND s.begins_at >= $1 AND w.hat = 'supporter' AND w.band = $2
               AND w.suspended_until <= $3
             ORDER BY s.begins_at LIMIT 1",
            args![from, band, tx.now()],
            |row| row.get(0),
        )
    }

    /// Everybody's shifts that are not over, for supervisors.
    pub fn ahead(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            "SELECT id, member_id, begins_at, ends_at FROM support_shifts
             WHERE withdrawn_at IS NULL AND ends_at > $1 ORDER BY begins_at, id",
            args![tx.now()],
            from_row,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_over_midnight_ends_on_the_next_day() {
        let (from, to) = stretch("Europe/London", "2026-11-24", "22:00", "01:30").unwrap();
        assert_eq!(to.since(from), Duration::from_secs(3 * 3600 + 1800));
    }

    #[test]
    fn a_shift_is_planned_by_the_clock_on_the_supporters_wall() {
        let (london, _) = stretch("Europe/London", "2026-07-01", "18:00", "20:00").unwrap();
        let (kampala, _) = stretch("Africa/Kampala", "2026-07-01", "20:00", "22:00").unwrap();
        assert_eq!(london, kampala);
    }

    #[test]
    fn what_is_no_day_is_no_shift() {
        assert!(stretch("Europe/London", "2026-02-30", "18:00", "20:00").is_none());
        assert!(stretch("Europe/London", "", "", "").is_none());
    }
}
