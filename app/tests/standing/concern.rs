//! Concern, the sealed card, what two people decide, what is done after a death, and playbooks: what exists of them for the
//! standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor, AgeBand,
    Hat::{Administrator, Moderator, SafeguardingLead, Supervisor},
};
use db::{Result, Tx};
use safety::{
    card::{self, Card},
    concern::Concern,
    consent::{self, Agreed},
    joint::{self, Asking, Decided, Joint},
    kind::Level,
    ladder::Ladder,
    postvention::{self, Postvention, Step},
    worry::{self, Worry},
};

use super::{
    cast::WRITTEN,
    table::{
        Row,
        Then::{self, Again, To},
        Who, get, post as sent,
    },
};

/// Makes a concern about Leo with a question to him and two things that two people decide, a concern about somebody whom
/// nobody has found, and what is done after a death.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (leo, jonas, nora) = (&cast["Leo"], &cast["Jonas"], &cast["Nora"]);
    card::save(tx, leo, &Card { name: WRITTEN[1].to_owned(), ..Card::default() })?;
    let worry = Worry { name: "Leo".to_owned(), words: WRITTEN[0].to_owned(), ..Worry::default() };
    let id = worry::raise(tx, jonas, &worry)?;
    let unknown = Worry { name: WRITTEN[1].to_owned(), ..Worry::default() };
    let unnamed = worry::raise(tx, jonas, &unknown)?;
    let concern = Concern::for_keeper(tx, nora, id)?;
    concern.assess(tx, nora, &Ladder::default(), Level::Crisis)?;
    let asked = consent::ask(tx, nora, &concern, WRITTEN[2])?;
    let agreed = consent::ask(tx, nora, &concern, WRITTEN[2])?;
    let told = Agreed { who: WRITTEN[1].to_owned(), what: WRITTEN[0].to_owned() };
    consent::agree(tx, leo, agreed, &told)?;
    let asking = Asking { reason: WRITTEN[2].to_owned(), tried: WRITTEN[1].to_owned(), delay: None };
    let joint = joint::ask(tx, nora, &concern, Joint::Card, &asking)?;
    let contact = joint::ask(tx, nora, &concern, Joint::Contact, &asking)?;
    Decided::for_keeper(tx, &cast["Olu"], contact)?.confirm(tx, &cast["Olu"])?;
    let after = postvention::start(tx, nora, "Hassan", "")?;
    let it = Postvention::led_by(tx, nora, after)?;
    it.tick(tx, nora, Step::Sure, WRITTEN[1])?;
    it.list(tx, nora, "Leo")?;
    let leo_again = people::Profile::called(tx, "Leo", AgeBand::Adult)?.expect("Leo is here");
    let circle = tx.first(
        "SELECT circle_id FROM circles_memberships WHERE member_id = $1 ORDER BY circle_id LIMIT 1",
        db::args![cast["Hassan"].id],
        |row| row.get::<String>(0),
    )?;
    Ok(vec![
        ("concern", id.to_string()),
        ("unnamed_concern", unnamed.to_string()),
        ("consent", asked.to_string()),
        ("agreed_consent", agreed.to_string()),
        ("joint", joint.to_string()),
        ("contact", contact.to_string()),
        ("postvention", after.to_string()),
        ("listed", leo_again.to_string()),
        ("their_circle", circle.expect("Hassan is in a circle")),
        ("country", "GB".to_owned()),
        ("step", "close".to_owned()),
    ])
}

const ADMIN: Who = Who::Wears(&[Administrator]);
const LEAD: Who = Who::Wears(&[SafeguardingLead]);
const KEEPS: Who = Who::Wears(&[Moderator, Supervisor, SafeguardingLead]);
const LEADS_ON: Who = Who::Wears(&[Supervisor, Administrator, SafeguardingLead]);
const LEO: Who = Who::Only(&["Leo"]);
const CONCERN: Then = To("/safety/concerns/");
const TOGETHER: Then = To("/safety/together/");
const AFTER: Then = To("/safety/postventions/");
const ANSWERS: &[(&str, &str)] =
    &[("thoughts", "yes"), ("plan", "no"), ("means", "no"), ("time-frame", "no"), ("level", "amber")];
const TELLS: &[(&str, &str)] = &[("place", "{their_circle}"), ("notice", "Hassan has died."), ("read-again", "yes")];

