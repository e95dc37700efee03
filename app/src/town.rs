//! The town: a small named world that the demo, tests and screenshots share. Who lives there stands in
//! `seeds/town/town.toml`; here it is settled through the same verbs that people use.

mod booked;
mod certificates;
mod community;
mod courses;
mod gatherings;
mod hours;
mod practice;
mod room;
mod rota;
mod safety;
mod supervision;
mod workforce;

use std::{collections::HashMap, time::Duration};

use ::workforce::{answer::Work, shift::Shift};
use db::{Db, Error, Result, Time, Tx, args};
use organisation::topics;
use people::{NewMember, hats};
use serde::Deserialize;
use support::{
    duty::Duty,
    kind::{ATTRIBUTES, Kind, Pace, Role, attribute_key},
    note::Note,
    past::{self, Talked},
    profile::Profile,
    request::{Ask, Request},
};
use words::{Actor, AgeBand, Hat, Language, MemberId};

const TOWN: &str = include_str!("../../seeds/town/town.toml");
/// How long ago the town's people came.
const HERE_SINCE: Duration = Duration::from_secs(60 * 86_400);
/// How often the made-up people show that their pages are open.
const STILL_HERE: Duration = Duration::from_secs(45);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Town {
    name: String,
    person: Vec<Person>,
    conversation: Vec<Conversation>,
    history: History,
    circle: Vec<community::Place>,
    proposal: Vec<community::Proposed>,
    story: Vec<community::Told>,
    safety: safety::Safety,
    supervision: supervision::Supervision,
    helped: Vec<hours::Helped>,
    workforce: workforce::Workforce,
    rota: rota::Rota,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    story: String,
    languages: String,
    #[serde(default)]
    hats: Vec<String>,
    brings: Option<Brings>,
    #[serde(default)]
    shifts: Vec<(i64, i64)>,
    #[serde(default)]
    on_duty: bool,
    in_break: Option<u64>,
    #[serde(default)]
    on_break: bool,
    asks: Option<Asks>,
    leaves_note: Option<LeavesNote>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brings {
    knows: Vec<String>,
    good_at: Vec<String>,
    shown: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asks {
    kind: String,
    pace: String,
    topics: Vec<String>,
    words: String,
    minutes: i64,
    language: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeavesNote {
    kind: String,
    topics: Vec<String>,
    words: String,
    hours: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    asker: String,
    supporter: String,
    kind: String,
    topics: Vec<String>,
    minutes: i64,
    open: bool,
    said: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    asker: String,
    supporters: Vec<String>,
    waited: Vec<u64>,
}

/// Somebody of the town.
#[derive(Clone, Debug)]
pub struct Townsperson {
    /// The member.
    pub id: MemberId,
    /// The pseudonym.
    pub name: String,
    /// Who they are, for the page that lets you be them.
    pub story: String,
    /// Their hats.
    pub hats: Vec<Hat>,
}

impl Townsperson {
    /// Whether they look after the place rather than ask or support.
    pub fn is_staff(&self) -> bool {
        self.hats.iter().any(|hat| *hat != Hat::Supporter)
    }

    /// Whether they support.
    pub fn is_supporter(&self) -> bool {
        self.hats.contains(&Hat::Supporter)
    }
}

fn town() -> Result<Town> {
    toml::from_str(TOWN).map_err(|error| Error::broken(format_args!("seeds/town/town.toml: {error}")))
}

/// Everyone of the town, in the order of the file.
pub fn people(tx: &mut Tx<'_>) -> Result<Vec<Townsperson>> {
    let mut people = Vec::new();
    for person in town()?.person {
        let id =
            tx.first("SELECT id FROM people_members WHERE pseudonym = $1", args![person.name], |row| row.get(0))?;
        if let Some(id) = id {
            people.push(Townsperson { id, hats: hats::of(tx, id)?, name: person.name, story: person.story });
        }
    }
    Ok(people)
}

/// Settles the town in an empty database.
pub fn settle(tx: &mut Tx<'_>) -> Result<Vec<Townsperson>> {
    let town = town()?;
    let now = tx.now();
    organisation::open_for_demo(tx, &town.name)?;
    let mut actors = HashMap::new();
    for person in &town.person {
        actors.insert(person.name.clone(), move_in(tx, person)?);
    }
    let named =
        |name: &str| actors.get(name).ok_or_else(|| Error::broken(format_args!("nobody in the town is called {name}")));
    supervision::settle(tx, &actors, &town.supervision)?;
    let history = &town.history;
    // The oldest first, as it happened.
    for (index, waited) in history.waited.iter().enumerate().rev() {
        past::talk(
            tx,
            &Talked {
                asker: named(&history.asker)?,
                supporter: named(&history.supporters[index % history.supporters.len()])?,
                ask: &ask("heard", "sooner", Vec::new(), String::new())?,
                asked_at: moment(now, -(index as i64 + 2) * 17 * 60),
                waited: Duration::from_secs(60 * waited),
                said: &[],
                pace: Duration::from_secs(20 * 60),
                open: false,
            },
        )?;
    }
    for talked in &town.conversation {
        let ask = ask(&talked.kind, "sooner", topic_numbers(tx, &talked.topics)?, String::new())?;
        let said = said(&talked.said)?;
        // An open conversation was last spoken in a minute ago.
        let pace = if talked.open { 60 * (talked.minutes.unsigned_abs() - 3) / (said.len() as u64).max(1) } else { 90 };
        past::talk(
            tx,
            &Talked {
                asker: named(&talked.asker)?,
                supporter: named(&talked.supporter)?,
                ask: &ask,
                asked_at: moment(now, talked.minutes),
                waited: Duration::from_secs(120),
                said: &said,
                pace: Duration::from_secs(pace),
                open: talked.open,
            },
        )?;
    }
    supervision::allow_review(tx, named(&town.supervision.reviewed)?)?;
    workforce::settle(tx, &actors, &town.workforce)?;
    for person in &town.person {
        live(tx, person, named(&person.name)?)?;
    }
    supervision::have_hard_talk(tx, &actors, &town.supervision.hard)?;
    let founder = actors.values().find(|it| it.wears(Hat::Administrator));
    let founder = founder.ok_or_else(|| Error::broken("the town has no administrator"))?;
    for place in &town.circle {
        community::settle(tx, &actors, founder, place)?;
        gatherings::plan(tx, &actors, place)?;
        if place.open_room {
            room::open(tx, &actors, place)?;
        }
    }
    for told in &town.story {
        community::tell(tx, &actors, told)?;
    }
    for proposed in &town.proposal {
        community::propose(tx, &actors, proposed)?;
    }
    ::safety::schedule(tx)?;
    safety::settle(tx, &actors, &town.safety)?;
    courses::settle(tx, &actors, founder)?;
    practice::settle(tx, &actors)?;
    booked::settle(tx, &actors)?;
    hours::settle(tx, &actors, &town.helped)?;
    rota::settle(tx, &actors, &town.rota)?;
    for actor in actors.values() {
        people::session::revoke_all(tx, actor.id)?;
    }
    people(tx)
}

fn move_in(tx: &mut Tx<'_>, person: &Person) -> Result<Actor> {
    let new = NewMember {
        pseudonym: person.name.clone(),
        band: AgeBand::Adult,
        languages: Language::list(&person.languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let id = tx.as_of(tx.now() - HERE_SINCE, |tx| {
        let id = people::join(tx, &new)?;
        for hat in &person.hats {
            let hat = hat.parse().map_err(|()| Error::broken(format_args!("there is no hat {hat}")))?;
            hats::grant_first(tx, id, hat)?;
        }
        Ok(id)
    })?;
    if let Some(brings) = &person.brings {
        let profile = Profile {
            knows: topic_numbers(tx, &brings.knows)?,
            good_at: brings.good_at.iter().filter_map(|it| it.parse().ok()).collect(),
            shown: brings.shown.iter().filter_map(|it| attribute(it)).collect(),
            ..Profile::of(tx, id)?
        };
        profile.keep(tx, id)?;
    }
    let token = people::session::open(tx, id, true)?;
    people::actor(tx, &token)?.ok_or_else(|| Error::broken("a townsperson cannot sign in"))
}

/// What somebody of the town is doing right now.
fn live(tx: &mut Tx<'_>, person: &Person, actor: &Actor) -> Result<()> {
    let now = tx.now();
    for (from, to) in &person.shifts {
        tx.as_of(now - Duration::from_secs(86_400), |tx| {
            Shift::plan(tx, actor, Work::Conversation, whole_hour(now, *from), whole_hour(now, *to)).map(drop)
        })?;
    }
    if person.on_duty {
        Duty::begin(tx, actor)?;
    }
    if let Some(minutes) = person.in_break {
        let until = now + Duration::from_secs(60 * minutes);
        ::workforce::rest::begin(tx, actor.id, until)?;
    }
    if person.on_break {
        people::standing::take_break(tx, actor.id)?;
    }
    if let Some(asks) = &person.asks {
        let ask = Ask {
            languages: Language::list(&asks.language),
            ..ask(&asks.kind, &asks.pace, topic_numbers(tx, &asks.topics)?, asks.words.clone())?
        };
        let id = tx.as_of(moment(now, asks.minutes), |tx| Request::ask(tx, actor, &ask))?;
        Request::own(tx, actor, id)?.see(tx)?;
    }
    if let Some(note) = &person.leaves_note {
        let ask = ask(&note.kind, "sooner", topic_numbers(tx, &note.topics)?, String::new())?;
        tx.as_of(moment(now, note.hours * 60), |tx| {
            let request = Request::ask(tx, actor, &ask)?;
            Note::leave(tx, actor, request, &note.words)
        })?;
    }
    Ok(())
}

fn ask(kind: &str, pace: &str, topics: Vec<u16>, words: String) -> Result<Ask> {
    let wrong = || Error::broken(format_args!("{kind} or {pace} is not known"));
    Ok(Ask {
        kind: kind.parse::<Kind>().map_err(|()| wrong())?,
        pace: pace.parse::<Pace>().map_err(|()| wrong())?,
        topics,
        languages: Language::list("en"),
        wishes: Vec::new(),
        words,
    })
}

fn said(lines: &[(String, String)]) -> Result<Vec<(Role, String)>> {
    lines
        .iter()
        .map(|(role, words)| {
            let role = role.parse().map_err(|()| Error::broken(format_args!("{role} is nobody in a conversation")))?;
            Ok((role, words.clone()))
        })
        .collect()
}

fn topic_numbers(tx: &mut Tx<'_>, names: &[String]) -> Result<Vec<u16>> {
    let all = topics::all(tx)?;
    names
        .iter()
        .map(|name| {
            let found = all.iter().find(|it| it.name == *name);
            found.map(|it| it.number).ok_or_else(|| Error::broken(format_args!("there is no topic {name}")))
        })
        .collect()
}

fn attribute(key: &str) -> Option<(u16, u16)> {
    (0..ATTRIBUTES.len() as u16)
        .flat_map(|attribute| (0..20).map(move |value| (attribute, value)))
        .find(|(attribute, value)| attribute_key(*attribute, *value) == key)
}

fn moment(now: Time, minutes: i64) -> Time {
    let span = Duration::from_secs(60 * minutes.unsigned_abs());
    if minutes < 0 { now - span } else { now + span }
}

fn whole_hour(now: Time, hours: i64) -> Time {
    let hour = 3_600_000_000;
    Time((now.0.div_euclid(hour) + hours) * hour)
}

/// The made-up people keep their pages open, as real ones would: without this, nobody would be sent to them.
pub async fn keep_pages_open(db: Db) {
    loop {
        let kept = db
            .write(|tx| {
                let people: Vec<MemberId> = people(tx)?.into_iter().map(|it| it.id).collect();
                for member in people {
                    if let Some(request) = Request::live_of(tx, member)? {
                        request.see(tx)?;
                    }
                    if let Some(duty) = Duty::of(tx, member)? {
                        duty.see(tx)?;
                    }
                }
                room::keep_pages_open(tx)
            })
            .await;
        if let Err(error) = kept {
            tracing::warn!(%error, "the town's people could not be kept awake");
        }
        tokio::time::sleep(STILL_HERE).await;
    }
}
