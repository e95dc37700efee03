//! Who asks, and the ids of what they ask for. Everything that a route can name exists once in the town.

use std::collections::BTreeMap;

use ::words::{Actor, AgeBand, Hat, MemberId};
use db::{Result, Tx, args};
use people::{blocks, session, standing};
use safety::{
    flag,
    kind::{Kind, Matter, Reason},
};
use support::{
    alert, conversation::Conversation, duty::Duty, eyes::Eyes, feedback::Feedback, note::Note, offer::Offer,
    pairing::Pairing, reflection::Reflection, request::Request,
};

use super::{
    certificates,
    circles::{self, PAUSED, REMOVED},
    concern, courses, gatherings, hours, learning, live, mine, on_call, practice, record, rota, safety as keeping,
    supervision, way,
};
use crate::town::Town;

/// Wears every hat and yet may do nothing: what stops them is their standing alone.
pub(crate) const SUSPENDED: &str = "Fernanda";
/// The same, taking a break.
pub(crate) const ON_BREAK: &str = "Brooklyn";
/// The same, on the way out.
pub(crate) const LEAVING: &str = "Juniper";
/// A member of another band.
pub(crate) const YOUTH: &str = "Robin";
/// A supporter of another band.
pub(crate) const YOUTH_SUPPORTER: &str = "Ashley";
/// A supporter whom everybody who waits has blocked, or who has blocked them.
pub(crate) const BLOCKED: &str = "Elias";

/// Everybody who moves in beside the town's own people.
pub(crate) const INCOMERS: &[&str] = &[SUSPENDED, ON_BREAK, LEAVING, YOUTH, YOUTH_SUPPORTER, BLOCKED, PAUSED, REMOVED];
/// What they write while everything is made that a route can name.
pub(crate) const WRITTEN: &[&str] = &["It stayed with me.", "A word about it.", "A reason."];

const EVERY_HAT: &[Hat] =
    &[Hat::Supporter, Hat::Supervisor, Hat::SafeguardingLead, Hat::Administrator, Hat::Facilitator];

/// What `{name}` in a path of the table stands for.
pub(crate) type Keys = BTreeMap<&'static str, String>;

/// Brings everybody in and makes everything that a route can name.
pub(crate) async fn assemble(town: &mut Town) -> Keys {
    for name in [SUSPENDED, ON_BREAK, LEAVING] {
        town.moves_in(name, AgeBand::Adult, EVERY_HAT).await;
    }
    town.moves_in(YOUTH, AgeBand::Older, &[]).await;
    town.moves_in(YOUTH_SUPPORTER, AgeBand::Older, &[Hat::Supporter]).await;
    town.moves_in(BLOCKED, AgeBand::Adult, &[Hat::Supporter]).await;
    for name in [PAUSED, REMOVED] {
        town.moves_in(name, AgeBand::Adult, &[]).await;
    }
    let names = [
        "Kofi",
        "Sam of the hill",
        "Amina",
        "Elena",
        "Leo",
        "Theo",
        "Jonas",
        "Maya",
        "Rhys",
        "Wren",
        "Priya",
        "Olu",
        "Marisol",
        "Hassan",
        "Nora",
    ];
    let mut actors = BTreeMap::new();
    for name in names.into_iter().chain(INCOMERS.iter().copied()) {
        actors.insert(name, town.actor(name).await);
    }
    let cast = actors.clone();
    town.write(move |tx| {
        // Those who wait would talk in English too, so that Kofi is offered one of them.
        tx.execute("UPDATE support_requests SET languages = 'en' WHERE ended_at IS NULL", args![])?;
        Duty::begin(tx, &cast["Kofi"])
    })
    .await;
    town.dispatch().await;
    town.write(move |tx| keys(tx, &actors)).await
}

fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Keys> {
    let id = |name: &str| -> MemberId { cast[name].id };
    let talk = Conversation::open_of_asker(tx, id("Amina"))?.expect("Amina is talking");
    let past = Conversation::past_of_asker(tx, id("Leo"), 1)?.remove(0);
    Eyes::ask(tx, &talk, &cast["Elena"])?;
    for name in ["Leo", "Theo"] {
        Feedback { overall: Some(2), again: true, ..Feedback::default() }.give(tx, &cast[name], past.id)?;
    }
    Reflection { words: WRITTEN[0].to_owned(), was_hard: true }.keep(tx, &cast["Theo"], past.id)?;
    flag::make(tx, &cast["Leo"], Matter { kind: Kind::Talk, id: past.id.0 }, Reason::Unkind, WRITTEN[1])?;
    let suspension = standing::suspend(
        tx,
        id("Wren"),
        id(SUSPENDED),
        tx.now() + std::time::Duration::from_secs(86_400),
        WRITTEN[2],
    )?;
    standing::take_break(tx, id(ON_BREAK))?;
    people::ask_to_leave(tx, id(LEAVING))?;
    blocks::block(tx, id("Jonas"), id(BLOCKED))?;
    blocks::block(tx, id(BLOCKED), id("Sam of the hill"))?;
    blocks::block(tx, id("Maya"), id("Rhys"))?;
    session::open(tx, id("Maya"), false)?;
    let offer = Offer::open_to(tx, id("Kofi"))?.expect("Kofi is offered somebody");
    let mut keys = Keys::from([
        ("request", Request::live_of(tx, id("Sam of the hill"))?.expect("Sam waits").id.to_string()),
        ("priyas", Request::live_of(tx, id("Priya"))?.expect("Priya waits").id.to_string()),
        ("talk", talk.id.to_string()),
        ("past", past.id.to_string()),
        ("note", Note::all_own(tx, &cast["Jonas"])?[0].id.to_string()),
        ("offer", offer.id.to_string()),
        ("eyes", Eyes::of(tx, talk.id)?.expect("Elena asked").id.to_string()),
        ("suspension", suspension.to_string()),
        ("session", session::of(tx, id("Maya"))?[0].id.to_string()),
        ("pairing", Pairing::all_of(tx, &cast["Leo"])?[0].id.to_string()),
        ("alert", alert::open(tx)?[0].id.to_string()),
        (
            "helpline",
            tx.value("SELECT id FROM organisation_helplines WHERE country = 'GB' ORDER BY id LIMIT 1", args![])?,
        ),
        ("invitation", {
            people::invitations::make(tx, id("Wren"), None, WRITTEN[2])?;
            people::invitations::list(tx, id("Wren"))?[0].0.id.to_string()
        }),
        ("junk", "0".repeat(64)),
        ("someone", "00000000-0000-7000-8000-000000000000".to_owned()),
    ]);
    for (key, name) in [("maya", "Maya"), ("rhys", "Rhys"), ("kofi", "Kofi"), ("suspended", SUSPENDED)] {
        keys.insert(key, id(name).to_string());
    }
    keys.extend(circles::keys(tx, cast)?);
    let circle = keys["circle"].parse()?;
    keys.extend(mine::keys(tx, cast)?);
    keys.extend(gatherings::keys(tx, cast, circle)?);
    keys.extend(live::keys(tx, cast, circle)?);
    keys.extend(on_call::keys(tx, cast)?);
    keys.extend(rota::keys(tx, cast)?);
    keys.extend(supervision::keys(tx, cast)?);
    keys.extend(record::keys(tx, cast)?);
    keys.extend(concern::keys(tx, cast)?);
    keys.extend(hours::keys(tx, cast)?);
    keys.extend(keeping::keys(tx, cast)?);
    keys.extend(courses::keys(tx, cast)?);
    keys.extend(practice::keys(tx, cast)?);
    keys.extend(learning::keys(tx, cast)?);
    keys.extend(way::keys(tx, cast)?);
    keys.extend(certificates::keys(tx, cast)?);
    Ok(keys)
}

/// A path of the table with its names filled in.
pub(crate) fn filled(path: &str, keys: &Keys) -> String {
    keys.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
}
