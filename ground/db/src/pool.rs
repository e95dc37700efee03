//! The database threads. SQLite: one writer that gathers what waits into one commit, and some readers. PostgreSQL: a
//! pool of connections that do both.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::{sync::oneshot, time::timeout};

use crate::{
    Address, Ballast, Clock, Direct, Engine, Error, OsRandom, Random, Result, SystemClock, Time, Tx,
    footing::{self, Footing},
    turn::Turn,
    tx::Surroundings,
};

/// Closures that may wait for a database thread before callers are told that we are busy.
const WAITING_AT_MOST: usize = 4096;
/// Closures gathered into one commit at most.
const GROUP: usize = 256;
/// A write whose caller has gone is still made when its turn comes within this: whoever presses a button and walks away
/// wants it done. Later, what they wanted may have changed.
const STANDS_FOR: Duration = Duration::from_secs(5);

/// How a database is opened.
pub struct Options {
    address: Address,
    threads: usize,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    lent: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    ballasts: Vec<Ballast>,
}

impl Options {
    /// Opens `address` with the machine's clock and chance.
    pub fn new(address: Address) -> Self {
        let threads = match address.engine() {
            Engine::Sqlite => thread::available_parallelism().map_or(2, usize::from).clamp(2, 8),
            Engine::Postgres => 8,
        };
        Self {
            address,
            threads,
            clock: Arc::new(SystemClock),
            random: Arc::new(OsRandom),
            lent: HashMap::new(),
            ballasts: Vec::new(),
        }
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

    /// Keeps room back that is given up when the disk is full.
    pub fn ballast(mut self, ballast: Ballast) -> Self {
        self.ballasts.push(ballast);
        self
    }

    /// Starts the database threads.
    pub fn open(self) -> Result<Db> {
        let footing = Arc::new(Footing::new(self.address.engine(), self.threads, self.ballasts));
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
                let connection = Direct::open_around(&self.address, around.clone())?.beside()?;
                let ground = Arc::clone(&footing);
                start("db-writer", move || gather(connection, &for_writing, &ground))?;
                let (reads, for_reading) = bounded::<Box<dyn Work>>(WAITING_AT_MOST);
                for number in 0..self.threads {
                    let connection = Direct::open_around(&self.address, around.clone())?.beside()?;
                    let (queue, ground) = (for_reading.clone(), Arc::clone(&footing));
                    start(&format!("db-reader-{number}"), move || serve(connection, &queue, &ground))?;
                    nearby
                        .push(Direct::open_around(&self.address, around.clone())?.beside()?.with_shelf(Arc::default()));
                }
                reads
            }
            Engine::Postgres => {
                let shelf = Arc::default();
                for number in 0..self.threads {
                    let connection =
                        Direct::open_around(&self.address, around.clone())?.beside()?.with_shelf(Arc::clone(&shelf));
                    let (queue, ground) = (for_writing.clone(), Arc::clone(&footing));
                    start(&format!("db-{number}"), move || serve(connection, &queue, &ground))?;
                }
                writes.clone()
            }
        };
        let shared = Shared { reads, writes, nearby: Mutex::new(nearby), around, footing, address: self.address };
        Ok(Db { shared: Arc::new(shared), within: None })
    }
}

struct Shared {
    reads: Sender<Box<dyn Work>>,
    writes: Sender<Box<dyn Work>>,
    /// SQLite: connections for glances.
    nearby: Mutex<Vec<Direct>>,
    around: Surroundings,
    footing: Arc<Footing>,
    address: Address,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.footing.close();
    }
}

/// The database, as rooms hold it. Cloning shares it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
    within: Option<Duration>,
}

impl Db {
    /// The same database for callers who cannot wait for ever, such as somebody in front of a page: after `span` they are
    /// told [`Error::Busy`], and what they asked for has certainly not been done; or [`Error::Unsure`], when the commit
    /// was under way.
    pub fn within(&self, span: Duration) -> Self {
        Self { shared: Arc::clone(&self.shared), within: Some(span) }
    }

    /// Runs the closure on one snapshot of the data.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ask(&self.shared.reads, work, false).await
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
        if connection.take_back().is_ok() {
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
        if self.is_read_only() {
            return Err(Error::Full);
        }
        self.ask(&self.shared.writes, work, true).await
    }

