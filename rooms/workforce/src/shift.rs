//! A shift: when somebody means to be there for people, or to be on call for those who are. It is a plan, shown as one,
//! until it is given up, taken over by a colleague, or over. Being on call begins and ends with its shift; who talks with
//! people now is for the room where they talk to say.

use std::time::Duration;

use bus::Announce;
use db::{Error, Result, Time, Tx, args};
use words::{Actor, AgeBand, Hat, MemberId, REFRESH};

use crate::{
    answer::{self, Step, Work},
    hours::{Caps, Free},
    pause::{self, Pause},
    stretch::{self, Stretch},
};

/// Longest shift among people. Our own judgement: beyond it, attention is not what a person in distress deserves.
pub const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// Longest time on call at a stretch: a day. Our own judgement; nobody wakes well for longer.
pub const LONGEST_ON_CALL: Duration = Duration::from_secs(24 * 3600);
/// Shifts with no more than this between them are one stretch: it is no rest. Our own judgement.
const APART: Duration = Duration::from_secs(59 * 60);
/// How far ahead a shift may be planned: four weeks can be overlooked, and mean something.
pub const AHEAD: Duration = Duration::from_secs(28 * 86_400);
/// The live topic of the rota. It says only that something changed; whoever hears it reads again as themselves.
pub const TOPIC: &str = "workforce:rota";

db::id! {
    /// A shift.
    ShiftId
}

/// A shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// Whose it is.
    pub member: MemberId,
    /// What they mean to do.
    pub work: Work,
    /// From when.
    pub begins_at: Time,
    /// Until when.
    pub ends_at: Time,
    /// Since when colleagues may take it over.
    pub offered_at: Option<Time>,
}

pub(crate) fn from_row(row: &db::Row<'_>) -> Result<Shift> {
    Ok(Shift {
        id: row.get(0)?,
        member: row.get(1)?,
        work: row.get(2)?,
        begins_at: row.get(3)?,
        ends_at: row.get(4)?,
        offered_at: row.get(5)?,
    })
}

/// A shift as far as whose it is can be counted on; the row says after it whether they pause, and until when.
fn counted(row: &db::Row<'_>) -> Result<Option<Shift>> {
    Ok(from_row(row)?.beside(pause::from_row(row, 6)?))
}

/// The longest shift of this work.
pub fn longest(work: Work) -> Duration {
    match work {
        Work::Conversation | Work::Room => LONGEST,
        Work::Moderation => LONGEST_ON_CALL,
    }
}

/// The longest that anybody may do this at a stretch here. Being on call is being reachable: it counts as no hours.
pub(crate) fn at_most(work: Work, caps: &Caps) -> Duration {
    match work {
        Work::Moderation => longest(work),
        Work::Conversation | Work::Room => longest(work).min(caps.at_once()),
    }
}

/// The refusal of what is longer.
pub(crate) fn too_long(most: Duration) -> Error {
    Error::refused_with("shift-too-long", vec![("hours", (most.as_secs() / 3600).to_string())])
}

/// The hats that do this work.
pub fn hats_for(work: Work) -> &'static [Hat] {
    match work {
        Work::Conversation => &[Hat::Supporter],
        Work::Room => &[Hat::Facilitator],
        Work::Moderation => &[Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead],
    }
}

/// What this member does here, and so may plan.
pub fn works_of(actor: &Actor) -> Vec<Work> {
    let does = |work: &Work| {
        // Nobody who is a child is called at night.
        let is_of_age = *work != Work::Moderation || actor.band == AgeBand::Adult;
        is_of_age && hats_for(*work).iter().any(|hat| actor.wears(*hat))
    };
    Work::ALL.iter().copied().filter(does).collect()
}

/// Tells open pages that the rota changed.
pub(crate) fn changed(tx: &mut Tx<'_>) -> Result<()> {
    tx.announce(TOPIC, REFRESH)
}

/// Who is on call now, whichever of the hats for it they wear. Whoever pauses is not asked anything, not even that.
pub fn on_call(tx: &mut Tx<'_>) -> Result<Vec<MemberId>> {
    let next = Time(tx.now().0 + 1);
    let now = Shift::ahead(tx, Work::Moderation, AgeBand::Adult, next)?;
    Ok(now.into_iter().map(|it| it.member).collect())
}

/// Forgets shifts that were over before then.
pub(crate) fn forget_old(tx: &mut Tx<'_>, before: Time) -> Result<()> {
    tx.execute("DELETE FROM workforce_shifts WHERE ends_at < $1", args![before])?;
    Ok(())
}

impl Shift {
    /// Plans a shift of one's own.
    pub fn plan(tx: &mut Tx<'_>, actor: &Actor, work: Work, begins_at: Time, ends_at: Time) -> Result<ShiftId> {
        check(tx, actor, work, begins_at, ends_at)?;
        answer::may(tx, actor.id, work, Step::Plan)?;
        Room::of(tx, actor.id)?.takes(work, begins_at, ends_at)?;
        insert(tx, actor.id, work, begins_at, ends_at)
    }

