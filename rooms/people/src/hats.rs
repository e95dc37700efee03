//! Hats: what people do here. They are given and taken by somebody else who wears the administrator's, with a reason,
//! and the trail says so.

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use words::{AgeBand, Hat, MemberId, Standing};

use crate::{session, standing};

/// Gives a hat.
pub fn grant(tx: &mut Tx<'_>, by: MemberId, to: MemberId, hat: Hat, reason: &str) -> Result<()> {
    may_decide(tx, by, to, reason)?;
    give(tx, by, to, hat, reason)
}

/// Takes a hat. What it opened closes at once, on every open page.
pub fn withdraw(tx: &mut Tx<'_>, by: MemberId, from: MemberId, hat: Hat, reason: &str) -> Result<()> {
    may_decide(tx, by, from, reason)?;
    if tx.execute("DELETE FROM people_hats WHERE member = $1 AND hat = $2", args![from, hat])? == 1 {
        trail::record_detail(tx, Some(by), "trail-hat-withdrawn", Some(from), hat.as_str(), reason)?;
        session::hang_up_all(tx, from)?;
    }
    Ok(())
}

/// Hats that a supervisor may give to whoever has come the whole way in. Every other one is an administrator's to give.
pub const PROGRAMME: [Hat; 3] = [Hat::Supporter, Hat::Facilitator, Hat::Moderator];

/// Gives a hat at the end of the way in, or of the way back. Nobody gives one to themselves.
pub fn grant_by_programme(tx: &mut Tx<'_>, by: MemberId, to: MemberId, hat: Hat, reason: &str) -> Result<()> {
    may_for_programme(tx, by, to, &[hat])?;
    give(tx, by, to, hat, reason)
}

