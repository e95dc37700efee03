//! What was read a moment ago and is the same for whoever asks: settings, who is here now, the rows of a thread. Kept in
//! memory, and held only as long as the tables are known not to have changed.
//!
//! SQLite says in the snapshot itself whether anybody has committed since. On PostgreSQL only the commits of this process
//! are known, so there a thing may be a second old ([`Tx::kept`]) or is read anew ([`Tx::kept_exactly`]).

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{Result, Time, Tx, direct::Handle};

/// What depends on the clock is at most this old; and so may be, on PostgreSQL, what another node has changed.
const KEPT: Duration = Duration::from_secs(1);
/// Things of one kind kept at a time. A page of a thread takes some 40 KiB.
const AT_MOST: usize = 64;

/// What is kept beside a connection, by its type, and for which version of the tables.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    version: i64,
    things: HashMap<TypeId, Box<dyn Any + Send>>,
}

type Things<K, T> = HashMap<K, (Time, Arc<T>)>;

impl Tx<'_> {
    /// What `read` finds, or what it found up to a second ago under the same key. Never for what decides who may see
    /// something, nor for what belongs to one person: a commit of another node is noticed late.
    pub fn kept<K, T>(&mut self, key: K, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Arc<T>>
    where
        K: Hash + Eq + Send + 'static,
        T: Send + Sync + 'static,
    {
        let version = match self.version()? {
            None => Some(self.commits),
            exact => exact,
        };
        self.look_up(version, key, read)
    }

    /// What `read` finds, or what it found before under the same key while nothing at all has changed since. Where that
    /// is not known, it is read.
    pub fn kept_exactly<K, T>(&mut self, key: K, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Arc<T>>
    where
        K: Hash + Eq + Send + 'static,
        T: Send + Sync + 'static,
    {
        let version = self.version()?;
        self.look_up(version, key, read)
    }

    /// What `read` finds, asked once in a snapshot however often it is wanted there: the parts of a page that several
    /// rooms make ask the same questions about the same reader. Gone with the transaction.
    pub fn once<K, T>(&mut self, key: K, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Arc<T>>
    where
        K: Hash + Eq + 'static,
        T: 'static,
    {
        let known = self.answers::<K, T>().and_then(|it| it.get(&key).cloned());
        if let Some(thing) = known {
            return Ok(thing);
        }
        let thing = Arc::new(read(self)?);
        if let Some(answers) = self.answers() {
            answers.insert(key, Arc::clone(&thing));
        }
        Ok(thing)
    }

    /// Answers of this kind that were given in this snapshot; nothing in a transaction that writes.
    fn answers<K: 'static, T: 'static>(&mut self) -> Option<&mut HashMap<K, Arc<T>>> {
        let answers = self.answers.as_mut()?.entry(TypeId::of::<(K, T)>());
        answers.or_insert_with(|| Box::new(HashMap::<K, Arc<T>>::new())).downcast_mut()
    }

    /// The version of the tables in this snapshot, as SQLite counts it for this connection.
    fn version(&mut self) -> Result<Option<i64>> {
        match (&self.handle, self.shelf) {
            (Handle::Sqlite(connection), Some(_)) => {
                Ok(Some(connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?))
            }
            _ => Ok(None),
        }
    }

    fn look_up<K, T>(
        &mut self,
        version: Option<i64>,
        key: K,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<Arc<T>>
    where
        K: Hash + Eq + Send + 'static,
        T: Send + Sync + 'static,
    {
        // A transaction that writes has no shelf: it may itself have changed what it asks for. Nor has a reader of SQLite
        // that many take turns with: there it is read once in a snapshot.
        let (Some(shelf), Some(version)) = (self.shelf, version) else { return self.once(key, read) };
        let now = self.now;
        let held = shelf.of(version, |things: &mut Things<K, T>| {
            let holds = |read_at: Time| now >= read_at && now.since(read_at) < KEPT;
            things.get(&key).filter(|(read_at, _)| holds(*read_at)).map(|(_, thing)| Arc::clone(thing))
        });
        if let Some(thing) = held.flatten() {
            return Ok(thing);
        }
        let thing = Arc::new(read(self)?);
        shelf.of(version, |things: &mut Things<K, T>| {
            if things.len() >= AT_MOST {
                things.clear();
            }
            things.insert(key, (now, Arc::clone(&thing)));
        });
        Ok(thing)
    }
}

impl Shelf {
    fn of<K: Send + 'static, T: Send + Sync + 'static, R>(
        &self,
        version: i64,
        work: impl FnOnce(&mut Things<K, T>) -> R,
    ) -> Option<R> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version != version {
            kept.things.clear();
            kept.version = version;
        }
        let things = kept.things.entry(TypeId::of::<(K, T)>());
        things.or_insert_with(|| Box::new(Things::<K, T>::new())).downcast_mut().map(work)
    }
}
