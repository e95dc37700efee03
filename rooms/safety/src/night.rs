//! While nobody is there: what several people flagged waits until a person has read it. Its author is told, with the hour
//! at which somebody will look.

use std::time::Duration;

use db::{Result, Tx, args};
use organisation::Settings;

use crate::{
    case::Case,
    decision,
    kind::{CaseId, Kind},
    place::{Places, Seen},
    watch,
};

/// Kinds of things that can wait: what stands in a place. A person cannot be set aside, and a conversation is between two.
const CAN_WAIT: &[Kind] = &[Kind::Post, Kind::Story, Kind::Message];

/// Whether somebody who keeps people safe is there for this case now.
fn is_somebody_there(tx: &mut Tx<'_>, case: &Case) -> Result<bool> {
    let lately = tx.now() - Duration::from_secs(30 * 60);
    let at_work: i64 =
        tx.value("SELECT COUNT(*) FROM safety_cases WHERE band = $1 AND claimed_at > $2", args![case.band, lately])?;
    Ok(at_work > 0 || watch::is_anybody_there(tx, case.band)?)
}

/// After a flag: sets the thing aside when nobody is there and enough people flagged it, or its author's things. What
/// others say of a place is counted by person, so that nobody alone can silence anybody.
pub(crate) fn after_flag(tx: &mut Tx<'_>, case: CaseId, seen: &Seen) -> Result<()> {
    let case = Case::any(tx, case)?;
    if !CAN_WAIT.contains(&case.matter.kind) || !seen.shown || is_somebody_there(tx, &case)? {
        return Ok(());
    }
    let settings = Settings::current(tx)?;
    let on_this: i64 = tx.value("SELECT COUNT(DISTINCT by_id) FROM safety_flags WHERE case_id = $1", args![case.id])?;
    let on_person: i64 = tx.value(
        "SELECT COUNT(DISTINCT f.by_id) FROM safety_flags f JOIN safety_cases c ON c.id = f.case_id
         WHERE f.about_id = $1 AND f.about_id IS NOT NULL AND c.settled_at IS NULL",
        args![case.about],
    )?;
    let enough = on_this >= i64::from(settings.number("night-flags-post"))
        || on_person >= i64::from(settings.number("night-flags-person"));
    if enough {
        (Places::of(tx, case.matter.kind)?.hide)(tx, case.matter, true)?;
        let next = watch::next(tx, case.band)?;
        decision::set_aside(tx, &case, next)?;
    }
    Ok(())
}
