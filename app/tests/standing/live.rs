//! Live rooms: what exists in them for the standing questions, and every route. The room is that of the hidden circle.

use std::collections::BTreeMap;

use ::words::Actor;
use circles::kind::CircleId;
use db::{Result, Tx};
use live::{
    aside, duty,
    message::{self, Words},
    parking, presence,
};
use safety::spot::Grounds;

use super::{
    cast::{BLOCKED, WRITTEN},
    circles::PAUSED,
    table::{
        Row,
        Then::{self, To},
        Who, get, post as sent,
    },
};

/// Makes everything in the room that a route can name.
pub(super) fn keys(
    tx: &mut Tx<'_>,
    cast: &BTreeMap<&'static str, Actor>,
    circle: CircleId,
) -> Result<Vec<(&'static str, String)>> {
    let (olu, leo, sam) = (&cast["Olu"], &cast["Leo"], &cast["Sam of the hill"]);
    let evening = duty::open(tx, olu, circle)?;
    for name in ["Marisol", "Leo", "Sam of the hill", PAUSED, BLOCKED] {
        presence::see(tx, evening, cast[name].id)?;
    }
    let mut said = Vec::new();
    for _ in 0..2 {
        let words = Words { id: tx.new_uuid(), text: WRITTEN[0].to_owned(), ..Words::default() };
        said.push(message::say(tx, leo, circle, evening, &words)?);
    }
    let rule = safety::rule::all(tx)?[0].id;
    let grounds = Grounds { rule, reason: WRITTEN[2].to_owned(), answer: WRITTEN[1].to_owned() };
    message::hide(tx, olu, circle, said[1].id, &grounds)?;
    live::hand::raise(tx, leo, circle)?;
    let aside = aside::offer(tx, olu, circle, sam.id)?;
    aside::answer(tx, sam, circle, aside, true)?;
    Ok(vec![
        ("evening", evening.to_string()),
        ("message", said[0].id.to_string()),
        ("kept_back", said[1].id.to_string()),
        ("parked", parking::add(tx, sam, circle, WRITTEN[1])?.to_string()),
        ("aside", aside.to_string()),
        ("offered_aside", aside::offer(tx, olu, circle, cast[PAUSED].id)?.to_string()),
        ("handover", duty::hand_over(tx, olu, circle, cast["Marisol"].id)?.to_string()),
        ("leo", leo.id.to_string()),
    ])
}

/// Whoever belongs to the circle.
const INSIDE: Who = Who::Only(&["Leo", "Sam of the hill", PAUSED, BLOCKED, "Olu"]);
/// Whoever was there when it was said, and whom nothing keeps apart from who said it.
const HEARD: Who = Who::Only(&["Leo", "Sam of the hill", PAUSED, "Olu"]);
/// The same, and whoever is kept apart from who said it: a block never keeps anybody from telling us.
const TELLS: Who = Who::Only(&["Leo", "Sam of the hill", PAUSED, BLOCKED, "Olu"]);
const ON_DUTY: Who = Who::Only(&["Olu"]);
const ASIDE: Who = Who::Only(&["Olu", "Sam of the hill"]);
const ASKED_OVER: Who = Who::Writes { now: &["Marisol"], later: &["Leo", "Sam of the hill", PAUSED, BLOCKED, "Olu"] };
const ROOM: Then = To("/circles/");
const SAYS: &[(&str, &str)] = &[("id", "{someone}"), ("text", "Good evening.")];

/// The routes of this room.
pub(super) const ROUTES: &[Row] = &[
    get("/circles/{circle}/room", INSIDE, "Leo"),
    get("/circles/{circle}/room/door", INSIDE, "Leo"),
    get("/circles/{circle}/room/evenings/{evening}/live", INSIDE, "Leo"),
    sent("/circles/{circle}/room/evenings/{evening}/messages", INSIDE, "Leo", SAYS, ROOM),
    sent("/circles/{circle}/room/presence", INSIDE, "Leo", &[("shown", "yes")], ROOM),
    sent("/circles/{circle}/room/hand", INSIDE, "Sam of the hill", &[], ROOM),
    sent("/circles/{circle}/room/hand/lowering", INSIDE, "Leo", &[], ROOM),
    sent("/circles/{circle}/room/parking", INSIDE, "Leo", &[("topic", "Sleep.")], ROOM),
    sent("/circles/{circle}/room/parking/{parked}/support", INSIDE, "Leo", &[], ROOM),
    get("/circles/{circle}/room/messages/{message}", HEARD, "Sam of the hill"),
    sent("/circles/{circle}/room/messages/{message}/reactions", HEARD, "Sam of the hill", &[("kind", "hear")], ROOM),
    sent("/circles/{circle}/room/messages/{message}/withdrawal", Who::Only(&["Leo"]), "Leo", &[], ROOM),
    sent("/circles/{circle}/room/messages/{message}/quiet", HEARD, "Sam of the hill", &[("how", "mute")], ROOM),
    sent("/circles/{circle}/room/messages/{message}/report", TELLS, PAUSED, &[("reason", "unkind")], ROOM),
    sent(
        "/circles/{circle}/room/messages/{message}/hiding",
        ON_DUTY,
        "Olu",
        &[("rule", "{rule}"), ("why", "Too much.")],
        ROOM,
    ),
    sent("/circles/{circle}/room/messages/{kept_back}/showing", ON_DUTY, "Olu", &[], ROOM),
    sent("/circles/{circle}/room/messages/{message}/aside", ON_DUTY, "Olu", &[], ROOM),
    get("/circles/{circle}/room/opening", ON_DUTY, "Olu"),
    sent("/circles/{circle}/room/opening", ON_DUTY, "Olu", &[("rested", "yes"), ("steady", "yes")], ROOM),
    sent("/circles/{circle}/room/stepping-back", ON_DUTY, "Olu", &[], ROOM),
    sent("/circles/{circle}/room/closing", ON_DUTY, "Olu", &[("words", "Good night.")], ROOM),
    sent("/circles/{circle}/room/slow", ON_DUTY, "Olu", &[("slow", "10")], ROOM),
    sent("/circles/{circle}/room/handovers", ON_DUTY, "Olu", &[("to", "{marisol}")], ROOM),
    sent("/circles/{circle}/room/handovers/{handover}/answer", ASKED_OVER, "Marisol", &[("answer", "yes")], ROOM),
    sent("/circles/{circle}/room/hands/{leo}/turn", ON_DUTY, "Olu", &[], ROOM),
    sent("/circles/{circle}/room/hands/{leo}/aside", ON_DUTY, "Olu", &[], ROOM),
    sent("/circles/{circle}/room/parking/{parked}/taking", ON_DUTY, "Olu", &[], ROOM),
    sent("/circles/{circle}/room/parking/{parked}/removal", ON_DUTY, "Olu", &[], ROOM),
    get("/circles/{circle}/room/aside/{aside}", ASIDE, "Sam of the hill"),
    get("/circles/{circle}/room/aside/{aside}/live", ASIDE, "Sam of the hill"),
    sent(
        "/circles/{circle}/room/aside/{offered_aside}/answer",
        Who::Only(&[PAUSED]),
        PAUSED,
        &[("answer", "yes")],
        ROOM,
    ),
    sent("/circles/{circle}/room/aside/{aside}/messages", ASIDE, "Sam of the hill", SAYS, ROOM),
    sent("/circles/{circle}/room/aside/{aside}/ending", ASIDE, "Sam of the hill", &[], ROOM),
    sent("/circles/{circle}/room/aside/{aside}/report", ASIDE, "Sam of the hill", &[("reason", "unkind")], ROOM),
];
