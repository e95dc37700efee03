//! The circles of the town: who is in them, and what was written there.

use std::collections::HashMap;

use circles::{
    circle::{Circle, Plan},
    kind::{ContentNote, Intent, Joining, Moderation},
    membership, mine,
    post::{self, Words},
    proposal,
    review::{self, Check, Verdict},
    story::{Story, Writing},
    thread::{Opening, Thread},
    watch,
};
use db::{Error, Result, Tx};
use serde::Deserialize;
use words::{Actor, AgeBand, Language};

use super::{moment, topic_numbers};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) name: String,
    about: String,
    language: String,
    topics: Vec<String>,
    #[serde(default)]
    joining: Option<String>,
    #[serde(default)]
    moderation: Option<String>,
    #[serde(default)]
    audience: Option<String>,
    size: Option<i64>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    pictures: bool,
    #[serde(default)]
    pub(super) open_room: bool,
    #[serde(default)]
    pub(super) room: Vec<(String, i64, String)>,
    #[serde(default)]
    pub(super) parked: Vec<(String, String)>,
    #[serde(default)]
    pub(super) hands: Vec<String>,
    pub(super) facilitators: Vec<String>,
    members: Vec<String>,
    #[serde(default)]
    asks: Vec<(String, String)>,
    thread: Vec<Began>,
    #[serde(default)]
    pub(super) gathering: Vec<super::gatherings::Planned>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Began {
    title: String,
    intent: String,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
    hours: i64,
    #[serde(default)]
    pinned: bool,
    posts: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Named(String, i64, String),
    As(String, i64, String, String),
}

impl Said {
    fn parts(&self) -> (&str, i64, Words) {
        match self {
            Self::Named(who, hours, words) => (who, *hours, Words { text: words.clone(), unnamed: false }),
            Self::As(who, hours, words, how) => (who, *hours, Words { text: words.clone(), unnamed: how == "unnamed" }),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposed {
    by: String,
    partner: String,
    name: String,
    about: String,
    topics: Vec<String>,
}

/// A story that somebody of the town wrote, and who read it for safety; nobody yet when that is left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    by: String,
    title: String,
    topics: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    hours: i64,
    words: String,
    read_by: Option<String>,
}

pub(super) type People = HashMap<String, Actor>;

pub(super) fn named<'a>(people: &'a People, name: &str) -> Result<&'a Actor> {
    people.get(name).ok_or_else(|| Error::broken(format_args!("nobody in the town is called {name}")))
}

pub(super) fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::broken(format_args!("{text} is not known")))
}

const CHARTER: &str = "- We listen first, and give advice only when it is asked for.\n- What is said here stays here.\n\
    - We talk about hard things without saying how somebody could do harm.\n- Everybody may be silent, and everybody may \
    leave.";
/// How long ago the circles of the town opened.
const OPENED: i64 = -40 * 24 * 60;

/// Opens a circle with its past.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, founder: &Actor, place: &Place) -> Result<()> {
    let now = tx.now();
    let language: Language = word(&place.language)?;
    let plan = Plan {
        topics: topic_numbers(tx, &place.topics)?,
        joining: place.joining.as_deref().map_or(Ok(Joining::Open), word)?,
        moderation: place.moderation.as_deref().map_or(Ok(Moderation::After), word)?,
        audience: place.audience.as_deref().map_or(Ok(circles::kind::Audience::Members), word)?,
        hidden: place.hidden,
        size: place.size,
        pictures: place.pictures,
        ..Plan::usual(&place.name, &place.about, CHARTER, language)
    };
    let mut facilitators = Vec::new();
    for name in &place.facilitators {
        facilitators.push(named(people, name)?.id);
    }
    let id =
        tx.as_of(moment(now, OPENED), |tx| Circle::found(tx, founder.id, AgeBand::Adult, &plan, &facilitators, true))?;
    let first = named(people, &place.facilitators[0])?;
    for name in &place.members {
        let actor = named(people, name)?;
        tx.as_of(moment(now, OPENED + 60), |tx| {
            mine::take_side(tx, actor, plan.audience)?;
            if !membership::join(tx, actor, id, "")? {
                let circle = Circle::facilitated_by(tx, first, id)?;
                for waits in membership::waiting(tx, id)? {
                    membership::admit(tx, &circle, waits.id)?;
                }
            }
            Ok(())
        })?;
    }
    for began in &place.thread {
        begin(tx, people, id, first, began)?;
    }
    for (name, words) in &place.asks {
        let actor = named(people, name)?;
        tx.as_of(moment(now, -90), |tx| membership::join(tx, actor, id, words).map(drop))?;
    }
    Ok(())
}

