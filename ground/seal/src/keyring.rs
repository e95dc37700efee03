use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use db::{Bind, Cell, Clock, Direct, Error, Fetch, Migration, Result, Shelf, Time, Uuid, Value, args};
use subtle::ConstantTimeEq;

use crate::{RootKey, root::expand};

/// The schema of the key database.
pub const KEY_SCHEMA: &[Migration] = &[
    Migration {
        room: "keys",
        number: 1,
        name: "keys",
        sql: "CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL);
              CREATE TABLE keys_destroyed (id TEXT PRIMARY KEY, destroyed_at BIGINT NOT NULL);",
    },
    Migration {
        room: "keys",
        number: 2,
        name: "root",
        sql: "CREATE TABLE keys_root (name TEXT PRIMARY KEY, mark BYTEA NOT NULL);",
    },
];

const WRONG_ROOT: &str = "the root key file does not belong to this key database; put back the file that was made with \
     it, or, on a further node, copy the one of the first node";
const VERSION: u8 = 1;
const COMMITMENT: usize = 32;
const NONCE: usize = 24;
const TAG: usize = 16;
/// A key that another node destroyed is forgotten here after this long at most.
const REMEMBERED: Duration = Duration::from_secs(60);
const REMEMBERED_AT_MOST: usize = 20_000;

/// Names a data key: the id of the member or the conversation whose words it seals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct KeyId(pub Uuid);

impl Bind for KeyId {
    fn bind(&self) -> Value {
        Value::Text(self.0.to_string())
    }
}
impl Fetch for KeyId {
    fn fetch(cell: Cell<'_>) -> Option<Self> {
        Uuid::fetch(cell).map(Self)
    }
}

/// Where a sealed value stands. It opens there and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// The place `table.column` of this row.
    pub fn new(table: &'static str, column: &'static str, row: Uuid) -> Self {
        Self { table, column, row }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}", self.table, self.column, self.row)
    }
}

/// What tells one sealing from every other: the chance that went into it, and the mark over what came out. Whatever is
/// sealed again, the same words too, has another one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Seal([u8; NONCE + TAG]);

impl Seal {
    /// The seal of a sealed value. It says nothing of whether the value opens.
    pub fn of(sealed: &[u8]) -> Result<Self> {
        let nonce = sealed.get(1 + COMMITMENT..1 + COMMITMENT + NONCE);
        let tag = sealed.len().checked_sub(TAG).filter(|at| *at >= 1 + COMMITMENT + NONCE).map(|at| &sealed[at..]);
        let (Some(nonce), Some(tag)) = (nonce, tag) else { return Err(Error::broken("a sealed value is too short")) };
        let mut seal = [0; NONCE + TAG];
        seal[..NONCE].copy_from_slice(nonce);
        seal[NONCE..].copy_from_slice(tag);
        Ok(Self(seal))
    }
}

/// A data key, opened: it seals without asking anyone.
struct DataKey {
    cipher: XChaCha20Poly1305,
    commitment: [u8; COMMITMENT],
    /// What keys for other purposes are derived from.
    seed: [u8; 32],
    read_at: Time,
}

impl DataKey {
    fn new(bytes: &[u8; 32], read_at: Time) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(&expand(bytes, "alongside data v1 encryption").into()),
            commitment: expand(bytes, "alongside data v1 commitment"),
            seed: expand(bytes, "alongside data v1 seed"),
            read_at,
        }
    }

    fn seal(&self, place: Place, plain: &[u8], nonce: [u8; NONCE]) -> Result<Vec<u8>> {
        let body = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place.to_string().as_bytes() })
            .map_err(|_| Error::broken("sealing failed"))?;
        let mut sealed = Vec::with_capacity(1 + COMMITMENT + NONCE + body.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.commitment);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }
}

/// A fresh data key in the hands of whoever made it: it seals on any thread, and opens nothing until
/// [`Keyring::keep`] has put it into the key database. For made-up communities, which seal millions of words at once.
pub struct FreshKey {
    id: KeyId,
    bytes: [u8; 32],
    key: DataKey,
}

impl FreshKey {
    /// A key of these bytes, which are chance.
    pub fn new(id: KeyId, bytes: [u8; 32]) -> Self {
        Self { id, bytes, key: DataKey::new(&bytes, Time::default()) }
    }

    /// Seals text for its place, as [`Keyring::seal`] does.
    pub fn seal(&self, place: Place, text: &str, nonce: [u8; NONCE]) -> Result<Vec<u8>> {
        self.key.seal(place, text.as_bytes(), nonce)
    }
}

/// A fresh key as the key database keeps it.
pub struct WrappedKey {
    id: KeyId,
    wrapped: Vec<u8>,
}

/// All data keys, wrapped by the root key, in a database of their own.
pub struct Keyring {
    root: RootKey,
    clock: Arc<dyn Clock>,
    store: Mutex<Direct>,
    remembered: Mutex<HashMap<KeyId, Arc<DataKey>>>,
}

