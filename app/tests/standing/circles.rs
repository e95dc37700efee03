//! Circles: what exists in them for the standing questions, and every route. The circle that is asked about is a hidden
//! one, by request, so that whoever is not in it may see its front page at most.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Facilitator, Moderator, Supervisor},
};
use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, Intent, PostId, ThreadId},
    measure, membership,
    picture::{self, Brought},
    post::{self, Words},
    proposal, refusal,
    thread::{Opening, Thread},
};
use db::{Result, Tx, args};
use people::blocks;
use safety::spot::Grounds;

use super::{
    cast::{BLOCKED, WRITTEN},
    table::{REASON, Row, Then::To, Who, get, post as sent},
};

/// In the hidden circle, and paused there.
pub(crate) const PAUSED: &str = "Hazel";
/// Was in the hidden circle, and was taken out of it.
pub(crate) const REMOVED: &str = "Rowan";

/// The circle that the routes are asked about.
const CIRCLE: &str = "Under the rainbow";

/// Makes everything in circles that a route can name.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let id: CircleId = tx.value("SELECT id FROM circles_circles WHERE name = $1", args![CIRCLE])?;
    let circle = Circle::facilitated_by(tx, &cast["Olu"], id)?;
    for name in [BLOCKED, PAUSED, REMOVED] {
        membership::join(tx, &cast[name], id, WRITTEN[1])?;
    }
    for waits in membership::waiting(tx, id)? {
        membership::admit(tx, &circle, waits.id)?;
    }
    let rule = safety::rule::all(tx)?[0].id;
    let grounds = Grounds { rule, reason: WRITTEN[2].to_owned(), answer: WRITTEN[1].to_owned() };
    let pause = measure::pause(tx, &cast["Olu"], &circle, cast[PAUSED].id, 7, &grounds)?;
    measure::remove(tx, &cast["Olu"], &circle, cast[REMOVED].id, &grounds)?;
    blocks::block(tx, cast["Leo"].id, cast[BLOCKED].id)?;
    membership::join(tx, &cast["Rhys"], id, WRITTEN[1])?;
    let waits = membership::waiting(tx, id)?.remove(0);
    membership::refuse(tx, &cast["Olu"], &circle, waits.id, WRITTEN[2])?;
    let refused = refusal::of_circle(tx, &circle)?.remove(0).id;
    membership::join(tx, &cast["Rhys"], id, WRITTEN[1])?;
    // In the town Leo began one there without his name; whom he blocked is kept from what he says under it.
    let unnamed: ThreadId = tx.value("SELECT id FROM circles_threads WHERE circle_id = $1", args![id])?;
    let opening = Opening {
        title: WRITTEN[2].to_owned(),
        intent: Intent::Win,
        notes: Vec::new(),
        own_note: String::new(),
        topics: Vec::new(),
        words: Words { text: WRITTEN[1].to_owned(), unnamed: false },
    };
    let (thread, _) = Thread::begin(tx, &cast["Leo"], id, &opening)?;
    let first = |tx: &mut Tx<'_>, thread: ThreadId| -> Result<PostId> {
        tx.value("SELECT id FROM circles_posts WHERE thread_id = $1 AND seq = 1", args![thread])
    };
    let (post, unnamed_post) = (first(tx, thread)?, first(tx, unnamed)?);
    tx.execute("UPDATE circles_circles SET pictures = TRUE WHERE id = $1", args![id])?;
    let image = pictures::Picture { bytes: vec![0; 64], media_type: "image/webp", width: 8, height: 8 };
    let brought = Brought { picture: image, alt: WRITTEN[1].to_owned() };
    let picture = picture::attach(tx, &cast["Leo"], post, &brought)?;
    post::own(tx, &cast["Leo"], post)?.edit(tx, &cast["Leo"], WRITTEN[0])?;
    let plan = Plan::usual(WRITTEN[1], WRITTEN[1], WRITTEN[2], ::words::Language::default());
    let proposal = proposal::make(tx, &cast["Maya"], &plan, "Theo")?;
    Ok(vec![
        ("circle", id.to_string()),
        ("thread", thread.to_string()),
        ("post", post.to_string()),
        ("picture", picture.to_string()),
        ("unnamed", unnamed.to_string()),
        ("unnamed_post", unnamed_post.to_string()),
        ("proposal", proposal.to_string()),
        ("ask", membership::waiting(tx, id)?.remove(0).id.to_string()),
        ("spot", pause.to_string()),
        ("refusal", refused.to_string()),
        ("sam", cast["Sam of the hill"].id.to_string()),
        ("olu", cast["Olu"].id.to_string()),
        ("hassan", cast["Hassan"].id.to_string()),
        ("marisol", cast["Marisol"].id.to_string()),
    ])
}

