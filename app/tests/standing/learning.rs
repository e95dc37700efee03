//! Sitting in and learning beside the work: what exists of it for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{Actor, Hat::Supporter};
use db::{Result, Tx};
use support::{
    conversation::Conversation,
    preference::{self, Learning},
    shadow::Shadow,
    sitting::Sitting,
};
use training::{course, draft, progress};

use super::table::{Row, Then::To, Who, get, post as sent};

const COURSE: &str = "# Sitting in here
id: sitting-in-here
version: 1
about: A text and sitting in.

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.

### shadow: Sitting in
id: sitting-in
minutes: 60

Look at how they begin.
";

/// Kofi would like to read along with Elena and Amina, who was asked; Theo would like to sit in with Kofi.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (amina, elena, kofi, theo) = (&cast["Amina"], &cast["Elena"], &cast["Kofi"], &cast["Theo"]);
    draft::publish_first(tx, &cast["Wren"], COURSE)?;
    let published = course::published(tx, "sitting-in-here")?;
    for learner in [kofi, theo] {
        progress::done(tx, learner.id, &published, "a-text")?;
    }
    preference::set_learning(tx, elena.id, Learning { hears_own: false, takes_learners: true })?;
    preference::set_learning(tx, theo.id, Learning { hears_own: true, takes_learners: false })?;
    let shadow = Shadow::ask(tx, kofi, "sitting-in-here", "sitting-in", elena.id)?;
    Shadow::open_with(tx, elena, shadow)?.agree(tx)?;
    Shadow::be_ready(tx, kofi)?;
    let talk = Conversation::open_of_asker(tx, amina.id)?.expect("Amina is talking");
    Sitting::ask(tx, elena, talk.id)?;
    Ok(vec![("shadow", shadow.to_string()), ("elena", elena.id.to_string())])
}

const ELENA: Who = Who::Only(&["Elena"]);
const ASKED: &[(&str, &str)] = &[("course", "sitting-in-here"), ("activity", "sitting-in"), ("with", "{elena}")];

/// The routes of sitting in.
pub(super) const ROUTES: &[Row] = &[
    get("/shadowing", Who::Member, "Kofi"),
    get("/shadowing/live", Who::Member, "Kofi"),
    sent("/shadowing", Who::Only(&["Theo", "Kofi"]), "Theo", ASKED, To("/shadowing")),
    sent("/shadowing/ready", Who::Only(&["Kofi"]), "Kofi", &[], To("/shadowing")),
    sent("/shadowing/ending", Who::Only(&["Kofi"]), "Kofi", &[], To("/shadowing")),
    get("/duty/learning", Who::Wears(&[Supporter]), "Kofi"),
    sent("/duty/learning", Who::Wears(&[Supporter]), "Kofi", &[("hears", "yes")], To("/duty/learning")),
    sent("/duty/learning/{shadow}/agreement", ELENA, "Elena", &[], To("/duty/learning")),
    sent("/duty/learning/{shadow}/ending", ELENA, "Elena", &[], To("/duty/learning")),
    sent("/conversations/{talk}/learner", ELENA, "Elena", &[], To("/conversations/")),
    sent(
        "/conversations/{talk}/learner/answer",
        Who::Only(&["Amina"]),
        "Amina",
        &[("answer", "yes")],
        To("/conversations/"),
    ),
    sent("/conversations/{talk}/learner/ending", Who::Only(&["Amina", "Elena"]), "Amina", &[], To("/conversations/")),
];
