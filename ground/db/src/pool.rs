//! The database threads. SQLite: one writer that gathers what waits into one commit, and some readers. PostgreSQL: a
//! pool of connections that do both.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    thread,
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use crate::{Address, Clock, Direct, Engine, Error, OsRandom, Random, Result, SystemClock, Time, Tx, tx::Surroundings};

/// Closures that may wait for a database thread before callers are told that we are busy.
const WAITING_AT_MOST: usize = 4096;
/// Closures gathered into one commit at most.
const GROUP: usize = 256;

/// How a database is opened.
pub struct Options {
    address: Address,
    threads: usize,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    lent: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Options {
    /// Opens `address` with the machine's clock and chance.
    pub fn new(address: Address) -> Self {
        let threads = match address.engine() {
            Engine::Sqlite => thread::available_parallelism().map_or(2, usize::from).clamp(2, 8),
            Engine::Postgres => 8,
        };
        Self { address, threads, clock: Arc::new(SystemClock), random: Arc::new(OsRandom), lent: HashMap::new() }
    }

    /// Threads: readers beside SQLite's writer, or connections to PostgreSQL.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// Hands in time.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Hands in chance.
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// Lends something to every transaction, found again by its type with [`Tx::lent`].
    pub fn lend<T: Any + Send + Sync>(mut self, thing: Arc<T>) -> Self {
        self.lent.insert(TypeId::of::<T>(), thing);
        self
    }

    /// Starts the database threads.
    pub fn open(self) -> Result<Db> {
        let around = Surroundings {
            clock: self.clock,
            random: self.random,
            lent: Arc::new(self.lent),
            turns: Arc::default(),
            asked: Arc::default(),
            commits: Arc::default(),
            beside: Arc::default(),
        };
        let (writes, for_writing) = bounded::<Box<dyn Work>>(WAITING_AT_MOST);
        let mut nearby = Vec::new();
        let reads = match self.address.engine() {
            Engine::Sqlite => {
                let connection = Direct::open_around(&self.address, around.clone())?;
                start("db-writer", move || gather(connection, &for_writing))?;
                let (reads, for_reading) = bounded::<Box<dyn Work>>(WAITING_AT_MOST);
                for number in 0..self.threads {
                    let connection = Direct::open_around(&self.address, around.clone())?;
                    let queue = for_reading.clone();
                    start(&format!("db-reader-{number}"), move || serve(connection, &queue))?;
                    nearby.push(Direct::open_around(&self.address, around.clone())?.with_shelf(Arc::default()));
                }
                reads
            }
            Engine::Postgres => {
                let shelf = Arc::default();
                for number in 0..self.threads {
                    let connection = Direct::open_around(&self.address, around.clone())?.with_shelf(Arc::clone(&shelf));
                    let queue = for_writing.clone();
                    start(&format!("db-{number}"), move || serve(connection, &queue))?;
                }
                writes.clone()
            }
        };
        let nearby = Mutex::new(nearby);
        Ok(Db { shared: Arc::new(Shared { reads, writes, nearby, around, address: self.address }) })
    }
}

struct Shared {
    reads: Sender<Box<dyn Work>>,
    writes: Sender<Box<dyn Work>>,
    /// SQLite: connections for glances.
    nearby: Mutex<Vec<Direct>>,
    around: Surroundings,
    address: Address,
}

/// The database, as rooms hold it. Cloning shares it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

impl Db {
    /// Runs the closure on one snapshot of the data.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        ask(&self.shared.reads, work, false).await
    }

    /// The same for a few rows by their keys. On SQLite it runs on the thread of whoever asks: waking another thread takes
    /// longer than reading them. What may take milliseconds is for [`Self::read`], or others would wait behind it.
    pub async fn glance<T, F>(&self, mut work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let free = self.nearby().pop();
        let Some(mut connection) = free else { return self.read(work).await };
        let outcome = connection.begin(true).and_then(|()| caught(|| work(&mut connection.tx(false))));
        // A connection that cannot end its transaction is not used again.
        if connection.statement("ROLLBACK").is_ok() {
            self.nearby().push(connection);
        }
        outcome
    }

    fn nearby(&self) -> MutexGuard<'_, Vec<Direct>> {
        self.shared.nearby.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the closure in a serializable transaction and answers after its commit. It may run more than once.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        ask(&self.shared.writes, work, true).await
    }

    /// How many statements were run so far: what an answer costs must not tell what it hides, and proofs count that.
    pub fn statements(&self) -> u64 {
        self.shared.around.asked.load(Ordering::Relaxed)
    }

    /// Something that lives in memory beside the database for as long as it is open, and begins empty. Whatever is kept
    /// in it is found again only by whoever has read the rows that it was made of.
    pub fn beside<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        self.shared.around.beside()
    }

    /// The moment by the database's clock.
    pub fn now(&self) -> Time {
        self.shared.around.clock.now()
    }

    /// Chance from the database's source.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.shared.around.random.fill(&mut bytes);
        bytes
    }

    /// Where it lives.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }
}

