//! One connection, used from the thread that holds it: what the pools are made of, and what migrations, backups and
//! the keyring use directly.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

use anyhow::{Context, anyhow};
use postgres::{error::SqlState, types::ToSql};
use rusqlite::config::DbConfig;

use crate::{
    Clock, Error, OsRandom, Random, Result, SystemClock, Time, Tx, Value,
    company::{self, Company},
    kept::Shelf,
    tx::Surroundings,
};

/// Which engine is underneath.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded, in one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where a database lives: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A connection string of the server.
    Postgres(String),
}

impl Address {
    /// Which engine lives there.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for Address {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> std::result::Result<Self, anyhow::Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.is_empty() || path.contains("://") {
            return Err(anyhow!("a database address is sqlite:PATH or postgres://USER@HOST/NAME; this is neither"));
        }
        Ok(Self::Sqlite(path.into()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            // The connection string may hold a password.
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

pub(crate) enum Handle<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Postgres),
}

pub(crate) struct Postgres {
    pub(crate) client: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
}

impl Postgres {
    fn statement(&mut self, sql: &str) -> Result<postgres::Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        Ok(self.client.execute(&statement, &args)?)
    }

    pub(crate) fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<postgres::Row>> {
        let statement = self.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        Ok(self.client.query(&statement, &args)?)
    }
}

pub(crate) enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Postgres>),
}

/// A connection and what its transactions are handed.
pub struct Direct {
    pub(crate) connection: Connection,
    pub(crate) company: Company,
    address: Address,
    around: Surroundings,
    /// What reads may keep; nothing on a connection that reads seldom.
    shelf: Option<Arc<Shelf>>,
}

impl Direct {
    /// Opens the database with the machine's clock and chance. A missing SQLite file is made.
    pub fn open(address: &Address) -> Result<Self> {
        Self::open_with(address, Arc::new(SystemClock), Arc::new(OsRandom))
    }

    /// Opens the database with this clock and this chance.
    pub fn open_with(address: &Address, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self> {
        let around = Surroundings {
            clock,
            random,
            lent: Arc::default(),
            turns: Arc::default(),
            asked: Arc::default(),
            commits: Arc::default(),
            beside: Arc::default(),
        };
        Self::open_around(address, around)
    }

    pub(crate) fn open_around(address: &Address, around: Surroundings) -> Result<Self> {
        let company = Company::Visiting;
        Ok(Self { connection: connect(address, company)?, company, address: address.clone(), around, shelf: None })
    }

    /// The same connection, whose reads keep things on this shelf. Connections to SQLite do not share one: each counts
    /// the versions of the tables for itself.
    pub(crate) fn with_shelf(self, shelf: Arc<Shelf>) -> Self {
        Self { shelf: Some(shelf), ..self }
    }

    /// Lends something to every transaction of this connection.
    pub fn lend<T: Any + Send + Sync>(&mut self, thing: Arc<T>) {
        let mut lent = (*self.around.lent).clone();
        lent.insert(TypeId::of::<T>(), thing);
        self.around.lent = Arc::new(lent);
    }

    /// Where it is connected to.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Runs the closure in a serializable transaction and commits it, again after a serialization failure.
    ///
    /// A line that is cut before the commit was asked for is an [`Error::Busy`]; one that is cut after it is
    /// [`Error::Unsure`], and nothing is run again: it would be done twice.
    pub fn write<T>(&mut self, mut work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        const TRIES: u32 = 40;
        /// After so many, rivals of this process wait: a long transaction must not starve among many short ones.
        const ALONE_AFTER: u32 = 6;
        let turns = Arc::clone(&self.around.turns);
        // A rival's row can show itself as a broken unique rule before it shows itself as a conflict. Run again, the closure
        // sees that row and decides by its own rules; a closure that breaks the rule all by itself soon shows that, too.
        let mut chances = 3;
        for attempt in 0..TRIES {
            if attempt > 0 {
                let mut spread = [0u8; 1];
                self.around.random.fill(&mut spread);
                // Up to 1, 2, 4 … 64 ms: rivals must not meet in step again.
                std::thread::sleep(Duration::from_micros(u64::from(spread[0]) * (4 << attempt.min(6))));
            }
            let (_beside, _alone) = if attempt < ALONE_AFTER {
                (Some(turns.read().unwrap_or_else(PoisonError::into_inner)), None)
            } else {
                (None, Some(turns.write().unwrap_or_else(PoisonError::into_inner)))
            };
            self.begin_again(false)?;
            let mut tx = self.tx(true);
            let outcome = work(&mut tx);
            let (after, conflicted, taken) = (std::mem::take(&mut tx.after), tx.conflicted, tx.taken);
            match outcome {
                _ if conflicted => self.take_back()?,
                _ if taken && chances > 0 => {
                    chances -= 1;
                    self.take_back()?;
                }
                Err(refused) => {
                    self.take_back()?;
                    return Err(refused);
                }
                Ok(value) => match self.commit() {
                    Ok(()) => {
                        after.into_iter().for_each(|work| work());
                        return Ok(value);
                    }
                    Err(Error::Broken(cause)) if is_conflict(&cause) => (),
                    Err(error) => {
                        // Otherwise the next transaction would find this one still open. That this fails changes nothing.
                        drop(self.take_back());
                        return Err(error);
                    }
                },
            }
        }
        Err(Error::Busy)
    }

    /// Runs the closure on one snapshot; what it writes is refused by the engine.
    pub fn read<T>(&mut self, mut work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.begin_again(true)?;
        let outcome = work(&mut self.tx(false));
        self.statement("ROLLBACK")?;
        outcome
    }

    /// Copies an SQLite database to a new file while others go on writing.
    pub fn copy_to(&self, target: &Path) -> Result<()> {
        let Connection::Sqlite(source) = &self.connection else {
            return Err(Error::broken("only an SQLite database is copied by us; PostgreSQL has pg_dump"));
        };
        let mut copy = rusqlite::Connection::open(target)?;
        rusqlite::backup::Backup::new(source, &mut copy)?.run_to_completion(512, Duration::from_millis(1), None)?;
        // The copy stands alone: no log beside it that could be forgotten.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        let sound: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(Error::broken(format_args!("the copy is not sound: {sound}")));
        }
        Ok(())
    }

