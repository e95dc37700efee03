//! Sealing: sensitive words are stored encrypted, each under the data key of the conversation or the member they belong
//! to. Data keys live wrapped in a database of their own, with a backup life of its own; when a data key is destroyed,
//! everything it sealed is gone, in every copy and every backup of the main database.
//!
//! Layout of a sealed value: version (1 byte) | key commitment (32) | nonce (24) | XChaCha20-Poly1305 ciphertext and tag.
//! The place (table, column, row) is associated data, so a sealed value that is moved elsewhere does not open. The
//! commitment says which key sealed it, so no ciphertext can be made that opens under two keys.

mod keyring;
mod root;
mod shred;
mod wire;

pub use keyring::{FreshKey, KEY_SCHEMA, KeyId, Keyring, Place, Seal, WrappedKey};
pub use root::RootKey;
pub use shred::{MIGRATIONS, Sealing, shred};
pub use wire::Wire;
