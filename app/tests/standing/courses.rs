//! Courses: one with something of every kind, a draft of its next version, and every route.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Supervisor},
};
use db::{Result, Tx};
use training::{attempt, course, draft, media, progress, reflection};

use super::table::{
    Row,
    Then::{Again, To},
    Who, get, post as sent,
};

const COURSE: &str = "# Trying out
id: trying-out
version: 1
about: Something of every kind.
expires: 30

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.

### quiz: A question
id: a-question
minutes: 1
optional: yes

? single: Really?
- [x] Yes :: It is.
- [ ] No :: It is not.

### reflection: An entry
id: an-entry
minutes: 1
optional: yes

What was it like?

### agreement: A promise
id: a-promise
minutes: 1
optional: yes

I listen.

### video: A film
id: a-film
minutes: 1
optional: yes
file: media/a.webm
captions: media/a.vtt

Hello.
";

/// Leo has finished it and has written something; Wren writes its next version.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let (leo, wren) = (&cast["Leo"], &cast["Wren"]);
    let film = media::keep(tx, "trying-out", "media/a.webm", &[0x1A, 0x45, 0xDF, 0xA3])?;
    media::keep(tx, "trying-out", "media/a.vtt", b"WEBVTT")?;
    draft::publish_first(tx, wren, COURSE)?;
    let published = course::published(tx, "trying-out")?;
    reflection::keep(tx, leo.id, &published, "an-entry", "Words of his own.")?;
    attempt::begin(tx, leo.id, &published, "a-question")?;
    progress::done(tx, leo.id, &published, "a-text")?;
    draft::change(tx, wren, "trying-out")?;
    Ok([
        ("course", "trying-out"),
        ("text", "a-text"),
        ("question", "a-question"),
        ("entry", "an-entry"),
        ("promise", "a-promise"),
        ("module", "part"),
    ]
    .map(|(key, id)| (key, id.to_owned()))
    .into_iter()
    .chain([("film", film.to_string())])
    .collect())
}

/// Those who write courses.
const WRITES: Who = Who::Wears(&[Supervisor, Administrator]);
const PART: &[(&str, &str)] = &[("kind", "reading"), ("title", "More"), ("minutes", "2"), ("body", "More words.")];
const HEAD: &[(&str, &str)] = &[("title", "Trying"), ("about", "It."), ("pass", "80"), ("attempts", "3")];

/// The routes of courses.
pub(super) const ROUTES: &[Row] = &[
    get("/training", Who::Member, "Maya"),
    get("/training/courses/{course}", Who::Member, "Maya"),
    // Nobody but Leo has finished it: others are told that there is nothing to take anew.
    sent("/training/courses/{course}/anew", Who::Member, "Leo", &[], To("/training/courses/")),
    get("/training/reading/{course}", Who::Member, "Maya"),
    get("/training/courses/{course}/{text}", Who::Member, "Maya"),
    sent("/training/courses/{course}/{text}/done", Who::Member, "Maya", &[], To("/training/courses/")),
    sent(
        "/training/courses/{course}/{promise}/signature",
        Who::Member,
        "Maya",
        &[("name", "Maya")],
        To("/training/courses/"),
    ),
    sent(
        "/training/courses/{course}/{entry}/reflection",
        Who::Member,
        "Maya",
        &[("words", "It was good.")],
        To("/training/courses/"),
    ),
    sent("/training/courses/{course}/{entry}/sharing", Who::Member, "Leo", &[], To("/training/courses/")),
    sent("/training/courses/{course}/{question}/attempt", Who::Member, "Maya", &[], To("/training/courses/")),
    sent(
        "/training/courses/{course}/{question}/answer",
        Who::Member,
        "Leo",
        &[("question", "0"), ("step", "0"), ("choice", "0")],
        To("/training/courses/"),
    ),
    get("/training/shared", Who::Wears(&[Supervisor]), "Nora"),
    get("/training/media/{film}", Who::Member, "Maya"),
    get("/training/authoring", WRITES, "Nora"),
    sent("/training/authoring", WRITES, "Nora", &[("title", "Ours"), ("about", "It.")], To("/training/authoring/")),
    sent("/training/authoring/files", WRITES, "Nora", &[], Again),
    sent("/training/authoring/starting", WRITES, "Nora", &[("course", "all")], To("/training/authoring")),
    get("/training/authoring/{course}", WRITES, "Nora"),
    sent("/training/authoring/{course}", WRITES, "Nora", HEAD, To("/training/authoring/")),
    sent("/training/authoring/{course}/draft", WRITES, "Nora", &[], To("/training/authoring/")),
    sent("/training/authoring/{course}/discarding", WRITES, "Nora", &[], To("/training/authoring")),
    sent("/training/authoring/{course}/publication", WRITES, "Nora", &[], To("/training/authoring/")),
    sent("/training/authoring/{course}/retirement", WRITES, "Nora", &[("do", "retire")], To("/training/authoring/")),
    get("/training/authoring/{course}/text", WRITES, "Nora"),
    sent("/training/authoring/{course}/text", WRITES, "Nora", &[("words", "# Half")], To("/training/authoring/")),
    sent("/training/authoring/{course}/media", WRITES, "Nora", &[("name", "media/a.webm")], Again),
    get("/training/authoring/{course}/copy.md", WRITES, "Nora"),
    get("/training/authoring/{course}/copy.zip", WRITES, "Nora"),
    sent("/training/authoring/{course}/modules", WRITES, "Nora", &[("title", "Next")], To("/training/authoring/")),
    get("/training/authoring/{course}/modules/{module}", WRITES, "Nora"),
    sent("/training/authoring/{course}/modules/{module}", WRITES, "Nora", PART, To("/training/authoring/")),
    get("/training/authoring/{course}/parts/{text}", WRITES, "Nora"),
    sent("/training/authoring/{course}/parts/{text}", WRITES, "Nora", PART, To("/training/authoring/")),
    sent("/training/authoring/{course}/parts/{entry}/place", WRITES, "Nora", &[], To("/training/authoring/")),
    sent("/training/authoring/{course}/parts/{entry}/removal", WRITES, "Nora", &[], To("/training/authoring/")),
];
