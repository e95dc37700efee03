//! A standing shift: the same time every week, by the clock on the wall of whoever promised it, until a day. Its shifts
//! are laid down as far ahead as plans go; each can be given up or handed on like any other.

use std::time::Duration;

use db::{Error, Result, Tx, args};
use jiff::{
    ToSpan,
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use jobs::Later;
use words::{Actor, MemberId};

use crate::{
    answer::{self, Step, Work},
    calendar::{between, by_the_clock, promised},
    debrief, demand,
    hours::Caps,
    shift::{self, AHEAD, Room, at_most, hats_for, works_of},
};

/// Job: lays down what has come into reach, and forgets what is long over.
pub(crate) const JOB: &str = "workforce.rota";
/// How long a standing shift may run: half a year. Our own judgement: a promise that nobody renews wears out unseen.
const WEEKS: i64 = 26;
/// How long shifts that are over are kept: as long as somebody may ask who was on call that night.
const KEPT: Duration = Duration::from_secs(30 * 86_400);

db::id! {
    /// A standing shift.
    StandingId
}

/// A standing shift.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: StandingId,
    /// Whose it is.
    pub member: MemberId,
    /// What they mean to do.
    pub work: Work,
    /// Its first day; the others are on the same day of the week.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// From when, by the clock.
    pub from: Clock,
    /// Until when, by the clock.
    pub to: Clock,
    /// On whose wall.
    pub zone: String,
}

fn from_row(row: &db::Row<'_>) -> Result<Standing> {
    Ok(Standing {
        id: row.get(0)?,
        member: row.get(1)?,
        work: row.get(2)?,
        first: row.get::<String>(3)?.parse().map_err(Error::broken)?,
        last: row.get::<String>(4)?.parse().map_err(Error::broken)?,
        from: row.get::<String>(5)?.parse().map_err(Error::broken)?,
        to: row.get::<String>(6)?.parse().map_err(Error::broken)?,
        zone: row.get(7)?,
    })
}

impl Standing {
    /// Promises a time every week: as typed, a first and a last day and two clock times.
    pub fn plan(tx: &mut Tx<'_>, actor: &Actor, work: Work, days: [&str; 2], clocks: [&str; 2]) -> Result<StandingId> {
        if !works_of(actor).contains(&work) {
            return Err(Error::NotFound);
        }
        let missing = || Error::refused("shift-day-missing");
        let [first, last]: [Option<Date>; 2] = days.map(|it| it.parse().ok());
        let [from, to]: [Option<Clock>; 2] = clocks.map(|it| it.parse().ok());
        let (Some(first), Some(last), Some(from), Some(to)) = (first, last, from, to) else { return Err(missing()) };
        let zone = TimeZone::get(&actor.zone).map_err(|_| missing())?;
        let (begins_at, ends_at) = between(&zone, first, from, to).ok_or_else(missing)?;
        if last < first {
            return Err(Error::refused("standing-ends-first"));
        }
        if ends_at <= tx.now() {
            return Err(Error::refused("shift-past"));
        }
        // What is too long on most days is not promised because the clocks make the first of them shorter.
        let most = at_most(work, &Caps::current(tx)?);
        if by_the_clock(from, to) > most {
            return Err(shift::too_long(most));
        }
        if begins_at > tx.now() + AHEAD || first.saturating_add(WEEKS.weeks()) < last {
            return Err(Error::refused("standing-too-far"));
        }
        answer::may(tx, actor.id, work, Step::Plan)?;
        let (id, member) = (StandingId::fresh(tx), actor.id);
        let standing = Self { id, member, work, first, last, from, to, zone: actor.zone.clone() };
        tx.execute(
            "INSERT INTO workforce_standing
                (id, member_id, work, first_day, last_day, from_clock, to_clock, zone, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                id,
                member,
                work,
                first.to_string(),
                last.to_string(),
                from.to_string(),
                to.to_string(),
                actor.zone,
                tx.now()
            ],
        )?;
        standing.lay_down(tx)?;
        Ok(id)
    }

