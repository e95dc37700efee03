//! The people of a run and what they do there: made in the library through the same verbs that people use, before the
//! first node starts.

use std::time::Duration;

use alongside::{town, wiring::Ground};
use anyhow::{Context, Result};
use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, Intent, ThreadId},
    membership,
    post::Words,
    thread::{Opening, Thread},
};
use db::{Error, Tx, Uuid};
use gatherings::{
    gathering::{self, Gathering},
    kind::{Mode, OccurrenceId},
    occurrence::Occurrence,
};
use live::{kind::EveningId, presence};
use people::{NewMember, hats};
use support::{
    kind::{ConversationId, Kind, Pace},
    past::{self, Talked},
    profile::Profile,
    request::Ask,
};
use words::{Actor, AgeBand, Hat, Language, MemberId};
use workforce::card::{self, Card};

/// How many there are of everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Conversations that go on.
    pub(crate) talks: usize,
    /// People in the live room.
    pub(crate) room: usize,
    /// Threads, one after the other.
    pub(crate) threads: usize,
    /// People who want a place in the gathering, and as many in the circle.
    pub(crate) wanting: usize,
    /// People who ask for support, again and again.
    pub(crate) askers: usize,
    /// People who support, each once or twice: after that they rest.
    pub(crate) supporters: usize,
}

impl Size {
    /// For many rounds.
    pub(crate) const USUAL: Self = Self { talks: 4, room: 6, threads: 60, wanting: 8, askers: 8, supporters: 160 };
    /// For a few rounds, of which each takes long.
    pub(crate) const SMALL: Self = Self { talks: 2, room: 4, threads: 20, wanting: 6, askers: 5, supporters: 40 };
}

/// Somebody, and the token with which they are signed in.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Who.
    pub(crate) id: Uuid,
    /// What their cookie carries.
    pub(crate) token: String,
}

/// Something with so many places, and those who want one.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// What: an occurrence of a gathering, or a circle.
    pub(crate) id: Uuid,
    /// How many places for them.
    pub(crate) room: usize,
    /// Who wants one.
    pub(crate) wanting: Vec<Person>,
}

/// Everybody.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    /// Conversations: who asked, and who supports.
    pub(crate) talks: Vec<(ConversationId, Person, Person)>,
    /// A conversation in which hardly anything is said.
    pub(crate) quiet: (ConversationId, Person, Person),
    /// The circle whose live room is open.
    pub(crate) circle: CircleId,
    /// Its evening.
    pub(crate) evening: EveningId,
    /// Who is there; the first looks after it.
    pub(crate) room: Vec<Person>,
    /// Threads of that circle. The people of the room write there too.
    pub(crate) threads: Vec<ThreadId>,
    /// The gathering, by its occurrence.
    pub(crate) gathering: Places,
    /// The circle of a limited size.
    pub(crate) small_circle: Places,
    /// Who asks for support.
    pub(crate) askers: Vec<Person>,
    /// Who supports.
    pub(crate) supporters: Vec<Person>,
}

/// Every second supporter has room for two conversations.
const ROOM_FOR_TWO: usize = 2;
const SEATS: usize = 3;

impl Stage {
    /// Settles the town and everybody in an empty community.
    pub(crate) async fn set(ground: &Ground, size: Size) -> Result<Self> {
        ground.db.write(|tx| town::settle(tx).map(drop)).await.context("the town could not be settled")?;
        Ok(ground.db.write(move |tx| set(tx, size)).await?)
    }
}

