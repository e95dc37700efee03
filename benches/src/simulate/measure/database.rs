//! What PostgreSQL does for a message, for the queue, for a page and for a key: our own verbs on a real server.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use alongside::{config::Config, wiring::Ground};
use anyhow::{Context, Result, ensure};
use db::{Error, Uuid};
use jobs::Lease;
use seal::{KeyId, Keyring, RootKey};
use support::{board::Board, cover::Cover, kind::ConversationId, message};
use tokio::task::JoinSet;
use words::{Actor, AgeBand, Hat};

use crate::{
    client::{load, request},
    program::{Folder, Program},
    seed,
    simulate::costs::Costs,
    table::median,
};

use super::servers::{Postgres, own_cpu};

/// Conversations that go on, in each of which one person writes at a time.
const TALKS: usize = 64;
const SPAN: Duration = Duration::from_secs(5);
const WORDS: &str = "I have been where you are, and it does get easier. What helped me was a walk before the evening.";
/// People who wait, and two sizes of a duty: what grows between them is what a supporter costs.
const WAITING: usize = 20;
const ON_DUTY: [usize; 2] = [100, 500];
const KEYS: u128 = 1500;
const POSTS: usize = 50;
const CONNECTIONS: usize = 8;

/// A community on this server, its keys in a second database.
pub(super) fn ground(postgres: &Postgres, folder: &Folder, name: &str) -> Result<Ground> {
    Ground::open(&config(postgres, folder, name)?)
}

fn config(postgres: &Postgres, folder: &Folder, name: &str) -> Result<Config> {
    Ok(Config {
        data: folder.join(name),
        database_url: Some(postgres.database(name)?),
        keys_url: Some(postgres.database(&format!("{name}_keys"))?),
        ..Config::default()
    })
}

pub(super) async fn measure(postgres: &Postgres, folder: &Folder, costs: &mut Costs) -> Result<()> {
    embedded(folder, costs).await?;
    costs.measured("db.flush", postgres.flush()?)?;
    messages(postgres, folder, costs).await?;
    queue(postgres, folder, costs).await?;
    keys(postgres, costs)?;
    pages(postgres, folder, costs).await
}

/// Processor seconds of the server, where there is one.
fn used(postgres: Option<&Postgres>) -> Result<f64> {
    postgres.map_or(Ok(0.0), Postgres::cpu)
}

/// The same on SQLite, which small places run on.
async fn embedded(folder: &Folder, costs: &mut Costs) -> Result<()> {
    println!("    on SQLite");
    let ground = seed::open(&folder.join("embedded"))?;
    let people = everybody(&ground).await?;
    costs.measured("sqlite.message", say(&ground, None, &people, 1).await?.node)?;
    let mut rounds = [0.0; 2];
    for (round, on_duty) in rounds.iter_mut().zip(ON_DUTY) {
        let ground = seed::open(&folder.join(&format!("embedded{on_duty}")))?;
        seed::queue(&ground, WAITING, on_duty).await?;
        *round = repeat(&ground, None, 9, look).await?[0];
    }
    let each = (rounds[1] - rounds[0]) / (ON_DUTY[1] - ON_DUTY[0]) as f64;
    costs.measured("sqlite.round.supporter", each.max(0.0))?;
    costs.measured("sqlite.round.base", (rounds[0] - each * ON_DUTY[0] as f64).max(0.0))
}

/// People who talk, one of each conversation.
async fn everybody(ground: &Ground) -> Result<Vec<(ConversationId, Actor)>> {
    let mut people = Vec::new();
    for talk in seed::talks(ground, TALKS).await? {
        let actor = ground.db.read(move |tx| people::actor(tx, &talk.asker)).await?.context("signed in")?;
        people.push((talk.id, actor));
    }
    Ok(people)
}

/// A look at the queue, as the dispatcher does it.
fn look(tx: &mut db::Tx<'_>) -> db::Result<()> {
    let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(60));
    let held = support::dispatch::round(tx, &lease)?;
    if held.is_some() { Ok(()) } else { Err(Error::broken("the queue was not looked at")) }
}

