//! Who is on call, for whom. Being on call is planned on the rota ([`Shift`]) or begun at once, and ends by itself. Who is
//! called to what, and when, is for [`paging`](crate::paging) to say.

use db::{Result, Time, Tx};
use people::hats;
use words::{Actor, AgeBand, Hat, MemberId};
use workforce::{
    answer::Work,
    shift::{self, AHEAD, Shift, ShiftId},
};

use crate::{
    keeps::{self, Keeps},
    kind::is_minor,
};

/// Whether this member may be on call at all.
pub fn may(actor: &Actor) -> bool {
    !Keeps::of(actor).is_empty()
}

/// On call from now on. Whoever is on call already says anew until when.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, until: Time) -> Result<()> {
    Shift::begin_on_call(tx, actor, until)?;
    keeps::watches_changed(tx, actor)
}

/// Gives up a time on call of one's own, whether it has begun or not. No reason is asked.
pub fn give_up(tx: &mut Tx<'_>, actor: &Actor, id: ShiftId) -> Result<()> {
    Shift::give_up(tx, actor, id)?;
    keeps::watches_changed(tx, actor)
}

/// Who wears this hat and is on call now, among those who may judge cases of this band.
pub fn on_call(tx: &mut Tx<'_>, hat: Hat, band: AgeBand) -> Result<Vec<MemberId>> {
    let mut judges = judges_with(tx, hat, band)?;
    if !judges.is_empty() {
        let reached = shift::on_call(tx)?;
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

/// The times on call of those who may judge cases of this band that run now or begin before `until`.
pub fn ahead(tx: &mut Tx<'_>, band: AgeBand, until: Time) -> Result<Vec<Shift>> {
    let judges = judges(tx, band)?;
    // Whoever is called is grown up.
    let mut watches = Shift::ahead(tx, Work::Moderation, AgeBand::Adult, until)?;
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
pub fn gaps(watches: &[Shift], from: Time, until: Time) -> Vec<(Time, Time)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn watch(begins: i64, ends: i64) -> Shift {
        let id = db::Uuid::nil();
        Shift {
            id: ShiftId(id),
            member: MemberId(id),
            work: Work::Moderation,
            begins_at: Time(begins * HOUR),
            ends_at: Time(ends * HOUR),
            offered_at: None,
        }
    }

    #[test]
    fn what_nobody_covers_is_a_gap() {
        let found = |watches: &[Shift]| {
            let gaps = gaps(watches, Time(0), Time(24 * HOUR));
            gaps.iter().map(|(from, to)| (from.0 / HOUR, to.0 / HOUR)).collect::<Vec<_>>()
        };
        assert_eq!(found(&[]), [(0, 24)]);
        assert_eq!(found(&[watch(-3, 5), watch(4, 8), watch(10, 30)]), [(8, 10)]);
        assert_eq!(found(&[watch(1, 23), watch(2, 3)]), [(0, 1), (23, 24)]);
        assert_eq!(found(&[watch(0, 24)]), []);
        assert_eq!(found(&[watch(30, 40)]), [(0, 24)]);
    }
}
