//! The pages: what somebody sees and presses.

use std::{num::NonZeroU32, sync::Arc};

use axum::middleware;
use organisation::{Settings, settings::DIALS};
use testkit::{Client, Ground};
use words::{Actor, App, Hat, Lookup, Public, enter};
use workforce::{answer::Work, pause, shift::Shift, spell};

use crate::town::*;

async fn browser(ground: &Ground, actor: &Actor) -> Client {
    let english = [web::ENGLISH, organisation::ENGLISH, people::ENGLISH].into_iter();
    let english = english.chain(workforce::ENGLISH.iter().copied()).collect();
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
    let member = actor.id;
    let token = does(ground, move |tx| people::session::open(tx, member, false)).await.unwrap();
    let mut client = Client::new(workforce::routes().layer(middleware::from_fn_with_state(app, enter)));
    client.set_cookie("s", &token);
    client
}

/// Where a form of a page is sent that begins and ends like this.
fn form(page: &str, start: &str, end: &str) -> String {
    let mut addresses = page.split("action=\"").skip(1).filter_map(|it| it.split('"').next());
    addresses.find(|it| it.starts_with(start) && it.ends_with(end)).expect("a form").to_owned()
}

#[test]
fn a_shift_is_needed_claimed_offered_and_taken_over() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let maya = person(&ground, "Maya", &[]).await;
        let (mut hers, mut his) = (browser(&ground, &nora).await, browser(&ground, &theo).await);
        let (mut other, mut member) = (browser(&ground, &kofi).await, browser(&ground, &maya).await);
        for path in ["/rota", "/rota/gap", "/rota/needs", "/rota/everyone"] {
            member.get(path).await.is(404);
        }
        his.get("/rota/needs").await.is(404);

        hers.post("/rota/needs", &[("work", "conversation"), ("from", "20:15"), ("people", "0")])
            .await
            .is(422)
            .says("Please choose at least one day.")
            .says("Please give whole hours")
            .says("from 1 to 50");
        let need = [("work", "conversation"), ("days", "0"), ("from", "20:00"), ("to", "23:00"), ("people", "1")];
        hers.post("/rota/needs", &need).await.is(303);
        hers.get("/rota/needs").await.is(200).says("20:00 – 23:00").says("Monday").says("one person");

        let page = his.get("/rota").await;
        page.is(200).says("one person missing").says("I will be there");
        let (claim, at) = (form(&page.body, "/rota/needs/", "/claim"), (ground.db.now() + DAY).to_string());
        his.post(&claim, &[("at", &at)]).await.is(303);
        other.post(&claim, &[("at", &at)]).await.is(422).says("Enough people have said that they will be there.");
        hers.get("/rota/everyone").await.is(200).says("Theo");

        let page = his.get("/rota").await;
        his.post(&form(&page.body, "/rota/shifts/", "/offer"), &[]).await.is(303);
        his.get("/rota").await.says("Looking for somebody");
        let page = other.get("/rota").await;
        page.is(200).says("A colleague cannot come");
        assert!(!page.body.contains("Theo"), "who cannot come is nobody's business");
        other.post(&form(&page.body, "/rota/shifts/", "/taking"), &[]).await.is(303);
        his.get("/rota").await.is(200).says("You have planned nothing yet.").says("A colleague comes instead of you");
        other.get("/workforce").await.is(200).says("Your next shift begins on");
    });
}

#[test]
fn whoever_may_plan_nothing_reads_why_and_is_offered_nothing() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let (mut hers, mut his) = (browser(&ground, &nora).await, browser(&ground, &theo).await);
        let need = [("work", "conversation"), ("days", "0"), ("from", "20:00"), ("to", "23:00"), ("people", "1")];
        hers.post("/rota/needs", &need).await.is(303);
        assert!(his.get("/rota").await.body.contains("/claim"));
        does(&ground, move |tx| pause::take(tx, &theo, None)).await.unwrap();
        let page = his.get("/rota").await;
        page.is(200).says("You are taking a pause.");
        assert!(!page.body.contains("/claim"));
        assert!(!his.get("/workforce").await.body.contains("Somebody is missing"));
    });
}

