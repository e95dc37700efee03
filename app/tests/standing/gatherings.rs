//! Gatherings: what exists of them for the standing questions, and every route. They are those of the hidden circle.

use std::{collections::BTreeMap, time::Duration};

use ::words::{
    Actor,
    Hat::{Administrator, Facilitator},
};
use circles::kind::CircleId;
use db::{Result, Tx, args};
use gatherings::{
    gathering::{Gathering, Plan},
    kind::{Mode, OccurrenceId},
    learned::Learned,
    rule::{End, Rhythm, Rule, day_named},
    seats,
    template::{self, Phase, Template},
};

use super::{
    cast::{BLOCKED, WRITTEN},
    circles::PAUSED,
    table::{
        Row,
        Then::{Page, To},
        Who, get, post as sent,
    },
};

/// Makes everything of gatherings that a route can name. The clock of the proofs stands at eight in the evening.
pub(super) fn keys(
    tx: &mut Tx<'_>,
    cast: &BTreeMap<&'static str, Actor>,
    circle: CircleId,
) -> Result<Vec<(&'static str, String)>> {
    let (olu, leo, sam) = (&cast["Olu"], &cast["Leo"], &cast["Sam of the hill"]);
    template::begin(tx, |_| WRITTEN[1].to_owned())?;
    let phases = [Phase { title: WRITTEN[1].to_owned(), minutes: 20, prompt: WRITTEN[0].to_owned() }];
    let template = Template::make(tx, olu, WRITTEN[2], &phases)?;
    let mut plan = Plan {
        title: WRITTEN[1].to_owned(),
        about: WRITTEN[0].to_owned(),
        mode: Mode::InPerson,
        course: false,
        minutes: 30,
        capacity: Some(5),
        starts: "2026-11-22T17:00".parse().expect("a time of day"),
        zone: "Europe/London".to_owned(),
        rule: None,
        template: Some(template),
        place: WRITTEN[2].to_owned(),
    };
    let first = |tx: &mut Tx<'_>, series| -> Result<OccurrenceId> {
        tx.value("SELECT id FROM gatherings_occurrences WHERE series_id = $1 ORDER BY starts_at LIMIT 1", args![series])
    };
    // One that is over: Leo and Sam came, and wrote what they learned.
    let before = tx.now() - Duration::from_secs(4 * 3600);
    let held = tx.as_of(before, |tx| {
        let series = Gathering::make(tx, olu, circle, &plan)?;
        let held = first(tx, series)?;
        for who in [leo, sam] {
            seats::come(tx, who, held)?;
        }
        Ok(held)
    })?;
    tx.as_of(before + Duration::from_secs(3600), |tx| {
        [leo, sam].into_iter().try_for_each(|who| seats::arrive(tx, who, held))
    })?;
    Learned::write(tx, leo, held, 0, WRITTEN[0], &[sam.id])?;
    Learned::offer(tx, leo, held, 1)?;
    // One of two sessions, which begins in ten minutes.
    plan.course = true;
    plan.rule =
        day_named("SU").map(|day| Rule { rhythm: Rhythm::Weekly { every: 1, days: vec![day] }, end: End::Count(2) });
    plan.starts = "2026-11-22T20:10".parse().expect("a time of day");
    let series = Gathering::make(tx, olu, circle, &plan)?;
    let tonight = first(tx, series)?;
    seats::come(tx, leo, tonight)?;
    Ok(vec![
        ("series", series.to_string()),
        ("tonight", tonight.to_string()),
        ("held", held.to_string()),
        ("template", template.to_string()),
        ("news", tx.value("SELECT id FROM gatherings_news WHERE member_id = $1", args![sam.id])?),
    ])
}

const INSIDE: Who = Who::Only(&["Leo", "Sam of the hill", PAUSED, BLOCKED, "Olu"]);
const LEADS: Who = Who::Only(&["Olu"]);
/// Whoever came, and whoever looks after the circle.
const WRITES: Who = Who::Writes { now: &["Leo", "Sam of the hill", "Olu"], later: &[PAUSED] };
const CAME: Who = Who::Only(&["Leo", "Sam of the hill"]);
const NAMED: Who = Who::Only(&["Sam of the hill"]);
const PLANS: Who = Who::Wears(&[Facilitator, Administrator]);
const WORDS: (&str, &str) = ("words", "The hall is cold.");
const PLAN: &[(&str, &str)] = &[
    ("title", "Tea"),
    ("mode", "text"),
    ("day", "2026-12-01"),
    ("time", "19:00"),
    ("zone", "Europe/London"),
    ("minutes", "60"),
    ("repeats", "weekly"),
    ("ends", "never"),
];
const TEMPLATE: &[(&str, &str)] =
    &[("name", "A round"), ("rows", "1"), ("title-0", "Hello"), ("minutes-0", "10"), ("prompt-0", "Say hello.")];

