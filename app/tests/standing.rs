//! The standing questions, asked of every route: signed out? somebody else's? another age band? blocked? suspended? on a
//! break? leaving? no hat? no script?

mod cast;
mod certificates;
mod circles;
mod concern;
mod courses;
mod gatherings;
mod hours;
mod learning;
mod live;
mod mine;
mod on_call;
mod practice;
mod record;
mod roles;
mod rota;
mod safety;
mod supervision;
mod table;
mod way;

use std::collections::BTreeSet;

use ::words::Hat;
pub(crate) use cast::{BLOCKED, INCOMERS, Keys, WRITTEN, YOUTH, YOUTH_SUPPORTER, assemble, filled};
use cast::{LEAVING, ON_BREAK, SUSPENDED};
pub(crate) use circles::{PAUSED, REMOVED};
use support::request::Request;
use table::{Row, Then, Who, routes};

use crate::{
    routes::{all, shape},
    socket::knock,
    town::{Town, in_town},
};

/// Who asks for every page: a name and the hats.
const ASKING: &[(&str, &[Hat])] = &[
    ("Maya", &[]),
    ("Sam of the hill", &[]),
    ("Jonas", &[]),
    ("Amina", &[]),
    ("Leo", &[]),
    ("Kofi", &[Hat::Supporter]),
    ("Theo", &[Hat::Supporter]),
    ("Elena", &[Hat::Supporter]),
    ("Nora", &[Hat::Supervisor, Hat::Supporter]),
    ("Idris", &[Hat::Supervisor, Hat::SafeguardingLead, Hat::Facilitator]),
    ("Wren", &[Hat::Administrator]),
    ("Olu", &[Hat::Moderator, Hat::Facilitator]),
    ("Hassan", &[Hat::Supporter, Hat::Facilitator]),
    ("Dr No-name", &[Hat::Evaluator]),
    (YOUTH, &[]),
    (YOUTH_SUPPORTER, &[Hat::Supporter]),
    (BLOCKED, &[Hat::Supporter]),
    (PAUSED, &[]),
    (REMOVED, &[]),
];

#[test]
fn no_route_is_missing_in_the_table() {
    let table: BTreeSet<_> = routes().map(|it| (it.method, shape(it.path))).collect();
    let sources: BTreeSet<_> = all().iter().map(|(method, path)| (*method, shape(path))).collect();
    let missing: Vec<_> = sources.difference(&table).collect();
    assert!(missing.is_empty(), "routes that nobody asked the standing questions of: {missing:#?}");
    let gone: Vec<_> = table.difference(&sources).collect();
    assert!(gone.is_empty(), "routes that are no more: {gone:#?}");
    assert_eq!(table.len(), routes().count(), "a route stands in the table twice");
}

/// A route as other proofs try it: method, path, and what its form sends.
pub(crate) type Tried = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Every route of the rooms in which people are with one another that names something inside, apart from the pages that
/// exist for whoever keeps the place.
pub(crate) fn inside() -> impl Iterator<Item = (Tried, bool)> {
    [circles::ROUTES, gatherings::ROUTES, live::ROUTES, safety::ROUTES]
        .into_iter()
        .flatten()
        .filter(|it| !it.path.starts_with("/safety/tasks/") && !it.path.starts_with("/decisions/"))
        .filter(|it| it.path.contains('{') && !it.path.starts_with("/settings/") && !it.path.contains("template"))
        .map(|it| ((it.method, it.path, it.form), matches!(it.who, Who::Sees)))
}

/// Every route to something that is there for a few people alone, and those people.
pub(crate) fn of_a_few() -> impl Iterator<Item = (Tried, &'static [&'static str])> {
    routes().filter(|it| it.path.contains('{')).filter_map(|it| {
        let few = match &it.who {
            Who::Only(names) => *names,
            Who::Own(name) => std::slice::from_ref(name),
            _ => return None,
        };
        Some(((it.method, it.path, it.form), few))
    })
}

/// Every path of the table.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    routes().map(|it| it.path)
}

/// Every page and somebody for whom it exists.
pub(crate) fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    routes().filter(|it| it.method == "GET" && !matches!(it.who, Who::Nobody)).map(|it| (it.path, it.by))
}

/// Whether a browser opens a socket there rather than a page.
pub(crate) fn is_socket(path: &str) -> bool {
    path.ends_with("/live") || path.ends_with("/door")
}

/// What came back, as far as the standing questions care.
#[derive(Debug, PartialEq)]
enum Class {
    /// Led to sign in first.
    SignIn,
    /// It does not exist.
    Nowhere,
    /// Not now, in plain words: a break, a suspension, a departure.
    NotNow,
    /// It exists.
    Welcome,
}

