//! The rota: what exists of it for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{self, Facilitator, Moderator, SafeguardingLead, Supervisor, Supporter},
};
use db::{Result, Tx};
use workforce::{
    answer::Work,
    need::{self, Need},
    shift::{Room, Shift},
    standing::Standing,
    swap,
};

use super::{
    cast::BLOCKED,
    table::{Row, Then::To, Who, get, post as sent},
};

/// What stands on the rota of the town.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let need = Need::all(tx)?.into_iter().find(|it| it.plan.work == Work::Conversation && it.plan.people == 2);
    let need = need.expect("two are needed in the evening").id;
    let spot = need::spots(tx)?.into_iter().rfind(|it| it.need.id == need).expect("every evening");
    let colleague = &cast[BLOCKED];
    let room = Room::of(tx, colleague.id)?;
    Ok(vec![
        ("shift", Shift::of(tx, cast["Theo"].id, Work::Conversation)?[0].id.to_string()),
        ("swap", swap::open_to(tx, colleague, &room)?.remove(0).id.to_string()),
        ("standing", Standing::own(tx, &cast["Elena"])?.remove(0).id.to_string()),
        ("need", need.to_string()),
        ("opening", spot.begins_at.to_string()),
    ])
}

const ON_THE_ROTA: Who = Who::Wears(STAFF);
const STAFF: &[Hat] = &[Supporter, Facilitator, Moderator, Supervisor, SafeguardingLead];
const SUPERVISES: Who = Who::Wears(&[Supervisor]);
const THEO: Who = Who::Only(&["Theo"]);
/// Grown-up supporters; the shift that its owner cannot do is Kofi's.
const COLLEAGUES: Who = Who::Only(&["Theo", "Elena", "Nora", "Hassan", BLOCKED]);
const SUPPORTERS: Who = Who::Only(&["Kofi", "Theo", "Elena", "Nora", "Hassan", BLOCKED]);
const SHIFT: &[(&str, &str)] =
    &[("work", "conversation"), ("day", "2026-12-02"), ("from", "18:00"), ("to", "20:00"), ("until", "2027-01-20")];
const NEED: &[(&str, &str)] =
    &[("work", "conversation"), ("days", "2"), ("from", "18:00"), ("to", "22:00"), ("people", "2")];

/// The routes of the rota.
pub(super) const ROUTES: &[Row] = &[
    get("/rota", ON_THE_ROTA, "Theo"),
    sent("/rota/shifts", ON_THE_ROTA, "Kofi", SHIFT, To("/rota")),
    sent("/rota/shifts/{shift}/withdrawal", THEO, "Theo", &[], To("/rota")),
    sent("/rota/shifts/{shift}/offer", THEO, "Theo", &[], To("/rota")),
    sent("/rota/shifts/{shift}/keeping", THEO, "Theo", &[], To("/rota")),
    sent("/rota/shifts/{swap}/taking", COLLEAGUES, BLOCKED, &[], To("/rota")),
    sent("/rota/standing/{standing}/ending", Who::Only(&["Elena"]), "Elena", &[], To("/rota")),
    sent("/rota/needs/{need}/claim", SUPPORTERS, "Kofi", &[("at", "{opening}")], To("/rota")),
    get("/rota/needs", SUPERVISES, "Nora"),
    sent("/rota/needs", SUPERVISES, "Nora", NEED, To("/rota/needs")),
    sent("/rota/needs/{need}/ending", SUPERVISES, "Nora", &[], To("/rota/needs")),
    get("/rota/everyone", SUPERVISES, "Nora"),
    get("/rota/gap", ON_THE_ROTA, "Theo"),
];