fn set(tx: &mut Tx<'_>, size: Size) -> db::Result<Stage> {
    let mut crowd = Crowd(0);
    let talks = (0..size.talks).map(|_| talk(tx, &mut crowd)).collect::<db::Result<_>>()?;
    let quiet = talk(tx, &mut crowd)?;
    let (circle, evening, room, actors) = open_room(tx, &mut crowd, size.room)?;
    let threads = (0..size.threads)
        .map(|number| Thread::begin(tx, &actors[number % actors.len()], circle, &opening(number)).map(|(id, _)| id))
        .collect::<db::Result<_>>()?;
    let gathering = gathering(tx, &mut crowd, circle, &actors[0], size.wanting)?;
    let small_circle = small_circle(tx, &mut crowd, size.wanting)?;
    let some = |tx: &mut Tx<'_>, crowd: &mut Crowd, count, worn| {
        (0..count).map(|_| Ok(crowd.come(tx, AgeBand::Older, worn)?.1)).collect::<db::Result<Vec<Person>>>()
    };
    let askers = some(tx, &mut crowd, size.askers, NONE)?;
    let supporters = some(tx, &mut crowd, size.supporters, SUPPORTER)?;
    let (supervisor, _) = crowd.come(tx, AgeBand::Older, &[Hat::Supervisor])?;
    for supporter in supporters.iter().step_by(2) {
        Profile::set_capacity(tx, &supervisor, MemberId(supporter.id), ROOM_FOR_TWO as u16)?;
    }
    Ok(Stage { talks, quiet, circle, evening, room, threads, gathering, small_circle, askers, supporters })
}

fn talk(tx: &mut Tx<'_>, crowd: &mut Crowd) -> db::Result<(ConversationId, Person, Person)> {
    let (asker, one) = crowd.come(tx, AgeBand::Adult, NONE)?;
    let (supporter, other) = crowd.come(tx, AgeBand::Adult, SUPPORTER)?;
    let ask = Ask {
        kind: Kind::Heard,
        pace: Pace::Sooner,
        topics: Vec::new(),
        languages: Language::list("en"),
        wishes: Vec::new(),
        words: String::new(),
    };
    let talked = Talked {
        asker: &asker,
        supporter: &supporter,
        ask: &ask,
        asked_at: tx.now() - Duration::from_secs(60),
        waited: Duration::from_secs(30),
        said: &[],
        pace: Duration::from_secs(1),
        open: true,
    };
    Ok((past::talk(tx, &talked)?.id, one, other))
}

type Room = (CircleId, EveningId, Vec<Person>, Vec<Actor>);

/// A circle whose live room is open, with everybody in it already, so that all hear everything.
fn open_room(tx: &mut Tx<'_>, crowd: &mut Crowd, count: usize) -> db::Result<Room> {
    let (circle, people, actors) = found(tx, crowd, "A long evening", None, count)?;
    let evening = live::duty::open(tx, &actors[0], circle)?;
    for actor in &actors {
        presence::see(tx, evening, actor.id)?;
    }
    Ok((circle, evening, people, actors))
}

/// A circle with two who look after it and so many others in it.
fn found(
    tx: &mut Tx<'_>,
    crowd: &mut Crowd,
    name: &str,
    size: Option<i64>,
    count: usize,
) -> db::Result<(CircleId, Vec<Person>, Vec<Actor>)> {
    let (mut people, mut actors) = (Vec::new(), Vec::new());
    for number in 0..count.max(2) {
        let (actor, person) = crowd.come(tx, AgeBand::Adult, if number < 2 { FACILITATOR } else { NONE })?;
        people.push(person);
        actors.push(actor);
    }
    let usual = Plan::usual(name, "For everybody who is still up.", "- We listen.", Language::default());
    let plan = Plan { topics: vec![1, 2], size, ..usual };
    let id = Circle::found(tx, actors[0].id, AgeBand::Adult, &plan, &[actors[0].id, actors[1].id], true)?;
    for actor in &actors[2..] {
        membership::join(tx, actor, id, "")?;
    }
    Ok((id, people, actors))
}

