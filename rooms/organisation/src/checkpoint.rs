//! Checkpoints of the trail. Somebody who can write into the database can rewrite the trail from any entry on, hashes
//! and all, and it would hold again. So its end is signed every few minutes, with a key that the database does not have,
//! and each signature covers the one before it. The program also writes every checkpoint into a file outside the
//! database; a copy of that file on another machine shows a trail that was cut together with its checkpoints.

mod examination;

use std::{fmt::Write, time::Duration};

use db::{Error, Result, Row, Time, Tx, Uuid, args};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
pub use examination::{Fault, Found, Kept, Source, examine};
use jobs::Later;
use seal::{KeyId, Sealing};

/// Job: signs the end of the trail, when there is something new.
pub const JOB: &str = "organisation.checkpoint";
/// How often the end of the trail is signed. The shorter, the less can be rewritten unnoticed.
const EVERY: Duration = Duration::from_secs(5 * 60);
/// After so many entries it is signed at once.
pub(crate) const AFTER_ENTRIES: i64 = 1000;
/// The data key from which the signing key is derived: made at first use, and kept, wrapped, in the key database.
const SIGNER: KeyId = KeyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_7472_6169_6c00));

/// The end of the trail as it was at a moment, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its place among the checkpoints, from 1.
    pub place: i64,
    /// The number of the last entry then.
    pub number: i64,
    /// When.
    pub at: Time,
    hash: Vec<u8>,
    signature: Vec<u8>,
    key: Vec<u8>,
}

/// The key that checkpoints are checked with, in hex: to be kept where the database is not.
pub fn public_key(tx: &mut Tx<'_>) -> Result<String> {
    Ok(hex(signing_key(tx)?.verifying_key().as_bytes()))
}

fn signing_key(tx: &mut Tx<'_>) -> Result<SigningKey> {
    Ok(SigningKey::from_bytes(&tx.derive_key(SIGNER, "alongside trail checkpoint v1")?))
}

/// Signs the end of the trail when it has grown, and asks to be run again.
pub fn sign_regularly(tx: &mut Tx<'_>) -> Result<()> {
    sign(tx)?;
    tx.later(JOB, "all", tx.now() + EVERY)
}

/// Signs the end of the trail, when it has grown since the last time.
pub fn sign(tx: &mut Tx<'_>) -> Result<()> {
    let (number, hash): (i64, Option<Vec<u8>>) =
        tx.one("SELECT number, hash FROM organisation_trail_end WHERE id = 1", args![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let last = newest(tx)?;
    let Some(hash) = hash.filter(|_| last.as_ref().is_none_or(|it| it.number < number)) else { return Ok(()) };
    let key = signing_key(tx)?;
    let mut checkpoint = Checkpoint {
        place: last.as_ref().map_or(1, |it| it.place + 1),
        number,
        at: tx.now(),
        hash,
        signature: Vec::new(),
        key: key.verifying_key().as_bytes().to_vec(),
    };
    let before = last.map(|it| it.signature).unwrap_or_default();
    checkpoint.signature = key.sign(&checkpoint.message(&before)).to_bytes().to_vec();
    tx.execute(
        "INSERT INTO organisation_checkpoints (place, number, hash, at, signature, key) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            checkpoint.place,
            checkpoint.number,
            checkpoint.hash,
            checkpoint.at,
            checkpoint.signature,
            checkpoint.key
        ],
    )?;
    Ok(())
}

/// The newest checkpoint, if there is one.
pub fn newest(tx: &mut Tx<'_>) -> Result<Option<Checkpoint>> {
    tx.first(
        "SELECT place, number, at, hash, signature, key FROM organisation_checkpoints ORDER BY place DESC LIMIT 1",
        args![],
        Checkpoint::from_row,
    )
}

/// Checkpoints from this place on, in order.
pub fn since(tx: &mut Tx<'_>, place: i64) -> Result<Vec<Checkpoint>> {
    tx.all(
        "SELECT place, number, at, hash, signature, key FROM organisation_checkpoints WHERE place >= $1 ORDER BY place",
        args![place],
        Checkpoint::from_row,
    )
}

impl Checkpoint {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            place: row.get(0)?,
            number: row.get(1)?,
            at: row.get(2)?,
            hash: row.get(3)?,
            signature: row.get(4)?,
            key: row.get(5)?,
        })
    }

    /// What is signed. Every part but the last has a fixed length, so no two checkpoints read alike.
    fn message(&self, before: &[u8]) -> Vec<u8> {
        let mut message = b"alongside checkpoint v1".to_vec();
        for number in [self.place, self.number, self.at.0] {
            message.extend(number.to_be_bytes());
        }
        message.extend((self.hash.len() as u64).to_be_bytes());
        message.extend(&self.hash);
        message.extend(before);
        message
    }

    /// Whether this key signed it, after a checkpoint with this signature.
    fn is_signed_by(&self, key: &VerifyingKey, before: &[u8]) -> bool {
        self.key == key.as_bytes()
            && Signature::from_slice(&self.signature)
                .is_ok_and(|it| key.verify_strict(&self.message(before), &it).is_ok())
    }

    /// The beginning of the hash, for people to compare.
    pub fn mark(&self) -> String {
        hex(&self.hash[..self.hash.len().min(8)])
    }

    /// As a line of the file.
    pub fn line(&self) -> String {
        let Self { place, number, at, hash, signature, key } = self;
        format!("{place} {number} {} {} {} {}", at.0, hex(hash), hex(signature), hex(key))
    }

    /// Out of a line of the file.
    pub fn read(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split(' ').collect();
        let [place, number, at, hash, signature, key] = parts[..] else { return None };
        Some(Self {
            place: place.parse().ok()?,
            number: number.parse().ok()?,
            at: Time(at.parse().ok()?),
            hash: unhex(hash)?,
            signature: unhex(signature)?,
            key: unhex(key)?,
        })
    }
}

/// A key in hex, as [`public_key`] says it.
pub fn key(text: &str) -> Result<VerifyingKey> {
    let bytes = unhex(text.trim()).and_then(|it| <[u8; 32]>::try_from(it).ok());
    let key = bytes.and_then(|it| VerifyingKey::from_bytes(&it).ok());
    key.ok_or_else(|| Error::broken("the key of the checkpoints is damaged: 64 hexadecimal digits are expected"))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.len() % 2 == 1 || !text.is_ascii() {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
