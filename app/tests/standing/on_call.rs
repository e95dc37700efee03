//! Being on call: what exists of it for the standing questions, and every route.

use std::{collections::BTreeMap, time::Duration};

use ::words::{
    Actor,
    Hat::{Moderator, SafeguardingLead, Supervisor},
};
use db::{Result, Tx};
use safety::way::Way;
use workforce::{answer::Work, shift::Shift};

use super::table::{Row, Then::To, Who, get, post as sent};

/// Plans a time on call, and gives an address.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (olu, hour) = (&cast["Olu"], Duration::from_secs(3600));
    // Beside what is planned in the town.
    let watch = Shift::plan(tx, olu, Work::Moderation, tx.now() + 100 * hour, tx.now() + 101 * hour)?;
    Way::write_to(tx, olu, "olu@example.org")?;
    Ok(vec![("watch", watch.to_string()), ("way", Way::own(tx, olu)?.remove(0).id.to_string())])
}

/// Those who are called.
const CALLED: Who = Who::Wears(&[Moderator, Supervisor, SafeguardingLead]);
const OLU: Who = Who::Only(&["Olu"]);
const BROWSER: &[(&str, &str)] = &[
    ("endpoint", "https://push.example.net/1"),
    ("p256dh", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    ("auth", "BTBZMqHH6r4Tts7J_aSIgg"),
];

/// The routes of being on call.
pub(super) const ROUTES: &[Row] = &[
    get("/on-call", CALLED, "Olu"),
    sent("/on-call/now", CALLED, "Nora", &[("until", "23:30")], To("/on-call")),
    sent("/on-call/times/{watch}/withdrawal", OLU, "Olu", &[], To("/on-call")),
    get("/on-call/calls", CALLED, "Idris"),
    get("/on-call/live", CALLED, "Idris"),
    get("/on-call/ways", CALLED, "Olu"),
    sent("/on-call/ways/browsers", CALLED, "Olu", BROWSER, To("/on-call/ways")),
    sent("/on-call/ways/mail", CALLED, "Nora", &[("address", "nora@example.org")], To("/on-call/ways")),
    sent("/on-call/ways/pager/trial", CALLED, "Nora", &[], To("/on-call/ways")),
    sent("/on-call/ways/{way}/trial", OLU, "Olu", &[], To("/on-call/ways")),
    sent("/on-call/ways/{way}/removal", OLU, "Olu", &[], To("/on-call/ways")),
];
