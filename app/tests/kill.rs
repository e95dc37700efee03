//! Pulling the plug: SIGKILL in the middle of traffic, again and again, and in the middle of an offer.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use ::words::{AgeBand, Hat, Language};
use alongside::town;
use db::{Address, Direct, args};
use serde_json::json;
use support::{
    duty::Duty,
    kind::{ConversationId, Kind, Pace, Role},
    message,
    past::{self, Talked},
    request::{Ask, Request},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{
    program::{Folder, Program, http, open, run, said},
    socket::Socket,
    town::join,
};

const KILLS: usize = 52;
const CONVERSATIONS: usize = 4;

/// What one person was told is saved: the message's id, its number, its words.
type Saved = Arc<Mutex<Vec<(ConversationId, db::Uuid, i64, String)>>>;

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
            };
            people.spawn(person.talk());
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
    let saved = Arc::try_unwrap(saved).unwrap().into_inner().unwrap();
    let mut kept = BTreeMap::new();
    for (id, ..) in &talks {
        let id = *id;
        kept.insert(id, ground.db.read(move |tx| message::since(tx, id, 0)).await.unwrap());
    }
    for (conversation, messages) in &kept {
        let numbers: Vec<i64> = messages.iter().map(|it| it.seq).collect();
        assert_eq!(numbers, (1..=messages.len() as i64).collect::<Vec<_>>(), "numbers without gaps");
        let ids: BTreeSet<_> = messages.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), messages.len(), "a message stands twice in {conversation}");
        let words: BTreeSet<_> = messages.iter().filter(|it| it.by != Role::Place).map(|it| &it.words).collect();
        assert_eq!(words.len(), messages.iter().filter(|it| it.by != Role::Place).count(), "words were said twice");
    }
    for (conversation, id, seq, words) in &saved {
        let message = kept[conversation].iter().find(|it| it.id == *id);
        let message = message.unwrap_or_else(|| panic!("«{words}» was acknowledged as number {seq} and is lost"));
        assert!(
            *seq == NO_NUMBER || *seq == message.seq,
            "«{words}» was acknowledged as {seq} and stands at {}",
            message.seq
        );
        assert_eq!(&message.words, words);
    }
    for (conversation, heard) in &seen {
        let heard = heard.lock().unwrap();
        let numbers: Vec<i64> = heard.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(numbers, (1..=heard.len() as i64).collect::<Vec<_>>(), "shown in order, without gaps, none twice");
        for (seq, id) in heard.iter() {
            assert_eq!(
                kept[conversation][*seq as usize - 1].id,
                *id,
                "what was shown as {seq} is what is kept as {seq}"
            );
        }
        assert!(heard.len() > 1, "somebody heard nothing at all");
    }
    assert!(saved.len() > KILLS * CONVERSATIONS, "too little was said: {} messages", saved.len());
    is_sound(&data.join("main.db"));
    is_sound(&data.join("keys.db"));
    println!(
        "killed {KILLS} times; {} messages acknowledged, none lost, none twice; slowest ready {slowest:?}",
        saved.len()
    );
}

fn is_sound(file: &std::path::Path) {
    let mut direct = Direct::open(&Address::Sqlite(file.to_owned())).unwrap();
    let verdict: String = direct.read(|tx| tx.value("PRAGMA integrity_check", args![])).unwrap();
    assert_eq!(verdict, "ok", "{}", file.display());
}

type Talk = (ConversationId, String, String);

/// Open conversations between people who just moved in, and the tokens with which both are signed in.
fn conversations(tx: &mut db::Tx<'_>) -> db::Result<Vec<Talk>> {
    let mut talks = Vec::new();
    for (asker, supporter) in [("Adalie", "Bowen"), ("Cleome", "Darara"), ("Ezrael", "Florin"), ("Gilroy", "Hanako")] {
        let (asker, supporter) =
            (join(tx, asker, AgeBand::Adult, &[])?, join(tx, supporter, AgeBand::Adult, &[Hat::Supporter])?);
        let (mine, theirs) = (people::session::open(tx, asker, false)?, people::session::open(tx, supporter, false)?);
        let (asker, supporter) = (people::actor(tx, &mine)?.unwrap(), people::actor(tx, &theirs)?.unwrap());
        let conversation = past::talk(
            tx,
            &Talked {
                asker: &asker,
                supporter: &supporter,
                ask: &ask(),
                asked_at: tx.now() - Duration::from_secs(60),
                waited: Duration::from_secs(30),
                said: &[],
                pace: Duration::from_secs(1),
                open: true,
            },
        )?;
        talks.push((conversation.id, mine, theirs));
    }
    assert_eq!(talks.len(), CONVERSATIONS);
    Ok(talks)
}

