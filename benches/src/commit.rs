//! Words that are kept: messages a second through the writer that gathers them into commits, beside SQLite alone with
//! commits of the same size.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use alongside::wiring::Ground;
use anyhow::{Context, Result, ensure};
use db::{Db, SystemClock, Uuid, args};
use support::{kind::ConversationId, message};
use tokio::task::JoinSet;
use words::Actor;

use crate::{
    Run, seed,
    table::{Better, Table},
};

/// People who write at the same time, and so messages in a commit.
const WRITERS: usize = 128;
const RUNS: usize = 3;
/// What stands beside it.
const ALONE: &str = "SQLite alone, commits of the same size";
const SPAN: Duration = Duration::from_millis(1500);
const WORDS: &str = "I have been where you are, and it does get easier. What helped me was a walk before the evening.";
/// The same columns and the same keys as the table of messages.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS bare (
    conversation_id TEXT NOT NULL, seq BIGINT NOT NULL, id TEXT NOT NULL, by_role TEXT NOT NULL, author_id TEXT,
    words BYTEA NOT NULL, said_at BIGINT NOT NULL, PRIMARY KEY (conversation_id, seq));
    CREATE UNIQUE INDEX IF NOT EXISTS bare_once ON bare (conversation_id, id);";
const INSERT: &str = "INSERT INTO bare (conversation_id, seq, id, by_role, author_id, words, said_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Measures commits.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nCommits, {WRITERS} at the same time");
    let ground = seed::open(&run.folder.join("commits"))?;
    let talks = seed::talks(&ground, WRITERS).await?;
    let mut people = Vec::new();
    for talk in talks {
        let actor = ground.db.read(move |tx| people::actor(tx, &talk.asker)).await?.context("signed in")?;
        people.push((talk.id, actor));
    }
    let file = run.folder.join("bare.db");
    bare_connection(&file)?.execute_batch(TABLE)?;
    // The same table in our own database, for the writer without the rules of a conversation.
    rusqlite::Connection::open(run.folder.join("commits").join("main.db"))?.execute_batch(TABLE)?;

    let (mut said, mut written, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..run.runs(RUNS) {
        said.push(messages(&ground, &people, turn).await?);
        bare.push(alone(&file, turn)?);
        written.push(rows(&ground.db, turn).await?);
    }
    table.beside(ALONE, "commit.rows", "messages/s", Better::More, (said, bare.clone()), Some(0.7));
    table.beside(ALONE, "commit.writer", "rows/s", Better::More, (written, bare), None);
    Ok(())
}

/// Whole messages: membership checked, numbered, sealed, told to those who listen.
async fn messages(ground: &Ground, people: &[(ConversationId, Actor)], turn: usize) -> Result<f64> {
    let people = people.to_vec();
    together(move |writer, number| {
        let (db, (conversation, actor)) = (ground.db.clone(), people[writer].clone());
        let id = id(turn, writer, number);
        async move { db.write(move |tx| message::say(tx, &actor, conversation, id, WORDS).map(drop)).await }
    })
    .await
}

/// Nothing but rows, through the same writer.
async fn rows(db: &Db, turn: usize) -> Result<f64> {
    together(|writer, number| {
        let (db, row) = (db.clone(), Row::of(turn, writer, number));
        async move {
            let kept = db.write(move |tx| {
                let Row { conversation, seq, id, author, words, .. } = &row;
                tx.execute(INSERT, args![*conversation, *seq, *id, "asker", *author, words.clone(), tx.now()]).map(drop)
            });
            kept.await
        }
    })
    .await
}

/// Everybody writes the next when the last is kept.
async fn together<F: Future<Output = db::Result<()>> + Send + 'static>(
    write: impl Fn(usize, usize) -> F,
) -> Result<f64> {
    let kept = Arc::new(AtomicUsize::new(0));
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    let mut next = vec![1; WRITERS];
    let one = |writer: usize, number: usize| {
        let (work, kept) = (write(writer, number), Arc::clone(&kept));
        async move {
            work.await?;
            kept.fetch_add(1, Ordering::Relaxed);
            db::Result::Ok(writer)
        }
    };
    for writer in 0..WRITERS {
        tasks.spawn(one(writer, 0));
    }
    while let Some(ended) = tasks.join_next().await {
        let writer = ended??;
        if began.elapsed() < SPAN {
            tasks.spawn(one(writer, next[writer]));
            next[writer] += 1;
        }
    }
    Ok(kept.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64())
}

/// SQLite by itself, as safe as ours.
fn bare_connection(file: &Path) -> Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

fn alone(file: &Path, turn: usize) -> Result<f64> {
    let connection = bare_connection(file)?;
    let (began, mut kept) = (Instant::now(), 0usize);
    while began.elapsed() < SPAN {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut insert = connection.prepare_cached(INSERT)?;
        for writer in 0..WRITERS {
            let row = Row::of(turn, writer, kept / WRITERS);
            let now = db::Clock::now(&SystemClock).0;
            let (conversation, id, author) = (row.conversation.to_string(), row.id.to_string(), row.author.to_string());
            insert.execute((conversation, row.seq, id, "asker", author, row.words, now))?;
        }
        connection.execute_batch("COMMIT")?;
        kept += WRITERS;
    }
    ensure!(kept > 0, "nothing was written");
    Ok(kept as f64 / began.elapsed().as_secs_f64())
}

/// A row as long as a sealed message.
struct Row {
    conversation: Uuid,
    seq: i64,
    id: Uuid,
    author: Uuid,
    words: Vec<u8>,
}

impl Row {
    fn of(turn: usize, writer: usize, number: usize) -> Self {
        let uuid = |number: usize| Uuid::from_u128((writer as u128 + 1) << 64 | number as u128);
        let seq = (turn * 10_000_000 + number) as i64;
        // The seal adds a nonce, a tag and a commitment.
        let words = vec![7; WORDS.len() + 72];
        Self { conversation: uuid(0), seq, id: id(turn, writer, number), author: uuid(1), words }
    }
}

fn id(turn: usize, writer: usize, number: usize) -> Uuid {
    Uuid::from_u128((turn as u128 + 1) << 96 | (writer as u128) << 64 | number as u128)
}
