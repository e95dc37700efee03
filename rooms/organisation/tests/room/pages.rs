//! The pages, asked for as a browser without script would.

use std::{num::NonZeroU32, sync::Arc};

use axum::{Router, middleware, routing::get};
use db::{Result, Time, Tx};
use organisation::{Settings, founding, helplines, helplines::Audience, open_for_demo, settings::DIALS};
use testkit::{Answer, Client, Ground, on_both_engines};
use web::{Assets, Catalogue, Limits, Sockets};
use words::{Actor, AgeBand, App, Hat, Language, Lookup, Public, SessionId, Standing};

use crate::{maya, migrations};

/// People by the cookie that they carry: stands in for the room of people, which stands above this one.
fn actor(tx: &mut Tx<'_>, token: &str) -> Result<Option<Actor>> {
    let hats = match token {
        "rosa" => vec![Hat::Administrator],
        "theo" => vec![Hat::Supervisor],
        "maya" => vec![],
        _ => return Ok(None),
    };
    Ok(Some(Actor {
        id: maya(),
        pseudonym: token.to_owned(),
        band: AgeBand::Adult,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        hats,
        standing: Standing::Active,
        session: SessionId::fresh(tx),
        locked: false,
        touch: false,
    }))
}

fn site(ground: &Ground) -> Client {
    let app = Arc::new(App {
        db: ground.db.clone(),
        bus: ground.bus.clone(),
        keyring: ground.keyring.clone(),
        catalogue: Arc::new(Catalogue::new(&[("en", vec![web::ENGLISH, organisation::ENGLISH])]).unwrap()),
        assets: Assets::new(),
        sockets: Sockets::at_most(1),
        limits: Limits::new(NonZeroU32::MAX, NonZeroU32::MAX),
        random: ground.random.clone(),
        public: Public::default(),
        lookup: Lookup { community: organisation::community, actor, session: |_, _| Ok(None), touch: |_, _| Ok(()) },
        doors: |_| Vec::new(),
        kept: words::Kept::default(),
        panels: &[],
    });
    let elsewhere = Router::new()
        .route("/", get(async || "inside"))
        .route("/join", get(async || "the join page").post(async || "joined"));
    let router = elsewhere
        .merge(organisation::routes())
        .layer(middleware::from_fn(organisation::gate))
        .layer(middleware::from_fn_with_state(app, words::enter));
    Client::new(router)
}

fn as_(ground: &Ground, who: &str) -> Client {
    let mut client = site(ground);
    client.set_cookie("s", who);
    client
}

/// The page, after a look that every word on it came out of the catalogue.
async fn page(client: &mut Client, path: &str) -> Answer {
    let answer = client.get(path).await;
    answer.is(200);
    said(&answer);
    answer
}

#[track_caller]
fn said(answer: &Answer) {
    for word in answer.words().split_whitespace() {
        let key = word.trim_matches(|it: char| !it.is_ascii_alphanumeric());
        let stems = ["help", "setup", "settings", "helplines", "trail", "charter", "confidentiality", "gate", "reason"];
        let is_key = key.split_once('-').is_some_and(|(stem, rest)| stems.contains(&stem) && rest != "up");
        assert!(!is_key, "«{key}» is not in the catalogue:\n{}", answer.words());
    }
}

#[test]
fn before_the_doors_open_a_stranger_is_told_kindly_and_finds_help() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(organisation::schedule).await.unwrap();
        let mut stranger = site(&ground);
        let closed = page(&mut stranger, "/").await;
        closed.says("This place is not open yet").says("Get help now").says("Call 999");
        assert!(!closed.body.contains("/setup/"), "what is missing is for the administrators");
        stranger.post("/", &[]).await.is(409);
        stranger.get("/join").await.says("This place is not open yet");
        stranger.get("/join?setup=abc").await.says("the join page");
        stranger.get("/join?invitation=abc").await.says("the join page");
        // The token travels in the form; joining looks at it.
        stranger.post("/join", &[("setup", "abc")]).await.says("joined");
        stranger.get("/settingsx").await.says("This place is not open yet");
        page(&mut stranger, "/charter").await.says("I listen first");
        page(&mut stranger, "/confidentiality").await.says("30 days").says("When someone’s life is in danger");
        page(&mut stranger, "/help-now").await.says("Samaritans");
        let rosa = page(&mut as_(&ground, "rosa"), "/").await;
        page(&mut as_(&ground, "maya"), "/").await.says("You have an account here already.");
        rosa.says("What is still missing").says("Charter").says("nobody has checked a helpline for everyone yet");
    });
}