const RULE: (&str, &str) = ("rule", "{rule}");
const ADMIN: Who = Who::Wears(&[Administrator]);
const DESK: Who = Who::Wears(&[Facilitator, Moderator, Supervisor]);
/// Whoever is in it and whom nothing keeps apart from the author.
const READERS: Who = Who::Only(&["Leo", "Sam of the hill", PAUSED, "Olu"]);
const LEADS: Who = Who::Only(&["Olu"]);
const AUTHOR: Who = Who::Only(&["Leo"]);
const WRITERS: Who = Who::Writes { now: &["Leo", "Sam of the hill", BLOCKED, "Olu"], later: &[PAUSED] };

/// The form that plans a circle, and what goes with it.
macro_rules! plan {
    ($($more:expr),*) => {
        &[
            ("name", "Quiet corner"), ("about", "For quiet people."), ("charter", "We listen."), ("language", "en"),
            ("topic", "3"), ("audience", "members"), ("joining", "request"), ("rhythm", "drop-in"),
            ("moderation", "after"), ("night", "same"), ("reply-hours", "12"), ("room-when-closed", "readable"),
            ("room-keep-days", "30"), $($more),*
        ]
    };
}
const OPENING: &[(&str, &str)] = &[("title", "A thread"), ("intent", "hello"), ("words", "Hello.")];

