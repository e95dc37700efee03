//! How those who help are looked after: what exists of it for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Facilitator, Moderator, SafeguardingLead, Supervisor, Supporter},
};
use db::{Error, Result, Tx, args};
use workforce::{entry, question, session::Session, supervisor::Supervised, together};

use super::{
    cast::WRITTEN,
    table::{
        Row,
        Then::{Again, To},
        Who, get, post as sent,
    },
};

/// Names what the town has of it, and lets go of somebody whom nobody looks after then. The debrief is named where hours
/// are: whose it is may waive it, and any supervisor may hold it.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (theo, kofi, marisol) = (&cast["Theo"], &cast["Kofi"], &cast["Marisol"]);
    let session = Session::next_of(tx, theo.id)?.ok_or(Error::NotFound)?;
    let idris = Supervised::of(tx, cast["Elena"].id)?.and_then(|it| it.supervisor).ok_or(Error::NotFound)?;
    let log = entry::write(tx, theo, WRITTEN[0])?;
    tx.execute("UPDATE workforce_supervised SET supervisor_id = NULL WHERE member_id = $1", args![marisol.id])?;
    Ok(vec![
        ("between", session.id.to_string()),
        ("supervised", theo.id.to_string()),
        ("idris", idris.to_string()),
        ("log", log.to_string()),
        ("boundary", question::own(tx, kofi)?.remove(0).id.to_string()),
        ("lonely", marisol.id.to_string()),
        ("together", together::ahead(tx, cast["Nora"].id)?.remove(0).id.to_string()),
    ])
}

const HELPS: Who = Who::Wears(&[Supporter, Facilitator, Moderator, SafeguardingLead]);
const SUPERVISES: Who = Who::Wears(&[Supervisor]);
const BOTH: Who = Who::Only(&["Theo", "Nora"]);
const THEO: Who = Who::Only(&["Theo"]);
const KOFI: Who = Who::Only(&["Kofi"]);
const NORA: Who = Who::Only(&["Nora"]);
const SESSION: &[(&str, &str)] = &[("version", "1"), ("agenda", "The evenings."), ("notes", ""), ("actions", "")];

/// The routes of supervision.
pub(super) const ROUTES: &[Row] = &[
    get("/workforce/supervision", HELPS, "Theo"),
    sent("/workforce/supervision/date", HELPS, "Theo", &[("day", ""), ("at", "18:00")], Again),
    sent("/workforce/supervision/change", HELPS, "Theo", &[], To("/workforce/supervision")),
    get("/workforce/supervision/sessions/{between}", BOTH, "Theo"),
    sent("/workforce/supervision/sessions/{between}", BOTH, "Nora", SESSION, To("/workforce/supervision/sessions/")),
    sent(
        "/workforce/supervision/sessions/{between}/holding",
        NORA,
        "Nora",
        &[],
        To("/workforce/supervision/sessions/"),
    ),
    sent("/workforce/supervision/sessions/{between}/calling-off", BOTH, "Theo", &[], To("/workforce/supervision")),
    get("/workforce/supervision/log", HELPS, "Theo"),
    sent("/workforce/supervision/log", HELPS, "Theo", &[("words", "I listened.")], To("/workforce/supervision/log")),
    sent("/workforce/supervision/log/{log}/sharing", THEO, "Theo", &[], To("/workforce/supervision/log")),
    sent("/workforce/supervision/log/{log}/keeping-back", THEO, "Theo", &[], To("/workforce/supervision/log")),
    sent("/workforce/supervision/log/{log}/removal", THEO, "Theo", &[], To("/workforce/supervision/log")),
    get("/workforce/supervision/questions", HELPS, "Kofi"),
    sent("/workforce/supervision/questions", HELPS, "Kofi", &[("about", "gift"), ("words", "")], Again),
    sent(
        "/workforce/supervision/questions/{boundary}/removal",
        KOFI,
        "Kofi",
        &[],
        To("/workforce/supervision/questions"),
    ),
    get("/workforce/supervision/questions/{boundary}/answer", NORA, "Nora"),
    sent(
        "/workforce/supervision/questions/{boundary}/answer",
        NORA,
        "Nora",
        &[("words", "Thank them, and say no.")],
        To("/workforce/people"),
    ),
    get("/workforce/people", SUPERVISES, "Nora"),
    get("/workforce/people/{supervised}", NORA, "Nora"),
    sent("/workforce/people/{supervised}/date", NORA, "Nora", &[("day", ""), ("at", "18:00")], Again),
    sent("/workforce/people/{supervised}/talk", NORA, "Nora", &[], To("/workforce/supervision/sessions/")),
    sent("/workforce/people/{supervised}/handing-on", NORA, "Nora", &[("to", "{idris}")], To("/workforce/people")),
    sent("/workforce/people/{lonely}/taking", SUPERVISES, "Nora", &[], To("/workforce/people")),
    sent("/workforce/debriefs/{debrief}/talk", SUPERVISES, "Nora", &[], To("/workforce/people")),
    sent("/workforce/together", SUPERVISES, "Nora", &[("day", ""), ("at", "18:00"), ("place", "Here")], Again),
    sent("/workforce/together/{together}/calling-off", NORA, "Nora", &[], To("/workforce/people")),
    get("/supervision/reviews/{past}", BOTH, "Theo"),
];
