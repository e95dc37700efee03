//! How the nodes of one community hear each other.
//!
//! All of them share one subject of the broker. Each numbers what it says and says something every second, so whoever
//! listens knows within a second or two that something was lost, and then every listener is told that it may have missed
//! something. While the broker is away, or a living node is not heard over it, that is repeated every few seconds: pages
//! look into the tables themselves until the line is whole again. So the broker is there for speed alone, and nothing
//! depends on what it does.
//!
//! On the wire: node (16 bytes) | number (8) | sealed: length of topic (2) | topic | frame. Node and number together are
//! the nonce: a node's id is new with every start, and a number is used once.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, connection::State};
use bytes::Bytes;
use db::{Db, Migration, Result, Uuid, args};
use futures_util::StreamExt;
use tokio::{
    sync::mpsc,
    task::AbortHandle,
    time::{Instant, interval},
};

use crate::{Bus, hub::Hub, roll::Roll};

/// The table in which nodes see each other live.
pub const MIGRATIONS: &[Migration] = &[Migration {
    room: "bus",
    number: 1,
    name: "nodes",
    sql: "CREATE TABLE bus_nodes (id TEXT PRIMARY KEY, beat BIGINT NOT NULL);",
}];

/// Frames that may wait to be handed to the broker.
const WAITING_AT_MOST: usize = 16 * 1024;
/// How often a node says that it is there.
const SPEAK_EVERY: Duration = Duration::from_secs(1);
/// How often a node looks into the table of nodes.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often listeners are sent to the tables while the line is not whole.
const MISS_EVERY: Duration = Duration::from_secs(4);
/// A broker that does not answer in this time is asked again, and then left.
const BROKER_WITHIN: Duration = Duration::from_secs(2);

const HEAD: usize = 24;

/// What carries frames between nodes.
pub struct Broker {
    /// Its address: `nats://…` or `tls://…`.
    pub url: String,
    /// The subject that the nodes of this community share.
    pub subject: String,
    /// Seals what it carries.
    pub seal: seal::Wire,
    /// This node's id, new with every start.
    pub node: Uuid,
}

/// The end of the line that this process speaks into.
pub(crate) struct Wire {
    node: Uuid,
    out: mpsc::Sender<(String, Bytes)>,
    /// Frames that did not fit. They leave a gap in the numbers, and so the others learn of them.
    unsaid: Arc<AtomicU64>,
    neighbours: Arc<AtomicUsize>,
    watch: AbortHandle,
}