fn class(status: u16, location: Option<&str>) -> Class {
    match (status, location) {
        (303, Some(place)) if place.starts_with("/sign-in") => Class::SignIn,
        (404, _) => Class::Nowhere,
        (409, _) => Class::NotNow,
        (101 | 200 | 303 | 422, _) => Class::Welcome,
        other => panic!("an answer that nobody should get: {other:?}"),
    }
}

/// Asks as somebody, or as a visitor, from a browser of its own.
async fn ask(
    town: &Town,
    address: std::net::SocketAddr,
    row: &Row,
    path: &str,
    form: &[(String, String)],
    name: &str,
) -> Class {
    let token = if name.is_empty() { None } else { Some(town.token(name).await) };
    if is_socket(path) {
        let (status, location) = knock(address, path, token.as_deref()).await;
        return class(status, location.as_deref());
    }
    let mut browser = town.visitor();
    if let Some(token) = token {
        browser.set_cookie("s", &token);
    }
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = if row.method == "GET" { browser.get(path).await } else { browser.post(path, &form).await };
    class(answer.status.as_u16(), answer.location().as_deref())
}

#[test]
fn every_route_exists_for_those_who_may_and_for_nobody_else() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let address = town.serve().await;
        let mut wrong = Vec::new();
        let mut asked = 0;
        for row in routes() {
            let path = filled(row.path, &keys);
            let form: Vec<_> =
                row.form.iter().map(|(name, value)| ((*name).to_owned(), filled(value, &keys))).collect();
            let mut expect = Vec::new();
            let out = match row.who {
                Who::Anyone => Class::Welcome,
                Who::Nobody => Class::Nowhere,
                _ => Class::SignIn,
            };
            expect.push(("", out));
            for (name, hats) in ASKING {
                let class = match row.who.includes(name, hats) {
                    true => Class::Welcome,
                    false if row.who.puts_off(name) => Class::NotNow,
                    false => Class::Nowhere,
                };
                expect.push((*name, class));
            }
            for name in [SUSPENDED, ON_BREAK, LEAVING] {
                let class = match row.who {
                    Who::Anyone | Who::SignedIn => Class::Welcome,
                    Who::Nobody => Class::Nowhere,
                    // One's own session ends whatever one's standing; somebody else's does not exist.
                    Who::Only(_) if row.path.starts_with("/account/") || row.path.ends_with("}/reopening") => {
                        Class::Nowhere
                    }
                    Who::Own(_) => Class::Nowhere,
                    // What is owed to oneself can be said no to, whatever one's standing; that of others does not exist.
                    Who::Only(_) if row.path.starts_with("/decisions/") => Class::Nowhere,
                    _ => Class::NotNow,
                };
                expect.push((name, class));
            }
            for (name, class) in expect {
                // Whoever may is asked for a change in a town of its own, below.
                let changes = row.method == "POST" && class == Class::Welcome;
                if changes {
                    continue;
                }
                asked += 1;
                let answered = ask(&town, address, row, &path, &form, name).await;
                if answered != class {
                    let name = if name.is_empty() { "a visitor" } else { name };
                    wrong.push(format!("{} {} for {name}: expected {class:?}, was {answered:?}", row.method, row.path));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        println!("{:?}: {} routes, {asked} questions", town.ground.engine, routes().count());
    });
}

#[test]
fn every_form_works_without_a_script() {
    let forms: Vec<_> = routes().filter(|it| it.method == "POST" && !matches!(it.who, Who::Nobody)).collect();
    // Each form in a town of its own, four towns at a time.
    std::thread::scope(|scope| {
        for quarter in forms.chunks(forms.len().div_ceil(4)) {
            scope.spawn(move || quarter.iter().for_each(|row| try_form(row)));
        }
    });
}

fn try_form(row: &'static Row) {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        prelude(&town, row, &keys).await;
        let path = filled(row.path, &keys);
        let form: Vec<_> = row.form.iter().map(|(name, value)| (*name, filled(value, &keys))).collect();
        let mut form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut browser = if row.by.is_empty() { town.visitor() } else { town.as_(row.by).await };
        let date = if row.path == "/support/pairings/{pairing}/agreement" {
            ends_on(&mut browser, &keys).await
        } else {
            String::new()
        };
        if !date.is_empty() {
            form = vec![("ends-on", &date)];
        }
        let answer = browser.post(&path, &form).await;
        let (status, place) = (answer.status.as_u16(), answer.location().unwrap_or_default());
        let right = match row.then {
            Then::To(start) => status == 303 && place.starts_with(start) && !place.starts_with("/sign-in"),
            Then::Page => status == 200,
            Then::Again => status == 422,
        };
        assert!(right, "POST {} was answered {status} {place}:\n{}", row.path, answer.words());
        if let Then::To(_) = row.then {
            let next = browser.get(place.split('#').next().unwrap_or_default()).await;
            assert!(next.status.as_u16() < 400, "POST {} leads to {place}, a {} page", row.path, next.status);
        }
    });
}

