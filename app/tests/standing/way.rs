//! The way in and the way back, role cards, the pulse and the record: what exists of them for the standing questions, and
//! every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{self, Administrator, Evaluator, Facilitator, Moderator, SafeguardingLead, Supervisor, Supporter},
};
use db::{Result, Tx};
use workforce::{application::Application, stage::Stage};

use super::table::{
    REASON, Row,
    Then::{Again, Page, To},
    Who, get, post,
};

/// Somebody of the town has applied.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let applied = Application::own(tx, &cast["Jonas"])?.expect("Jonas has applied");
    let stages = applied.stages(tx)?;
    let seen = stages.iter().find(|it| it.stage == Stage::Readiness).expect("readiness is a stage").changed_at;
    Ok(vec![
        ("application", applied.id.to_string()),
        ("way_stage", "readiness".to_owned()),
        ("way_seen", seen.0.to_string()),
        ("card", "supporter".to_owned()),
    ])
}

const ADMIN: Who = Who::Wears(&[Administrator]);
const DECIDES: Who = Who::Wears(&[Supervisor, Administrator]);
/// Everybody with a role among others: not those who audit.
const HELPS: &[Hat] = &[Supporter, Facilitator, Moderator, Supervisor, SafeguardingLead, Evaluator, Administrator];
const STATEMENT: (&str, &str) = ("statement", "I would like to give something back.");
const CARD: &[(&str, &str)] = &[("does", "Listen."), ("does-not", "Hurry."), ("calls", "Nora."), REASON];
const ANSWERS: &[(&str, &str)] = &[("mine", "4"), ("call", "5"), ("others", "2")];

/// The routes of the way in and the way back.
pub(super) const ROUTES: &[Row] = &[
    get("/workforce", Who::Member, "Kofi"),
    get("/workforce/application", Who::Member, "Jonas"),
    post(
        "/workforce/application",
        Who::Member,
        "Maya",
        &[("hat", "supporter"), STATEMENT],
        To("/workforce/application"),
    ),
    post("/workforce/application/readiness", JONAS, "Jonas", &[("ready", "not-yet")], To("/workforce/application")),
    post("/workforce/application/withdrawal", JONAS, "Jonas", &[], To("/workforce/application")),
    get("/workforce/applications", DECIDES, "Nora"),
    get("/workforce/applications/{application}", DECIDES, "Nora"),
    post(
        "/workforce/applications/{application}/stages/{way_stage}",
        DECIDES,
        "Nora",
        &[("progress", "done"), ("record", "We talked."), ("seen", "{way_seen}")],
        To("/workforce/applications/"),
    ),
    // A stage is still open.
    post("/workforce/applications/{application}/acceptance", DECIDES, "Nora", &[], Again),
    post(
        "/workforce/applications/{application}/refusal",
        DECIDES,
        "Wren",
        &[REASON, ("again", "2026-12-24")],
        To("/workforce/applications"),
    ),
    get("/workforce/stages", ADMIN, "Wren"),
    post("/workforce/stages", ADMIN, "Wren", &[("stages", "readiness"), REASON], To("/workforce/applications")),
    get("/workforce/step-back", Who::SignedIn, "Kofi"),
    post("/workforce/step-back", Who::SignedIn, "Kofi", &[("span", "while")], To("/workforce/step-back")),
    post("/workforce/step-back/plan", Who::Own("Priya"), "Priya", &[("plan", "Sleep.")], To("/workforce/step-back")),
    post("/workforce/step-back/stay", Who::Own("Priya"), "Priya", &[], To("/workforce/step-back")),
    post("/workforce/return", Who::Only(&["Priya"]), "Priya", &[], To("/workforce/application")),
    get("/workforce/rests", DECIDES, "Nora"),
    post("/workforce/rests", DECIDES, "Nora", &[("member", "{kofi}"), REASON], To("/workforce/rests")),
    get("/workforce/cards", Who::Member, "Kofi"),
    get("/workforce/cards/{card}", Who::Member, "Maya"),
    get("/workforce/cards/{card}/edit", ADMIN, "Wren"),
    post("/workforce/cards/{card}/edit", ADMIN, "Wren", CARD, To("/workforce/cards")),
    post(
        "/workforce/cards/{card}/signature",
        Who::Wears(&[Supporter]),
        "Kofi",
        &[("version", "1")],
        To("/workforce/cards"),
    ),
    post(
        "/workforce/cards/{card}/countersignature",
        DECIDES,
        "Idris",
        &[("member", "{kofi}"), ("version", "1")],
        To("/workforce/cards"),
    ),
    get("/workforce/pulse", Who::Member, "Kofi"),
    post("/workforce/pulse", Who::Wears(HELPS), "Kofi", ANSWERS, To("/workforce/pulse")),
    get("/workforce/pulse/results", Who::Wears(&[Supervisor, Administrator, Evaluator]), "Nora"),
    get("/workforce/record", Who::SignedIn, "Kofi"),
    post("/workforce/record", Who::SignedIn, "Kofi", &[("name", "Kofi of the quay")], Page),
    get("/workforce/record/check", Who::Anyone, ""),
    post("/workforce/record/check", Who::Anyone, "", &[("record", "I was here.")], Page),
];
const JONAS: Who = Who::Only(&["Jonas"]);
