//! The carrier: one node at a time sends what is on its way. It holds a lease; should it die, another takes over after at
//! most four seconds, and what was being sent then is sent again.

use std::{collections::HashMap, sync::Arc, time::Duration};

use bus::{Announce, Bus};
use db::{Db, Error, Result, Time, Tx, Uuid};
use jobs::Lease;
use post::{Chance, Failure, Mail, Message, Post, PushKey};
use serde_json::json;
use tokio::task::JoinSet;
use web::Catalogue;
use words::REFRESH;

use crate::{
    delivery::{self, DeliveryId, Due},
    paging,
    way::{self, Address, Way, WayKind},
};

/// Something is to be sent.
const TOPIC: &str = "safety:deliveries";
/// How long a node holds the lease at a time.
const LEASE: Duration = Duration::from_secs(4);
/// It looks at least so often while it holds the lease, which also renews it.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// While something is being sent, it does not look more often than this.
const LOOK_AT_MOST: Duration = Duration::from_millis(200);
/// Sent at the same time, at most.
const AT_ONCE: usize = 32;
/// A push service keeps a call for a browser that is away as long as it is of use.
const KEEP: Duration = Duration::from_secs(15 * 60);

/// What a node has in its hands: everything that sending one thing takes.
struct Load {
    due: Due,
    to: Destination,
    words: String,
    more: String,
}

enum Destination {
    Push(Address, Arc<PushKey>, Chance),
    Mail(Address),
    Pager,
}

/// Wakes the carrier.
pub(crate) fn wake(tx: &mut Tx<'_>) -> Result<()> {
    tx.announce(TOPIC, REFRESH)
}

/// Looks once: does what is due of every page, and takes what is to be sent into its hands. `None` when another node does.
fn round(tx: &mut Tx<'_>, lease: &Lease, busy: &[DeliveryId]) -> Result<Option<(Vec<Load>, Option<Time>)>> {
    if !lease.hold(tx)? {
        return Ok(None);
    }
    paging::advance_all(tx)?;
    let mut loads = Vec::new();
    let mut key = None;
    for due in delivery::due(tx, busy, AT_ONCE.saturating_sub(busy.len()))? {
        match destination(tx, &due, &mut key)? {
            Some(to) => {
                let words = tx.lent::<Catalogue>()?;
                let said = |key: &str| words.say("en", key, &[]);
                loads.push(Load { due, to, words: said("on-call-news"), more: said("on-call-news-more") });
            }
            None => delivery::give_up(tx, due.id)?,
        }
    }
    let next = [delivery::next_due(tx)?, paging::next_due(tx)?].into_iter().flatten().min();
    Ok(Some((loads, next)))
}

fn destination(tx: &mut Tx<'_>, due: &Due, key: &mut Option<Arc<PushKey>>) -> Result<Option<Destination>> {
    if due.kind == WayKind::Pager {
        return Ok(Some(Destination::Pager));
    }
    let Some(way) = due.way else { return Ok(None) };
    Ok(match Way::address(tx, way)? {
        Some(address @ Address::Push(_)) => {
            let key = match key {
                Some(key) => Arc::clone(key),
                None => Arc::clone(key.insert(Arc::new(way::push_key(tx)?))),
            };
            Some(Destination::Push(address, key, Chance { key: tx.random_bytes(), salt: tx.random_bytes() }))
        }
        Some(address) => Some(Destination::Mail(address)),
        None => None,
    })
}

/// Sends one thing.
async fn carry(post: &Post, load: &Load, now: Time) -> std::result::Result<(), Failure> {
    let id = load.due.id.0;
    match &load.to {
        Destination::Pager => post.page(id, &body(&load.due).to_string(), now).await,
        Destination::Mail(Address::Mail(to)) => {
            let mail = Mail { id, to, subject: &load.words, words: &load.more, at: load.due.made_at };
            post.mail(&mail).await
        }
        Destination::Push(Address::Push(to), key, chance) => {
            let about = load.due.page.map_or(id, |it| it.0);
            let body = json!({ "id": id, "about": about, "words": load.words, "to": "/on-call" }).to_string();
            // One that waits at the push service gives way to the next of the same page.
            let topic = about.simple().to_string();
            post.push(to, key, &Message { body: &body, topic: &topic, keep: KEEP }, chance, now).await
        }
        _ => Err(Failure::Never("no such way".to_owned())),
    }
}