#[test]
fn people_of_another_band_and_people_kept_apart_never_meet() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let (youth, adult) = (town.actor(YOUTH).await, town.actor("Rhys").await);
        town.write(move |tx| {
            Request::ask(tx, &youth, &crate::talk::ask())?;
            Request::ask(tx, &adult, &crate::talk::ask())
        })
        .await;
        for name in [YOUTH_SUPPORTER, BLOCKED] {
            let ready = [("rested", "yes"), ("steady", "yes")];
            town.as_(name).await.post("/duty", &ready).await.is(303);
        }
        for _ in 0..4 {
            town.dispatch().await;
        }
        let asker_of = |name: &str| {
            let member = town.id(name);
            let db = town.ground.db.clone();
            async move {
                db.read(move |tx| {
                    let offer = support::offer::Offer::open_to(tx, member)?;
                    offer
                        .map(|it| {
                            tx.value("SELECT member_id FROM support_requests WHERE id = $1", db::args![it.request])
                        })
                        .transpose()
                })
                .await
                .unwrap()
            }
        };
        assert_eq!(
            asker_of(YOUTH_SUPPORTER).await,
            Some(town.id(YOUTH)),
            "the youth is offered to a supporter of the same band"
        );
        let adult = asker_of(BLOCKED).await;
        assert!(adult.is_some(), "somebody whom nothing keeps apart is offered");
        assert!(adult != Some(town.id("Sam of the hill")) && adult != Some(town.id(YOUTH)), "and nobody else");
        for name in [YOUTH_SUPPORTER, BLOCKED] {
            let mut browser = town.as_(name).await;
            let notes = browser.get("/duty/notes").await;
            assert!(!notes.body.contains(&keys["note"]), "{name} sees the note of somebody they never meet");
        }
        let mut kofi = town.as_("Kofi").await;
        assert!(kofi.get("/duty/notes").await.body.contains(&keys["note"]), "whoever may answer it sees it");
    });
}

/// A form that somebody sent: who, where, with which fields.
type Sent = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What must have happened before some forms can be sent.
async fn prelude(town: &Town, row: &Row, keys: &Keys) {
    let before: &[Sent] = match row.path {
        "/supervision/requests/{request}/offer" | "/supervision/requests/{request}/taking" => {
            &[("Kofi", "/duty/offers/{offer}/decline", &[])]
        }
        "/support/pairings/{pairing}/agreement" => &[(
            "Leo",
            "/support/pairings/{pairing}/proposal",
            &[("purpose", "P"), ("rhythm", "weekly"), ("weeks", "4")],
        )],
        "/supervision/reopening" => &[("Nora", "/supervision/closing", &[("notice", "Back at six.")])],
        "/supervision/eyes/{eyes}/joining" => &[("Nora", "/supervision/eyes/{eyes}/taking", &[])],
        "/settings/circles/{proposal}/decision" => &[("Theo", "/circles/start/{proposal}/agreement", &[])],
        "/gatherings/{tonight}/meeting/phase"
        | "/gatherings/{tonight}/meeting/lead"
        | "/gatherings/{tonight}/meeting/ending" => &[("Olu", "/gatherings/{tonight}/meeting", &[])],
        "/safety/cases/{case}/release" | "/safety/cases/{case}/talk" => &[("Nora", "/safety/cases/{case}/claim", &[])],
        "/safety/cases/{case}/level" | "/safety/cases/{case}/decision" => &[("Olu", "/safety/cases/{case}/claim", &[])],
        "/duty/notes/{note}/release" | "/duty/notes/{note}/answer" => &[("Kofi", "/duty/notes/{note}/taking", &[])],
        _ => &[],
    };
    for (name, path, form) in before {
        town.as_(name).await.post(&filled(path, keys), form).await.is(303);
    }
    if row.path == "/support/pairings/{pairing}/conversation" {
        let form = [("purpose", "P"), ("rhythm", "weekly"), ("weeks", "4")];
        town.as_("Leo").await.post(&filled("/support/pairings/{pairing}/proposal", keys), &form).await.is(303);
        let mut theo = town.as_("Theo").await;
        let ends_on = ends_on(&mut theo, keys).await;
        let agree = filled("/support/pairings/{pairing}/agreement", keys);
        theo.post(&agree, &[("ends-on", &ends_on)]).await.is(303);
        theo.post(&filled("/workforce/debriefs/{debrief}/waiver", keys), &[]).await.is(303);
        theo.post("/duty", &[("rested", "yes"), ("steady", "yes")]).await.is(303);
    }
}

/// The date that the page of a pairing carries along, so that one agrees to what one has read.
async fn ends_on(browser: &mut testkit::Client, keys: &Keys) -> String {
    let page = browser.get(&filled("/support/pairings/{pairing}", keys)).await;
    let (_, rest) = page.body.split_once("name=\"ends-on\" value=\"").expect("the page carries the date");
    rest.split('"').next().unwrap().to_owned()
}
