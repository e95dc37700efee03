//! Work for later: written in the same transaction as its reason, run in one transaction together with its own
//! removal, so that it happens exactly once, whatever crashes. And leases: what one node at a time may do.

mod lease;

use std::{collections::HashMap, sync::Arc, time::Duration};

use bus::{Announce, Bus};
use db::{Db, Error, Migration, Result, Time, Tx, args};
pub use lease::Lease;

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

/// The kinds of work that rooms brought.
#[derive(Default)]
pub struct Jobs {
    handlers: HashMap<&'static str, Arc<Handler>>,
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

    /// Runs everything that is due now; answers how many ran.
    pub async fn run_due(&self, db: &Db) -> Result<usize> {
        let mut ran = 0;
        loop {
            let now = db.now();
            let due: Vec<(String, String)> = db
                .read(move |tx| {
                    tx.all(
                        "SELECT kind, subject FROM jobs WHERE run_at <= $1 ORDER BY run_at LIMIT 100",
                        args![now],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )
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
        let done = db
            .write(move |tx| {
                let won = tx.execute(
                    "DELETE FROM jobs WHERE kind = $1 AND subject = $2 AND run_at <= $3",
                    args![job_kind, job_subject, tx.now()],
                )?;
                // Another node was faster, or the job was moved to a later time.
                if won == 1 { handler(tx, &job_subject).map(|()| 1) } else { Ok(0) }
            })
            .await;
        match done {
            Ok(count) => Ok(count),
            Err(error) => {
                tracing::error!(kind, %error, "a job failed and will be tried again");
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
        loop {
            if let Err(error) = self.run_due(db).await {
                tracing::error!(%error, "jobs could not be read");
            }
            let next = Self::next_due(db).await.ok().flatten();
            // Another node may add jobs that this one is not told of, hence the upper bound.
            let pause = next
                .map_or(Duration::from_secs(15), |at| at.since(db.now()))
                .clamp(Duration::from_millis(20), Duration::from_secs(15));
            drop(tokio::time::timeout(pause, wake.next()).await);
        }
    }
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