    /// The same when the disk is full, out of the room that the ballast left: for what frees room (erasing), and for the
    /// few small things that must never be refused (leaving a page in a hurry, signing in and out).
    pub async fn write_from_reserve<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ask(&self.shared.writes, work, true).await
    }

    /// Whether nothing new is saved just now, because the disk is full.
    pub fn is_read_only(&self) -> bool {
        self.shared.footing.is_full()
    }

    /// Takes the room that is to be kept back, where there is enough. A place that opens on a full disk is read-only from
    /// the start.
    pub fn take_ballast(&self) {
        self.shared.footing.take_ballast();
    }

    /// Whether all of the room that is kept back is there.
    pub fn has_ballast(&self) -> bool {
        self.shared.footing.has_ballast()
    }

    /// When the disk was full: makes the ballast again and tries to write. Answers whether everything is as usual.
    pub async fn look_for_room(&self) -> Result<bool> {
        if !self.is_read_only() {
            return Ok(true);
        }
        let footing = Arc::clone(&self.shared.footing);
        let room = tokio::task::spawn_blocking(move || footing.has_room()).await.map_err(Error::broken)?;
        if room {
            self.write_from_reserve(crate::even::note).await?;
            self.shared.footing.has_saved();
        }
        Ok(room)
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

    /// Whether the machine's clock is believed. When it is not, nothing is erased.
    pub fn is_time_sure(&self) -> bool {
        self.shared.around.clock.doubted().is_none()
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

    async fn ask<T, F>(&self, queue: &Sender<Box<dyn Work>>, work: F, writes: bool) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        if self.within.is_some() && self.shared.footing.is_silent() {
            return Err(Error::Busy);
        }
        let (reply, mut answer) = oneshot::channel();
        let turn = Arc::new(Turn::default());
        let asked_at = footing::now();
        let closure = Closure { work, writes, outcome: None, reply, turn: Arc::clone(&turn), asked_at };
        match queue.try_send(Box::new(closure)) {
            Ok(()) => (),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => return Err(Error::Busy),
        }
        let Some(within) = self.within else { return answer.await.unwrap_or(Err(Error::Busy)) };
        match timeout(within, &mut answer).await {
            Ok(answered) => answered.unwrap_or(Err(Error::Busy)),
            Err(_) if turn.give_up() => Err(Error::Busy),
            Err(_) => timeout(within, answer).await.map_or(Err(Error::Unsure), |it| it.unwrap_or(Err(Error::Unsure))),
        }
    }
}

/// A closure on its way through a database thread.
trait Work: Send {
    fn writes(&self) -> bool;
    /// Whether anybody still wants it.
    fn is_wanted(&self) -> bool;
    /// Its turn begins, or begins again; false when nobody wants it any more.
    fn begin(&mut self) -> bool;
    /// Runs it; true when its writes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Whether it met a full disk.
    fn met_the_wall(&self) -> bool;
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
    turn: Arc<Turn>,
    asked_at: Instant,
}

impl<T, F> Work for Closure<T, F>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    fn writes(&self) -> bool {
        self.writes
    }

    fn is_wanted(&self) -> bool {
        let stands = !self.reply.is_closed() || (self.writes && self.asked_at.elapsed() < STANDS_FOR);
        stands && !self.turn.is_given_up()
    }

    fn begin(&mut self) -> bool {
        self.is_wanted() && self.turn.begin()
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = caught(|| (self.work)(tx));
        // Whoever has been told that it did not happen is told the truth.
        let keep = outcome.is_ok() && (!self.writes || self.turn.commit());
        self.outcome = Some(outcome);
        keep
    }

    fn met_the_wall(&self) -> bool {
        matches!(self.outcome, Some(Err(Error::Full)))
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
fn gather(mut connection: Direct, queue: &Receiver<Box<dyn Work>>, footing: &Footing) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        group.extend(queue.try_iter().take(GROUP - 1));
        let mut committed = commit(&mut connection, &mut group);
        // What was under way when the disk was full may end, in the room that the ballast left.
        if matches!(committed, Err(Error::Full)) && footing.fill_up() {
            drop(connection.make_room());
            committed = commit(&mut connection, &mut group);
        }
        match committed {
            Ok(after) => {
                after.into_iter().for_each(|work| work());
                group.into_iter().for_each(|work| work.answer(None));
            }
            Err(Error::Full) => group.into_iter().for_each(|work| work.answer(Some(Error::Full))),
            Err(Error::Unsure) => group.into_iter().for_each(|work| work.answer(Some(Error::Unsure))),
            Err(error) => {
                tracing::error!(%error, waiting = group.len(), "a commit failed; the group was taken back");
                group.into_iter().for_each(|work| work.answer(Some(Error::broken(&error))));
            }
        }
    }
}

