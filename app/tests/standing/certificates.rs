//! Certificates and badges: what exists of them for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Supervisor},
};
use db::{Result, Tx};
use workforce::{
    answer::Work,
    badge::Badge,
    certificate::{self, Certificate},
    learning,
    requirement::Requirement,
};

use super::table::{
    REASON, Row,
    Then::{Again, Page, To},
    Who, get, post,
};

/// Theo has been certified and shows it; Kofi asks; nobody is kept from anything.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (theo, kofi) = (&cast["Theo"], &cast["Kofi"]);
    if Certificate::of(tx, theo.id, Work::Conversation)?.is_none() {
        certificate::ask(tx, theo, Work::Conversation)?;
        certificate::issue(tx, &cast["Nora"], theo.id, Work::Conversation)?;
    }
    let held = Certificate::of(tx, theo.id, Work::Conversation)?.expect("Theo is certified").id;
    Badge::publish(tx, theo, held, "")?;
    learning::write(tx, theo, tx.now(), 60, "It stayed with me.")?;
    certificate::ask(tx, kofi, Work::Room)?;
    let version = Requirement::of(tx, Work::Room)?.version;
    Ok(vec![
        ("certificate", held.to_string()),
        ("badge", Badge::own(tx, theo, held)?.id.to_string()),
        ("learning", learning::own(tx, theo)?.remove(0).id.to_string()),
        ("work", Work::Room.to_string()),
        ("asked_version", version.to_string()),
    ])
}

const ADMIN: Who = Who::Wears(&[Administrator]);
const DECIDES: Who = Who::Wears(&[Supervisor, Administrator]);
const THEO: Who = Who::Only(&["Theo"]);
const ROOM: &[(&str, &str)] = &[("work", "room")];
const LEARNED: &[(&str, &str)] = &[("words", "A book."), ("day", "2026-01-05"), ("minutes", "60")];
const ASKED: &[(&str, &str)] =
    &[("version", "{asked_version}"), ("hours", "0"), ("months", "12"), ("learning", "0"), REASON];

/// The routes of certificates.
pub(super) const ROUTES: &[Row] = &[
    get("/workforce/certificates", Who::Member, "Theo"),
    post("/workforce/certificates/asks", Who::Member, "Maya", ROOM, To("/workforce/certificates")),
    post("/workforce/certificates/asks/withdrawal", Who::Member, "Maya", ROOM, To("/workforce/certificates")),
    get("/workforce/certificates/learning", Who::Member, "Theo"),
    post("/workforce/certificates/learning", Who::Member, "Theo", LEARNED, To("/workforce/certificates/learning")),
    post(
        "/workforce/certificates/learning/{learning}/removal",
        THEO,
        "Theo",
        &[],
        To("/workforce/certificates/learning"),
    ),
    get("/workforce/certificates/waiting", DECIDES, "Nora"),
    post(
        "/workforce/certificates/issues",
        DECIDES,
        "Nora",
        &[("member", "{kofi}"), ("work", "room")],
        To("/workforce/certificates/waiting"),
    ),
    // Kofi, who asked, has just been answered with a yes.
    post(
        "/workforce/certificates/asks/answer",
        DECIDES,
        "Nora",
        &[("member", "{kofi}"), ("work", "room"), ("words", "")],
        Again,
    ),
    get("/workforce/certificates/requirements/{work}", ADMIN, "Wren"),
    post("/workforce/certificates/requirements/{work}", ADMIN, "Wren", ASKED, To("/workforce/certificates")),
    post("/workforce/certificates/{certificate}/reminder", THEO, "Theo", &[], To("/workforce/certificates")),
    get("/workforce/certificates/{certificate}/withdrawal", DECIDES, "Nora"),
    post("/workforce/certificates/{certificate}/withdrawal", DECIDES, "Nora", &[], Again),
    get("/workforce/certificates/{certificate}/badge", THEO, "Theo"),
    post("/workforce/certificates/{certificate}/badge", THEO, "Theo", &[("name", "")], To("/workforce/certificates/")),
    post("/workforce/certificates/{certificate}/badge/file", THEO, "Theo", &[], Page),
    post("/workforce/certificates/{certificate}/badge/withdrawal", THEO, "Theo", &[], To("/workforce/certificates")),
    get("/credentials/issuer", Who::Anyone, ""),
    get("/credentials/key", Who::Anyone, ""),
    get("/credentials/status", Who::Anyone, ""),
    get("/credentials/achievements/{work}/{asked_version}", Who::Anyone, ""),
    get("/credentials/{badge}", Who::Anyone, ""),
    get("/credentials/{badge}/badge", Who::Anyone, ""),
];