#[test]
fn help_is_for_the_chosen_country_and_remembers_it() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(organisation::schedule).await.unwrap();
        let mut stranger = site(&ground);
        let first = page(&mut stranger, "/help-now").await;
        first.says("Call 999").says("Nobody here has checked this line yet").says("Childline");
        assert!(
            first.body.contains(r#"href="tel:116123""#) && first.body.contains(r#"href="sms:85258?&#38;body=SHOUT""#)
        );
        assert!(first.headers.get("set-cookie").is_none());
        page(&mut stranger, "/help-now?country=US").await.says("Call 911").says("988 Suicide & Crisis Lifeline");
        page(&mut stranger, "/help-now").await.says("Call 911");
        page(&mut stranger, "/help-now?country=DE")
            .await
            .says("Call 112")
            .says("We have no helplines for this country yet");
        page(&mut stranger, "/help-now?country=nowhere").await.says("Call 112");
    });
}

#[test]
fn help_says_who_checked_a_line_and_when_it_is_long_ago() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(|tx| open_for_demo(tx, "Riverside Peers")).await.unwrap();
        let mut stranger = site(&ground);
        page(&mut stranger, "/help-now").await.says("Checked by Rosa (demo) on 22 Nov 2026.");
        ground.clock.set(Time(ground.db.now().0 + 91 * 86_400_000_000));
        page(&mut stranger, "/help-now")
            .await
            .says("Last checked by Rosa (demo) on 22 Nov 2026. That is some time ago.");
    });
}