/// The routes of this room.
pub(super) const ROUTES: &[Row] = &[
    get("/circles", Who::Member, "Leo"),
    get("/circles/live", Who::Member, "Leo"),
    get("/circles/find", Who::Member, "Maya"),
    get("/circles/waiting", Who::Member, "Leo"),
    get("/circles/search", Who::Member, "Leo"),
    sent("/circles/refusals/seen", Who::Member, PAUSED, &[], To("/circles")),
    get("/circles/{circle}", Who::Sees, "Leo"),
    sent("/circles/{circle}/membership", Who::Sees, "Jonas", &[("words", "Hello.")], To("/circles/")),
    // To say no to what one never had is answered like any other no, wherever it is and whether it is.
    sent("/circles/{circle}/membership/end", Who::Member, "Leo", &[], To("/circles")),
    sent("/circles/{circle}/request/withdrawal", Who::Member, "Rhys", &[], To("/circles")),
    sent("/circles/{circle}/invitation/decline", Who::Member, "Maya", &[], To("/circles")),
    // Writing and reading.
    get("/circles/{circle}/threads/new", WRITERS, "Leo"),
    sent("/circles/{circle}/threads", WRITERS, "Leo", OPENING, To("/threads/")),
    get("/threads/{thread}", READERS, "Sam of the hill"),
    get("/threads/{thread}/live", READERS, "Sam of the hill"),
    sent("/threads/{thread}/posts", READERS, "Sam of the hill", &[("words", "I hear you.")], To("/threads/")),
    sent("/threads/{thread}/follow", READERS, "Sam of the hill", &[("follow", "no")], To("/threads/")),
    sent(
        "/threads/{thread}/notes",
        Who::Only(&["Leo", "Olu"]),
        "Leo",
        &[("note", "death"), ("own-note", "My gran.")],
        To("/threads/"),
    ),
    sent("/threads/{thread}/pin", LEADS, "Olu", &[], To("/threads/")),
    sent("/threads/{thread}/closing", LEADS, "Olu", &[], To("/threads/")),
    get("/circles/pictures/{picture}", READERS, "Sam of the hill"),
    get("/posts/{post}/edit", AUTHOR, "Leo"),
    sent("/posts/{post}/edit", AUTHOR, "Leo", &[("words", "Otherwise.")], To("/threads/")),
    get("/posts/{post}/withdrawal", AUTHOR, "Leo"),
    sent("/posts/{post}/withdrawal", AUTHOR, "Leo", &[], To("/circles")),
    sent("/posts/{post}/reactions", READERS, "Sam of the hill", &[("say", "hear")], To("/threads/")),
    get("/posts/{post}/history", LEADS, "Olu"),
    sent("/posts/{post}/letting-through", LEADS, "Olu", &[], To("/desk")),
    get("/posts/{post}/hiding", LEADS, "Olu"),
    sent("/posts/{post}/hiding", LEADS, "Olu", &[RULE, REASON], To("/threads/")),
    // Looking after a circle.
    get("/desk", DESK, "Olu"),
    get("/desk/live", DESK, "Olu"),
    get("/circles/{circle}/new", LEADS, "Olu"),
    sent("/circles/{circle}/new", LEADS, "Olu", &[], To("/desk")),
    get("/circles/{circle}/people", LEADS, "Olu"),
    get("/circles/{circle}/people/{sam}/pause", LEADS, "Olu"),
    sent("/circles/{circle}/people/{sam}/pause", LEADS, "Olu", &[("days", "3"), RULE, REASON], To("/circles/")),
    get("/circles/{circle}/people/{sam}/removal", LEADS, "Olu"),
    sent("/circles/{circle}/people/{sam}/removal", LEADS, "Olu", &[RULE, REASON], To("/circles/")),
    sent("/circles/{circle}/requests/{ask}/admission", LEADS, "Olu", &[], To("/circles/")),
    get("/circles/{circle}/requests/{ask}/refusal", LEADS, "Olu"),
    sent("/circles/{circle}/requests/{ask}/refusal", LEADS, "Olu", &[REASON], To("/circles/")),
    sent("/circles/{circle}/decisions/{spot}/undoing", LEADS, "Olu", &[], To("/circles/")),
    sent("/circles/{circle}/refusals/{refusal}/undoing", LEADS, "Olu", &[], To("/circles/")),
    sent("/circles/{circle}/invitations", LEADS, "Olu", &[("name", "Jonas")], To("/circles/")),
    sent("/circles/{circle}/stepping-back", LEADS, "Olu", &[], To("/circles/")),
    get("/circles/{circle}/plan", LEADS, "Olu"),
    sent("/circles/{circle}/plan", LEADS, "Olu", plan!(("hidden", "yes")), To("/circles/")),
    // Starting one.
    get("/circles/start", Who::Member, "Theo"),
    sent("/circles/start", Who::Member, "Jonas", plan!(("partner", "Priya")), To("/circles/start")),
    sent("/circles/start/{proposal}/agreement", Who::Only(&["Theo"]), "Theo", &[], To("/circles/start")),
    sent("/circles/start/{proposal}/withdrawal", Who::Only(&["Maya", "Theo"]), "Maya", &[], To("/circles")),
    // Keeping the place.
    get("/settings/circles", ADMIN, "Wren"),
    sent(
        "/settings/circles",
        ADMIN,
        "Wren",
        plan!(("band", "adult"), ("facilitator", "{olu}"), ("facilitator", "{marisol}"), ("do", "open")),
        To("/settings/circles"),
    ),
    get("/settings/circles/new", ADMIN, "Wren"),
    sent(
        "/settings/circles/{circle}/facilitators",
        ADMIN,
        "Wren",
        &[("facilitator", "{hassan}")],
        To("/settings/circles"),
    ),
    sent("/settings/circles/{circle}/opening", ADMIN, "Wren", &[], To("/settings/circles")),
    sent("/settings/circles/{circle}/closing", ADMIN, "Wren", &[], To("/settings/circles")),
    sent("/settings/circles/{proposal}/decision", ADMIN, "Wren", &[("do", "approve")], To("/settings/circles")),
];
