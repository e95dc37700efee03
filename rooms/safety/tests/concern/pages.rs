//! The pages: what somebody sees and presses.

use std::{num::NonZeroU32, sync::Arc};

use axum::{Router, middleware};
use testkit::{Client, Ground};
use words::{Actor, App, Hat, Lookup, Public, enter};

use crate::town::*;

fn router(ground: &Ground) -> Router {
    let english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH, safety::ENGLISH, safety::ENGLISH_CONCERN];
    let plenty = NonZeroU32::new(10_000).unwrap();
    let app = Arc::new(App {
        db: ground.db.clone(),
        bus: ground.bus.clone(),
        keyring: ground.keyring.clone(),
        catalogue: web::Catalogue::new(&[("en", english)]).unwrap().into(),
        assets: web::Assets::new(),
        sockets: web::Sockets::at_most(10),
        limits: web::Limits::new(plenty, plenty),
        random: ground.random.clone(),
        public: Public::default(),
        lookup: Lookup {
            community: organisation::community,
            actor: people::actor,
            session: people::holder,
            touch: people::touch,
        },
        doors: |_| Vec::new(),
        kept: words::Kept::default(),
        panels: &[],
    });
    safety::routes().layer(middleware::from_fn_with_state(app, enter))
}

async fn browser(ground: &Ground, actor: &Actor) -> Client {
    let member = actor.id;
    let token = does(ground, move |tx| people::session::open(tx, member, false)).await;
    let mut client = Client::new(router(ground));
    client.set_cookie("s", &token);
    client
}

/// The part of an address behind the last slash.
fn last(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

#[test]
fn from_a_worry_to_a_card_that_two_people_open_and_the_member_who_reads_of_it() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
        does(&ground, safety::schedule).await;
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let (mut hers, mut his) = (browser(&ground, &maya).await, browser(&ground, &leo).await);
        let (mut first, mut second) = (browser(&ground, &olu).await, browser(&ground, &nora).await);

        let card = [("name", "Ann <sister>"), ("phone", "01632 960001"), ("say", "I am at home.")];
        hers.post("/account/contact-card", &card).await.is(303);
        assert!(hers.get("/account/contact-card").await.body.contains("01632 960001"));
        assert_eq!(hers.post("/account/contact-card", &[]).await.status, 422);

        let asking = his.get(&format!("/concerns/new?kind=person&id={}", maya.id)).await;
        assert!(asking.words().contains("Maya"));
        let id = maya.id.to_string();
        let sent =
            his.post("/concerns", &[("kind", "person"), ("id", &id), ("when", "now"), ("words", "A goodbye.")]).await;
        assert_eq!(sent.location().as_deref(), Some("/concerns?sent=yes"));
        assert!(his.get("/concerns").await.words().contains("A person has not looked yet"));
        assert_eq!(his.post("/concerns", &[]).await.status, 422);

        let list = first.get("/safety/concerns").await;
        let address = list.body.split("/safety/concerns/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let concern = format!("/safety/concerns/{address}");
        let page = first.get(&concern).await;
        assert!(page.words().contains("A goodbye.") && page.words().contains("Nobody has checked this"));
        assert!(his.get("/concerns").await.words().contains("A person looked"));
        assert_eq!(his.get(&concern).await.status, 404);

        let answers = [("thoughts", "yes"), ("plan", "yes"), ("means", "yes"), ("time-frame", "unsure")];
        let suggested = first.post(&format!("{concern}/assessment"), &answers).await;
        assert_eq!(suggested.status, 200);
        assert!(suggested.words().contains("By these answers the rule suggests"));
        let decided = [&answers[..], &[("level", "crisis")]].concat();
        first.post(&format!("{concern}/assessment"), &decided).await.is(303);

        let joint = first.post(&format!("{concern}/together"), &[("kind", "card"), ("reason", "No answer.")]).await;
        let joint = format!("/safety/together/{}", last(&joint.location().unwrap()));
        assert!(!first.get(&joint).await.body.contains("01632"));
        assert_eq!(first.post(&format!("{joint}/confirmation"), &[]).await.status, 409, "not alone");
        assert!(!first.get(&joint).await.body.contains("01632"));
        second.post(&format!("{joint}/confirmation"), &[]).await.is(303);
        for two in [&mut first, &mut second] {
            let open = two.get(&joint).await;
            assert!(open.body.contains("01632 960001") && !open.body.contains("<sister>"));
        }
        let read = hers.get("/account/care").await;
        for words in ["Olu", "Nora", "No answer."] {
            assert!(read.words().contains(words), "{words}");
        }
    });
}

#[test]
fn a_playbook_is_carried_out_and_in_again() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
        does(&ground, safety::schedule).await;
        let wren = person(&ground, "Wren", &[Hat::Administrator]).await;
        let mut browser = browser(&ground, &wren).await;
        browser.post("/settings/playbooks/GB/check", &[]).await.is(303);
        assert!(browser.get("/settings/playbooks").await.words().contains("Looked over by Wren"));
        let copy = browser.get("/settings/playbooks/GB/copy.md").await;
        assert!(copy.body.starts_with("# Playbook: GB"));
        let brought = copy.body.replace("999 or 112", "112 or 999");
        browser.post("/settings/playbooks", &[("text", &brought)]).await.is(303);
        let page = browser.get("/settings/playbooks/GB").await;
        assert!(page.body.contains("112 or 999") && page.words().contains("Nobody has checked this"));
        assert_eq!(browser.post("/settings/playbooks", &[("text", "Something")]).await.status, 422);
    });
}

#[test]
fn after_a_death_one_page_leads_from_step_to_step() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
        person(&ground, "Maya", &[]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let mut browser = browser(&ground, &nora).await;
        assert_eq!(browser.post("/safety/postventions", &[("name", "Nobody")]).await.status, 422);
        let started = browser.post("/safety/postventions", &[("name", "Maya")]).await.location().unwrap();
        let page = browser.get(&started).await;
        assert!(page.words().contains("We are very sad to tell you that Maya has died."));
        let early = browser.post(&format!("{started}/rest"), &[]).await;
        assert_eq!(early.status, 422);
        browser.post(&format!("{started}/steps/sure"), &[("sure-words", "Her brother called.")]).await.is(303);
        browser.post(&format!("{started}/rest"), &[]).await.is(303);
        assert!(browser.get(&started).await.words().contains("It is at rest."));
        assert_eq!(browser.post(&format!("{started}/steps/notice"), &[("sure-words", "x")]).await.status, 404);
    });
}
