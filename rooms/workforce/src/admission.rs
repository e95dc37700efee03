//! Deciding on an application: noting how far a stage has come, welcoming somebody, or saying not now, and why. Whatever
//! is written here is read by the applicant.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::trail;
use people::hats;
use seal::{KeyId, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    application::{self, Application, ApplicationId, Kind, Outcome, Ready},
    stage::{Progress, Stage},
    step_back::StepBack,
    supervisor,
};

/// Nobody is told to wait longer than this before they may apply again. Our own judgement: in a year a life changes.
pub const AGAIN_AT_MOST: Duration = Duration::from_secs(366 * 86_400);
const DAY: Duration = Duration::from_secs(86_400);

/// Notes how far a stage has come, with what was said where that is kept. `seen` is when it was changed last, as whoever
/// writes has seen it: what somebody else wrote in the meantime is not written over unread.
pub fn reach(
    tx: &mut Tx<'_>,
    by: &Actor,
    id: ApplicationId,
    stage: Stage,
    progress: Progress,
    record: &str,
    seen: Time,
) -> Result<()> {
    let (application, _) = Application::for_decider(tx, by, id)?;
    let (row, changed_at): (Uuid, Time) = tx.one(
        "SELECT id, changed_at FROM workforce_application_stages WHERE application_id = $1 AND stage = $2",
        args![id, stage],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if changed_at != seen {
        return Err(Error::refused("admission-changed-meanwhile"));
    }
    if stage == Stage::Conversation && progress == Progress::Done && record.trim().is_empty() {
        return Err(Error::refused("admission-record-missing"));
    }
    let sealed = match record.trim() {
        words if stage.has_record() && !words.is_empty() => {
            Some(tx.seal(KeyId(application.member.0), application::record_place(row), words)?)
        }
        _ => None,
    };
    tx.execute(
        "UPDATE workforce_application_stages SET progress = $2, record = $3, by_id = $4, changed_at = $5 WHERE id = $1",
        // Always later than what was seen before, so that every writing shows.
        args![row, progress, sealed, by.id, tx.now().max(Time(seen.0 + 1))],
    )?;
    if progress == Progress::Waived {
        // What was left out can be asked about later.
        trail::record_detail(tx, Some(by.id), "trail-stage-waived", Some(application.member), stage.as_str(), "")?;
    }
    tell(tx, id)
}

/// Welcomes the applicant: they get the hats. Every stage is over, and they say themselves that this is a good time.
pub fn accept(tx: &mut Tx<'_>, by: &Actor, id: ApplicationId) -> Result<()> {
    let (application, _) = Application::for_decider(tx, by, id)?;
    somebody_else(tx, by, &application)?;
    if !application.stages(tx)?.iter().all(|it| it.progress.is_over()) {
        return Err(Error::refused("admission-stages-open"));
    }
    if application.ready != Some(Ready::Yes) {
        return Err(Error::refused("admission-not-ready"));
    }
    for hat in &application.hats {
        hats::grant_by_programme(tx, by.id, application.member, *hat, "")?;
    }
    settle(tx, by, &application, Outcome::Accepted)?;
    if application.kind == Kind::Return {
        StepBack::end(tx, application.member)?;
    }
    // Nobody begins without somebody who looks after them.
    supervisor::settle(tx)
}

/// Says not now: why, and from when they may apply again.
pub fn refuse(tx: &mut Tx<'_>, by: &Actor, id: ApplicationId, reason: &str, again_at: Time) -> Result<()> {
    let (application, _) = Application::for_decider(tx, by, id)?;
    somebody_else(tx, by, &application)?;
    if reason.trim().is_empty() {
        return Err(Error::refused("admission-reason-missing"));
    }
    // A day of whoever chose it begins up to a day before now.
    if again_at + DAY <= tx.now() {
        return Err(Error::refused("admission-again-past"));
    }
    if again_at > tx.now() + AGAIN_AT_MOST {
        return Err(Error::refused("admission-again-too-late"));
    }
    let sealed = tx.seal(KeyId(application.member.0), application::place("reason", id), reason.trim())?;
    settle(tx, by, &application, Outcome::Refused)?;
    tx.execute(
        "UPDATE workforce_applications SET reason = $2, again_at = $3 WHERE id = $1",
        args![id, sealed, again_at],
    )?;
    trail::record(tx, Some(by.id), "trail-application-refused", Some(application.member), "")
}

fn settle(tx: &mut Tx<'_>, by: &Actor, application: &Application, outcome: Outcome) -> Result<()> {
    let settled = tx.execute(
        "UPDATE workforce_applications SET outcome = $2, decided_by = $3, decided_at = $4
         WHERE id = $1 AND outcome IS NULL",
        args![application.id, outcome, by.id, tx.now()],
    )?;
    if settled == 0 {
        return Err(Error::NotFound);
    }
    tell(tx, application.id)
}

fn tell(tx: &mut Tx<'_>, id: ApplicationId) -> Result<()> {
    // Always later than what was read before: the applicant may have looked in this very microsecond.
    tx.execute(
        "UPDATE workforce_applications SET news_at = CASE WHEN seen_at >= $2 THEN seen_at + 1 ELSE $2 END WHERE id = $1",
        args![id, tx.now()],
    )?;
    Ok(())
}

/// Whoever asked somebody to rest does not decide alone on their coming back, as long as there is anybody else who can.
fn somebody_else(tx: &mut Tx<'_>, by: &Actor, application: &Application) -> Result<()> {
    let stepped = StepBack::open_of(tx, application.member)?;
    if application.kind == Kind::First || stepped.and_then(|it| it.by) != Some(by.id) {
        return Ok(());
    }
    let others = |it: &MemberId| *it != by.id && *it != application.member;
    let there = hats::wearers(tx, Hat::Supervisor)?.iter().any(others)
        || hats::wearers(tx, Hat::Administrator)?.iter().any(others);
    if there { Err(Error::refused("admission-somebody-else")) } else { Ok(()) }
}
