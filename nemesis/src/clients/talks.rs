//! People who talk: over sockets as the page does, by forms as it does without script, and in threads.

use std::time::Duration;

use circles::kind::{CircleId, ThreadId};
use db::{Clock, OsRandom, SystemClock, Uuid, new_uuid};
use serde_json::{Value, json};
use support::kind::ConversationId;
use tokio::time::{Instant, timeout, timeout_at};

use super::Line;
use crate::{history::What, net::Socket, stage::Person};

/// Frames that a socket may bring at once, with some to spare; after them it goes more slowly.
const BURST: u32 = 30;
/// Silence after which everything that was asked for has come.
const STILL: Duration = Duration::from_millis(700);
/// Posts of each writer in one thread: two of them fill less than a page.
const POSTS: usize = 14;

fn fresh_id() -> Uuid {
    new_uuid(SystemClock.now(), &OsRandom)
}

/// Somebody with a page of a conversation or of a live room: everything again after a cut, under the same id, until it is
/// acknowledged; and each message once, in order, asking for what is missing.
pub(super) struct Talker {
    line: Line,
    talk: Uuid,
    path: String,
    token: String,
    last: i64,
    number: u32,
    unsaved: Option<(Uuid, String)>,
}

impl Talker {
    pub(super) fn new(line: Line, talk: Uuid, path: String, person: &Person) -> Self {
        Self { line, talk, path, token: person.token.clone(), last: 0, number: 0, unsaved: None }
    }

    pub(super) async fn talks(mut self) {
        // What is not acknowledged is not given up, even when everybody goes.
        while !self.line.is_over() || self.unsaved.is_some() {
            if let Some(socket) = self.line.socket(&self.path, &self.token).await {
                self.until_cut(socket).await;
                self.line.rest(5, 25).await;
            }
        }
        while !self.catches_up().await {
            self.line.rest(20, 50).await;
        }
    }

    async fn until_cut(&mut self, mut socket: Socket) -> Option<()> {
        let mut sent = 0;
        self.resume(&mut socket).await?;
        while !self.line.is_over() || self.unsaved.is_some() {
            let (id, words) = self.next_words();
            self.line.note(What::Says { talk: self.talk, words: words.clone() });
            sent += 1;
            let frame = json!({ "t": "send", "id": id, "text": words });
            if !socket.send(&frame).await {
                return None;
            }
            loop {
                let frame = socket.next().await?;
                if frame["t"] == "saved" && frame["id"] == json!(id) {
                    let saved = What::Saved { talk: self.talk, words, id: Some(id), seq: frame["seq"].as_i64() };
                    self.line.note(saved);
                    self.unsaved = None;
                    break;
                }
                if frame["t"] == "refused" {
                    // "Not now", in words: the page keeps them, and so do we.
                    self.line.rest(200, 400).await;
                    break;
                }
                self.hear(&frame, &mut socket).await?;
            }
            // The place lets a socket send eight frames a second, once it has sent forty.
            let pause = if sent < BURST { 25 } else { 160 };
            let pause = Instant::now() + Duration::from_millis(pause);
            while let Ok(frame) = timeout_at(pause, socket.next()).await {
                self.hear(&frame?, &mut socket).await?;
            }
        }
        Some(())
    }

    fn next_words(&mut self) -> (Uuid, String) {
        if self.unsaved.is_none() {
            self.number += 1;
            self.unsaved = Some((fresh_id(), format!("{} says {}", self.line.name, self.number)));
        }
        // Just made, when it was not there.
        self.unsaved.clone().unwrap_or_default()
    }

    async fn resume(&self, socket: &mut Socket) -> Option<()> {
        socket.send(&json!({ "t": "resume", "after": self.last })).await.then_some(())
    }

    /// Shows a message if it is the next one; nothing when the line is cut.
    async fn hear(&mut self, frame: &Value, socket: &mut Socket) -> Option<()> {
        if frame["t"] == "go" {
            // Too much to tell: the page is loaded anew, and begins with what it then shows. As a reader, it is another.
            self.line.name.push('\'');
            self.last = 0;
            return None;
        }
        if frame["t"] != "message" {
            return Some(());
        }
        let (Some(seq), Some(Ok(id))) = (frame["seq"].as_i64(), frame["id"].as_str().map(str::parse)) else {
            self.line.note(What::Odd { status: 0, path: format!("a frame of {}: {frame}", self.path) });
            return Some(());
        };
        if self.last == 0 || seq == self.last + 1 {
            self.line.note(What::Shown { talk: self.talk, seq, id });
            self.last = seq;
        } else if seq > self.last {
            return self.resume(socket).await;
        }
        Some(())
    }