    /// Writes deleted content out of the log, so that what was erased is gone from disk too.
    pub fn scrub(&mut self) -> Result<()> {
        if let Connection::Sqlite(connection) = &self.connection {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Moves what stands in the log into the file, so that the log need not grow.
    pub(crate) fn make_room(&mut self) -> Result<()> {
        if let Connection::Sqlite(connection) = &self.connection {
            connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// From half of `span` to all of it, by chance.
    pub(crate) fn spread(&self, span: Duration) -> Duration {
        let mut chance = [0u8; 1];
        self.around.random.fill(&mut chance);
        span / 2 + span / 2 * u32::from(chance[0]) / 255
    }

    /// Prepares a statement without running it: proof that the engine understands it.
    pub fn prepare(&mut self, sql: &str) -> Result<()> {
        match &mut self.connection {
            Connection::Sqlite(connection) => drop(connection.prepare(sql)?),
            Connection::Postgres(postgres) => drop(postgres.client.prepare(sql)?),
        }
        Ok(())
    }

    pub(crate) fn is_lost(&self) -> bool {
        matches!(&self.connection, Connection::Postgres(postgres) if postgres.client.is_closed())
    }

    /// Begins a transaction, over a new line when the old one was cut since the last.
    fn begin_again(&mut self, read_only: bool) -> Result<()> {
        // A cut shows itself only when something is sent.
        if !self.is_lost() {
            match self.begin(read_only) {
                Err(_) if self.is_lost() => (),
                begun => return begun,
            }
        }
        self.reconnect().map_err(|_| Error::Busy)?;
        self.begin(read_only)
    }

    /// Takes up a new line to the server.
    pub(crate) fn reconnect(&mut self) -> Result<()> {
        self.connection = connect(&self.address, self.company)?;
        Ok(())
    }

    /// Commits. What the engine itself refused is certainly not kept; of anything else nobody can be sure.
    pub(crate) fn commit(&mut self) -> Result<()> {
        let committed = self.statement("COMMIT");
        // Before anybody is answered, and also where nobody can be sure: what was read before may be different now.
        self.around.commits.fetch_add(1, Ordering::SeqCst);
        committed.map_err(|error| match error {
            Error::Full => Error::Full,
            Error::Broken(cause) if was_refused(&cause) => Error::Broken(cause),
            other => {
                tracing::error!(cause = %other, "a commit was cut short: whether it was kept is not known");
                Error::Unsure
            }
        })
    }

    /// Takes back what was not committed. SQLite may have done so by itself, when it found no room.
    pub(crate) fn take_back(&mut self) -> Result<()> {
        match &self.connection {
            Connection::Sqlite(connection) if connection.is_autocommit() => Ok(()),
            _ => self.statement("ROLLBACK"),
        }
    }

    /// Called before the first statement, with which the snapshot is taken.
    pub(crate) fn tx(&mut self, writes: bool) -> Tx<'_> {
        let handle = match &mut self.connection {
            Connection::Sqlite(connection) => Handle::Sqlite(connection),
            Connection::Postgres(postgres) => Handle::Postgres(postgres),
        };
        Tx {
            handle,
            now: self.around.clock.now(),
            around: &self.around,
            shelf: self.shelf.as_deref().filter(|_| !writes),
            answers: (!writes).then(HashMap::new),
            commits: self.around.commits.load(Ordering::SeqCst),
            after: Vec::new(),
            conflicted: false,
            taken: false,
        }
    }

    /// The clock that this connection was handed.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.around.clock)
    }

    /// The moment by the clock that this connection was handed.
    pub fn now(&self) -> Time {
        self.around.clock.now()
    }

    pub(crate) fn begin(&mut self, read_only: bool) -> Result<()> {
        self.statement(match (&self.connection, read_only) {
            (Connection::Sqlite(_), true) => "BEGIN",
            (Connection::Sqlite(_), false) => "BEGIN IMMEDIATE",
            (Connection::Postgres(_), true) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Connection::Postgres(_), false) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        })
    }

    pub(crate) fn statement(&mut self, sql: &str) -> Result<()> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                connection.prepare_cached(sql)?.raw_execute()?;
                Ok(())
            }
            Connection::Postgres(postgres) => Ok(postgres.client.batch_execute(sql)?),
        }
    }
}