    /// On call from now on. Whoever is on call already says anew until when.
    pub fn begin_on_call(tx: &mut Tx<'_>, actor: &Actor, until: Time) -> Result<()> {
        check(tx, actor, Work::Moderation, tx.now(), until)?;
        answer::may(tx, actor.id, Work::Moderation, Step::Begin)?;
        Room::of(tx, actor.id)?.lasts(Work::Moderation, tx.now(), until)?;
        let going_on = tx.execute(
            "UPDATE workforce_shifts SET ends_at = $3
             WHERE member_id = $1 AND work = 'moderation' AND ended_at IS NULL AND begins_at <= $2 AND ends_at > $2",
            args![actor.id, tx.now(), until],
        )?;
        if going_on == 0 {
            insert(tx, actor.id, Work::Moderation, tx.now(), until)?;
        }
        changed(tx)
    }

    /// Gives up a shift of one's own, whether it has begun or not. No reason is asked.
    pub fn give_up(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<()> {
        let given_up = tx.execute(
            "UPDATE workforce_shifts SET ended_at = $3
             WHERE id = $1 AND member_id = $2 AND ended_at IS NULL AND ends_at > $3",
            args![id, actor.id, tx.now()],
        )?;
        if given_up == 0 { Err(Error::NotFound) } else { changed(tx) }
    }

    /// What somebody planned of this work that is not over, as far as they can be counted on: the earliest first.
    pub fn of(tx: &mut Tx<'_>, member: MemberId, work: Work) -> Result<Vec<Self>> {
        let shifts = tx.all(
            "SELECT s.id, s.member_id, s.work, s.begins_at, s.ends_at, s.offered_at, p.member_id IS NOT NULL, p.until
             FROM workforce_shifts s
             LEFT JOIN workforce_pauses p ON p.member_id = s.member_id AND (p.until IS NULL OR p.until > $3)
             WHERE s.member_id = $1 AND s.work = $2 AND s.ended_at IS NULL AND s.ends_at > $3
             ORDER BY s.begins_at, s.id",
            args![member, work, tx.now()],
            counted,
        )?;
        Ok(shifts.into_iter().flatten().collect())
    }

    /// Everything that somebody planned and that is not over, in a pause or not: the earliest first.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let mut own = tx.all(
            "SELECT id, member_id, work, begins_at, ends_at, offered_at FROM workforce_shifts
             WHERE member_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY begins_at, id",
            args![actor.id, tx.now()],
            from_row,
        )?;
        let works = works_of(actor);
        own.retain(|it: &Self| works.contains(&it.work));
        Ok(own)
    }

    /// Shifts of this work that run now or begin before `until`, of people of this band who do it still.
    pub fn ahead(tx: &mut Tx<'_>, work: Work, band: AgeBand, until: Time) -> Result<Vec<Self>> {
        let mut shifts = Self::everywhere(tx, until)?;
        shifts.retain(|it| it.0 == band && it.1.work == work);
        Ok(shifts.into_iter().map(|it| it.1).collect())
    }

    /// The same of every work and every band, each with its band.
    pub(crate) fn everywhere(tx: &mut Tx<'_>, until: Time) -> Result<Vec<(AgeBand, Self)>> {
        let shifts: Vec<(AgeBand, Option<Self>)> = tx.all(
            "SELECT DISTINCT s.id, s.member_id, s.work, s.begins_at, s.ends_at, s.offered_at,
                    p.member_id IS NOT NULL, p.until, w.band
             FROM workforce_shifts s JOIN people_wearers w ON w.member_id = s.member_id
             LEFT JOIN workforce_pauses p ON p.member_id = s.member_id AND (p.until IS NULL OR p.until > $1)
             WHERE s.ended_at IS NULL AND s.ends_at > $1 AND s.begins_at < $2 AND w.suspended_until <= $1
               AND ((s.work = 'conversation' AND w.hat = 'supporter') OR (s.work = 'room' AND w.hat = 'facilitator')
                    OR (s.work = 'moderation' AND w.hat IN ('moderator', 'supervisor', 'safeguarding-lead')))",
            args![tx.now(), until],
            |row| Ok((row.get(8)?, counted(row)?)),
        )?;
        let counted = shifts.into_iter().filter_map(|(band, it)| Some((band, it?)));
        let mut shifts: Vec<(AgeBand, Self)> = counted.filter(|(_, it)| it.begins_at < until).collect();
        shifts.sort_by_key(|(_, it)| (it.begins_at, it.id));
        Ok(shifts)
    }

    /// Everybody's shifts that are not over, as far as they can be counted on, each with the name of whose it is: for
    /// those who look after the rota. Who pauses is not told.
    pub fn everybodys(tx: &mut Tx<'_>) -> Result<Vec<(String, Self)>> {
        let shifts: Vec<(String, Option<Self>)> = tx.all(
            "SELECT s.id, s.member_id, s.work, s.begins_at, s.ends_at, s.offered_at,
                    p.member_id IS NOT NULL, p.until, m.pseudonym
             FROM workforce_shifts s JOIN people_members m ON m.id = s.member_id AND m.erased_at IS NULL
             LEFT JOIN workforce_pauses p ON p.member_id = s.member_id AND (p.until IS NULL OR p.until > $1)
             WHERE s.ended_at IS NULL AND s.ends_at > $1",
            args![tx.now()],
            |row| Ok((row.get(8)?, counted(row)?)),
        )?;
        let mut shifts: Vec<(String, Self)> = shifts.into_iter().filter_map(|(name, it)| Some((name, it?))).collect();
        shifts.sort_by_key(|(_, it)| (it.begins_at, it.id));
        Ok(shifts)
    }

    /// As much of it as whose it is can be counted on for, who may take a pause.
    pub(crate) fn beside(self, pause: Option<Pause>) -> Option<Self> {
        let (begins_at, ends_at) = pause::beside(pause, (self.begins_at, self.ends_at))?;
        Some(Self { begins_at, ends_at, ..self })
    }

    /// Whether it has begun.
    pub fn is_now(&self, now: &Time) -> bool {
        self.begins_at <= *now
    }

    /// How much of this stretch it covers.
    pub(crate) fn within(&self, from: Time, until: Time) -> Duration {
        self.ends_at.min(until).since(self.begins_at.max(from))
    }
}