#[test]
fn the_link_leads_to_the_first_account() {
    on_both_engines(&migrations(), |ground| async move {
        let token = ground.db.write(founding::link_token).await.unwrap().unwrap();
        let mut stranger = site(&ground);
        for _ in 0..2 {
            let welcome = page(&mut stranger, &format!("/setup/{token}")).await;
            assert!(welcome.body.contains(&format!(r#"href="/join?setup={token}""#)), "looking does not use it up");
        }
        let used = token.clone();
        ground.db.write(move |tx| founding::redeem(tx, &used)).await.unwrap();
        for wrong in [token.as_str(), "made-up"] {
            let answer = stranger.get(&format!("/setup/{wrong}")).await;
            answer.is(404).says("This link does not work any more");
            said(&answer);
        }
    });
}

#[test]
fn an_administrator_sets_the_community_up_and_opens_it() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        db.write(|tx| {
            let token = founding::link_token(tx)?.unwrap_or_default();
            founding::redeem(tx, &token)?;
            organisation::schedule(tx)
        })
        .await
        .unwrap();
        let mut rosa = as_(&ground, "rosa");
        assert_eq!(rosa.get("/setup").await.location().as_deref(), Some("/setup/name"));
        page(&mut rosa, "/setup/opening").await.says("A few things are still missing");
        rosa.post("/setup/opening", &[]).await.is(422).says("Some steps have not been saved yet.");

        page(&mut rosa, "/setup/name").await.says("saved by itself");
        let wrong = rosa.post("/setup/name", &[("name", ""), ("short_name", "River"), ("zone", "Moon/Sea")]).await;
        wrong.is(422).says("Please give the community a name.");
        said(&wrong);
        let name = [("name", "Riverside Peers"), ("short_name", "River"), ("zone", "Europe/Dublin")];
        assert_eq!(rosa.post("/setup/name", &name).await.location().as_deref(), Some("/setup/charter"));
        assert_eq!(rosa.get("/setup").await.location().as_deref(), Some("/setup/charter"), "it is taken up again");

        page(&mut rosa, "/setup/charter").await.says("I listen first");
        rosa.post("/setup/charter", &[("promises", "I listen.\nI am kind."), ("text", "")]).await.is(303);
        page(&mut rosa, "/setup/languages").await.says("Cymraeg");
        rosa.post("/setup/languages", &[]).await.is(422).says("Please choose at least one language.");
        rosa.post("/setup/languages", &[("languages", "en"), ("languages", "ga")]).await.is(303);
        let topics = page(&mut rosa, "/setup/topics").await;
        assert!(topics.body.contains(r#"name="topic-1" value="Feeling low""#));
        rosa.post("/setup/topics", &[("topic-1", "Feeling low"), ("new", "Floods\n\nFarming")]).await.is(303);
        page(&mut rosa, "/setup/hours").await.says("Hours in Europe/Dublin").says("Sunday");
        rosa.post("/setup/hours", &[("opens-0", "18:00")]).await.is(422).says("Please give both times");
        rosa.post("/setup/hours", &[("opens-0", "18:00"), ("closes-0", "00:00")]).await.is(303);
        assert!(page(&mut rosa, "/setup/hours").await.body.contains(r#"name="closes-0" type="time" value="00:00""#));
        page(&mut rosa, "/setup/ages").await.says("never meet here");
        rosa.post("/setup/ages", &[]).await.is(422).says("Please choose who may join.");
        rosa.post("/setup/ages", &[("youngest", "18")]).await.is(303);

        page(&mut rosa, "/setup/helplines").await.says("Your own country");
        let served = rosa.post("/setup/helplines", &[("country", "IE"), ("countries", "GB")]).await;
        assert_eq!(served.location().as_deref(), Some("/settings/helplines"), "next they are checked");
        rosa.post("/setup/opening", &[]).await.is(422).says("The helplines have not been checked yet.");
        let lines = page(&mut rosa, "/settings/helplines").await;
        lines.says("Ireland").says("United Kingdom").says("Pieta").says("not checked");
        for country in ["IE", "GB"] {
            let line =
                db.read(move |tx| helplines::for_country(tx, country, Audience::Everyone)).await.unwrap().remove(0);
            let checked = rosa.post(&format!("/settings/helplines/{}/check", line.id), &[]).await;
            assert_eq!(checked.location(), Some(format!("/settings/helplines?country={country}")));
        }
        page(&mut rosa, "/setup/people")
            .await
            .says("No place like this should hang on one person.")
            .says("Make the link");
        rosa.post("/setup/people", &[]).await.is(303);
        page(&mut rosa, "/setup/opening").await.says("Everything is ready.");
        assert!(!rosa.get("/").await.body.contains("inside"));
        rosa.post_and_follow("/setup/opening", &[]).await.is(200).says("The doors are open.");
        assert_eq!(site(&ground).get("/").await.body, "inside");
        page(&mut rosa, "/settings").await.says("Nothing waits for you.");
        page(&mut site(&ground), "/charter").await.says("I am kind.").says("Version 1, since 22 Nov 2026");
    });
}

#[test]
fn once_open_changes_ask_why_and_stand_in_the_trail() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(|tx| open_for_demo(tx, "Riverside Peers")).await.unwrap();
        let mut rosa = as_(&ground, "rosa");
        page(&mut rosa, "/setup/ages").await.says("Why?");
        let without = rosa.post("/setup/languages", &[("languages", "en")]).await;
        without.is(422).says("Please say why.");
        assert!(without.body.contains(r##"href="#reason""##), "the error stands by its field");
        let with = rosa.post("/setup/languages", &[("languages", "en"), ("reason", "Ana left.")]).await;
        assert_eq!(with.location().as_deref(), Some("/settings"));

        page(&mut rosa, "/settings/numbers").await.says("From 20 to 180.");
        let numbers = |offer: &'static str| {
            let usual = DIALS.iter().map(|it| (it.name, it.usual.to_string())).filter(|it| it.0 != "offer-seconds");
            let mut all: Vec<(&str, String)> = usual.collect();
            all.extend([("offer-seconds", offer.to_owned()), ("reason", "Slower hands.".to_owned())]);
            all
        };
        let turned = async |rosa: &mut Client, offer| {
            let numbers = numbers(offer);
            let numbers: Vec<_> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            rosa.post("/settings/numbers", &numbers).await
        };
        for wrong in ["5", "soon", ""] {
            let answer = turned(&mut rosa, wrong).await;
            answer.is(422).says("Please give a whole number from 20 to 180.");
        }
        turned(&mut rosa, "60").await.is(303);
        // What is only yes or no is asked in words.
        let switch = page(&mut rosa, "/settings/numbers").await;
        switch.says("No. People can ask at any hour").says("Yes. The doors open only while people are on call.");
        let shown = r#"type="radio" name="doors-need-on-call" value="0" checked"#;
        assert!(switch.body.contains(shown), "as it stands");
        let numbers =
            numbers("60").into_iter().map(|it| if it.0 == "doors-need-on-call" { (it.0, "1".into()) } else { it });
        let numbers: Vec<(&str, String)> = numbers.collect();
        let numbers: Vec<_> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rosa.post("/settings/numbers", &numbers).await.is(303);
        let is_on = ground.db.read(|tx| Ok(Settings::current(tx)?.is_on("doors-need-on-call"))).await.unwrap();
        assert!(is_on);

        let mut theo = as_(&ground, "theo");
        let trail = page(&mut theo, "/trail?verify=yes").await;
        trail.says("The trail is whole.").says("offer-seconds: 40 → 60").says("Slower hands.").says("0000aaaa");
        trail.says("Languages set").says("the program").says("The doors were opened");
        ground
            .db
            .write(|tx| tx.execute("UPDATE organisation_trail SET reason = 'x' WHERE number = 3", &[]))
            .await
            .unwrap();
        page(&mut theo, "/trail?verify=yes").await.says("The trail does not hold at number 3.");
    });
}

#[test]
fn lines_are_added_changed_and_removed() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(|tx| open_for_demo(tx, "Riverside Peers")).await.unwrap();
        let mut rosa = as_(&ground, "rosa");
        page(&mut rosa, "/settings/helplines/new?country=FR").await.says("Who it is for");
        let wrong = rosa.post("/settings/helplines", &[("country", "FR"), ("chat", "javascript:alert(1)")]).await;
        wrong.is(422).says("Please give the name of the line.").says("begins with https://").says("Please say when");
        said(&wrong);
        let mut line = vec![
            ("country", "FR"),
            ("audience", "everyone"),
            ("name", "Écoute <b>"),
            ("purpose", "Any time."),
            ("phone", "01 99 00 12 34"),
            ("hours", "Always"),
            ("reason", "Asked for."),
        ];
        let added = rosa.post("/settings/helplines", &line).await;
        assert_eq!(added.location().as_deref(), Some("/settings/helplines?country=FR"));
        let id = ground.db.read(|tx| helplines::of_country(tx, "FR")).await.unwrap()[0].id;
        page(&mut rosa, &format!("/settings/helplines/{id}")).await.says("Change this line");
        line[4] = ("phone", "01 99 00 12 35");
        line.push(("checked", "yes"));
        rosa.post(&format!("/settings/helplines/{id}"), &line).await.is(303);
        let shown = page(&mut site(&ground), "/help-now?country=FR").await;
        shown.says("Call 01 99 00 12 35").says("Checked by rosa").says("Écoute <b>");
        rosa.post(&format!("/settings/helplines/{id}/removal"), &[]).await.is(409).says("Please say why.");
        rosa.post(&format!("/settings/helplines/{id}/removal"), &[("reason", "It closed.")]).await.is(303);
        rosa.get(&format!("/settings/helplines/{id}")).await.is(404);
        rosa.get("/settings/helplines/not-an-id").await.is(404);
    });
}

