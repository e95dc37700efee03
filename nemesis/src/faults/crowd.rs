//! Clients that are a burden: those who never read, requests that never end, lines that say nothing; and a crowd of open
//! pages that all come back at once.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use db::Uuid;
use serde_json::json;
use support::kind::ConversationId;
use tokio::{io::AsyncWriteExt, net::TcpStream, task::JoinSet, time::timeout};

use super::Strike;
use crate::{
    chance::Chance,
    check::{Kind, Violation},
    history::{Log, What},
    net::{Socket, ask},
    plan::Round,
    stage::Person,
};

/// So many of each kind.
const SLOW: usize = 100;
/// Everybody with an open page is back within this.
const CROWD_BACK_WITHIN: Duration = Duration::from_secs(30);
/// Pages do not all knock in the same moment: each waits up to this long.
const JITTER: u64 = 2_000;

/// What is held open and never used.
#[derive(Default)]
pub(crate) struct Held {
    sockets: Vec<Socket>,
    lines: Vec<TcpStream>,
}

impl Strike<'_> {
    /// They come, and stay until the community is done; meanwhile words are saved as before.
    pub(super) async fn be_slow(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let Some(at) = self.scene.nodes[round.node].address() else { return Ok(Vec::new()) };
        let before = self.scene.nodes[round.node].memory().unwrap_or(0);
        let live: Arc<str> = format!("/circles/{}/room/evenings/{}/live", self.stage.circle, self.stage.evening).into();
        let mut coming = JoinSet::new();
        for number in 0..SLOW {
            let (live, token) = (Arc::clone(&live), self.stage.room[number % self.stage.room.len()].token.clone());
            coming.spawn(async move {
                let mut socket = Socket::open(at, &live, &token).await?;
                socket.send(&json!({ "t": "resume", "after": 0 })).await.then_some(socket)
            });
            for words in ["GET / HTTP/1.1\r\nhost: x\r\nx-half", ""] {
                if let Ok(mut line) = TcpStream::connect(at).await
                    && line.write_all(words.as_bytes()).await.is_ok()
                {
                    self.held.lines.push(line);
                }
            }
        }
        self.held.sockets.extend(coming.join_all().await.into_iter().flatten());
        let (began, saved) = (Instant::now(), self.log.saved());
        tokio::time::sleep(round.lasts).await;
        let found = self.goes_on(round).await;
        let rate = (self.log.saved() - saved) as f64 / began.elapsed().as_secs_f64();
        let after = self.scene.nodes[round.node].memory().unwrap_or(0);
        self.figures.notes.push(format!(
            "slow: beside {} who never read, {SLOW} half requests and {SLOW} silent lines, {rate:.0} words a second \
             were saved; memory went from {before} to {after} KiB",
            self.held.sockets.len()
        ));
        Ok(found)
    }

    /// A node is killed under a crowd of open pages, somebody says something meanwhile, and everybody comes back and is
    /// shown it.
    pub(super) async fn crowd(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let name = |number| format!("crowd {}.{number}", round.number);
        let crowd = (0..self.world.crowd).map(|number| Page { name: name(number), last: 0, socket: None }).collect();
        let mut found = Vec::new();
        let (there, crowd) = self.all_open(crowd, &format!("before the kill of {}", round.number), &mut found).await;
        self.scene.nodes[round.node].kill();
        self.scene.tell(self.clients);
        found.extend(self.starts_again(round).await?);
        let words = format!("after the kill of {}", round.number);
        let (after, crowd) = self.all_open(crowd, &words, &mut found).await;
        self.figures.back(round.fault, after);
        self.figures.notes.push(format!(
            "crowd: {} open pages were there after {:.1} s; of these, {} were back {:.1} s after the kill, with every word",
            self.world.crowd,
            there.as_secs_f64(),
            crowd.len(),
            after.as_secs_f64()
        ));
        drop(crowd);
        found.extend(self.goes_on(round).await);
        Ok(found)
    }

    /// Something is said, and every page opens and is shown it. Answers how long that took.
    async fn all_open(&self, crowd: Vec<Page>, words: &str, found: &mut Vec<Violation>) -> (Duration, Vec<Page>) {
        let began = Instant::now();
        let (id, asker, supporter) = &self.stage.quiet;
        let wanted = self.says(*id, asker, words).await;
        let path: Arc<str> = format!("/conversations/{id}/live").into();
        let (mut opening, count) = (JoinSet::new(), crowd.len());
        for (number, page) in crowd.into_iter().enumerate() {
            let token = if number % 2 == 0 { &asker.token } else { &supporter.token };
            let (token, path, doors, log) =
                (token.clone(), Arc::clone(&path), self.clients.doors.subscribe(), Arc::clone(self.log));
            let wait = Chance::of(self.world.seed, &page.name).millis(0, JITTER);
            let talk = id.0;
            opening.spawn(async move {
                tokio::time::sleep(wait).await;
                let door = move || {
                    let doors = doors.borrow();
                    doors.iter().cycle().skip(number % doors.len().max(1)).take(doors.len()).find_map(|it| *it)
                };
                page.opens(door, &path, &token, (talk, wanted), &log).await
            });
        }
        let mut back = Vec::with_capacity(count);
        let all = async {
            while let Some(page) = opening.join_next().await {
                back.extend(page.ok());
            }
        };
        drop(timeout(CROWD_BACK_WITHIN, all).await);
        if back.len() < count {
            let what = format!("{} of {count} pages were back within {CROWD_BACK_WITHIN:?}", back.len());
            found.push(Violation::new(Kind::NotShown, what));
        }
        (began.elapsed(), back)
    }

    /// Somebody says something that everybody is to be shown, by a form, until it is saved.
    async fn says(&self, talk: ConversationId, person: &Person, words: &str) -> Uuid {
        let id = db::new_uuid(db::Clock::now(&db::SystemClock), &db::OsRandom);
        self.log.note("crowd", What::Says { talk: talk.0, words: words.to_owned() });
        let (path, form) =
            (format!("/conversations/{talk}/messages"), format!("id={id}&text={}", words.replace(' ', "+")));
        for _ in 0..200 {
            let door = self.clients.doors.borrow().iter().copied().flatten().next();
            let answer = match door {
                Some(at) => ask(at, "POST", &path, Some(&person.token), &form).await,
                None => None,
            };
            if answer.is_some_and(|it| it.status == 303) {
                let words = words.to_owned();
                self.log.note("crowd", What::Saved { talk: talk.0, words, id: Some(id), seq: None });
                return id;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.log.note("crowd", What::Odd { status: 0, path: format!("{path}: never saved") });
        id
    }
}

/// A page that is open and listens.
struct Page {
    name: String,
    last: i64,
    socket: Option<Socket>,
}

impl Page {
    /// Opens, again and again, until it is shown what it wants to see.
    async fn opens(
        mut self,
        door: impl Fn() -> Option<SocketAddr>,
        path: &str,
        token: &str,
        (talk, wanted): (Uuid, Uuid),
        log: &Log,
    ) -> Self {
        self.socket = None;
        loop {
            let socket = match door() {
                Some(at) => Socket::open(at, path, token).await,
                None => None,
            };
            if let Some(mut socket) = socket
                && self.is_shown(&mut socket, talk, wanted, log).await
            {
                self.socket = Some(socket);
                return self;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn is_shown(&mut self, socket: &mut Socket, talk: Uuid, wanted: Uuid, log: &Log) -> bool {
        if !socket.send(&json!({ "t": "resume", "after": self.last })).await {
            return false;
        }
        while let Some(frame) = socket.next().await {
            let (Some(seq), Some(Ok(id))) = (frame["seq"].as_i64(), frame["id"].as_str().map(str::parse)) else {
                continue;
            };
            if frame["t"] == "message" && (self.last == 0 || seq > self.last) {
                log.note(&self.name, What::Shown { talk, seq, id });
                self.last = seq;
            }
            if id == wanted {
                return true;
            }
        }
        false
    }
}