    /// Asks for everything and waits until nothing more comes; false when the line is cut before.
    async fn catches_up(&mut self) -> bool {
        let since = self.line.log.now();
        let Some(mut socket) = self.line.socket(&self.path, &self.token).await else { return false };
        if self.resume(&mut socket).await.is_none() {
            return false;
        }
        loop {
            match timeout(STILL, socket.next()).await {
                Err(_) => {
                    self.line.note(What::Caught { talk: self.talk, since });
                    return true;
                }
                Ok(None) => return false,
                Ok(Some(frame)) => {
                    if self.hear(&frame, &mut socket).await.is_none() {
                        return false;
                    }
                }
            }
        }
    }
}

/// The same without script: the form is sent again until an answer came.
pub(super) async fn writes_forms(line: Line, conversation: ConversationId, person: Person) {
    let path = format!("/conversations/{conversation}/messages");
    for number in 1.. {
        if line.is_over() {
            return;
        }
        let (id, words) = (fresh_id(), format!("{} says {number}", line.name));
        let form = format!("id={id}&text={}", words.replace(' ', "+"));
        line.note(What::Says { talk: conversation.0, words: words.clone() });
        loop {
            match line.ask("POST", &path, &person.token, &form).await {
                Some(answer) if answer.status == 303 => break,
                Some(answer) => {
                    line.note(What::Odd { status: answer.status, path: format!("POST {path}") });
                    line.rest(50, 100).await;
                }
                None => (),
            }
        }
        // A form is told "saved" without a number: what matters is that the words are there.
        line.note(What::Saved { talk: conversation.0, words, id: Some(id), seq: None });
        line.rest(40, 90).await;
    }
}

/// Writes in threads, one after the other, and reads them. A post carries no id of its own, so nobody sends it again
/// when no answer came: it may be there or not, but not twice.
pub(super) async fn posts(line: Line, threads: Vec<ThreadId>, person: Person) {
    for (at, number) in (0..).map(|number: usize| (number / POSTS, number)) {
        let Some(thread) = threads.get(at) else { return };
        if line.is_over() {
            return;
        }
        let words = format!("{} writes {number}", line.name);
        let form = format!("words={}", words.replace(' ', "+"));
        line.note(What::Says { talk: thread.0, words: words.clone() });
        let answer = line.ask("POST", &format!("/threads/{thread}/posts"), &person.token, &form).await;
        match answer.as_ref().map(|it| (it.status, it.location().and_then(|it| it.split_once("#post-")))) {
            Some((303, Some((_, id)))) => {
                line.note(What::Saved { talk: thread.0, words, id: id.parse().ok(), seq: None });
            }
            Some((status, _)) => line.note(What::Odd { status, path: format!("POST /threads/{thread}/posts") }),
            None => (),
        }
        if line.once_in(3) {
            reads(&line, *thread, &person).await;
        }
        line.rest(60, 160).await;
    }
}

async fn reads(line: &Line, thread: ThreadId, person: &Person) {
    let since = line.log.now();
    let Some(page) = line.ask("GET", &format!("/threads/{thread}"), &person.token, "").await else { return };
    if page.status != 200 {
        line.note(What::Odd { status: page.status, path: format!("GET /threads/{thread}") });
        return;
    }
    let posts = page.body.split("id=\"post-").skip(1).filter_map(|rest| rest.get(..36)?.parse().ok());
    line.note(What::Read { talk: thread.0, since, ids: posts.collect() });
}

/// Whoever looks after the room looks at its page, so that it stays open.
pub(super) async fn keeps_room(line: Line, circle: CircleId, person: Person) {
    while !line.is_over() {
        drop(line.ask("GET", &format!("/circles/{circle}/room"), &person.token, "").await);
        line.rest(3000, 5000).await;
    }
}