fn begin(
    tx: &mut Tx<'_>,
    people: &People,
    circle: circles::kind::CircleId,
    facilitator: &Actor,
    began: &Began,
) -> Result<()> {
    let now = tx.now();
    let first = began.posts.first().ok_or_else(|| Error::broken("a thread of the town has no words"))?;
    let (who, _, words) = first.parts();
    let notes: Result<Vec<ContentNote>> = began.notes.iter().map(|it| word(it)).collect();
    let opening = Opening {
        title: began.title.clone(),
        intent: word::<Intent>(&began.intent)?,
        notes: notes?,
        own_note: String::new(),
        topics: topic_numbers(tx, &began.topics)?,
        words,
    };
    let author = named(people, who)?;
    let (thread, _) = tx.as_of(moment(now, began.hours * 60), |tx| Thread::begin(tx, author, circle, &opening))?;
    read_along(tx, facilitator, circle)?;
    for said in &began.posts[1..] {
        let (who, hours, words) = said.parts();
        let author = named(people, who)?;
        tx.as_of(moment(now, hours * 60), |tx| post::reply(tx, author, thread, &words).map(drop))?;
        read_along(tx, facilitator, circle)?;
    }
    if began.pinned {
        let (thread, _) = Thread::readable_by(tx, facilitator, thread)?;
        thread.pin(tx, true)?;
    }
    Ok(())
}

/// Where a facilitator reads first, they have read everything of the past.
fn read_along(tx: &mut Tx<'_>, facilitator: &Actor, circle: circles::kind::CircleId) -> Result<()> {
    let circle = Circle::facilitated_by(tx, facilitator, circle)?;
    for held in watch::held(tx, facilitator, &circle)? {
        watch::let_through(tx, facilitator, &circle, held.id)?;
    }
    Ok(())
}

/// Tells a story, and reads it for safety.
pub(super) fn tell(tx: &mut Tx<'_>, people: &People, told: &Told) -> Result<()> {
    let (now, author) = (tx.now(), named(people, &told.by)?);
    let notes: Result<Vec<ContentNote>> = told.notes.iter().map(|it| word(it)).collect();
    let writing = Writing {
        title: told.title.clone(),
        words: told.words.clone(),
        prompt: None,
        notes: notes?,
        own_note: String::new(),
        topics: topic_numbers(tx, &told.topics)?,
        language: word("en")?,
        unnamed: false,
    };
    let id = tx.as_of(moment(now, told.hours * 60), |tx| {
        let id = Story::begin(tx, author, &writing)?;
        Story::own(tx, author, id)?.offer(tx, author)?;
        Ok(id)
    })?;
    let Some(reader) = &told.read_by else { return Ok(()) };
    let reader = named(people, reader)?;
    tx.as_of(moment(now, told.hours * 60 + 300), |tx| {
        let story = review::reviewable_by(tx, reader, id)?;
        let verdict = Verdict { fine: Check::ALL.to_vec(), remarks: Vec::new(), words: String::new() };
        review::show(tx, reader, id, story.round, &verdict)
    })
}

/// Two members who want to start a circle.
pub(super) fn propose(tx: &mut Tx<'_>, people: &People, proposed: &Proposed) -> Result<()> {
    let now = tx.now();
    let (by, partner) = (named(people, &proposed.by)?, named(people, &proposed.partner)?);
    let plan = Plan {
        topics: topic_numbers(tx, &proposed.topics)?,
        ..Plan::usual(&proposed.name, &proposed.about, CHARTER, word("en")?)
    };
    let id = tx.as_of(moment(now, -26 * 60), |tx| proposal::make(tx, by, &plan, &proposed.partner))?;
    tx.as_of(moment(now, -20 * 60), |tx| proposal::agree(tx, partner, id))
}