pub(crate) fn ask() -> Ask {
    Ask {
        kind: Kind::Heard,
        pace: Pace::Sooner,
        topics: Vec::new(),
        languages: Language::list("en"),
        wishes: Vec::new(),
        words: String::new(),
    }
}

/// Somebody who talks as the page does: everything again after a cut, under the same id, until it is acknowledged; and
/// shows each message once, in order, asking for what is missing.
struct Person {
    address: watch::Receiver<Option<SocketAddr>>,
    finished: watch::Receiver<bool>,
    conversation: ConversationId,
    token: String,
    name: String,
    saved: Saved,
    heard: Arc<Mutex<Vec<(i64, db::Uuid)>>>,
}

impl Person {
    async fn talk(self) {
        let mut number = 0u32;
        let mut unsaved: Option<(db::Uuid, String)> = None;
        while !*self.finished.borrow() {
            let address = *self.address.borrow();
            let path = format!("/conversations/{}/live", self.conversation);
            let socket = match address {
                Some(address) => Socket::open(address, &path, &self.token).await,
                None => None,
            };
            match socket {
                Some(socket) => self.until_cut(socket, &mut number, &mut unsaved).await,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    async fn until_cut(&self, mut socket: Socket, number: &mut u32, unsaved: &mut Option<(db::Uuid, String)>) {
        if !socket.send(&json!({ "t": "resume", "after": self.last() })).await {
            return;
        }
        while !*self.finished.borrow() {
            let (id, words) = unsaved
                .get_or_insert_with(|| {
                    *number += 1;
                    (fresh_id(), format!("{} says {number}", self.name))
                })
                .clone();
            if !socket.send(&json!({ "t": "send", "id": id, "text": words })).await {
                return;
            }
            loop {
                let Some(frame) = socket.next().await else { return };
                if frame["t"] == "saved" && frame["id"] == json!(id) {
                    let seq = frame["seq"].as_i64().unwrap();
                    self.saved.lock().unwrap().push((self.conversation, id, seq, words));
                    *unsaved = None;
                    break;
                }
                if !self.hear(&frame, &mut socket).await {
                    return;
                }
            }
            // The place lets a socket send eight frames a second.
            let pause = tokio::time::Instant::now() + Duration::from_millis(160);
            while let Ok(frame) = tokio::time::timeout_at(pause, socket.next()).await {
                match frame {
                    Some(frame) if self.hear(&frame, &mut socket).await => (),
                    _ => return,
                }
            }
        }
    }

    fn last(&self) -> i64 {
        self.heard.lock().unwrap().last().map_or(0, |(seq, _)| *seq)
    }

    /// Shows a message if it is the next one; false when the line is cut.
    async fn hear(&self, frame: &serde_json::Value, socket: &mut Socket) -> bool {
        assert_ne!(frame["t"], "refused", "{frame}");
        if frame["t"] != "message" {
            return true;
        }
        let (seq, last) = (frame["seq"].as_i64().unwrap(), self.last());
        if seq == last + 1 {
            self.heard.lock().unwrap().push((seq, frame["id"].as_str().unwrap().parse().unwrap()));
        } else if seq > last + 1 {
            return socket.send(&json!({ "t": "resume", "after": last })).await;
        }
        true
    }
}

pub(crate) fn fresh_id() -> db::Uuid {
    db::new_uuid(db::Clock::now(&db::SystemClock), &db::OsRandom)
}

/// The same without script: the form is sent again until an answer came.
async fn writes_forms(
    address: watch::Receiver<Option<SocketAddr>>,
    finished: watch::Receiver<bool>,
    conversation: ConversationId,
    token: String,
    index: usize,
    saved: Saved,
) {
    let path = format!("/conversations/{conversation}/messages");
    for number in 0.. {
        let (id, words) = (fresh_id(), format!("form {index} says {number}"));
        let form = format!("id={id}&text={}", words.replace(' ', "+"));
        loop {
            if *finished.borrow() {
                return;
            }
            let at = *address.borrow();
            let answer = match at {
                Some(at) => http(at, "POST", &path, Some(&token), &form).await,
                None => None,
            };
            match answer {
                Some(answer) if answer.status == 303 => break,
                Some(answer) => panic!("a form was answered {}: {}", answer.status, answer.body),
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        // A form is told "saved" without a number: what matters is that the words are there.
        saved.lock().unwrap().push((conversation, id, NO_NUMBER, words));
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// A form's answer carries no number.
const NO_NUMBER: i64 = 0;

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
fn a_youth_asks(tx: &mut db::Tx<'_>) -> db::Result<(String, String, String)> {
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

async fn offer_on(program: &Program, token: &str) -> Option<String> {
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