impl Wire {
    pub(crate) fn tell(&self, topic: &str, frame: Bytes) {
        if self.out.try_send((topic.to_owned(), frame)).is_err() {
            self.unsaid.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Bus {
    /// Shares topics with the other nodes from now on. A broker that is not there yet is waited for, without holding
    /// anything up.
    pub async fn share(&self, broker: Broker, db: Db) -> Result<()> {
        let options = ConnectOptions::new()
            .name("alongside")
            .retry_on_initial_connect()
            .connection_timeout(BROKER_WITHIN)
            .ping_interval(BROKER_WITHIN)
            .reconnect_delay_callback(|tries| Duration::from_millis(50 << tries.min(5)))
            .event_callback(|event| async move { tracing::warn!(%event, "the broker") });
        let client = options.connect(&broker.url).await.map_err(db::Error::broken)?;
        let heard = client.subscribe(broker.subject.clone()).await.map_err(db::Error::broken)?;
        let (out, told) = mpsc::channel(WAITING_AT_MOST);
        let node = broker.node;
        let broker = Arc::new(broker);
        let (roll, unsaid, neighbours) = (Arc::new(Mutex::new(Roll::new(node))), Arc::default(), Arc::default());
        tokio::spawn(speak(client, Arc::clone(&broker), Arc::clone(&unsaid), told));
        tokio::spawn(hear(heard, broker, self.hub.clone(), Arc::clone(&roll)));
        let watch = tokio::spawn(watch(db, node, self.hub.clone(), roll, Arc::clone(&neighbours))).abort_handle();
        let wire = Wire { node, out, unsaid, neighbours, watch };
        self.wire.set(wire).map_err(|_| db::Error::broken("the nodes share their topics already"))
    }

    /// Says goodbye to the other nodes, so that they need not find out that this one is gone.
    pub async fn leave(&self, db: &Db) -> Result<()> {
        let Some(wire) = self.wire.get() else { return Ok(()) };
        wire.watch.abort();
        let node = wire.node;
        db.write(move |tx| tx.execute("DELETE FROM bus_nodes WHERE id = $1", args![node]).map(drop)).await
    }

    /// How many other nodes live, when there can be others.
    pub fn neighbours(&self) -> usize {
        self.wire.get().map_or(0, |wire| wire.neighbours.load(Ordering::Relaxed))
    }
}

/// Hands to the broker what this process tells, and a sign of life every second.
async fn speak(client: Client, broker: Arc<Broker>, unsaid: Arc<AtomicU64>, mut told: mpsc::Receiver<(String, Bytes)>) {
    let (mut sign, mut number) = (interval(SPEAK_EVERY), 0);
    loop {
        let (topic, frame) = tokio::select! {
            told = told.recv() => match told {
                Some(it) => it,
                None => return,
            },
            _ = sign.tick() => (String::new(), Bytes::new()),
        };
        number += 1 + unsaid.swap(0, Ordering::Relaxed);
        // What is told while the broker is away is not kept for it: the gap in the numbers says that it was told.
        if client.connection_state() != State::Connected {
            continue;
        }
        match pack(&broker, number, &topic, &frame) {
            Ok(bytes) => drop(client.publish(broker.subject.clone(), bytes).await),
            Err(error) => tracing::error!(%error, "a frame could not be packed for the other nodes"),
        }
    }
}

async fn hear(mut heard: async_nats::Subscriber, broker: Arc<Broker>, hub: Hub, roll: Arc<Mutex<Roll>>) {
    while let Some(message) = heard.next().await {
        let Some((node, number, topic, frame)) = unpack(&broker, &message.payload) else {
            tracing::warn!(
                "the broker carried something that no node of this community sealed; is the root key the same?"
            );
            continue;
        };
        if !roll.lock().unwrap_or_else(PoisonError::into_inner).hears(node, number, Instant::now()) {
            hub.miss();
        }
        if node != broker.node && !topic.is_empty() {
            hub.tell(&topic, &frame);
        }
    }
}

/// Looks whether every node that lives is heard, and sends listeners to the tables while that is not so.
async fn watch(db: Db, own: Uuid, hub: Hub, roll: Arc<Mutex<Roll>>, neighbours: Arc<AtomicUsize>) {
    let (mut look, mut beat, mut missed, mut was_whole) = (interval(LOOK_EVERY), 0i64, Instant::now(), true);
    loop {
        look.tick().await;
        beat += 1;
        let dead = roll.lock().unwrap_or_else(PoisonError::into_inner).dead(Instant::now());
        let rows = db
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO bus_nodes (id, beat) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET beat = excluded.beat",
                    args![own, beat],
                )?;
                for node in &dead {
                    tx.execute("DELETE FROM bus_nodes WHERE id = $1", args![node])?;
                }
                tx.all("SELECT id, beat FROM bus_nodes", args![], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .await;
        let now = Instant::now();
        let mut roll = roll.lock().unwrap_or_else(PoisonError::into_inner);
        // Without the database there is nothing to look into; whoever tries is told so.
        if let Ok(rows) = rows {
            roll.sees(&rows, now);
        }
        neighbours.store(roll.neighbours(now), Ordering::Relaxed);
        let is_whole = roll.is_whole(now);
        drop(roll);
        if is_whole != was_whole {
            match is_whole {
                true => tracing::info!("every node that lives is heard again"),
                false => tracing::warn!(
                    "another node, or the broker, is not heard; pages look into the database every {} s meanwhile",
                    MISS_EVERY.as_secs()
                ),
            }
            was_whole = is_whole;
            hub.miss();
            missed = now;
        } else if !is_whole && now - missed >= MISS_EVERY {
            hub.miss();
            missed = now;
        }
    }
}

fn nonce(node: Uuid, number: u64) -> [u8; HEAD] {
    let mut nonce = [0; HEAD];
    nonce[..16].copy_from_slice(node.as_bytes());
    nonce[16..].copy_from_slice(&number.to_be_bytes());
    nonce
}

fn pack(broker: &Broker, number: u64, topic: &str, frame: &[u8]) -> Result<Bytes> {
    let length = u16::try_from(topic.len()).map_err(db::Error::broken)?.to_be_bytes();
    let head = nonce(broker.node, number);
    let sealed = broker.seal.seal(&head, &[&length, topic.as_bytes(), frame].concat())?;
    Ok([head.as_slice(), &sealed].concat().into())
}

fn unpack(broker: &Broker, bytes: &[u8]) -> Option<(Uuid, u64, String, Bytes)> {
    let (head, sealed) = bytes.split_first_chunk::<HEAD>()?;
    let mut plain = Bytes::from(broker.seal.open(head, sealed)?);
    let length = u16::from_be_bytes(*plain.first_chunk::<2>()?);
    let frame = (plain.len() >= 2 + usize::from(length)).then(|| plain.split_off(2 + usize::from(length)))?;
    let topic = String::from_utf8(plain[2..].to_vec()).ok()?;
    let (node, number) = head.split_first_chunk::<16>()?;
    Some((Uuid::from_bytes(*node), u64::from_be_bytes(number.try_into().ok()?), topic, frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broker(key: u8) -> Broker {
        Broker {
            url: String::new(),
            subject: String::new(),
            seal: seal::Wire::new([key; 32]),
            node: Uuid::from_u128(7),
        }
    }

    #[test]
    fn what_is_packed_is_read_by_nodes_of_the_community_and_by_nobody_else() {
        let packed = pack(&broker(1), 3, "conversation:1", b"hello").unwrap();
        assert!(!packed.windows(5).any(|part| part == b"hello" || part == b"conve"));
        let (node, number, topic, frame) = unpack(&broker(1), &packed).unwrap();
        assert_eq!(
            (node, number, topic.as_str(), &frame[..]),
            (Uuid::from_u128(7), 3, "conversation:1", &b"hello"[..])
        );
        assert!(unpack(&broker(2), &packed).is_none());
        let mut renumbered = packed.to_vec();
        renumbered[23] += 1;
        assert!(unpack(&broker(1), &renumbered).is_none());
        assert!(unpack(&broker(1), &packed[..20]).is_none());
    }
}