fn gathering(
    tx: &mut Tx<'_>,
    crowd: &mut Crowd,
    circle: CircleId,
    facilitator: &Actor,
    wanting: usize,
) -> db::Result<Places> {
    let tomorrow = jiff::Timestamp::from_microsecond(tx.now().0)
        .and_then(|it| it.in_tz(ZONE))
        .and_then(|it| it.date().tomorrow())
        .map_err(Error::broken)?;
    let plan = gathering::Plan {
        title: "An evening in writing".to_owned(),
        about: "For those who come.".to_owned(),
        mode: Mode::Text,
        course: false,
        minutes: 60,
        capacity: Some(SEATS as i64),
        starts: tomorrow.at(19, 0, 0, 0),
        zone: ZONE.to_owned(),
        rule: None,
        template: None,
        place: String::new(),
    };
    Gathering::make(tx, facilitator, circle, &plan)?;
    let wanting = (0..wanting)
        .map(|_| {
            let (actor, person) = crowd.come(tx, AgeBand::Adult, NONE)?;
            membership::join(tx, &actor, circle, "").map(|_| person)
        })
        .collect::<db::Result<_>>()?;
    let occurrence: OccurrenceId =
        Occurrence::of_circle(tx, facilitator, circle)?.first().map(|it| it.id).ok_or(Error::NotFound)?;
    Ok(Places { id: occurrence.0, room: SEATS, wanting })
}

/// The two who look after it have places of their own.
fn small_circle(tx: &mut Tx<'_>, crowd: &mut Crowd, wanting: usize) -> db::Result<Places> {
    let (id, ..) = found(tx, crowd, "A small table", Some(SEATS as i64 + 2), 2)?;
    let wanting =
        (0..wanting).map(|_| Ok(crowd.come(tx, AgeBand::Adult, NONE)?.1)).collect::<db::Result<Vec<Person>>>()?;
    Ok(Places { id: id.0, room: SEATS + 2, wanting })
}

fn opening(number: usize) -> Opening {
    Opening {
        title: format!("What helped on evening {number}"),
        intent: Intent::ALL.iter().copied().find(|it| *it != Intent::Listen).unwrap_or(Intent::Listen),
        notes: Vec::new(),
        own_note: String::new(),
        topics: vec![1],
        words: Words { text: "I went out for a walk.".to_owned(), unnamed: false },
    }
}

const ZONE: &str = "Europe/London";
const NONE: &[Hat] = &[];
const SUPPORTER: &[Hat] = &[Hat::Supporter];
const FACILITATOR: &[Hat] = &[Hat::Facilitator];

/// How many have come so far, so that each gets a name of their own.
struct Crowd(usize);

impl Crowd {
    fn come(&mut self, tx: &mut Tx<'_>, band: AgeBand, worn: &[Hat]) -> db::Result<(Actor, Person)> {
        let new = NewMember {
            pseudonym: name(self.0),
            band,
            languages: Language::list("en"),
            zone: ZONE.to_owned(),
            locale: "en".to_owned(),
            passphrase_hash: None,
            recovery_hash: None,
            agreed_to: None,
        };
        self.0 += 1;
        let member = people::join(tx, &new)?;
        for hat in worn {
            hats::grant_first(tx, member, *hat)?;
        }
        let token = people::session::open(tx, member, false)?;
        let actor = people::actor(tx, &token)?.ok_or_else(|| Error::broken("a new member cannot sign in"))?;
        // The town asks that everybody has read what their role is.
        for hat in worn {
            if let Some(card) = Card::of(tx, *hat)? {
                card::sign(tx, &actor, *hat, card.version)?;
            }
        }
        Ok((actor, Person { id: member.0, token }))
    }
}

/// A pseudonym of its own for each number: syllables that nobody mixes up.
fn name(mut number: usize) -> String {
    const SYLLABLES: [&str; 12] = ["ba", "de", "fu", "ga", "ke", "na", "pe", "ru", "sa", "te", "mi", "lo"];
    let mut name = String::from("Z");
    for _ in 0..4 {
        name.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    name
}
