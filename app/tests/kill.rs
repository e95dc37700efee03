//! Pulling the plug in the middle of an offer. That no word is lost, `cargo xtask nemesis` proves.

use std::time::{Duration, Instant};

use ::words::{AgeBand, Hat};
use alongside::town;
use db::{Address, Direct, args};
use support::{duty::Duty, request::Request};

use crate::{
    program::{Folder, Program, http, open, run, said},
    talk::ask,
    town::join,
};

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap()
}

pub(crate) fn is_sound(file: &std::path::Path) {
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
        let began = Instant::now();
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