async fn messages(postgres: &Postgres, folder: &Folder, costs: &mut Costs) -> Result<()> {
    println!("    messages in {TALKS} conversations");
    let ground = ground(postgres, folder, "talks")?;
    let before = postgres.cpu()?;
    let people = everybody(&ground).await?;
    costs.measured("conversation.db", (postgres.cpu()? - before) * 1000.0 / TALKS as f64)?;
    let alone = say(&ground, Some(postgres), &people[..1], 1).await?;
    let (log, kept) = (postgres.log_bytes()?, postgres.table_bytes("talks", "support_messages")?);
    let busy = say(&ground, Some(postgres), &people, 2).await?;
    let count = busy.count as f64;
    costs.measured("message.trips", alone.statements + 2.0)?;
    costs.measured("message.alone", alone.span)?;
    costs.measured("message.db", busy.database)?;
    costs.measured("message.node", busy.node)?;
    costs.measured("message.retries", (busy.statements / alone.statements - 1.0).max(0.0))?;
    costs.measured("message.rate", count / SPAN.as_secs_f64())?;
    costs.measured("message.log", (postgres.log_bytes()? - log) / count)?;
    costs.measured("message.disk", (postgres.table_bytes("talks", "support_messages")? - kept) / count)?;
    presence(&ground, postgres, &people, costs).await
}

/// What messages came to, each.
struct Said {
    count: usize,
    statements: f64,
    /// Milliseconds until it was kept, the middle.
    span: f64,
    /// Processor milliseconds of the server.
    database: f64,
    /// Processor milliseconds of this program.
    node: f64,
}

/// Everybody says the next thing when the last is kept.
async fn say(
    ground: &Ground,
    postgres: Option<&Postgres>,
    people: &[(ConversationId, Actor)],
    turn: u128,
) -> Result<Said> {
    let count = Arc::new(AtomicUsize::new(0));
    let before = (used(postgres)?, own_cpu()?, ground.db.statements());
    let (until, mut tasks) = (Instant::now() + SPAN, JoinSet::new());
    for (writer, (conversation, actor)) in people.iter().cloned().enumerate() {
        let (db, count) = (ground.db.clone(), Arc::clone(&count));
        tasks.spawn(async move {
            let mut spans = Vec::new();
            while Instant::now() < until {
                let id = Uuid::from_u128(turn << 96 | (writer as u128) << 64 | spans.len() as u128);
                let (actor, began) = (actor.clone(), Instant::now());
                db.write(move |tx| {
                    // As somebody's socket does it.
                    people::session::touch(tx, actor.session)?;
                    message::say(tx, &actor, conversation, id, WORDS).map(drop)
                })
                .await?;
                spans.push(began.elapsed().as_secs_f64() * 1000.0);
                count.fetch_add(1, Ordering::Relaxed);
            }
            db::Result::Ok(spans)
        });
    }
    let mut spans = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        spans.extend(ended??);
    }
    let (database, node) = (used(postgres)? - before.0, own_cpu()? - before.1);
    let statements = ground.db.statements() - before.2;
    let count = count.load(Ordering::Relaxed);
    ensure!(count > 0, "nothing was said");
    let each = |seconds: f64| seconds * 1000.0 / count as f64;
    Ok(Said {
        count,
        statements: statements as f64 / count as f64,
        span: median(spans),
        database: each(database),
        node: each(node),
    })
}

/// What an open page of somebody who waits or is on duty writes now and then. Two touches stand for a touch and a sign of
/// presence, which only the room itself may write; both are one row found by its key.
async fn presence(
    ground: &Ground,
    postgres: &Postgres,
    people: &[(ConversationId, Actor)],
    costs: &mut Costs,
) -> Result<()> {
    let (before, until, mut tasks) = (postgres.cpu()?, Instant::now() + SPAN / 2, JoinSet::new());
    for (_, actor) in people.iter().cloned() {
        let db = ground.db.clone();
        tasks.spawn(async move {
            let mut count = 0;
            while Instant::now() < until {
                let session = actor.session;
                db.write(move |tx| {
                    people::session::touch(tx, session)?;
                    people::session::touch(tx, session)
                })
                .await?;
                count += 1;
            }
            db::Result::Ok(count)
        });
    }
    let mut count = 0;
    while let Some(ended) = tasks.join_next().await {
        count += ended??;
    }
    costs.measured("presence.db", (postgres.cpu()? - before) * 1000.0 / f64::from(count))
}