    /// One's own that still go on.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let mut own = tx.all(
            "SELECT id, member_id, work, first_day, last_day, from_clock, to_clock, zone FROM workforce_standing
             WHERE member_id = $1 AND ended_at IS NULL ORDER BY made_at, id",
            args![actor.id],
            from_row,
        )?;
        own.retain(|it| it.ends_at().is_some_and(|at| at > tx.now()));
        Ok(own)
    }

    /// When its last shift is over.
    fn ends_at(&self) -> Option<db::Time> {
        let zone = TimeZone::get(&self.zone).ok()?;
        between(&zone, self.last, self.from, self.to).map(|(_, ends_at)| ends_at)
    }

    /// Promises it no more: what has not begun of it is given up.
    pub fn end(tx: &mut Tx<'_>, actor: &Actor, id: StandingId) -> Result<()> {
        let ended = tx.execute(
            "UPDATE workforce_standing SET ended_at = $3 WHERE id = $1 AND member_id = $2 AND ended_at IS NULL",
            args![id, actor.id, tx.now()],
        )?;
        if ended == 0 {
            return Err(Error::NotFound);
        }
        // What a colleague took over is theirs.
        tx.execute(
            "UPDATE workforce_shifts SET ended_at = $3
             WHERE standing_id = $1 AND member_id = $2 AND ended_at IS NULL AND begins_at > $3",
            args![id, actor.id, tx.now()],
        )?;
        shift::changed(tx)
    }

    /// Lays down the shifts that are within reach and not there yet. Where something else was planned, and while this
    /// member may not plan, nothing is laid down; the next day it is tried again.
    fn lay_down(&self, tx: &mut Tx<'_>) -> Result<()> {
        let worn = people::hats::of(tx, self.member)?;
        let does = hats_for(self.work).iter().any(|it| worn.contains(it));
        let Ok(zone) = TimeZone::get(&self.zone) else { return Ok(()) };
        if !does || answer::ask(tx, self.member, self.work, Step::Plan)?.is_some() {
            return Ok(());
        }
        let most = at_most(self.work, &Caps::current(tx)?);
        for week in 0..=WEEKS {
            let day = self.first.saturating_add(week.weeks());
            let Some((begins_at, ends_at)) = promised(&zone, day, [self.from, self.to], most) else { continue };
            if day > self.last || begins_at > tx.now() + AHEAD {
                break;
            }
            if ends_at <= tx.now() {
                continue;
            }
            // A week in which it would be too much, or something else is planned, is left out.
            match Room::of(tx, self.member)?.takes(self.work, begins_at, ends_at) {
                Err(Error::Refused(_)) => continue,
                other => other?,
            }
            let id = shift::ShiftId::fresh(tx);
            tx.execute(
                "INSERT INTO workforce_shifts (id, member_id, work, begins_at, ends_at, made_at, standing_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (standing_id, begins_at) WHERE standing_id IS NOT NULL DO NOTHING",
                args![id, self.member, self.work, begins_at, ends_at, tx.now(), self.id],
            )?;
        }
        shift::changed(tx)
    }
}

/// Runs the daily job.
pub(crate) fn run(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    let all = tx.all(
        "SELECT id, member_id, work, first_day, last_day, from_clock, to_clock, zone FROM workforce_standing
         WHERE ended_at IS NULL ORDER BY made_at, id",
        args![],
        from_row,
    )?;
    for standing in all {
        if standing.ends_at().is_some_and(|at| at <= tx.now()) {
            tx.execute("UPDATE workforce_standing SET ended_at = $2 WHERE id = $1", args![standing.id, tx.now()])?;
        } else {
            standing.lay_down(tx)?;
        }
    }
    shift::forget_old(tx, tx.now() - KEPT)?;
    demand::forget_old(tx)?;
    debrief::forget_old(tx)?;
    tx.later(JOB, "", tx.now() + Duration::from_secs(86_400))
}
