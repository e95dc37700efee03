//! Pulling the plug: SIGKILL in the middle of traffic, again and again, and in the middle of an offer.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use ::words::{AgeBand, Hat};
use alongside::town;
use db::{Address, Direct, args};
use support::{duty::Duty, request::Request};
use tokio::{sync::watch, task::JoinSet};

use crate::{
    program::{Folder, Program, http, open, run, said},
    talk::{CONVERSATIONS, Person, Saved, ask, check, conversations, writes_forms},
    town::join,
};

const KILLS: usize = 52;

#[test]
fn no_word_that_was_saved_is_lost_when_the_plug_is_pulled() {
    runtime().block_on(pull_the_plug());
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap()
}

async fn pull_the_plug() {
    let folder = Folder::new();
    let (data, log) = (folder.join("data"), folder.join("log"));
    let talks = {
        let ground = open(&data);
        ground.db.write(|tx| town::settle(tx).map(drop)).await.unwrap();
        ground.db.write(conversations).await.unwrap()
    };
    let (moved, address) = watch::channel(None::<SocketAddr>);
    let (finish, finished) = watch::channel(false);
    let saved = Saved::default();
    let mut people = JoinSet::new();
    let mut seen = Vec::new();
    for (index, (id, asker, supporter)) in talks.iter().enumerate() {
        for (role, token) in [("asker", asker), ("supporter", supporter)] {
            let heard = Arc::new(Mutex::new(Vec::new()));
            seen.push((*id, Arc::clone(&heard)));
            let person = Person {
                address: address.clone(),
                finished: finished.clone(),
                conversation: *id,
                token: token.clone(),
                name: format!("{role} {index}"),
                saved: Arc::clone(&saved),
                heard,
                cuts: false,
            };
            people.spawn(person.talks());
        }
        people.spawn(writes_forms(address.clone(), finished.clone(), *id, asker.clone(), index, Arc::clone(&saved)));
    }
    let mut slowest = Duration::ZERO;
    for kill in 0..KILLS {
        let program = Program::serve(&data, &log).await;
        slowest = slowest.max(program.ready_after);
        assert!(program.ready_after < Duration::from_secs(10), "ready only after {:?}", program.ready_after);
        moved.send_replace(Some(program.address));
        // A different moment of the traffic each time.
        tokio::time::sleep(Duration::from_millis(120 + (kill as u64 * 37) % 400)).await;
        program.kill();
    }
    let program = Program::serve(&data, &log).await;
    moved.send_replace(Some(program.address));
    tokio::time::sleep(Duration::from_secs(1)).await;
    finish.send_replace(true);
    while let Some(ended) = people.join_next().await {
        ended.unwrap();
    }
    program.kill();

    let log = std::fs::read_to_string(&log).unwrap();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "the log has something to tell:\n{log}");
    let ground = open(&data);
    let saved = check(&ground.db, saved, &talks, &seen).await;
    assert!(saved > KILLS * CONVERSATIONS, "too little was said: {saved} messages");
    is_sound(&data.join("main.db"));
    is_sound(&data.join("keys.db"));
    println!("killed {KILLS} times; {saved} messages acknowledged, none lost, none twice; slowest ready {slowest:?}");
}

fn is_sound(file: &std::path::Path) {
    let mut direct = Direct::open(&Address::Sqlite(file.to_owned())).unwrap();
    let verdict: String = direct.read(|tx| tx.value("PRAGMA integrity_check", args![])).unwrap();
    assert_eq!(verdict, "ok", "{}", file.display());
}

#[test]
fn an_offer_survives_the_plug_or_moves_on() {
    runtime().block_on(async {
        let folder = Folder::new();
        let (data, log) = (folder.join("data"), folder.join("log"));
        let ground = open(&data);
        ground.db.write(|tx| town::settle(tx).map(drop)).await.unwrap();
        let (asker, one, other) = ground.db.write(a_youth_asks).await.unwrap();
        drop(ground);

        let program = Program::serve(&data, &log).await;
        let (holder, second, offer) = loop {
            match (offer_on(&program, &one).await, offer_on(&program, &other).await) {
                (Some(offer), None) => break (&one, &other, offer),
                (None, Some(offer)) => break (&other, &one, offer),
                (None, None) => tokio::time::sleep(Duration::from_millis(30)).await,
                both => panic!("one request, two offers: {both:?}"),
            }
        };
        program.kill();

        let program = Program::serve(&data, &log).await;
        assert_eq!(offer_on(&program, holder).await, Some(offer.clone()), "the offer is still there");
        assert_eq!(offer_on(&program, second).await, None, "and only there");
        let declined = http(program.address, "POST", &format!("/duty/offers/{offer}/decline"), Some(holder), "").await;
        assert_eq!(declined.unwrap().status, 303);
        // The plug again, before or after the queue was looked at: whichever, it moves on.
        program.kill();

        let program = Program::serve(&data, &log).await;
        let began = std::time::Instant::now();
        let offer = loop {
            assert_eq!(offer_on(&program, holder).await, None, "who declined is not asked again");
            if let Some(offer) = offer_on(&program, second).await {
                break offer;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "the offer did not move on");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let accepted =
            http(program.address, "POST", &format!("/duty/offers/{offer}/acceptance"), Some(second), "").await;
        let accepted = accepted.unwrap();
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        program.kill();

        let program = Program::serve(&data, &log).await;
        let waiting = http(program.address, "GET", "/support/ask", Some(&asker), "").await.unwrap();
        assert!(
            waiting.head.contains("location: /conversations/"),
            "the member is led to the conversation:\n{}",
            waiting.head
        );
    });
}

/// People of a band of their own, so that nobody else of the town is asked.
pub(crate) fn a_youth_asks(tx: &mut db::Tx<'_>) -> db::Result<(String, String, String)> {
    let mut tokens = Vec::new();
    for (name, worn) in [("Asarel", &[][..]), ("Beatha", &[Hat::Supporter][..]), ("Cemile", &[Hat::Supporter][..])] {
        let member = join(tx, name, AgeBand::Older, worn)?;
        let token = people::session::open(tx, member, false)?;
        let actor = people::actor(tx, &token)?.unwrap();
        if worn.is_empty() {
            Request::ask(tx, &actor, &ask())?;
        } else {
            Duty::begin(tx, &actor)?;
        }
        tokens.push(token);
    }
    let [asker, one, other]: [String; 3] = tokens.try_into().unwrap();
    Ok((asker, one, other))
}

pub(crate) async fn offer_on(program: &Program, token: &str) -> Option<String> {
    let page = http(program.address, "GET", "/duty", Some(token), "").await.unwrap();
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, rest) = page.body.split_once("/duty/offers/")?;
    Some(rest.split('/').next().unwrap().to_owned())
}

#[test]
fn a_command_that_cannot_work_says_why() {
    let folder = Folder::new();
    let output = run(&folder.join("data"), &["serve", "--config", "/nowhere.toml"]);
    assert!(!output.status.success() && said(&output).contains("/nowhere.toml"), "{}", said(&output));
}