/// A look at the queue, the board and the first page: what each supporter on duty and each conversation adds.
async fn queue(postgres: &Postgres, folder: &Folder, costs: &mut Costs) -> Result<()> {
    let mut looks = Vec::new();
    for on_duty in ON_DUTY {
        println!("    looks at a queue with {on_duty} on duty");
        let ground = ground(postgres, folder, &format!("queue{on_duty}"))?;
        seed::queue(&ground, WAITING, on_duty).await?;
        let round = repeat(&ground, Some(postgres), 9, look).await?;
        let cover = repeat(&ground, Some(postgres), 15, |tx| Cover::now(tx, AgeBand::Adult).map(drop)).await?;
        let (actor, _) = ground.db.write(|tx| seed::somebody(tx, 5_000, &[Hat::Supervisor])).await?;
        let board = repeat(&ground, Some(postgres), 9, move |tx| Board::now(tx, &actor).map(drop)).await?;
        looks.push([round, cover, board]);
    }
    let more = (ON_DUTY[1] - ON_DUTY[0]) as f64;
    for (at, name) in ["round", "cover", "board"].into_iter().enumerate() {
        let (few, many) = (looks[0][at], looks[1][at]);
        let each = |figure: usize| (many[figure] - few[figure]).max(0.0) / more;
        costs.measured(&format!("{name}.supporter"), each(0))?;
        costs.measured(&format!("{name}.supporter.db"), each(1))?;
        costs.measured(&format!("{name}.supporter.trips"), each(2))?;
        costs.measured(&format!("{name}.base"), (few[0] - each(0) * ON_DUTY[0] as f64).max(0.0))?;
    }
    Ok(())
}

/// Milliseconds that a piece of work takes, processor milliseconds of the server, and statements; taken back each time, so that the
/// next finds the same.
async fn repeat(
    ground: &Ground,
    postgres: Option<&Postgres>,
    runs: u32,
    work: impl Fn(&mut db::Tx<'_>) -> db::Result<()> + Clone + Send + 'static,
) -> Result<[f64; 3]> {
    let mut spans = Vec::new();
    let mut before = (0.0, 0);
    for run in 0..=runs {
        if run == 1 {
            // The first one prepares the statements.
            before = (used(postgres)?, ground.db.statements());
        }
        let work = work.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let done: db::Result<()> = ground
            .db
            .write(move |tx| {
                let began = Instant::now();
                work(tx)?;
                tell.send(began.elapsed()).map_err(Error::broken)?;
                Err(Error::Busy)
            })
            .await;
        ensure!(matches!(done, Err(Error::Busy)), "a look failed: {done:?}");
        if run > 0 {
            spans.push(told.try_recv().context("it was looked at")?.as_secs_f64() * 1000.0);
        }
    }
    let each = |all: f64| all / f64::from(runs);
    let statements = each((ground.db.statements() - before.1) as f64);
    Ok([median(spans), each((used(postgres)? - before.0) * 1000.0), statements])
}

/// Keys that a node has not read for a minute come from the database of keys, one after the other.
fn keys(postgres: &Postgres, costs: &mut Costs) -> Result<()> {
    println!("    {KEYS} keys");
    let address: db::Address = postgres.database("keys_alone")?.parse()?;
    let open = || Keyring::open(RootKey::from_bytes([7; 32]), db::Direct::open(&address)?);
    let all = |keyring: &Keyring| -> Result<f64> {
        let began = Instant::now();
        for key in 0..KEYS {
            keyring.derive_from(KeyId(Uuid::from_u128(key + 1)), "simulate", [key as u8; 32])?;
        }
        Ok(began.elapsed().as_secs_f64() * 1000.0 / KEYS as f64)
    };
    costs.measured("key.make", all(&open()?)?)?;
    let before = postgres.cpu()?;
    costs.measured("key.read", all(&open()?)?)?;
    costs.measured("key.read.db", (postgres.cpu()? - before) * 1000.0 / KEYS as f64)
}

/// Pages of the program that people run, with PostgreSQL underneath.
async fn pages(postgres: &Postgres, folder: &Folder, costs: &mut Costs) -> Result<()> {
    println!("    pages");
    let config = config(postgres, folder, "pages")?;
    let ground = Ground::open(&config)?;
    let circle = seed::circle(&ground, POSTS, POSTS).await?;
    drop(ground);
    let program = Program::serve_on(&config.data, &config.database_url, &config.keys_url)?;
    let (thread, front) = (format!("/threads/{}", circle.thread), format!("/circles/{}", circle.id));
    for (name, path) in [("page.thread", thread.as_str()), ("page.circle", front.as_str()), ("page.landing", "/")] {
        let asked = request(program.address, path, Some(&circle.token), false);
        load(program.address, asked.clone(), CONNECTIONS, SPAN / 10).await?;
        let before = (postgres.cpu()?, program.cpu()?);
        let count = load(program.address, asked, CONNECTIONS, SPAN / 2).await? as f64;
        let spent = (postgres.cpu()? - before.0, program.cpu()?.as_secs_f64() - before.1.as_secs_f64());
        costs.measured(&format!("{name}.db"), spent.0 * 1000.0 / count)?;
        costs.measured(&format!("{name}.node"), spent.1 * 1000.0 / count)?;
    }
    Ok(())
}