/// Takes one's own hats off; which they were, and since when. Nobody is asked, and no reason is written down. The
/// administrator's stays on: only another administrator takes it, or the place might be left without one.
pub fn lay_down(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<(Hat, Time)>> {
    take_off(tx, member, member, "trail-hat-laid-down")
}

/// Takes somebody's hats so that they rest. Why is theirs to know, so the trail says only who did it.
pub fn rest_by_programme(tx: &mut Tx<'_>, by: MemberId, from: MemberId) -> Result<Vec<(Hat, Time)>> {
    let worn = of(tx, from)?;
    may_for_programme(tx, by, from, &worn)?;
    take_off(tx, by, from, "trail-hat-rested")
}

/// The hats of a member, and since when.
pub fn since(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<(Hat, Time)>> {
    tx.all("SELECT hat, granted_at FROM people_hats WHERE member = $1 ORDER BY granted_at, hat", args![member], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

fn take_off(tx: &mut Tx<'_>, by: MemberId, from: MemberId, deed: &'static str) -> Result<Vec<(Hat, Time)>> {
    let mut taken = since(tx, from)?;
    taken.retain(|(hat, _)| *hat != Hat::Administrator);
    for (hat, _) in &taken {
        tx.execute("DELETE FROM people_hats WHERE member = $1 AND hat = $2", args![from, hat])?;
        trail::record_detail(tx, Some(by), deed, Some(from), hat.as_str(), "")?;
    }
    if !taken.is_empty() {
        session::hang_up_all(tx, from)?;
    }
    Ok(taken)
}

/// Refuses who may not decide on these hats for the programme: it takes a supervisor, or an administrator for those that
/// are not the programme's; it takes taking part; and it takes another.
fn may_for_programme(tx: &mut Tx<'_>, by: MemberId, about: MemberId, hats: &[Hat]) -> Result<()> {
    let keeps = wears(tx, by, Hat::Administrator)?;
    if !(keeps || wears(tx, by, Hat::Supervisor)?) || standing::of(tx, by)? != Standing::Active {
        return Err(Error::NotFound);
    }
    if by == about {
        return Err(Error::refused("members-not-yourself"));
    }
    if !keeps && hats.iter().any(|it| !PROGRAMME.contains(it)) {
        return Err(Error::refused("members-administrator-decides"));
    }
    Ok(())
}

/// Gives a hat when there is nobody yet who could: the founder's, and those of the demo's people. Never behind a page
/// that anyone can reach.
pub fn grant_first(tx: &mut Tx<'_>, to: MemberId, hat: Hat) -> Result<()> {
    if put_on(tx, None, to, hat)? {
        trail::record_detail(tx, None, "trail-hat-granted", Some(to), hat.as_str(), "")?;
    }
    Ok(())
}

/// Gives a hat in the name of somebody of whom it is known already that they may.
pub(crate) fn give(tx: &mut Tx<'_>, by: MemberId, to: MemberId, hat: Hat, reason: &str) -> Result<()> {
    if put_on(tx, Some(by), to, hat)? {
        trail::record_detail(tx, Some(by), "trail-hat-granted", Some(to), hat.as_str(), reason)?;
    }
    Ok(())
}

/// Members who wear this hat and take part just now, the longest-serving first.
pub fn wearers(tx: &mut Tx<'_>, hat: Hat) -> Result<Vec<MemberId>> {
    Ok(wearers_and_bands(tx, hat)?.into_iter().map(|(member, _)| member).collect())
}

/// Those of them who are of this band.
pub fn wearers_of(tx: &mut Tx<'_>, hat: Hat, band: AgeBand) -> Result<Vec<MemberId>> {
    let all = wearers_and_bands(tx, hat)?.into_iter();
    Ok(all.filter(|(_, theirs)| *theirs == band).map(|(member, _)| member).collect())
}

/// One statement, because pages that everybody opens ask this. It reads standing as [`crate::standing::of`] does.
fn wearers_and_bands(tx: &mut Tx<'_>, hat: Hat) -> Result<Vec<(MemberId, AgeBand)>> {
    tx.all(
        "SELECT h.member, m.band FROM people_hats h JOIN people_members m ON m.id = h.member
         WHERE h.hat = $1 AND m.erased_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM people_departures d WHERE d.member = h.member)
           AND NOT EXISTS (SELECT 1 FROM people_suspensions s
                           WHERE s.member = h.member AND s.lifted_at IS NULL AND s.ends_at > $2)
           AND NOT EXISTS (SELECT 1 FROM people_breaks b WHERE b.member = h.member)
         ORDER BY h.granted_at, h.member",
        args![hat, tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The hats of a member.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Hat>> {
    tx.all("SELECT hat FROM people_hats WHERE member = $1 ORDER BY hat", args![member], |row| row.get(0))
}

/// Whether a member wears this hat.
pub(crate) fn wears(tx: &mut Tx<'_>, member: MemberId, hat: Hat) -> Result<bool> {
    let worn: i64 = tx.value("SELECT COUNT(*) FROM people_hats WHERE member = $1 AND hat = $2", args![member, hat])?;
    Ok(worn == 1)
}

fn put_on(tx: &mut Tx<'_>, by: Option<MemberId>, to: MemberId, hat: Hat) -> Result<bool> {
    let there: i64 = tx.value("SELECT COUNT(*) FROM people_members WHERE id = $1 AND erased_at IS NULL", args![to])?;
    if there == 0 {
        return Err(Error::NotFound);
    }
    let given = tx.execute(
        "INSERT INTO people_hats (member, hat, granted_by, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member, hat) DO NOTHING",
        args![to, hat, by, tx.now()],
    )?;
    if given == 1 {
        session::hang_up_all(tx, to)?;
    }
    Ok(given == 1)
}

/// Checked where it is done and not only on the page: two administrators who withdraw each other's hat at the same
/// moment must not both succeed.
fn may_decide(tx: &mut Tx<'_>, by: MemberId, about: MemberId, reason: &str) -> Result<()> {
    if !wears(tx, by, Hat::Administrator)? || standing::of(tx, by)? != Standing::Active {
        return Err(Error::NotFound);
    }
    if by == about {
        return Err(Error::refused("members-not-yourself"));
    }
    if reason.trim().is_empty() {
        return Err(Error::refused("members-reason-missing"));
    }
    Ok(())
}
