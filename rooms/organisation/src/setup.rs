//! Setting the community up: a few steps, each saved by itself, so that it can be left and taken up again. The doors
//! open when the last step says so, and only when every step before it is done and there are checked helplines.

use db::{Error, Result, Tx, args};
use words::{Doors, MemberId};

use crate::{Settings, helplines, trail};

db::word! {
    /// A step of the set-up, in the order in which they are offered.
    pub enum Step {
        /// Name, short name, time zone.
        Name = "name",
        /// What people promise each other.
        Charter = "charter",
        /// Languages of support.
        Languages = "languages",
        /// What people may want to talk about.
        Topics = "topics",
        /// When somebody is usually there.
        Hours = "hours",
        /// Who may join.
        Ages = "ages",
        /// Countries, and where people find help at once.
        Helplines = "helplines",
        /// A second administrator.
        People = "people",
        /// The doors open.
        Opening = "opening",
    }
}

impl Step {
    /// Where it is done.
    pub fn path(self) -> String {
        format!("/setup/{self}")
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().skip_while(|it| *it != self).nth(1)
    }

    /// What the trail says when it is saved.
    fn deed(self) -> &'static str {
        match self {
            Self::Name => "trail-name",
            Self::Charter => "trail-charter",
            Self::Languages => "trail-languages",
            Self::Topics => "trail-topics",
            Self::Hours => "trail-hours",
            Self::Ages => "trail-ages",
            Self::Helplines => "trail-countries",
            Self::People => "trail-people",
            Self::Opening => "trail-opening",
        }
    }
}

/// The steps that have been saved.
pub fn saved(tx: &mut Tx<'_>) -> Result<Vec<Step>> {
    let words: Vec<String> = tx.all("SELECT step FROM organisation_steps", args![], |row| row.get(0))?;
    Ok(Step::ALL.iter().copied().filter(|step| words.iter().any(|it| it == step.as_str())).collect())
}

/// The step to go on with: the first that has not been saved.
pub fn resume(tx: &mut Tx<'_>) -> Result<Option<Step>> {
    let saved = saved(tx)?;
    Ok(Step::ALL.iter().copied().find(|step| !saved.contains(step)))
}

/// The steps that must still be done before the doors can open. A second administrator is advised and not demanded: a
/// group of three may have nobody else yet.
pub fn missing(tx: &mut Tx<'_>) -> Result<Vec<Step>> {
    let saved = saved(tx)?;
    let needed = Step::ALL.iter().copied().filter(|step| !matches!(step, Step::People | Step::Opening));
    Ok(needed.filter(|step| !saved.contains(step)).collect())
}

/// Opens the doors.
pub fn open(tx: &mut Tx<'_>, by: Option<MemberId>) -> Result<()> {
    if !missing(tx)?.is_empty() {
        return Err(Error::refused("setup-steps-missing"));
    }
    if helplines::unready(tx, tx.now())?.iter().any(|it| it.keeps_closed()) {
        return Err(Error::refused("setup-helplines-missing"));
    }
    if saved(tx)?.contains(&Step::Opening) {
        return Ok(());
    }
    note(tx, by, Step::Opening, "", "")
}

/// Notes that a step has been saved, in the trail too. Once the doors are open, a change needs a reason.
pub(crate) fn note(tx: &mut Tx<'_>, by: Option<MemberId>, step: Step, detail: &str, reason: &str) -> Result<()> {
    ask_reason(tx, reason)?;
    tx.execute(
        "INSERT INTO organisation_steps (step, saved_by, saved_at) VALUES ($1, $2, $3)
         ON CONFLICT (step) DO UPDATE SET saved_by = excluded.saved_by, saved_at = excluded.saved_at",
        args![step, by, tx.now()],
    )?;
    trail::record_detail(tx, by, step.deed(), None, detail, reason)
}

/// Refuses a change without a reason, once people rely on the place.
pub(crate) fn ask_reason(tx: &mut Tx<'_>, reason: &str) -> Result<()> {
    if reason.trim().is_empty() && saved(tx)?.contains(&Step::Opening) {
        return Err(Error::refused("reason-missing"));
    }
    Ok(())
}

/// Refuses, with this sentence, a change that would shut the doors behind people who are already inside.
pub(crate) fn keep_open(tx: &mut Tx<'_>, refusal: &'static str) -> Result<()> {
    let opened = saved(tx)?.contains(&Step::Opening);
    if opened && helplines::unready(tx, tx.now())?.iter().any(|it| it.keeps_closed()) {
        return Err(Error::refused(refusal));
    }
    Ok(())
}

/// Whether people may come in. Asked with every page, hence one question to the database and not three.
pub(crate) fn doors(tx: &mut Tx<'_>, settings: &Settings) -> Result<Doors> {
    let facts: Vec<(String, String, String)> = tx.all(
        "SELECT 'saved', step, '' FROM organisation_steps
         UNION ALL SELECT 'founded', '', '' FROM organisation_founding WHERE redeemed_at IS NOT NULL
         UNION ALL SELECT DISTINCT 'checked', country, audience FROM organisation_helplines
                   WHERE removed_at IS NULL AND checked_at IS NOT NULL",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let holds = |fact: &str, what: &str, whom: &str| facts.iter().any(|(a, b, c)| a == fact && b == what && c == whom);
    if !holds("founded", "", "") || !holds("saved", Step::Name.as_str(), "") {
        return Ok(Doors::Unfounded);
    }
    let ready = holds("saved", Step::Opening.as_str(), "")
        && helplines::are_enough(settings, |country, audience| holds("checked", country, audience.as_str()));
    Ok(if ready { Doors::Open } else { Doors::NotReady })
}