#[test]
fn a_need_that_nobody_can_take_is_refused_and_later_said() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let (mut hers, mut his) = (browser(&ground, &nora).await, browser(&ground, &theo).await);
        let need = |to| [("work", "conversation"), ("days", "0"), ("from", "18:00"), ("to", to), ("people", "1")];
        let long = hers.post("/rota/needs", &need("23:00")).await;
        long.is(422).says("Nobody helps for longer than 4 hours at a time here").says("two stretches");
        hers.post("/rota/needs", &need("22:00")).await.is(303);
        assert!(!hers.get("/rota/needs").await.body.contains("Nobody can take this"));
        let dial = DIALS.iter().find(|it| it.name == "day-hours").unwrap();
        does(&ground, move |tx| Settings::turn(tx, nora.id, &[(dial, 3)], "Less is more.")).await.unwrap();
        hers.get("/rota/needs").await.says("longer than 3 hours").says("Nobody can take this");
        hers.get("/rota").await.says("One stretch that is needed is longer than anybody may help at a time");
        let page = his.get("/rota").await;
        assert!(!page.body.contains("One stretch") && !page.body.contains("/claim"), "he can do nothing about it");
    });
}

#[test]
fn a_shift_every_week_is_planned_with_one_more_day() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let mut his = browser(&ground, &theo).await;
        let mut sent = vec![("work", "conversation"), ("day", "2026-11-24"), ("from", "22:00"), ("to", "01:00")];
        his.post("/rota/shifts", &sent[..2]).await.is(422).says("Please choose a day, a start and an end.");
        sent.push(("until", "2026-12-08"));
        his.post("/rota/shifts", &sent).await.is(303);
        let page = his.get("/rota").await;
        page.is(200).says("Every week").says("Tuesday").says("Until 8 Dec 2026");
        assert_eq!(page.body.matches("/offer").count(), 3);
        his.post(&form(&page.body, "/rota/standing/", "/ending"), &[]).await.is(303);
        his.get("/rota").await.is(200).says("You have planned nothing yet.");
    });
}

#[test]
fn a_pause_says_which_shifts_fall_into_it_and_what_becomes_of_them() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let (mut his, mut hers) = (browser(&ground, &theo).await, browser(&ground, &nora).await);
        let shown = |page: &str| page.matches("<li><time").count();
        assert!(!his.get("/workforce/hours").await.body.contains("You have planned these shifts."));
        for day in ["2026-11-23", "2026-12-08"] {
            let shift = [("work", "conversation"), ("day", day), ("from", "18:00"), ("to", "20:00")];
            his.post("/rota/shifts", &shift).await.is(303);
        }
        let page = his.get("/workforce/hours").await;
        page.is(200).says("You have planned these shifts.").says("others see that somebody is missing then");
        assert_eq!(shown(&page.body), 2);
        his.post("/workforce/pause", &[("for", "week")]).await.is(303);
        let page = his.get("/workforce/hours").await;
        page.is(200)
            .says("These shifts of yours fall into the pause.")
            .says("If you come back earlier, they count again.");
        assert_eq!(shown(&page.body), 1, "the other comes after it");
        assert_eq!(his.get("/rota").await.body.matches("In your pause").count(), 1);
        his.get("/workforce").await.says("Your next shift begins on Tue 8 Dec");
        let everybodys = hers.get("/rota/everyone").await.body;
        assert_eq!(everybodys.matches("Theo").count(), 1);
        assert!(!everybodys.contains("pause"), "who pauses is nobody's business");
        his.post("/workforce/pause/ending", &[]).await.is(303);
        assert_eq!(his.get("/rota").await.body.matches("In your pause").count(), 0);
        assert_eq!(hers.get("/rota/everyone").await.body.matches("Theo").count(), 2);
    });
}

