//! Hours, pauses and how somebody is: what exists of it for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Evaluator, Facilitator, Moderator, SafeguardingLead, Supervisor, Supporter},
};
use db::{Result, Tx};
use workforce::debrief::{self, Cause};

use super::table::{Row, Then::To, Who, get, post as sent};

/// What Theo said was hard waits to be talked through; of something else Nora said that it was.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let theo = cast["Theo"].id;
    let waiting = debrief::waiting_of(tx, theo)?.remove(0).id;
    let about = tx.new_uuid();
    debrief::open(tx, theo, Cause::Danger, about)?;
    for it in debrief::waiting_of(tx, theo)?.into_iter().filter(|it| it.id != waiting) {
        debrief::done(tx, &cast["Nora"], it.id)?;
    }
    let told = debrief::told_of(tx, theo)?.remove(0).0.id;
    Ok(vec![("debrief", waiting.to_string()), ("told", told.to_string())])
}

/// Those whose work is looked after.
const HELPS: Who = Who::Wears(&[Supporter, Facilitator, Moderator, SafeguardingLead]);
/// Those who see how all of them are, in counts.
const RUNS: Who = Who::Wears(&[Supervisor, Administrator, Evaluator]);

/// The routes of hours and wellbeing.
pub(super) const ROUTES: &[Row] = &[
    get("/workforce/hours", HELPS, "Theo"),
    sent(
        "/workforce/hours/limits",
        HELPS,
        "Theo",
        &[("week", "6"), ("from", "03:00"), ("to", "04:00")],
        To("/workforce/hours"),
    ),
    sent("/workforce/pause", HELPS, "Theo", &[("for", "day")], To("/workforce/hours")),
    sent("/workforce/pause/ending", HELPS, "Theo", &[], To("/workforce/hours")),
    sent("/workforce/debriefs/{debrief}/waiver", Who::Only(&["Theo"]), "Theo", &[], To("/workforce/hours")),
    sent("/workforce/debriefs/{told}/reading", Who::Only(&["Theo"]), "Theo", &[], To("/workforce")),
    sent("/workforce/debriefs/{told}/again", Who::Only(&["Theo"]), "Theo", &[], To("/workforce/hours")),
    get("/workforce/wellbeing", HELPS, "Theo"),
    sent(
        "/workforce/wellbeing/shift",
        HELPS,
        "Theo",
        &[("energy", "6"), ("gained", "8"), ("words", "")],
        To("/workforce/wellbeing"),
    ),
    sent("/workforce/wellbeing/month", HELPS, "Theo", &[("worn", "2")], To("/workforce/wellbeing")),
    sent("/workforce/wellbeing/forgetting", HELPS, "Theo", &[], To("/workforce/wellbeing")),
    get("/workforce/wellbeing/everybody", RUNS, "Nora"),
];