#[test]
fn what_is_for_administrators_does_not_exist_for_others() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(|tx| open_for_demo(tx, "Riverside Peers")).await.unwrap();
        let paths = [
            "/setup",
            "/setup/name",
            "/setup/charter",
            "/setup/languages",
            "/setup/topics",
            "/setup/hours",
            "/setup/ages",
            "/setup/helplines",
            "/setup/people",
            "/setup/opening",
            "/settings",
            "/settings/numbers",
            "/settings/helplines",
            "/settings/helplines/new",
        ];
        for path in paths {
            as_(&ground, "maya").get(path).await.is(404);
            as_(&ground, "theo").get(path).await.is(404);
            let sent = site(&ground).get(path).await;
            assert_eq!(sent.location(), Some(format!("/sign-in?next={path}")));
            if !matches!(path, "/setup" | "/settings" | "/settings/helplines/new") {
                as_(&ground, "maya").post(path, &[("reason", "mine")]).await.is(404);
            }
        }
        as_(&ground, "maya").get("/trail").await.is(404);
        page(&mut as_(&ground, "rosa"), "/trail").await.says("The trail");
    });
}

#[test]
fn a_phone_shows_only_the_short_name() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(|tx| open_for_demo(tx, "Riverside Peers")).await.unwrap();
        let manifest = site(&ground).get("/manifest.webmanifest").await;
        assert_eq!(manifest.headers["content-type"], "application/manifest+json");
        assert!(manifest.body.contains(r#""short_name":"Alongside""#) && !manifest.body.contains("Riverside"));
        assert!(site(&ground).get("/robots.txt").await.body.contains("Disallow: /\n"));
    });
}