async fn ask<T, F>(queue: &Sender<Box<dyn Work>>, work: F, writes: bool) -> Result<T>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    match queue.try_send(Box::new(Closure { work, writes, outcome: None, reply })) {
        Ok(()) => answer.await.unwrap_or(Err(Error::Busy)),
        Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Error::Busy),
    }
}

/// A closure on its way through a database thread.
trait Work: Send {
    fn writes(&self) -> bool;
    /// Runs it; true when its writes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Drops what it came to: it was beaten by others each time, which is no fault of its own.
    fn forget(&mut self);
    /// Tells the one who asked; `lost` when the commit failed.
    fn answer(self: Box<Self>, lost: Option<Error>);
}

struct Closure<T, F> {
    work: F,
    writes: bool,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Closure<T, F>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    fn writes(&self) -> bool {
        self.writes
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = caught(|| (self.work)(tx));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn forget(&mut self) {
        self.outcome = None;
    }

    fn answer(self: Box<Self>, lost: Option<Error>) {
        let outcome = match (lost, self.outcome) {
            // What the closure itself refused stays refused, whatever became of its neighbours.
            (Some(lost), Some(Ok(_)) | None) => Err(lost),
            (_, Some(outcome)) => outcome,
            (None, None) => Err(Error::Busy),
        };
        drop(self.reply.send(outcome));
    }
}

/// A panic in one closure must not take the thread, and so everybody's writes, with it.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Error::broken("a database closure panicked")))
}

fn start(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(body)?;
    Ok(())
}

/// SQLite's writer: everything that waits goes into one commit, each closure in a savepoint of its own.
fn gather(mut connection: Direct, queue: &Receiver<Box<dyn Work>>) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        group.extend(queue.try_iter().take(GROUP - 1));
        let mut after = Vec::new();
        let committed = (|| {
            connection.begin(false)?;
            for work in &mut group {
                connection.statement("SAVEPOINT closure")?;
                let mut tx = connection.tx(true);
                let keep = work.run(&mut tx);
                let queued = std::mem::take(&mut tx.after);
                if keep {
                    after.extend(queued);
                } else {
                    connection.statement("ROLLBACK TO closure")?;
                }
                connection.statement("RELEASE closure")?;
            }
            connection.statement("COMMIT")
        })();
        match committed {
            Ok(()) => {
                connection.committed();
                after.into_iter().for_each(|work| work());
                group.into_iter().for_each(|work| work.answer(None));
            }
            Err(error) => {
                tracing::error!(%error, waiting = group.len(), "a commit failed; the group was taken back");
                drop(connection.statement("ROLLBACK"));
                group.into_iter().for_each(|work| work.answer(Some(Error::broken(&error))));
            }
        }
    }
}

/// A reader of SQLite, or a connection to PostgreSQL.
fn serve(mut connection: Direct, queue: &Receiver<Box<dyn Work>>) {
    while let Ok(mut work) = queue.recv() {
        let lost = loop {
            let done = if work.writes() {
                write_once(&mut connection, &mut *work)
            } else {
                read_once(&mut connection, &mut *work)
            };
            match done {
                Ok(()) => break None,
                // The server went away before the commit was asked for: come back and run the closure again.
                Err(Lost::BeforeCommit) if come_back(&mut connection) => (),
                Err(Lost::BeforeCommit) => break Some(Error::Busy),
                Err(Lost::For(error)) => break Some(error),
            }
        };
        work.answer(lost);
    }
}

enum Lost {
    BeforeCommit,
    For(Error),
}

fn read_once(connection: &mut Direct, work: &mut dyn Work) -> std::result::Result<(), Lost> {
    connection.begin(true).map_err(|error| if connection.is_lost() { Lost::BeforeCommit } else { Lost::For(error) })?;
    work.run(&mut connection.tx(false));
    if connection.is_lost() {
        return Err(Lost::BeforeCommit);
    }
    connection.statement("ROLLBACK").map_err(Lost::For)
}

fn write_once(connection: &mut Direct, work: &mut dyn Work) -> std::result::Result<(), Lost> {
    let mut kept = false;
    let mut asked_to_commit = false;
    let mut beaten = false;
    let outcome = connection.write(|tx| {
        asked_to_commit = false;
        kept = work.run(tx);
        asked_to_commit = kept;
        beaten = tx.conflicted;
        // Any error rolls back; the closure's own outcome is kept inside `work`.
        if kept { Ok(()) } else { Err(Error::Busy) }
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(_) if connection.is_lost() && !asked_to_commit => Err(Lost::BeforeCommit),
        Err(_) if beaten => {
            work.forget();
            Err(Lost::For(Error::Busy))
        }
        Err(_) if !kept => Ok(()),
        Err(error) => Err(Lost::For(error)),
    }
}

/// Tries to reach the server again for about 10 s.
fn come_back(connection: &mut Direct) -> bool {
    (0..20).any(|_| {
        connection.reconnect().is_ok() || {
            thread::sleep(Duration::from_millis(500));
            false
        }
    })
}
