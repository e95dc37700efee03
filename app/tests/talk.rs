//! People who talk over real sockets as pages do, and what must hold of what they said.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use ::words::{AgeBand, Hat, Language};
use db::{Db, Random};
use serde_json::json;
use support::{
    kind::{ConversationId, Kind, Pace, Role},
    message,
    past::{self, Talked},
    request::Ask,
};
use tokio::sync::watch;

use crate::{socket::Socket, town::join};

/// What people were told is saved: where, the message's id, its number, its words.
pub(crate) type Saved = Arc<Mutex<Vec<(ConversationId, db::Uuid, i64, String)>>>;

/// What somebody was shown: numbers and ids, in the order in which they were shown.
pub(crate) type Seen = (ConversationId, Arc<Mutex<Vec<(i64, db::Uuid)>>>);

/// A number below `most`.
pub(crate) fn chance(most: u8) -> u8 {
    let mut byte = [0];
    db::OsRandom.fill(&mut byte);
    byte[0] % most
}

/// Everything that was acknowledged is kept, once, in order; everybody was shown what is kept, once, in order. Answers how
/// much was acknowledged.
pub(crate) async fn check(db: &Db, saved: Saved, talks: &[Talk], seen: &[Seen]) -> usize {
    let saved = saved.lock().unwrap().clone();
    let mut kept = BTreeMap::new();
    for (id, ..) in talks {
        let id = *id;
        kept.insert(id, db.read(move |tx| message::since(tx, id, 0)).await.unwrap());
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
        assert_eq!(*seq, message.seq, "«{words}» was acknowledged under another number");
        assert_eq!(&message.words, words);
    }
    for (conversation, heard) in seen {
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
    saved.len()
}

pub(crate) type Talk = (ConversationId, String, String);

/// Open conversations between people who just moved in, and the tokens with which both are signed in.
pub(crate) fn conversations(tx: &mut db::Tx<'_>) -> db::Result<Vec<Talk>> {
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
pub(crate) struct Person {
    pub(crate) address: watch::Receiver<Option<SocketAddr>>,
    pub(crate) finished: watch::Receiver<bool>,
    pub(crate) conversation: ConversationId,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) saved: Saved,
    pub(crate) heard: Arc<Mutex<Vec<(i64, db::Uuid)>>>,
    /// Cuts the line itself, at any moment.
    pub(crate) cuts: bool,
}

impl Person {
    pub(crate) async fn talks(self) {
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
            if self.cuts && number.is_multiple_of(3) && chance(4) == 0 {
                return;
            }
            loop {
                let Some(frame) = socket.next().await else { return };
                if self.cuts && chance(9) == 0 {
                    return;
                }
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