/// What the operator's pager is told: which call, how far it went, how long somebody waits. Nothing of what it is about.
fn body(due: &Due) -> serde_json::Value {
    let seconds = due.begun_at.map_or(0, |begun| due.made_at.since(begun).as_secs());
    match due.page {
        Some(page) => json!({ "id": page.0, "stage": due.stage, "level": "crisis", "seconds": seconds }),
        None => json!({ "id": due.id.0, "stage": 0, "level": "trial", "seconds": 0 }),
    }
}

fn lease(node: Uuid) -> Lease {
    Lease::new("safety.carrier", node, LEASE)
}

/// Lets another node carry at once, when this one ends.
pub async fn hand_on(db: &Db, node: Uuid) -> Result<()> {
    db.write(move |tx| lease(node).release(tx)).await
}

/// Sends what is on its way, until the future is dropped.
pub async fn run_forever(db: &Db, bus: &Bus, post: &Arc<Post>, node: Uuid) {
    let mut wake = bus.listen(&[TOPIC]);
    let lease = lease(node);
    let mut sending: JoinSet<(DeliveryId, std::result::Result<(), Failure>)> = JoinSet::new();
    // What is being sent, and what came of it but could not be noted yet.
    let mut busy: HashMap<DeliveryId, Due> = HashMap::new();
    let mut went: Vec<(Due, std::result::Result<(), Failure>)> = Vec::new();
    loop {
        while let Some(done) = sending.try_join_next() {
            // A task that was lost leaves its row as it was; `busy` forgets it below.
            if let Ok((id, result)) = done
                && let Some(due) = busy.remove(&id)
            {
                went.push((due, result));
            }
        }
        if sending.is_empty() {
            busy.clear();
        }
        let pause = match look(db, &lease, &busy, &mut went).await {
            Ok(Some((loads, next))) => {
                for load in loads {
                    busy.insert(load.due.id, load.due.clone());
                    let (post, now) = (Arc::clone(post), db.now());
                    sending.spawn(async move { (load.due.id, carry(&post, &load, now).await) });
                }
                next.map_or(LOOK_EVERY, |at| at.since(db.now())).clamp(LOOK_AT_MOST, LOOK_EVERY)
            }
            Ok(None) => lease.look_every(),
            // Where the ground gives way, that is said there, once.
            Err(Error::Busy | Error::Full | Error::Unsure) => LOOK_EVERY,
            Err(error) => {
                tracing::error!(%error, "what is on its way could not be looked at");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => (),
            _ = wake.next() => (),
            Some(done) = sending.join_next(), if !sending.is_empty() => {
                if let Ok((id, result)) = done && let Some(due) = busy.remove(&id) {
                    went.push((due, result));
                }
            }
        }
        while wake.try_next().is_some() {}
    }
}

/// Notes what went out, and looks what is next. From the reserve: a full disk keeps no call from going out.
async fn look(
    db: &Db,
    lease: &Lease,
    busy: &HashMap<DeliveryId, Due>,
    went: &mut Vec<(Due, std::result::Result<(), Failure>)>,
) -> Result<Option<(Vec<Load>, Option<Time>)>> {
    let (lease, noted) = (lease.clone(), went.clone());
    let hands: Vec<DeliveryId> = busy.keys().copied().collect();
    let found = db
        .write_from_reserve(move |tx| {
            for (due, result) in &noted {
                delivery::settle(tx, due, result)?;
            }
            round(tx, &lease, &hands)
        })
        .await?;
    went.clear();
    Ok(found)
}