impl Keyring {
    /// Opens the key database and brings its schema up to date.
    pub fn open(root: RootKey, mut store: Direct) -> Result<Self> {
        db::migrate(&mut store, KEY_SCHEMA)?;
        let keyring = Self { root, clock: store.clock(), store: Mutex::new(store), remembered: Mutex::default() };
        keyring.prove_root()?;
        keyring.mark_root()?;
        Ok(keyring)
    }

    /// Two nodes that start on an empty key database must not each seal under a root key of their own: the first leaves a
    /// mark of its root key, and the others compare.
    fn mark_root(&self) -> Result<()> {
        let mark = self.derive("alongside root mark v1").to_vec();
        let kept: Vec<u8> = self.store().write(|tx| {
            tx.execute(
                "INSERT INTO keys_root (name, mark) VALUES ('root', $1) ON CONFLICT (name) DO NOTHING",
                args![mark.clone()],
            )?;
            tx.value("SELECT mark FROM keys_root WHERE name = 'root'", args![])
        })?;
        if kept == mark {
            return Ok(());
        }
        Err(Error::broken(WRONG_ROOT))
    }

    /// A wrong root key must be found at start, not when the first member opens her conversation.
    fn prove_root(&self) -> Result<()> {
        let any: Option<(KeyId, Vec<u8>)> = self.store().read(|tx| {
            tx.first("SELECT id, wrapped FROM keys ORDER BY id LIMIT 1", args![], |row| Ok((row.get(0)?, row.get(1)?)))
        })?;
        match any {
            Some((id, wrapped)) => self.unwrap(id, &wrapped).map(drop).map_err(|_| Error::broken(WRONG_ROOT)),
            None => Ok(()),
        }
    }