/// The routes of concern and of what belongs to it.
pub(super) const ROUTES: &[Row] = &[
    get("/concerns", Who::SignedIn, "Maya"),
    sent("/concerns", Who::SignedIn, "Maya", &[("name", "Leo"), ("when", "soon")], To("/concerns?sent=yes")),
    get("/concerns/new", Who::SignedIn, "Maya"),
    get("/concerns/outside", Who::SignedIn, "Maya"),
    get("/account/contact-card", Who::SignedIn, "Leo"),
    sent("/account/contact-card", Who::SignedIn, "Leo", &[("name", "Ann")], To("/account/contact-card")),
    sent("/account/contact-card/removal", Who::SignedIn, "Leo", &[], To("/account/contact-card")),
    get("/account/care", Who::SignedIn, "Leo"),
    sent("/account/care/{consent}/agreement", LEO, "Leo", &[("who", "Ann"), ("what", "All.")], To("/account/care")),
    sent("/account/care/{consent}/decline", LEO, "Leo", &[], To("/account/care")),
    sent("/account/care/{agreed_consent}/withdrawal", LEO, "Leo", &[], To("/account/care")),
    get("/safety/concerns", KEEPS, "Olu"),
    sent("/safety/concerns", KEEPS, "Olu", &[("name", "Maya"), ("words", "Very quiet.")], CONCERN),
    get("/safety/concerns/{concern}", KEEPS, "Olu"),
    sent("/safety/concerns/{unnamed_concern}/naming", KEEPS, "Olu", &[("naming", "Maya")], CONCERN),
    get("/safety/concerns/{concern}/assessment", KEEPS, "Olu"),
    sent("/safety/concerns/{concern}/assessment", KEEPS, "Olu", ANSWERS, CONCERN),
    sent("/safety/concerns/{concern}/talk", KEEPS, "Olu", &[], To("/")),
    sent(
        "/safety/concerns/{concern}/steps",
        KEEPS,
        "Olu",
        &[("step", "helplines"), ("step-words", "Showed them.")],
        CONCERN,
    ),
    sent("/safety/concerns/{concern}/consents", KEEPS, "Olu", &[("question", "May we call Ann?")], CONCERN),
    sent(
        "/safety/concerns/{concern}/consents/{agreed_consent}/telling",
        KEEPS,
        "Olu",
        &[("telling", "She comes.")],
        CONCERN,
    ),
    sent("/safety/concerns/{concern}/handing", KEEPS, "Olu", &[("handing", "Not free.")], To("/safety/concerns")),
    sent(
        "/safety/concerns/{concern}/referrals",
        LEAD,
        "Idris",
        &[("to", "The council"), ("agreed", "A visit.")],
        CONCERN,
    ),
    get("/safety/concerns/{concern}/together", KEEPS, "Olu"),
    sent("/safety/concerns/{concern}/together", KEEPS, "Olu", &[("kind", "card"), ("reason", "Silent.")], TOGETHER),
    sent("/safety/concerns/{concern}/closing", KEEPS, "Olu", &[("closing", "With Ann.")], CONCERN),
    get("/safety/together/{joint}", KEEPS, "Olu"),
    sent("/safety/together/{joint}/confirmation", KEEPS, "Olu", &[], TOGETHER),
    sent("/safety/together/{joint}/refusal", KEEPS, "Olu", &[], TOGETHER),
    sent("/safety/together/{contact}/outcome", KEEPS, "Olu", &[("outcome", "Help is there.")], TOGETHER),
    get("/safeguarding", LEAD, "Idris"),
    get("/settings/safeguarding", ADMIN, "Wren"),
    get("/safety/postventions", LEADS_ON, "Nora"),
    sent("/safety/postventions", LEADS_ON, "Nora", &[("name", "Maya")], AFTER),
    get("/safety/postventions/{postvention}", LEADS_ON, "Nora"),
    sent("/safety/postventions/{postvention}/steps/{step}", LEADS_ON, "Nora", &[("close-words", "Olu did.")], AFTER),
    sent("/safety/postventions/{postvention}/owner", LEADS_ON, "Nora", &[("owner", "Idris")], AFTER),
    sent("/safety/postventions/{postvention}/rest", LEADS_ON, "Nora", &[], AFTER),
    sent("/safety/postventions/{postvention}/waking", LEADS_ON, "Nora", &[("waking", "He is well.")], AFTER),
    sent("/safety/postventions/{postvention}/notice", LEADS_ON, "Nora", TELLS, AFTER),
    sent("/safety/postventions/{postvention}/memorial", LEADS_ON, "Nora", &[("memorial", "no")], AFTER),
    sent(
        "/safety/postventions/{postvention}/watch",
        LEADS_ON,
        "Nora",
        &[("place", "{their_circle}"), ("days", "30")],
        AFTER,
    ),
    sent("/safety/postventions/{postvention}/people", LEADS_ON, "Nora", &[("person", "Maya")], AFTER),
    sent(
        "/safety/postventions/{postvention}/people/{listed}/check",
        LEADS_ON,
        "Nora",
        &[("check-words", "Tired.")],
        AFTER,
    ),
    sent("/safety/postventions/{postvention}/debriefs", LEADS_ON, "Nora", &[], AFTER),
    sent("/safety/postventions/{postvention}/closing", LEADS_ON, "Nora", &[("review-words", "Sooner.")], AFTER),
    get("/settings/holding-text", ADMIN, "Wren"),
    sent("/settings/holding-text", ADMIN, "Wren", &[("words", "[name] has died.")], To("/settings/holding-text")),
    get("/settings/playbooks", ADMIN, "Wren"),
    sent("/settings/playbooks", ADMIN, "Wren", &[("text", "nothing")], Again),
    get("/settings/playbooks/{country}", ADMIN, "Wren"),
    sent(
        "/settings/playbooks/{country}",
        ADMIN,
        "Wren",
        &[("emergency", "999"), ("who", "999")],
        To("/settings/playbooks"),
    ),
    sent("/settings/playbooks/{country}/check", ADMIN, "Wren", &[], To("/settings/playbooks")),
    get("/settings/playbooks/{country}/copy.md", ADMIN, "Wren"),
];
