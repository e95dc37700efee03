use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use uuid::Uuid;

use crate::{
    Clock, Engine, Error, Fetch, Random, Result, Row, Time, Value, direct::Handle, ids::new_uuid, kept::Shelf,
    value::Source,
};

/// What every transaction is handed: time, chance, and what the ground lends to rooms (the keyring).
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) lent: Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// Writers of this process hold it together; one that was beaten again and again holds it alone.
    pub(crate) turns: Arc<RwLock<()>>,
    /// Statements that were run so far.
    pub(crate) asked: Arc<AtomicU64>,
    /// What rooms keep in memory.
    pub(crate) beside: Arc<Beside>,
    /// Commits of this process so far.
    pub(crate) commits: Arc<AtomicI64>,
}

/// Things that rooms keep beside the database, by their type.
type Beside = Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>;

impl Surroundings {
    pub(crate) fn beside<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut all = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        let it = Arc::clone(all.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())));
        it.downcast().expect("what lies under a type's id is of that type")
    }
}

type After = Box<dyn FnOnce() + Send>;

/// A transaction. Reads see one snapshot; writes are serializable on both engines.
pub struct Tx<'c> {
    pub(crate) handle: Handle<'c>,
    pub(crate) around: &'c Surroundings,
    pub(crate) now: Time,
    /// What this connection keeps; nothing in a transaction that writes.
    pub(crate) shelf: Option<&'c Shelf>,
    /// Questions that were answered in this snapshot, by their type; nothing in a transaction that writes.
    pub(crate) answers: Option<HashMap<TypeId, Box<dyn Any>>>,
    /// How often this process had committed before the snapshot was taken.
    pub(crate) commits: i64,
    pub(crate) after: Vec<After>,
    /// A statement failed because another transaction was faster; the closure is run again.
    pub(crate) conflicted: bool,
    /// A row was refused because another has its key; another transaction may have been faster.
    pub(crate) taken: bool,
}

impl Tx<'_> {
    /// The moment of this transaction. The same for every row it writes.
    pub fn now(&self) -> Time {
        self.now
    }

    /// How long the machine has been running: for spans that no jump of a clock may bend.
    pub fn steady(&self) -> Duration {
        self.around.clock.steady()
    }

    /// Which engine is underneath. For full-text search alone: everything else is one text for both.
    pub fn engine(&self) -> Engine {
        match self.handle {
            Handle::Sqlite(_) => Engine::Sqlite,
            Handle::Postgres(_) => Engine::Postgres,
        }
    }

    /// Does `work` as if it were `when`: how a seeded town gets a past, through the same verbs as its present.
    pub fn as_of<T>(&mut self, when: Time, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let now = std::mem::replace(&mut self.now, when);
        let outcome = work(self);
        self.now = now;
        outcome
    }

    /// A fresh UUIDv7.
    pub fn new_uuid(&self) -> Uuid {
        new_uuid(self.now, &*self.around.random)
    }

    /// Chance fit for keys and tokens.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.around.random.fill(&mut bytes);
        bytes
    }

    /// Something that the application lent to every transaction when it opened the database, such as the keyring.
    pub fn lent<T: Any + Send + Sync>(&self) -> Result<Arc<T>> {
        self.around
            .lent
            .get(&TypeId::of::<T>())
            .and_then(|it| Arc::clone(it).downcast().ok())
            .ok_or_else(|| Error::broken(format_args!("{} was not lent to the database", std::any::type_name::<T>())))
    }

    /// Something that lives in memory beside the database for as long as it is open, and begins empty: what a room has
    /// made out of rows and need not make again. See [`Db::beside`](crate::Db::beside).
    pub fn beside<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        self.around.beside()
    }

    /// Runs when, and only when, this transaction has been committed: wake-ups, sockets, the world.
    pub fn after_commit(&mut self, work: impl FnOnce() + Send + 'static) {
        self.after.push(Box::new(work));
    }

    /// Changes rows; answers how many.
    pub fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        let done = match &mut self.handle {
            Handle::Sqlite(connection) => execute_sqlite(connection, sql, args),
            Handle::Postgres(postgres) => postgres.execute(sql, args),
        };
        self.note(sql, done)
    }

    /// Every row of the answer, each made into a `T`.
    pub fn all<T>(&mut self, sql: &str, args: &[Value], mut make: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let rows = match &mut self.handle {
            Handle::Sqlite(connection) => query_sqlite(connection, sql, args, &mut make),
            Handle::Postgres(postgres) => postgres
                .query(sql, args)
                .and_then(|rows| rows.iter().map(|row| make(&Row(Source::Postgres(row)))).collect()),
        };
        self.note(sql, rows)
    }

    /// The first row, if there is one.
    pub fn first<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        make: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, args, make)?.into_iter().next())
    }

    /// The first row; what is not there does not exist.
    pub fn one<T>(&mut self, sql: &str, args: &[Value], make: impl FnMut(&Row<'_>) -> Result<T>) -> Result<T> {
        self.first(sql, args, make)?.ok_or(Error::NotFound)
    }

    /// The single value of a single row: counts and sums.
    pub fn value<T: Fetch>(&mut self, sql: &str, args: &[Value]) -> Result<T> {
        self.one(sql, args, |row| row.get(0))
    }

    /// Runs statements without arguments, as migrations need.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        let done: Result<()> = match &mut self.handle {
            Handle::Sqlite(connection) => connection.execute_batch(sql).map_err(Error::from),
            Handle::Postgres(postgres) => postgres.client.batch_execute(sql).map_err(Error::from),
        };
        if let Err(Error::Broken(cause)) = &done {
            // Tables that people use are changed beside them: whoever was beaten by them tries again.
            self.conflicted |= crate::direct::is_conflict(cause);
        }
        done
    }

    fn note<T>(&mut self, sql: &str, outcome: Result<T>) -> Result<T> {
        self.around.asked.fetch_add(1, Ordering::Relaxed);
        if let Err(Error::Broken(cause)) = &outcome {
            self.conflicted |= crate::direct::is_conflict(cause);
            self.taken |= crate::direct::is_taken(cause);
        }
        outcome.map_err(|error| match error {
            Error::Broken(cause) => Error::Broken(cause.context(format!("in {sql}"))),
            other => other,
        })
    }
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, args: &[Value]) -> Result<()> {
    // By number, never by position: `$2` before `$1` in the text must still receive the second value.
    for index in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|number| number.parse::<usize>().ok())
            .ok_or_else(|| Error::broken("statement parameters are numbered: $1, $2, …"))?;
        let value = args.get(number - 1).ok_or_else(|| Error::broken(format_args!("no value for ${number}")))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

fn execute_sqlite(connection: &rusqlite::Connection, sql: &str, args: &[Value]) -> Result<u64> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    Ok(statement.raw_execute()? as u64)
}

fn query_sqlite<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    args: &[Value],
    make: &mut impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(make(&Row(Source::Sqlite(row)))?);
    }
    Ok(all)
}
