//! Watching an open room: whether those who look after it are still there, whether they gave enough, and whether they had
//! their break. Whoever gave enough is told before, so that there is time to hand over or to say goodbye; then their part
//! ends by itself. A break comes after each hour, as soon as somebody else is there to look after the room.

use std::time::Duration;

use db::{Result, Time, Tx, Uuid, args};
use jobs::Later;
use words::MemberId;
use workforce::{answer::Work, hours, rest, spell};

use crate::{
    aside, duty,
    evening::Evening,
    kind::{Closing, EveningId},
    message, topic,
};

/// Job: looks after those who look after an evening.
pub const WATCH: &str = "live.watch";
/// Without a sign of a facilitator's page for this long, their duty ends.
pub const GONE: Duration = Duration::from_secs(3 * 60);
/// So long before somebody gave enough they are told, and those in the room with them. For as long as this at most, a talk
/// aside that goes on at that moment may be brought to an end. Our own judgement: time for a round of goodbyes.
pub const SOON: Duration = Duration::from_secs(15 * 60);

/// Somebody on duty.
struct OnDuty {
    id: Uuid,
    member: MemberId,
    seen_at: Time,
    ends_at: Time,
    /// When their break is due; nothing while they talk with somebody aside.
    rests_at: Option<Time>,
}

/// When somebody's duty ends because they gave enough: then, or when they have brought a talk aside to its end.
pub(crate) fn ends_at(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Time> {
    let enough = hours::enough_at(tx, member)?;
    let goes_on = enough <= tx.now() && aside::is_talking(tx, evening, member)?;
    Ok(if goes_on { enough + SOON } else { enough })
}

/// The same, for somebody who should know by now.
pub fn ends_soon(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Option<Time>> {
    let soon = tx.now() + SOON;
    Ok(Some(ends_at(tx, evening, member)?).filter(|it| *it <= soon))
}

/// Ends the duties of those whose pages are gone, and of those who gave enough; with the last of them the room closes.
pub(crate) fn watch(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let evening = Evening::any(tx, id.parse()?)?;
    if !evening.is_open() {
        return Ok(());
    }
    let someone_went = end_gone(tx, evening.id)?;
    let on_duty = on_duty(tx, evening.id)?;
    if on_duty.is_empty() {
        return evening.shut(tx, Closing::Gone);
    }
    let now = tx.now();
    let (over, mut going_on): (Vec<_>, Vec<_>) = on_duty.into_iter().partition(|it| it.ends_at <= now);
    over.iter().try_for_each(|it| duty::leave(tx, &evening, it.member))?;
    let someone_rests = send_to_rest(tx, &evening, &mut going_on)?;
    let Some(at) = going_on.iter().map(|it| it.look_at(now)).min() else {
        return evening.shut(tx, Closing::Enough);
    };
    let at = match next_rest(&going_on) {
        Some(rest) => at.min(rest),
        None => at,
    };
    if someone_went || someone_rests || !over.is_empty() {
        topic::talk_changed(tx, evening.id.talk())?;
    }
    tell(tx, evening.id, &going_on)?;
    tx.later(WATCH, evening.id, at)
}

impl OnDuty {
    /// When something is due about them: a sign of their page, a word that they gave nearly enough, or their end.
    fn look_at(&self, now: Time) -> Time {
        let soon = self.ends_at - SOON;
        (self.seen_at + GONE).min(if soon > now { soon } else { self.ends_at })
    }
}

/// When somebody's break is due while another looks after the room.
fn next_rest(on_duty: &[OnDuty]) -> Option<Time> {
    if on_duty.len() < 2 { None } else { on_duty.iter().filter_map(|it| it.rests_at).min() }
}

/// Those whose break is due have it, the longest without one first, as long as somebody stays. Whether anybody went.
fn send_to_rest(tx: &mut Tx<'_>, evening: &Evening, on_duty: &mut Vec<OnDuty>) -> Result<bool> {
    let (now, mut any) = (tx.now(), false);
    while next_rest(on_duty).is_some_and(|it| it <= now) {
        let due = (0..on_duty.len()).filter(|it| on_duty[*it].rests_at.is_some());
        let Some(longest) = due.min_by_key(|it| on_duty[*it].rests_at) else { break };
        let rests = on_duty.remove(longest);
        duty::leave(tx, evening, rests.member)?;
        message::note(tx, evening.id.talk(), "room-note-break")?;
        any = true;
    }
    Ok(any)
}

/// Whether an hour of theirs is full, and their break waits for somebody who can look after the room.
pub fn is_rest_due(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    Ok(rest::due_at(tx, member)?.is_some_and(|it| it <= tx.now()))
}

/// Whether somebody's page was gone. They worked until its last sign: nothing was asked of them after it.
fn end_gone(tx: &mut Tx<'_>, evening: EveningId) -> Result<bool> {
    let gone: Vec<(Uuid, MemberId, Time)> = tx.all(
        "UPDATE live_duties SET ended_at = $2 WHERE evening_id = $1 AND ended_at IS NULL AND seen_at <= $3
         RETURNING id, member_id, seen_at",
        args![evening, tx.now(), tx.now() - GONE],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (duty, member, seen_at) in &gone {
        spell::end_at(tx, Work::Room, *duty, *seen_at)?;
        aside::end_of_facilitator(tx, evening, *member)?;
    }
    Ok(!gone.is_empty())
}

fn on_duty(tx: &mut Tx<'_>, evening: EveningId) -> Result<Vec<OnDuty>> {
    let all: Vec<(Uuid, MemberId, Time)> = tx.all(
        "SELECT id, member_id, seen_at FROM live_duties WHERE evening_id = $1 AND ended_at IS NULL ORDER BY began_at, id",
        args![evening],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut on_duty = Vec::with_capacity(all.len());
    for (id, member, seen_at) in all {
        let rests_at = if aside::is_talking(tx, evening, member)? { None } else { rest::due_at(tx, member)? };
        on_duty.push(OnDuty { id, member, seen_at, ends_at: ends_at(tx, evening, member)?, rests_at });
    }
    Ok(on_duty)
}

/// Tells those on duty who gave nearly enough; and everybody in the room, once, when nobody stays longer.
fn tell(tx: &mut Tx<'_>, evening: EveningId, on_duty: &[OnDuty]) -> Result<()> {
    let soon = tx.now() + SOON;
    if on_duty.iter().any(|it| it.ends_at <= soon) {
        topic::duty_changed(tx, evening)?;
    }
    match on_duty.iter().max_by_key(|it| it.ends_at) {
        Some(last) if last.ends_at <= soon => message::note_once(tx, evening.talk(), last.id, "room-note-closing-soon"),
        _ => Ok(()),
    }
}
