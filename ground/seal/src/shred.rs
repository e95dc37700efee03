use std::sync::Arc;

use db::{Db, Error, Migration, Result, Tx, args};

use crate::{KeyId, Keyring, Place};

/// Tables of the main database that sealing needs.
pub const MIGRATIONS: &[Migration] = &[Migration {
    room: "seal",
    number: 1,
    name: "keys_to_destroy",
    sql: "CREATE TABLE seal_keys_to_destroy (id TEXT PRIMARY KEY, since BIGINT NOT NULL);",
}];

/// Sealing from inside a transaction, with the keyring that was lent to it.
pub trait Sealing {
    /// Seals text under the data key for its place.
    fn seal(&mut self, key: KeyId, place: Place, text: &str) -> Result<Vec<u8>>;
    /// Opens sealed text; `None` when its key has been destroyed.
    fn unseal(&mut self, key: KeyId, place: Place, sealed: &[u8]) -> Result<Option<String>>;
    /// Seals bytes, such as a picture, under the data key for their place.
    fn seal_bytes(&mut self, key: KeyId, place: Place, bytes: &[u8]) -> Result<Vec<u8>>;
    /// Opens sealed bytes; `None` when their key has been destroyed.
    fn unseal_bytes(&mut self, key: KeyId, place: Place, sealed: &[u8]) -> Result<Option<Vec<u8>>>;
    /// A key for one purpose, derived from this data key.
    fn derive_key(&mut self, key: KeyId, purpose: &str) -> Result<[u8; 32]>;
    /// Whether this key was destroyed: nothing can be sealed with it any more.
    fn is_destroyed(&mut self, key: KeyId) -> Result<bool>;
    /// Marks a key for destruction. [`shred`] destroys it once this transaction stands: a key cannot be brought back,
    /// so it must not go while the reason can still be rolled back.
    fn destroy_key(&mut self, key: KeyId) -> Result<()>;
}

impl Sealing for Tx<'_> {
    fn seal(&mut self, key: KeyId, place: Place, text: &str) -> Result<Vec<u8>> {
        self.seal_bytes(key, place, text.as_bytes())
    }

    fn unseal(&mut self, key: KeyId, place: Place, sealed: &[u8]) -> Result<Option<String>> {
        let plain = self.unseal_bytes(key, place, sealed)?;
        Ok(plain.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn seal_bytes(&mut self, key: KeyId, place: Place, bytes: &[u8]) -> Result<Vec<u8>> {
        let (nonce, fresh) = (self.random_bytes(), self.random_bytes());
        self.lent::<Keyring>()?.seal(key, place, bytes, nonce, fresh)
    }

    fn unseal_bytes(&mut self, key: KeyId, place: Place, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
        self.lent::<Keyring>()?.open_sealed(key, place, sealed)
    }

    fn derive_key(&mut self, key: KeyId, purpose: &str) -> Result<[u8; 32]> {
        let fresh = self.random_bytes();
        self.lent::<Keyring>()?.derive_from(key, purpose, fresh)
    }

    fn is_destroyed(&mut self, key: KeyId) -> Result<bool> {
        self.lent::<Keyring>()?.is_destroyed(key)
    }

    fn destroy_key(&mut self, key: KeyId) -> Result<()> {
        self.execute(
            "INSERT INTO seal_keys_to_destroy (id, since) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
            args![key, self.now()],
        )?;
        Ok(())
    }
}

/// Destroys every key that committed transactions marked. Runs at start and regularly; a crash in between only delays.
pub async fn shred(db: &Db, keyring: &Arc<Keyring>) -> Result<usize> {
    let doomed: Vec<KeyId> =
        db.read(|tx| tx.all("SELECT id FROM seal_keys_to_destroy ORDER BY since", args![], |row| row.get(0))).await?;
    if doomed.is_empty() {
        return Ok(0);
    }
    // The key database is reached from its own connection, which blocks; on PostgreSQL it would refuse to on this thread.
    let (ring, keys) = (Arc::clone(keyring), doomed.clone());
    tokio::task::spawn_blocking(move || ring.destroy(&keys)).await.map_err(Error::broken)??;
    let count = doomed.len();
    // From the reserve: a full disk keeps no key alive.
    db.write_from_reserve(move |tx| {
        for key in &doomed {
            tx.execute("DELETE FROM seal_keys_to_destroy WHERE id = $1", args![key])?;
        }
        Ok(())
    })
    .await?;
    Ok(count)
}
