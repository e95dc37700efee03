//! The rule of cover: a community may decide that its doors stand open only while a supervisor and somebody who judges
//! what is noticed are on call, and that these are two people. Nothing here opens a door: it says when one may be open.

use std::collections::BTreeSet;

use db::{Result, Time, Tx, args};
use organisation::Settings;
use words::{AgeBand, Hat, MemberId};

use crate::{
    pause::{self, Pause},
    shift::AHEAD,
};

/// The switch that turns the rule on.
pub const DIAL: &str = "doors-need-on-call";

/// A stretch of time.
pub type Stretch = (Time, Time);

/// Somebody on call, and what for.
struct OnCall {
    member: MemberId,
    hat: Hat,
    begins_at: Time,
    ends_at: Time,
}

/// Whether the community has turned the rule on.
pub fn are_guarded(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(Settings::current(tx)?.is_on(DIAL))
}

/// The hat that judges what is noticed among people of this band.
fn keeper(band: AgeBand) -> Hat {
    match band {
        AgeBand::Adult => Hat::Moderator,
        AgeBand::Younger | AgeBand::Older => Hat::SafeguardingLead,
    }
}

/// When the doors for this band may be open between now and `until`. Without the rule: all the time.
pub fn open(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<Stretch>> {
    if are_guarded(tx)? { covered(tx, band, until) } else { Ok(vec![(tx.now(), until)]) }
}

/// Whether they may be open now.
pub fn are_open(tx: &mut Tx<'_>, band: AgeBand) -> Result<bool> {
    let now = tx.now();
    let next = Time(now.0 + 1);
    Ok(open(tx, band, next)?.iter().any(|(from, until)| *from <= now && now < *until))
}

/// When they may next be open, as far as anything is planned.
pub fn next_opening(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Time>> {
    let until = tx.now() + AHEAD;
    Ok(open(tx, band, until)?.first().map(|(from, _)| *from))
}

/// When a supervisor and a keeper, two people, are on call between now and `until`, whether the rule is on or not. They
/// are those whom a call would reach, and, where a certificate is asked for, who still hold one then. A crisis reaches
/// whoever is on call; the doors do not open on that.
pub fn covered(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<Stretch>> {
    let now = tx.now();
    let shifts: Vec<(OnCall, Option<Pause>, [Option<Time>; 2])> = tx.all(
        "SELECT s.member_id, w.hat, s.begins_at, s.ends_at, p.member_id IS NOT NULL, p.until, c.expires_at,
                (SELECT r.needed_from FROM workforce_requirements r WHERE r.work = s.work
                 ORDER BY r.version DESC LIMIT 1)
         FROM workforce_shifts s
         JOIN people_wearers w ON w.member_id = s.member_id
         LEFT JOIN workforce_pauses p ON p.member_id = s.member_id AND (p.until IS NULL OR p.until > $1)
         LEFT JOIN workforce_certificates c ON c.member_id = s.member_id AND c.work = s.work
              AND c.followed_by IS NULL AND c.withdrawn_at IS NULL
         WHERE s.work = 'moderation' AND s.ended_at IS NULL AND s.ends_at > $1 AND s.begins_at < $2
           AND w.hat IN ('supervisor', $3) AND w.band = 'adult' AND w.suspended_until <= $1",
        args![now, until, keeper(band)],
        |row| {
            let on_call =
                OnCall { member: row.get(0)?, hat: row.get(1)?, begins_at: row.get(2)?, ends_at: row.get(3)? };
            Ok((on_call, pause::from_row(row, 4)?, [row.get(6)?, row.get(7)?]))
        },
    )?;
    let on_call: Vec<OnCall> = shifts
        .into_iter()
        .filter_map(|(it, pause, [expires, needed_from])| {
            let (begins_at, ends_at) = pause::beside(pause, (it.begins_at, it.ends_at))?;
            let ends_at = match needed_from {
                // Until it is needed, or as long as it holds.
                Some(from) => ends_at.min(from.max(expires.unwrap_or(from))),
                None => ends_at,
            };
            (begins_at < ends_at).then_some(OnCall { begins_at, ends_at, ..it })
        })
        .collect();
    Ok(stretches(&on_call, now, until))
}

fn stretches(on_call: &[OnCall], from: Time, until: Time) -> Vec<Stretch> {
    let mut edges: BTreeSet<Time> = [from, until].into();
    edges.extend(on_call.iter().flat_map(|it| [it.begins_at, it.ends_at]).filter(|at| (from..until).contains(at)));
    let edges: Vec<Time> = edges.into_iter().collect();
    let mut open: Vec<Stretch> = Vec::new();
    for pair in edges.windows(2) {
        let (begins, ends) = (pair[0], pair[1]);
        if !is_covered(on_call, begins) {
            continue;
        }
        match open.last_mut() {
            Some(last) if last.1 == begins => last.1 = ends,
            _ => open.push((begins, ends)),
        }
    }
    open
}

/// One person with both hats is one person: whoever is called first needs somebody to be called after them.
fn is_covered(on_call: &[OnCall], at: Time) -> bool {
    let there = || on_call.iter().filter(|it| it.begins_at <= at && at < it.ends_at);
    let supervisors = there().filter(|it| it.hat == Hat::Supervisor);
    supervisors.into_iter().any(|it| there().any(|other| other.hat != Hat::Supervisor && other.member != it.member))
}