type After = Box<dyn FnOnce() + Send>;

/// One commit for the whole group; answers what is to happen after it. Nothing is kept when it fails.
fn commit(connection: &mut Direct, group: &mut [Box<dyn Work>]) -> Result<Vec<After>> {
    let mut all = || {
        let mut after = Vec::new();
        connection.begin(false)?;
        for work in group.iter_mut().filter_map(|it| it.begin().then_some(it)) {
            connection.statement("SAVEPOINT closure")?;
            let mut tx = connection.tx(true);
            let keep = work.run(&mut tx);
            let queued = std::mem::take(&mut tx.after);
            if work.met_the_wall() {
                return Err(Error::Full);
            }
            if keep {
                after.extend(queued);
            } else {
                connection.statement("ROLLBACK TO closure")?;
            }
            connection.statement("RELEASE closure")?;
        }
        connection.commit()?;
        Ok(after)
    };
    let committed = all();
    if committed.is_err() {
        connection.take_back()?;
    }
    committed
}

/// A reader of SQLite, or a connection to PostgreSQL.
fn serve(mut connection: Direct, queue: &Receiver<Box<dyn Work>>, footing: &Footing) {
    while let Ok(mut work) = queue.recv() {
        if !work.begin() {
            continue;
        }
        footing.begins();
        let lost = loop {
            let done = if work.writes() {
                write_once(&mut connection, &mut *work)
            } else {
                read_once(&mut connection, &mut *work)
            };
            match done {
                Ok(()) if work.writes() && work.met_the_wall() && footing.fill_up() => (),
                Ok(()) => break None,
                Err(Lost::For(Error::Full)) if footing.fill_up() => (),
                // The server went away before the commit was asked for: come back and run the closure again.
                Err(Lost::BeforeCommit) if come_back(&mut connection, footing, || work.is_wanted()) => (),
                Err(Lost::BeforeCommit) => break Some(Error::Busy),
                Err(Lost::For(error)) => break Some(error),
            }
            if !work.begin() {
                break Some(Error::Busy);
            }
        };
        let answered = !connection.is_lost() && !matches!(lost, Some(Error::Busy));
        footing.ends(answered);
        if lost.is_some() {
            work.forget();
        }
        work.answer(lost);
        // Whoever lost the line looks for the server even while nobody asks.
        if connection.is_lost() {
            come_back(&mut connection, footing, || !footing.is_closed());
        }
    }
}

enum Lost {
    BeforeCommit,
    For(Error),
}

fn read_once(connection: &mut Direct, work: &mut dyn Work) -> std::result::Result<(), Lost> {
    connection.begin(true).map_err(|error| match error {
        Error::Busy => Lost::BeforeCommit,
        other => Lost::For(other),
    })?;
    work.run(&mut connection.tx(false));
    let ended = connection.take_back();
    if connection.is_lost() { Err(Lost::BeforeCommit) } else { ended.map_err(Lost::For) }
}

fn write_once(connection: &mut Direct, work: &mut dyn Work) -> std::result::Result<(), Lost> {
    let mut kept = false;
    let mut beaten = false;
    let outcome = connection.write(|tx| {
        kept = work.run(tx);
        beaten = tx.conflicted;
        // Any error rolls back; the closure's own outcome is kept inside `work`.
        if kept { Ok(()) } else { Err(Error::Busy) }
    });
    match outcome {
        Ok(()) => Ok(()),
        // Running it again could do it twice.
        Err(Error::Unsure) => Err(Lost::For(Error::Unsure)),
        Err(_) if connection.is_lost() => Err(Lost::BeforeCommit),
        Err(_) if beaten => {
            work.forget();
            Err(Lost::For(Error::Busy))
        }
        Err(_) if !kept => Ok(()),
        Err(error) => Err(Lost::For(error)),
    }
}

/// Tries to reach the server again while `wanted`: at once, then less and less often, and never in step with others.
fn come_back(connection: &mut Direct, footing: &Footing, wanted: impl Fn() -> bool) -> bool {
    const FIRST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(2);
    let mut pause = FIRST;
    loop {
        match connection.reconnect() {
            Ok(()) => {
                footing.reached();
                return true;
            }
            Err(error) => footing.missed(&error),
        }
        if !wanted() {
            return false;
        }
        thread::sleep(connection.spread(pause));
        pause = (pause * 2).min(LONGEST);
    }
}