fn connect(address: &Address, company: Company) -> Result<Connection> {
    match address {
        Address::Sqlite(path) => {
            let connection = rusqlite::Connection::open(path)
                .with_context(|| format!("cannot open the database file {}", path.display()))?;
            // Whoever wants the file alone is told soon that somebody has it; everybody else waits.
            let patience = if company == Company::Alone { 3 } else { 10 };
            connection.busy_timeout(Duration::from_secs(patience))?;
            if company == Company::Alone {
                connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            }
            connection.set_prepared_statement_cache_capacity(256);
            // One text, one plan: otherwise SQLite plans a kept statement again whenever other values are bound to it.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            // FULL: an acknowledged word survives a power cut. secure_delete: what is deleted is overwritten.
            connection
                .execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                     PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;",
                )
                .with_context(|| format!("another program may have {} to itself", path.display()))?;
            if company == Company::Alone {
                connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
            }
            Ok(Connection::Sqlite(connection))
        }
        Address::Postgres(url) => {
            let mut client = attentive(url)?.connect(postgres::NoTls).context("cannot reach PostgreSQL")?;
            // The server for its part notices a node that froze or vanished, and lets go of the rows that it held: others
            // wait for them. A closure that only computes for so long between two statements does not exist here.
            client.batch_execute(
                "SET idle_in_transaction_session_timeout = '3s'; SET tcp_keepalives_idle = 10;
                 SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2; SET tcp_user_timeout = '10s';",
            )?;
            company::hold(&mut client, company)?;
            Ok(Connection::Postgres(Box::new(Postgres { client, statements: HashMap::new() })))
        }
    }
}

/// How the server is reached: a line that leads nowhere is noticed in seconds, unless the address says otherwise.
fn attentive(url: &str) -> Result<postgres::Config> {
    let mut config: postgres::Config = url.parse().context("the address of PostgreSQL")?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(3));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(10));
    }
    if !url.contains("keepalives") {
        config.keepalives_idle(Duration::from_secs(10)).keepalives_interval(Duration::from_secs(5));
        config.keepalives_retries(2);
    }
    Ok(config)
}

/// Whether another transaction was faster and running again will help.
pub(crate) fn is_conflict(cause: &anyhow::Error) -> bool {
    let code = code(cause);
    code == Some(SqlState::T_R_SERIALIZATION_FAILURE) || code == Some(SqlState::T_R_DEADLOCK_DETECTED)
}

/// Whether the engine answered with a refusal, rather than breaking off.
fn was_refused(cause: &anyhow::Error) -> bool {
    use postgres::error::Severity;
    cause.chain().any(|link| {
        let server = link.downcast_ref::<postgres::Error>().and_then(postgres::Error::as_db_error);
        let file = link.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        server.is_some_and(|it| it.parsed_severity() == Some(Severity::Error))
            || file.is_some_and(|it| it != rusqlite::ErrorCode::SystemIoFailure)
    })
}

/// Whether a row was refused because another has its key. On SQLite there is one writer: there it is never a rival's.
pub(crate) fn is_taken(cause: &anyhow::Error) -> bool {
    code(cause) == Some(SqlState::UNIQUE_VIOLATION)
}

fn code(cause: &anyhow::Error) -> Option<SqlState> {
    cause.chain().find_map(|link| link.downcast_ref::<postgres::Error>()?.code().cloned())
}
