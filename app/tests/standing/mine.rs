//! Stories, and one's own pages of circles: what exists of them for the standing questions, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Facilitator, Moderator},
    Language,
};
use circles::{
    dates::{self, Marked},
    mute,
    story::{Story, Writing},
};
use db::{Result, Tx, args};

use super::{
    cast::WRITTEN,
    table::{Row, Then::To, Who, get, post as sent},
};

/// Makes a story that everybody may read, one that waits to be read, and things of one's own.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let leo = &cast["Leo"];
    let writing = Writing {
        title: WRITTEN[2].to_owned(),
        words: WRITTEN[0].to_owned(),
        prompt: None,
        notes: Vec::new(),
        own_note: String::new(),
        topics: vec![3],
        language: Language::default(),
        unnamed: false,
    };
    let (shown, offered) = (Story::begin(tx, leo, &writing)?, Story::begin(tx, leo, &writing)?);
    let offered_too = Story::begin(tx, leo, &writing)?;
    for id in [shown, offered, offered_too] {
        Story::own(tx, leo, id)?.offer(tx, leo)?;
    }
    tx.execute("UPDATE circles_stories SET state = 'shown', shown_at = $2 WHERE id = $1", args![shown, tx.now()])?;
    mute::word(tx, leo, WRITTEN[0], None)?;
    dates::mark(tx, leo, &Marked { month: 3, day: 14, around: 1, label: WRITTEN[1].to_owned() })?;
    Ok(vec![
        ("story", shown.to_string()),
        ("offered", offered.to_string()),
        ("offered_too", offered_too.to_string()),
        ("begun_story", Story::begin(tx, leo, &writing)?.to_string()),
        ("muted", mute::list(tx, leo)?.remove(0).id.to_string()),
        ("date", dates::all(tx, leo)?.remove(0).0.to_string()),
    ])
}

const AUTHOR: Who = Who::Only(&["Leo"]);
/// Those who look after circles in the author's band: a story is read by somebody before others see it.
const REVIEWS: Who = Who::Wears(&[Facilitator, Moderator]);
const STORY: &[(&str, &str)] =
    &[("title", "One stop"), ("words", "I got off the bus."), ("language", "en"), ("action", "offer")];
const READ: &[(&str, &str)] = &[("round", "1"), ("verdict", "back"), ("words", "Please leave out the street.")];

/// The routes of stories and of one's own pages.
pub(super) const ROUTES: &[Row] = &[
    get("/circles/stories", Who::Member, "Maya"),
    sent("/circles/stories", Who::Member, "Maya", STORY, To("/circles/stories/")),
    get("/circles/stories/new", Who::Member, "Maya"),
    get("/circles/stories/reviews", REVIEWS, "Olu"),
    get("/circles/stories/{story}", Who::SeesStory, "Maya"),
    sent("/circles/stories/{begun_story}", AUTHOR, "Leo", STORY, To("/circles/stories/")),
    get("/circles/stories/{story}/edit", AUTHOR, "Leo"),
    sent("/circles/stories/{story}/reopening", AUTHOR, "Leo", &[], To("/circles/stories/")),
    sent("/circles/stories/{story}/withdrawal", Who::SignedIn, "Leo", &[], To("/circles/stories")),
    get("/circles/stories/{offered}/review", REVIEWS, "Olu"),
    sent("/circles/stories/{offered}/review", REVIEWS, "Olu", READ, To("/circles/stories/reviews")),
    get("/circles/digest", Who::Member, "Leo"),
    sent("/circles/digest", Who::Member, "Leo", &[], To("/circles")),
    sent("/circles/mutes", Who::SignedIn, "Leo", &[("kind", "topic"), ("subject", "3")], To("/circles/mine")),
    sent("/circles/mutes/{muted}/removal", Who::SignedIn, "Leo", &[], To("/circles/mine")),
    get("/circles/mine", Who::SignedIn, "Leo"),
    sent("/circles/mine/carried", Who::SignedIn, "Leo", &[("topic", "3")], To("/circles/mine")),
    sent("/circles/mine/side", Who::SignedIn, "Maya", &[("side", "carers")], To("/circles/mine")),
    sent("/circles/mine/suggestions", Who::SignedIn, "Leo", &[("suggestions", "on")], To("/circles/mine")),
    sent("/circles/mine/digest", Who::SignedIn, "Leo", &[("rhythm", "daily"), ("hour", "9")], To("/circles/mine")),
    sent("/circles/mine/dates", Who::SignedIn, "Leo", &[("day", "2"), ("month", "5")], To("/circles/mine")),
    sent("/circles/mine/dates/{date}/removal", Who::SignedIn, "Leo", &[], To("/circles/mine")),
    sent("/circles/mine/refusals/reading", Who::SignedIn, "Hazel", &[], To("/circles/mine")),
    get("/circles/mine/writing", Who::SignedIn, "Leo"),
    sent("/circles/mine/writing/withdrawal", Who::SignedIn, "Leo", &[("sure", "yes")], To("/circles/mine/writing")),
    sent("/circles/mine/writing/choice", Who::SignedIn, "Leo", &[("words", "stay")], To("/circles/mine/writing")),
    sent("/circles/mine/writing/posts/{post}/withdrawal", Who::SignedIn, "Leo", &[], To("/circles/mine/writing")),
    sent(
        "/circles/mine/writing/drafts/removal",
        Who::SignedIn,
        "Leo",
        &[("circle", "{circle}")],
        To("/circles/mine/writing"),
    ),
    get("/circles/mine/writing/copy.json", Who::SignedIn, "Leo"),
    get("/circles/mine/writing/copy.html", Who::SignedIn, "Leo"),
];
