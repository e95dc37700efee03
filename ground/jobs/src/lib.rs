//! Work for later: written in the same transaction as its reason, run in one transaction together with its own
//! removal, so that it happens exactly once, whatever crashes. And leases: what one node at a time may do.

mod lease;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use bus::{Announce, Bus};
use db::{Db, Error, Migration, Result, Time, Tx, args};
pub use lease::Lease;
use tokio::time::Instant;

/// Tables of jobs and leases.
pub const MIGRATIONS: &[Migration] = &[Migration {
    room: "jobs",
    number: 1,
    name: "jobs",
    sql: "CREATE TABLE jobs (
              kind TEXT NOT NULL, subject TEXT NOT NULL, run_at BIGINT NOT NULL, attempts BIGINT NOT NULL,
              PRIMARY KEY (kind, subject));
          CREATE INDEX jobs_by_time ON jobs (run_at);
          CREATE TABLE jobs_leases (
              name TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until BIGINT NOT NULL);",
}];

const TOPIC: &str = "jobs";
/// Longest wait between two attempts at a job that keeps failing.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What runs when a job is due: one transaction's work about one subject.
pub type Handler = dyn Fn(&mut Tx<'_>, &str) -> Result<()> + Send + Sync;

/// Asking for work later, from inside a transaction.
pub trait Later {
    /// Asks that `kind` be done about `subject` at `when`. There is one such job at a time: asking again moves it.
    fn later(&mut self, kind: &'static str, subject: impl ToString, when: Time) -> Result<()>;
}

impl Later for Tx<'_> {
    fn later(&mut self, kind: &'static str, subject: impl ToString, when: Time) -> Result<()> {
        self.execute(
            "INSERT INTO jobs (kind, subject, run_at, attempts) VALUES ($1, $2, $3, 0)
             ON CONFLICT (kind, subject) DO UPDATE SET run_at = excluded.run_at, attempts = 0",
            args![kind, subject.to_string(), when],
        )?;
        self.announce(TOPIC, "")
    }
}

/// How long work that erases waits while the clock is not believed, before it is looked at again.
const UNTIL_SURE: Duration = Duration::from_secs(10 * 60);
/// How often a full disk or an absent server is asked whether it is better.
const UNTIL_BETTER: Duration = Duration::from_secs(5);
/// After the ground gave way for so long, people first get the time to show that they are still here: otherwise rooms
/// would close on those who sit in them.
const LONG_AWAY: Duration = Duration::from_secs(60);
const COME_BACK: Duration = Duration::from_secs(40);

/// The kinds of work that rooms brought.
#[derive(Default)]
pub struct Jobs {
    handlers: HashMap<&'static str, Arc<Handler>>,
    erasing: HashSet<&'static str>,
}

impl Jobs {
    /// Adds a kind of work.
    pub fn on(
        mut self,
        kind: &'static str,
        handler: impl Fn(&mut Tx<'_>, &str) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(kind, Arc::new(handler));
        self
    }

    /// Adds a kind of work that takes away what cannot be brought back: words, keys, sessions. It waits while the clock is
    /// not believed, and it goes on while the disk is full: it makes room.
    pub fn erases(
        mut self,
        kind: &'static str,
        handler: impl Fn(&mut Tx<'_>, &str) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.erasing.insert(kind);
        self.on(kind, handler)
    }

    /// Runs everything that is due now and may be done now; answers how many ran.
    pub async fn run_due(&self, db: &Db) -> Result<usize> {
        let mut ran = 0;
        loop {
            let now = db.now();
            let (only_erasing, erasing) = (db.is_read_only(), self.erasing.clone());
            let due: Vec<(String, String)> = db
                .read(move |tx| {
                    let most = if only_erasing { 100_000 } else { 100 };
                    let mut due: Vec<(String, String)> = tx.all(
                        "SELECT kind, subject FROM jobs WHERE run_at <= $1 ORDER BY run_at LIMIT $2",
                        args![now, most],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )?;
                    due.retain(|(kind, _)| !only_erasing || erasing.contains(kind.as_str()));
                    Ok(due)
                })
                .await?;
            if due.is_empty() {
                return Ok(ran);
            }
            for (kind, subject) in due {
                ran += self.run(db, kind, subject).await?;
            }
        }
    }

    async fn run(&self, db: &Db, kind: String, subject: String) -> Result<usize> {
        let handler = self
            .handlers
            .get(kind.as_str())
            .cloned()
            .ok_or_else(|| Error::broken(format_args!("nobody knows the work '{kind}'")))?;
        let (job_kind, job_subject) = (kind.clone(), subject.clone());
        let erases = self.erasing.contains(kind.as_str());
        if erases && !db.is_time_sure() {
            db.write_from_reserve(move |tx| wait(tx, &kind, &subject, UNTIL_SURE)).await?;
            return Ok(0);
        }
        let work = move |tx: &mut Tx<'_>| {
            let won = tx.execute(
                "DELETE FROM jobs WHERE kind = $1 AND subject = $2 AND run_at <= $3",
                args![job_kind, job_subject, tx.now()],
            )?;
            // Another node was faster, or the job was moved to a later time.
            if won == 1 { handler(tx, &job_subject).map(|()| 1) } else { Ok(0) }
        };
        let done = if erases { db.write_from_reserve(work).await } else { db.write(work).await };
        match done {
            Ok(count) => Ok(count),
            // No fault of the job's: it is still there, and is done when the ground is firm again. When nobody knows
            // whether it was done, its row does: it went in the same commit.
            Err(error @ (Error::Full | Error::Unsure)) => Err(error),
            Err(error) => {
                if !matches!(error, Error::Busy) {
                    tracing::error!(kind, %error, "a job failed and will be tried again");
                }
                db.write(move |tx| put_off(tx, &kind, &subject)).await?;
                Ok(0)
            }
        }
    }

    /// When the next job is due.
    pub async fn next_due(db: &Db) -> Result<Option<Time>> {
        db.read(|tx| tx.value("SELECT MIN(run_at) FROM jobs", args![])).await
    }

    /// Runs jobs as they fall due, until the future is dropped.
    pub async fn run_forever(&self, db: &Db, bus: &Bus) {
        let mut wake = bus.listen(&[TOPIC]);
        let mut expected = Instant::now();
        loop {
            drop(Self::next_due(db).await);
            // Either the ground was away, or this node stood still.
            if expected.elapsed() > LONG_AWAY {
                tokio::time::sleep(COME_BACK).await;
            }
            let shortest = match self.run_due(db).await {
                Ok(_) if !db.is_read_only() => Duration::from_millis(20),
                // Where the ground gives way, that is said there, once.
                Ok(_) | Err(Error::Busy | Error::Full | Error::Unsure) => UNTIL_BETTER,
                Err(error) => {
                    tracing::error!(%error, "jobs could not be read");
                    UNTIL_BETTER
                }
            };
            let next = Self::next_due(db).await.ok().flatten();
            // Another node may add jobs that this one is not told of, hence the upper bound.
            let pause =
                next.map_or(Duration::from_secs(15), |at| at.since(db.now())).clamp(shortest, Duration::from_secs(15));
            expected = Instant::now() + pause;
            drop(tokio::time::timeout(pause, wake.next()).await);
        }
    }
}

fn wait(tx: &mut Tx<'_>, kind: &str, subject: &str, span: Duration) -> Result<()> {
    tx.execute("UPDATE jobs SET run_at = $3 WHERE kind = $1 AND subject = $2", args![kind, subject, tx.now() + span])?;
    Ok(())
}

fn put_off(tx: &mut Tx<'_>, kind: &str, subject: &str) -> Result<()> {
    let attempts: Option<u32> =
        tx.first("SELECT attempts FROM jobs WHERE kind = $1 AND subject = $2", args![kind, subject], |row| row.get(0))?;
    let Some(attempts) = attempts else { return Ok(()) };
    let pause = Duration::from_secs(1 << attempts.min(12)).min(PATIENCE);
    tx.execute(
        "UPDATE jobs SET attempts = attempts + 1, run_at = $3 WHERE kind = $1 AND subject = $2",
        args![kind, subject, tx.now() + pause],
    )?;
    Ok(())
}