/// The routes of this room.
pub(super) const ROUTES: &[Row] = &[
    get("/gatherings", Who::Member, "Leo"),
    get("/gatherings/live", Who::Member, "Leo"),
    sent("/gatherings/reminders", Who::Member, "Leo", &[("reminder", "hour")], To("/gatherings")),
    sent("/gatherings/news/{news}/reading", Who::Member, "Sam of the hill", &[], To("/circles")),
    get("/gatherings/calendar", Who::Member, "Leo"),
    sent("/gatherings/calendar", Who::Member, "Leo", &[("title", "Tea")], Page),
    sent("/gatherings/calendar/revocation", Who::Member, "Leo", &[], To("/gatherings/calendar")),
    get("/calendar/{junk}", Who::Nobody, ""),
    get("/gatherings/templates", PLANS, "Olu"),
    get("/gatherings/templates/new", PLANS, "Olu"),
    sent("/gatherings/templates/new", PLANS, "Olu", TEMPLATE, To("/gatherings/templates")),
    get("/gatherings/templates/{template}", PLANS, "Wren"),
    sent("/gatherings/templates/{template}", PLANS, "Wren", TEMPLATE, To("/gatherings/templates")),
    sent("/gatherings/templates/{template}/withdrawal", PLANS, "Olu", &[], To("/gatherings/templates")),
    get("/circles/{circle}/gatherings", INSIDE, "Leo"),
    sent("/circles/{circle}/gatherings", LEADS, "Olu", PLAN, To("/circles/")),
    get("/circles/{circle}/gatherings/new", LEADS, "Olu"),
    get("/gatherings/series/{series}", LEADS, "Olu"),
    sent("/gatherings/series/{series}", LEADS, "Olu", PLAN, To("/circles/")),
    sent("/gatherings/series/{series}/ending", LEADS, "Olu", &[WORDS], To("/circles/")),
    get("/gatherings/{tonight}", INSIDE, "Leo"),
    get("/gatherings/{tonight}/live", INSIDE, "Leo"),
    sent("/gatherings/{tonight}/coming", INSIDE, "Sam of the hill", &[("answer", "coming")], To("/gatherings/")),
    sent("/gatherings/{tonight}/arrival", INSIDE, "Leo", &[], To("/gatherings/")),
    get("/gatherings/{tonight}/calendar.ics", INSIDE, "Leo"),
    get("/gatherings/{tonight}/plan", LEADS, "Olu"),
    sent("/gatherings/{tonight}/cancellation", LEADS, "Olu", &[WORDS], To("/gatherings/")),
    sent("/gatherings/{tonight}/move", LEADS, "Olu", &[("day", "2026-12-01"), ("time", "19:00")], To("/gatherings/")),
    sent("/gatherings/{tonight}/step", LEADS, "Olu", &[("step", "Bring a cup.")], To("/gatherings/")),
    get("/gatherings/{held}/attendance", LEADS, "Olu"),
    sent("/gatherings/{held}/attendance", LEADS, "Olu", &[("attendance-{sam}", "came")], To("/gatherings/")),
    sent("/gatherings/{tonight}/meeting", LEADS, "Olu", &[], To("/gatherings/")),
    get("/gatherings/{tonight}/running", LEADS, "Olu"),
    get("/gatherings/{tonight}/running/live", LEADS, "Olu"),
    sent("/gatherings/{tonight}/meeting/phase", LEADS, "Olu", &[("seen", "0"), ("to", "next")], To("/gatherings/")),
    sent("/gatherings/{tonight}/meeting/lead", LEADS, "Olu", &[("to", "{marisol}")], To("/gatherings/")),
    sent("/gatherings/{tonight}/meeting/ending", LEADS, "Olu", &[], To("/gatherings/")),
    get("/gatherings/{held}/afterwards", CAME, "Leo"),
    sent("/gatherings/{held}/afterwards", CAME, "Leo", &[("heard", "4")], To("/gatherings/")),
    get("/gatherings/{held}/learned", WRITES, "Leo"),
    sent("/gatherings/{held}/learned", WRITES, "Leo", &[("words", "To rest."), ("version", "1")], To("/gatherings/")),
    sent("/gatherings/{held}/learned/offer", WRITES, "Leo", &[("version", "1")], To("/gatherings/")),
    sent("/gatherings/{held}/learned/withdrawal", WRITES, "Leo", &[], To("/gatherings/")),
    get("/gatherings/{held}/learned/agreement", NAMED, "Sam of the hill"),
    sent(
        "/gatherings/{held}/learned/agreement",
        NAMED,
        "Sam of the hill",
        &[("version", "1"), ("answer", "yes")],
        To("/gatherings/"),
    ),
];
