//! What is recorded, what everybody may see of it, and the community's papers: what exists of them for the standing
//! questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Evaluator, Moderator, SafeguardingLead, Supervisor},
};
use db::{Result, Tx};
use safety::{
    break_glass::{self, Behind},
    complaint::{self, About},
    equity,
};

use super::{
    cast::WRITTEN,
    table::{
        REASON, Row,
        Then::{Again, To},
        Who, get, post as sent,
    },
};

/// Makes a glass that somebody asked to break, a complaint of a visitor's, and a group.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let leo = cast["Leo"].id;
    let glass = break_glass::ask(tx, &cast["Nora"], Behind::Account, leo.0, 10, WRITTEN[2])?;
    let link = complaint::make(tx, None, About::Other, WRITTEN[0])?;
    let complaint = complaint::by_link(tx, &link)?.id;
    let group = equity::add(tx, &cast["Wren"], WRITTEN[1], WRITTEN[2])?;
    Ok(vec![
        ("glass", glass.to_string()),
        ("complaint_link", link),
        ("complaint", complaint.to_string()),
        ("group", group.to_string()),
        ("paper_section", "risks".to_owned()),
    ])
}

const ADMIN: Who = Who::Wears(&[Administrator]);
const ANSWERS: Who = Who::Wears(&[Administrator, SafeguardingLead]);
const BREAKS: Who = Who::Wears(&[Moderator, Supervisor, SafeguardingLead, Administrator]);
const ASKING: &[(&str, &str)] =
    &[("behind", "account"), ("subject", "Maya"), ("minutes", "10"), ("reason", "To see what was decided.")];

/// The routes of fairness and record.
pub(super) const ROUTES: &[Row] = &[
    get("/account/openings", Who::SignedIn, "Leo"),
    sent("/account/openings", Who::SignedIn, "Leo", &[], To("/account/openings")),
    get("/account/about-me", Who::SignedIn, "Maya"),
    sent("/account/about-me", Who::SignedIn, "Maya", &[("group", "{group}")], To("/account/about-me")),
    sent("/account/about-me/withdrawal", Who::SignedIn, "Maya", &[], To("/account/about-me")),
    get("/safety/break-glass", BREAKS, "Nora"),
    sent("/safety/break-glass", BREAKS, "Nora", ASKING, To("/safety/break-glass/")),
    get("/safety/break-glass/{glass}", BREAKS, "Nora"),
    sent("/safety/break-glass/{glass}/answer", BREAKS, "Wren", &[("agreed", "yes")], To("/safety/break-glass/")),
    // Only by one of the two.
    sent("/safety/break-glass/{glass}/shutting", Who::Only(&["Nora"]), "Nora", &[], To("/safety/break-glass/")),
    get("/safety/equity", Who::Wears(&[Administrator, Evaluator]), "Wren"),
    get("/safety/complaints", ANSWERS, "Wren"),
    get("/safety/complaints/{complaint}", ANSWERS, "Wren"),
    sent(
        "/safety/complaints/{complaint}/answer",
        ANSWERS,
        "Idris",
        &[("outcome", "right"), ("answer", "You are right.")],
        To("/safety/complaints"),
    ),
    get("/complaints/new", Who::Anyone, ""),
    sent("/complaints", Who::Anyone, "", &[("about", "other"), ("words", "The page is slow.")], To("/complaints/")),
    get("/complaints/{complaint_link}", Who::Anyone, ""),
    get("/transparency", Who::Anyone, ""),
    get("/settings/groups", ADMIN, "Wren"),
    sent("/settings/groups", ADMIN, "Wren", &[("name", "I am deaf"), REASON], To("/settings/groups")),
    sent("/settings/groups/{group}/removal", ADMIN, "Wren", &[REASON], To("/settings/groups")),
    get("/settings/compliance", ADMIN, "Wren"),
    get("/settings/compliance/copy.html", ADMIN, "Wren"),
    get("/settings/compliance/copy.md", ADMIN, "Wren"),
    get("/settings/compliance/{paper_section}", ADMIN, "Wren"),
    sent("/settings/compliance/{paper_section}", ADMIN, "Wren", &[("answer-1", "People.")], Again),
];
