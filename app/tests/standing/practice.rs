//! Practice: a course with a role-play that was begun and a live one, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Supervisor},
};
use db::{Result, Tx};
use training::{course, draft, play};

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
";

/// Leo has begun both.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    draft::publish_first(tx, &cast["Wren"], COURSE)?;
    let published = course::published(tx, "trying-together")?;
    play::begin(tx, cast["Leo"].id, &published, "a-story")?;
    let keys = [("played", "trying-together"), ("story_played", "a-story")];
    Ok(keys
        .map(|(key, id)| (key, id.to_owned()))
        .into_iter()
        .chain([("learner", cast["Leo"].id.to_string())])
        .collect())
}

/// Those who rate.
const RATES: Who = Who::Wears(&[Supervisor, Administrator]);
const SEEN: &[(&str, &str)] = &[("evidence", "role-play"), ("seen-support", "basic-one"), ("words", "You stayed.")];
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
    sent("/training/practice/people/{learner}/together", RATES, "Nora", TALKED, To("/training/practice/people/")),
];