#[test]
fn whoever_is_expected_now_is_told_so_with_the_way_to_begin() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let theo = person(&ground, "Theo", &[Hat::Supporter, Hat::Facilitator, Hat::Moderator]).await;
        let mut his = browser(&ground, &theo).await;
        let plan = async |work, after: u32, hours: u32| {
            let who = theo.clone();
            let plan = move |tx: &mut db::Tx<'_>| {
                Shift::plan(tx, &who, work, tx.now() + HOUR * after, tx.now() + HOUR * (after + hours)).map(drop)
            };
            does(&ground, plan).await.unwrap();
        };
        plan(Work::Conversation, 1, 2).await;
        plan(Work::Room, 3, 1).await;
        plan(Work::Moderation, 5, 1).await;
        // It is eight in the evening.
        his.get("/workforce").await.says("Your next shift begins on Sun 22 Nov, 21:00.");
        pass(&ground, HOUR).await;
        let page = his.get("/workforce").await;
        page.says("You are expected now. Your shift goes on until Sun 22 Nov, 23:00.").says("Go on duty");
        assert!(page.body.contains("href=\"/duty\"") && !page.body.contains("Your next shift begins"));
        let (who, about) = (theo.id, db::Uuid::from_u128(1));
        does(&ground, move |tx| spell::begin(tx, who, Work::Conversation, about)).await.unwrap();
        let page = his.get("/workforce").await;
        page.says("You are here, thank you. Your shift goes on until Sun 22 Nov, 23:00.");
        assert!(!page.body.contains("href=\"/duty\""), "there is nothing to begin");
        does(&ground, move |tx| spell::end(tx, Work::Conversation, about)).await.unwrap();
        pass(&ground, 2 * HOUR).await;
        let page = his.get("/workforce").await;
        page.says("You are expected now.").says("Open the room in your circle");
        pass(&ground, 2 * HOUR).await;
        his.get("/workforce").await.says("You are on call now, until Mon 23 Nov, 02:00.");
    });
}

#[test]
fn what_to_expect_is_told_in_words_and_numbers_also_without_a_history() {
    here(|ground| async move {
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let mut his = browser(&ground, &theo).await;
        his.get("/rota/gap")
            .await
            .is(200)
            .says("Nobody has asked for support here yet")
            .says("Nobody is missing, as far as we can tell.")
            .says("Here the doors are open also while nobody is on call.")
            .says("When two people are not on call");
        his.get("/rota/gap?day=3&band=16-17").await.is(200).says("Hour by hour");
        his.get("/rota/gap?day=9").await.is(200);

        let page = his.get("/rota/gap").await.body;
        let hours = page.split("id=\"gap-hours\"").nth(1).unwrap().split("</table>").next().unwrap();
        assert!(hours.starts_with(" class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label="));
        assert_eq!(hours.matches("scope=\"col\"").count(), 4, "as many columns as a phone has room for");

        // It is eight in the evening. Nobody planned anything; then he is there for an hour.
        let stands = async |client: &mut Client| {
            let page = client.get("/rota/gap").await.body;
            let (picture, table) = (page.find("rota-week").unwrap(), page.find("id=\"gap-hours\"").unwrap());
            let week = page[picture..table].split("</svg>").next().unwrap();
            let counts = |part: &str, it: &str| part.matches(it).count();
            let table = &page[table..];
            [
                [counts(week, "class=\"nobody\""), counts(week, "class=\"enough\"")],
                [counts(table, "<td>Nobody there; few ask</td>"), counts(table, "<td>Enough people</td>")],
            ]
        };
        assert_eq!(stands(&mut his).await, [[4, 0]; 2], "nobody is not enough");
        let plan = move |tx: &mut db::Tx<'_>| {
            Shift::plan(tx, &theo, Work::Conversation, tx.now() + HOUR, tx.now() + 2 * HOUR).map(drop)
        };
        does(&ground, plan).await.unwrap();
        assert_eq!(stands(&mut his).await, [[3, 1]; 2], "the picture and the table say the same");
    });
}
