//! Practice: a course with a role-play that was begun and a live one, and every route.

use std::{collections::BTreeMap, time::Duration};

use ::words::{
    Actor,
    Hat::{Administrator, Supervisor},
};
use db::{Result, Tx};
use training::{
    booking::Booking,
    competency::{self, Behaviour, Evidence, Seen},
    course, draft,
    kind::Competency,
    offered::Offered,
    play,
};

use super::table::{Row, Then::To, Who, get, post as sent};

const COURSE: &str = "# Trying together
id: trying-together
version: 1
about: A story and a talk.

## Part
id: part

### role-play: A story
id: a-story
minutes: 1

Sam is there.

@start
> I sat in the car.
+ Stay -> more :: You stayed.
  = That sounds lonely.
@more
> It was.
+ Ask -> end :: You asked.
  = What was it like?

### live-role-play: A talk
id: a-talk
minutes: 1

Talk.

partner:

You are Sam.

look for:

- Listens

### live-role-play: Another talk
id: another-talk
minutes: 1

Talk.

partner:

You are Sam.

look for:

- Listens

### live-role-play: A third talk
id: a-third-talk
minutes: 1

Talk.

partner:

You are Sam.

look for:

- Listens
";

/// Leo has begun the course. He practises with Theo just now while Nora reads along, and will with Nora tomorrow; Theo is
/// asked to play, and a time is free.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    draft::publish_first(tx, &cast["Wren"], COURSE)?;
    let published = course::published(tx, "trying-together")?;
    play::begin(tx, cast["Leo"].id, &published, "a-story")?;
    let (leo, theo, nora) = (&cast["Leo"], &cast["Theo"], &cast["Nora"]);
    let soon = offers(tx, nora, Some(theo), Duration::from_secs(300))?;
    soon.agree(tx, theo, true)?;
    let practised = Booking::book(tx, leo, soon.id, ("trying-together", "a-talk"), true)?;
    let address = Booking::of(tx, leo, practised)?.0.begin(tx)?;
    let tomorrow = offers(tx, nora, None, Duration::from_secs(30 * 3600))?;
    let planned = Booking::book(tx, leo, tomorrow.id, ("trying-together", "another-talk"), false)?;
    let free = offers(tx, nora, None, Duration::from_secs(32 * 3600))?;
    let asked = Offered::of(tx, theo.id)?.into_iter().find(|it| it.waits_for(theo.id)).expect("Theo is asked");
    let seen = [Seen { competency: Competency::Growth, behaviours: vec![Behaviour::BasicOne] }];
    competency::rate(tx, nora, leo.id, Evidence::RolePlay, &seen, "")?;
    let rated = competency::of(tx, leo.id)?.into_iter().next().expect("what Nora saw");
    let made = [
        ("rated", rated.id.to_string()),
        ("practised", practised.to_string()),
        ("planned_practice", planned.to_string()),
        ("played_talk", address.rsplit('/').next().expect("an id").to_owned()),
        ("free_time", free.id.to_string()),
        ("asked_time", asked.id.to_string()),
    ];
    let keys = [("played", "trying-together"), ("story_played", "a-story")];
    Ok(keys
        .map(|(key, id)| (key, id.to_owned()))
        .into_iter()
        .chain([("learner", leo.id.to_string())])
        .chain(made)
        .collect())
}

fn offers(tx: &mut Tx<'_>, trainer: &Actor, partner: Option<&Actor>, after: Duration) -> Result<Offered> {
    let from = tx.now() + after;
    let id = Offered::offer(tx, trainer, partner.map(|it| it.id), from, from + Duration::from_secs(1800))?;
    Offered::given_by(tx, trainer, id)
}

/// Those who practise, and the trainer who reads along.
const THREE: Who = Who::Only(&["Leo", "Nora", "Theo"]);
const TWO: Who = Who::Only(&["Leo", "Theo"]);
const TIME: &[(&str, &str)] = &[("day", "2026-12-02"), ("from", "18:00"), ("to", "18:30"), ("partner", "")];
const THIRD: &[(&str, &str)] = &[("what", "trying-together/a-third-talk")];
const SAID: &[(&str, &str)] = &[("id", "018f0000-0000-7000-8000-000000000001"), ("text", "That sounds lonely.")];
/// Those who rate.
const RATES: Who = Who::Wears(&[Supervisor, Administrator]);
const SEEN: &[(&str, &str)] = &[("evidence", "role-play"), ("seen-support", "basic-one"), ("words", "You stayed.")];
const MISTAKEN: &[(&str, &str)] = &[("rating", "{rated}"), ("why", "It was somebody else.")];
const LINE: &[(&str, &str)] = &[("step", "0"), ("choice", "0"), ("words", "That sounds lonely.")];
const TALKED: &[(&str, &str)] = &[("course", "trying-together"), ("activity", "a-talk")];

/// The routes of practice.
pub(super) const ROUTES: &[Row] = &[
    sent("/training/courses/{played}/{story_played}/line", Who::Member, "Leo", LINE, To("/training/courses/")),
    sent("/training/courses/{played}/{story_played}/play", Who::Member, "Maya", &[], To("/training/courses/")),
    sent("/training/courses/{played}/{story_played}/play/erasure", Who::Member, "Leo", &[], To("/training/courses/")),
    get("/training/practice", Who::Member, "Maya"),
    get("/training/practice/people", RATES, "Nora"),
    get("/training/practice/people/{learner}", RATES, "Nora"),
    sent("/training/practice/people/{learner}", RATES, "Nora", SEEN, To("/training/practice/people/")),
    sent(
        "/training/practice/people/{learner}/corrections",
        Who::Only(&["Nora"]),
        "Nora",
        MISTAKEN,
        To("/training/practice/people/"),
    ),
    sent("/training/practice/people/{learner}/together", RATES, "Nora", TALKED, To("/training/practice/people/")),
    get("/training/booked", Who::Member, "Leo"),
    sent("/training/booked/times", RATES, "Nora", TIME, To("/training/booked")),
    sent("/training/booked/times/{asked_time}/agreement", Who::Only(&["Theo"]), "Theo", &[], To("/training/booked")),
    sent(
        "/training/booked/times/{asked_time}/withdrawal",
        Who::Only(&["Theo", "Idris"]),
        "Theo",
        &[],
        To("/training/booked"),
    ),
    sent("/training/booked/times/{free_time}/booking", Who::Only(&["Leo"]), "Leo", THIRD, To("/training/booked")),
    get("/training/booked/{practised}", THREE, "Leo"),
    sent("/training/booked/{practised}/beginning", THREE, "Leo", &[], To("/practice/")),
    sent(
        "/training/booked/{planned_practice}/cancellation",
        Who::Only(&["Leo", "Nora"]),
        "Leo",
        &[],
        To("/training/booked/"),
    ),
    sent(
        "/training/booked/{practised}/outcome",
        Who::Only(&["Nora"]),
        "Nora",
        &[("took", "yes")],
        To("/training/booked/"),
    ),
    sent(
        "/training/booked/{practised}/words",
        Who::Only(&["Nora", "Theo"]),
        "Theo",
        &[("words", "You stayed.")],
        To("/training/booked/"),
    ),
    get("/practice/{played_talk}", THREE, "Leo"),
    get("/practice/{played_talk}/live", THREE, "Leo"),
    sent("/practice/{played_talk}/messages", TWO, "Leo", SAID, To("/practice/")),
    sent("/practice/{played_talk}/ending", TWO, "Theo", &[], To("/practice/")),
    sent("/practice/{played_talk}/real", THREE, "Leo", &[("whom", "other")], To("/practice/")),
];