fn check(tx: &Tx<'_>, actor: &Actor, work: Work, begins_at: Time, ends_at: Time) -> Result<()> {
    if !works_of(actor).contains(&work) {
        return Err(Error::NotFound);
    }
    if ends_at <= tx.now() || ends_at <= begins_at {
        return Err(Error::refused("shift-past"));
    }
    if begins_at > tx.now() + AHEAD {
        return Err(Error::refused("shift-too-far"));
    }
    Ok(())
}

/// Ends everything that somebody planned, and what comes every week.
pub(crate) fn end_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    for sql in [
        "UPDATE workforce_standing SET ended_at = $2 WHERE member_id = $1 AND ended_at IS NULL",
        "UPDATE workforce_shifts SET ended_at = $2 WHERE member_id = $1 AND ended_at IS NULL AND ends_at > $2",
    ] {
        tx.execute(sql, args![member, tx.now()])?;
    }
    changed(tx)
}

/// What somebody has planned and has room for beside it: looked up once, asked of whatever is open. However a shift comes
/// to be theirs, it is asked here.
pub struct Room {
    now: Time,
    /// Also what was over lately: it may be one stretch with what follows.
    planned: Vec<Shift>,
    free: Free,
}

impl Room {
    /// Of this member.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        let now = tx.now();
        let planned: Vec<Shift> = tx.all(
            "SELECT id, member_id, work, begins_at, ends_at, offered_at FROM workforce_shifts
             WHERE member_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY begins_at, id",
            args![member, now - LONGEST_ON_CALL],
            from_row,
        )?;
        let counted = planned.iter().filter(|it| it.work != Work::Moderation && it.ends_at > now);
        let counted: Vec<Stretch> = counted.map(|it| (it.begins_at, it.ends_at)).collect();
        Ok(Self { now, free: Free::of(tx, member, &counted)?, planned })
    }

    /// Every shift of theirs of work that they do still, the earliest first.
    pub fn own(&self, actor: &Actor) -> Vec<Shift> {
        let works = works_of(actor);
        self.planned.iter().filter(|it| it.ends_at > self.now && works.contains(&it.work)).copied().collect()
    }

    /// The pause that they take.
    pub(crate) fn pause(&self) -> Option<Pause> {
        self.free.pause()
    }

    /// Refuses a shift that lies in another, or that would be more than is good for them. To be on call while talking with
    /// people is no contradiction; to be at two conversations' shifts at once is.
    pub fn takes(&self, work: Work, from: Time, to: Time) -> Result<()> {
        if self.planned.iter().any(|it| it.work == work && it.begins_at < to && it.ends_at > from) {
            return Err(Error::refused("shift-overlaps"));
        }
        self.lasts(work, from, to)?;
        self.free.takes(work, from, to)
    }

    /// Refuses what would be too long at a stretch, with what they have planned close to it.
    fn lasts(&self, work: Work, from: Time, to: Time) -> Result<()> {
        let is_on_call = work == Work::Moderation;
        let alike = self.planned.iter().filter(|it| (it.work == Work::Moderation) == is_on_call);
        let all = alike.map(|it| (it.begins_at, it.ends_at)).chain([(from, to)]);
        let stretches = stretch::together(all.map(|(from, to)| (from, to + APART)).collect());
        let around = stretches.iter().find(|it| it.0 <= from && to <= it.1);
        let long = around.map(|it| it.1.since(it.0) - APART).unwrap_or_default();
        if long > longest(work) { Err(too_long(longest(work))) } else { Ok(()) }
    }
}

fn insert(tx: &mut Tx<'_>, member: MemberId, work: Work, begins_at: Time, ends_at: Time) -> Result<ShiftId> {
    let id = ShiftId::fresh(tx);
    tx.execute(
        "INSERT INTO workforce_shifts (id, member_id, work, begins_at, ends_at, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, member, work, begins_at, ends_at, tx.now()],
    )?;
    changed(tx)?;
    Ok(id)
}