    fn store(&self) -> std::sync::MutexGuard<'_, Direct> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A key for one purpose of this community, derived from the root key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.root.derive(purpose)
    }

    /// A key for one purpose, derived from a data key, so that it goes when the data key is destroyed. The data key is made
    /// when it is not there yet.
    pub fn derive_from(&self, id: KeyId, purpose: &str, fresh_key: [u8; 32]) -> Result<[u8; 32]> {
        Ok(expand(&self.key_or_fresh(id, fresh_key)?.seed, purpose))
    }

    /// Seals bytes for their place. The data key is made when it is not there yet; a destroyed one is never made again.
    pub fn seal(
        &self,
        id: KeyId,
        place: Place,
        plain: &[u8],
        nonce: [u8; NONCE],
        fresh_key: [u8; 32],
    ) -> Result<Vec<u8>> {
        self.key_or_fresh(id, fresh_key)?.seal(place, plain, nonce)
    }

    /// Wraps a fresh key, away from the key database: that part of keeping it which takes time.
    pub fn wrapped(&self, fresh: &FreshKey) -> Result<WrappedKey> {
        Ok(WrappedKey { id: fresh.id, wrapped: self.wrap(fresh.id, &fresh.bytes)? })
    }

    /// Keeps many fresh keys at once. A key that is there already is an error, and so nothing that anybody sealed is lost.
    pub fn keep(&self, keys: &[WrappedKey]) -> Result<()> {
        let mut store = self.store();
        let now = store.now();
        let rows: Vec<Vec<Value>> = keys.iter().map(|it| args![it.id, it.wrapped, now].to_vec()).collect();
        store.write(|tx| tx.fill(Shelf { table: "keys", columns: &["id", "wrapped", "made_at"] }, &rows))
    }

    /// Opens a sealed value; `None` when its key has been destroyed.
    pub fn open_sealed(&self, id: KeyId, place: Place, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
        let Some(key) = self.key(id)? else { return Ok(None) };
        let broken = || Error::broken(format_args!("a sealed value in {}.{} does not open", place.table, place.column));
        if sealed.len() < 1 + COMMITMENT + NONCE || sealed[0] != VERSION {
            return Err(broken());
        }
        let (commitment, rest) = sealed[1..].split_at(COMMITMENT);
        let (nonce, body) = rest.split_at(NONCE);
        if !bool::from(commitment.ct_eq(&key.commitment)) {
            return Err(broken());
        }
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        key.cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: body, aad: place.to_string().as_bytes() })
            .map(Some)
            .map_err(|_| broken())
    }

    /// Destroys a data key for good. What it sealed cannot be read by anyone again. Doing it twice is no error.
    pub fn destroy(&self, ids: &[KeyId]) -> Result<()> {
        let mut store = self.store();
        store.write(|tx| {
            ids.iter().try_for_each(|id| {
                tx.execute("DELETE FROM keys WHERE id = $1", args![id])?;
                tx.execute(
                    "INSERT INTO keys_destroyed (id, destroyed_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
                    args![id, tx.now()],
                )
                .map(drop)
            })
        })?;
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        ids.iter().for_each(|id| drop(remembered.remove(id)));
        drop(remembered);
        // The log of the key database would otherwise keep the wrapped key until its next checkpoint.
        store.scrub()
    }

    /// How many keys there are, and how many were destroyed.
    pub fn count(&self) -> Result<(i64, i64)> {
        self.store().read(|tx| {
            Ok((
                tx.value("SELECT COUNT(*) FROM keys", args![])?,
                tx.value("SELECT COUNT(*) FROM keys_destroyed", args![])?,
            ))
        })
    }

    /// Every key that was destroyed: what an old backup of the main database must not bring back.
    pub fn destroyed(&self) -> Result<Vec<KeyId>> {
        self.store().read(|tx| tx.all("SELECT id FROM keys_destroyed ORDER BY id", args![], |row| row.get(0)))
    }

    /// Whether this key was destroyed: nothing can be sealed with it any more.
    pub fn is_destroyed(&self, id: KeyId) -> Result<bool> {
        let there: i64 =
            self.store().read(|tx| tx.value("SELECT COUNT(*) FROM keys_destroyed WHERE id = $1", args![id]))?;
        Ok(there > 0)
    }

    /// Copies the key database to a file of its own (SQLite).
    pub fn copy_to(&self, target: &std::path::Path) -> Result<()> {
        self.store().copy_to(target)
    }

    fn key(&self, id: KeyId) -> Result<Option<Arc<DataKey>>> {
        // What is remembered does not wait for the key database, which may be away.
        let known = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(key) = known
            && self.clock.now().since(key.read_at) < REMEMBERED
        {
            return Ok(Some(key));
        }
        let mut store = self.store();
        let wrapped: Option<Vec<u8>> =
            store.read(|tx| tx.first("SELECT wrapped FROM keys WHERE id = $1", args![id], |row| row.get(0)))?;
        let now = store.now();
        drop(store);
        match wrapped {
            Some(wrapped) => Ok(Some(self.remember(id, &self.unwrap(id, &wrapped)?, now))),
            None => {
                self.remembered.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                Ok(None)
            }
        }
    }

    fn key_or_fresh(&self, id: KeyId, fresh: [u8; 32]) -> Result<Arc<DataKey>> {
        match self.key(id)? {
            Some(key) => Ok(key),
            None => self.mint(id, fresh),
        }
    }

    fn mint(&self, id: KeyId, fresh: [u8; 32]) -> Result<Arc<DataKey>> {
        let wrapped = self.wrap(id, &fresh)?;
        let stored = self.store().write(|tx| {
            let destroyed: i64 = tx.value("SELECT COUNT(*) FROM keys_destroyed WHERE id = $1", args![id])?;
            if destroyed > 0 {
                return Err(Error::broken("the key of this place has been destroyed; nothing can be sealed with it"));
            }
            tx.execute(
                "INSERT INTO keys (id, wrapped, made_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
                args![id, wrapped, tx.now()],
            )?;
            Ok((tx.value("SELECT wrapped FROM keys WHERE id = $1", args![id])?, tx.now()))
        });
        let (stored, now): (Vec<u8>, Time) = stored.map_err(|error| match error {
            // A key too many harms nobody: that nothing is sealed with it is certain.
            Error::Unsure => Error::Busy,
            other => other,
        })?;
        Ok(self.remember(id, &self.unwrap(id, &stored)?, now))
    }

    fn remember(&self, id: KeyId, bytes: &[u8; 32], now: Time) -> Arc<DataKey> {
        let key = Arc::new(DataKey::new(bytes, now));
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_AT_MOST {
            remembered.clear();
        }
        remembered.insert(id, Arc::clone(&key));
        key
    }

    fn wrapping(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.root.derive("alongside key wrapping v1").into())
    }

    fn wrap(&self, id: KeyId, key: &[u8; 32]) -> Result<Vec<u8>> {
        // A nonce derived from the fresh random key and its id: never the same twice, and needs no further chance.
        let nonce: [u8; 24] = expand(key, &format!("nonce {}", id.0))[..24].try_into().map_err(Error::broken)?;
        let body = self
            .wrapping()
            .encrypt(&XNonce::from(nonce), Payload { msg: key.as_slice(), aad: id.0.as_bytes() })
            .map_err(|_| Error::broken("wrapping a key failed"))?;
        Ok([nonce.as_slice(), &body].concat())
    }

    fn unwrap(&self, id: KeyId, wrapped: &[u8]) -> Result<[u8; 32]> {
        let broken = || Error::broken("a wrapped key does not open");
        let (nonce, body) = wrapped.split_at_checked(NONCE).ok_or_else(broken)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        let plain = self
            .wrapping()
            .decrypt(&XNonce::from(nonce), Payload { msg: body, aad: id.0.as_bytes() })
            .map_err(|_| broken())?;
        plain.try_into().map_err(|_| broken())
    }
}
