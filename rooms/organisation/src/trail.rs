//! The trail: what was done to the community and to people's standing in it, by whom, and why. It is only added to. Each
//! entry carries the SHA-256 of the one before it and of itself, so an entry that was changed, moved or taken out is
//! found by [`verify`]. It says who by id: when a member is erased, the id leads nowhere and the chain still holds. A
//! reason why something was done to a member is sealed under that member's key, and what is chained is the sealed one:
//! it goes with them too, and the chain holds.

use db::{Result, Time, Tx, Uuid, args};
use jobs::Later;
use seal::{KeyId, Place, Sealing};
use sha2::{Digest, Sha256};
use words::MemberId;

use crate::checkpoint::{self, hex, unhex};

/// How many entries a page of the trail shows.
const PAGE: i64 = 50;

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the trail, from 1.
    pub number: i64,
    /// When.
    pub at: Time,
    /// Who did it; nobody when the program did it by itself.
    pub by: Option<MemberId>,
    /// What was done: a key of the catalogue.
    pub deed: String,
    /// Whom it concerned.
    pub about: Option<MemberId>,
    /// What exactly changed, when there is more to say than the deed.
    pub detail: String,
    /// Why, in the words of whoever did it.
    pub reason: String,
    pub(crate) hash: Vec<u8>,
}

/// How the trail names a member. The room that knows names lends this to the database; without it, members appear by
/// the end of their id.
#[derive(Clone, Copy)]
pub struct Names(pub fn(&mut Tx<'_>, MemberId) -> Result<Option<String>>);

/// What [`verify`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries were read.
    pub entries: i64,
    /// The first place at which the chain does not hold.
    pub broken_at: Option<i64>,
}

/// Adds an entry. `deed` is a key of the catalogue, such as `trail-founded`, brought by the room that records it.
pub fn record(
    tx: &mut Tx<'_>,
    by: Option<MemberId>,
    deed: &'static str,
    about: Option<MemberId>,
    reason: &str,
) -> Result<()> {
    record_detail(tx, by, deed, about, "", reason)
}

/// The same, saying what exactly changed. Names and settings only: never anything that a member wrote or asked for.
pub fn record_detail(
    tx: &mut Tx<'_>,
    by: Option<MemberId>,
    deed: &'static str,
    about: Option<MemberId>,
    detail: &str,
    reason: &str,
) -> Result<()> {
    let (number, previous): (i64, Option<Vec<u8>>) = tx.one(
        "UPDATE organisation_trail_end SET number = number + 1 WHERE id = 1 RETURNING number, hash",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut entry = Entry {
        number,
        at: tx.now(),
        by,
        deed: deed.to_owned(),
        about,
        detail: detail.to_owned(),
        reason: kept_reason(tx, number, about, reason.trim())?,
        hash: Vec::new(),
    };
    entry.hash = entry.link(previous.as_deref().unwrap_or_default());
    tx.execute(
        "INSERT INTO organisation_trail (number, at, by_member, deed, about_member, detail, reason, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![entry.number, entry.at, entry.by, entry.deed, entry.about, entry.detail, entry.reason, entry.hash],
    )?;
    tx.execute("UPDATE organisation_trail_end SET hash = $1 WHERE id = 1", args![entry.hash])?;
    if entry.number % checkpoint::AFTER_ENTRIES == 0 {
        tx.later(checkpoint::JOB, "all", tx.now())?;
    }
    Ok(())
}

/// What tells a sealed reason from a plain one. Nobody types it: forms drop such characters.
const SEALED: char = '\u{1f}';

fn place(number: i64) -> Place {
    Place::new("organisation_trail", "reason", Uuid::from_u128(u128::from(number.unsigned_abs())))
}

/// The reason as it is kept: sealed when it is about a member. Of a member who is gone nothing more is said.
fn kept_reason(tx: &mut Tx<'_>, number: i64, about: Option<MemberId>, reason: &str) -> Result<String> {
    let Some(member) = about.filter(|_| !reason.is_empty()) else { return Ok(reason.to_owned()) };
    if tx.is_destroyed(KeyId(member.0))? {
        return Ok(String::new());
    }
    let sealed = tx.seal(KeyId(member.0), place(number), reason)?;
    Ok(format!("{SEALED}{}", hex(&sealed)))
}

/// A page of the trail, the newest first: entries before the one with this number, or the latest ones. A reason that
/// went with its member is empty.
pub fn newest(tx: &mut Tx<'_>, before: Option<i64>) -> Result<Vec<Entry>> {
    let mut entries = tx.all(
        "SELECT number, at, by_member, deed, about_member, detail, reason, hash FROM organisation_trail
         WHERE number < $1 ORDER BY number DESC LIMIT $2",
        args![before.unwrap_or(i64::MAX), PAGE],
        Entry::from_row,
    )?;
    for entry in &mut entries {
        if let (Some(sealed), Some(member)) = (entry.reason.strip_prefix(SEALED).and_then(unhex), entry.about) {
            entry.reason = tx.unseal(KeyId(member.0), place(entry.number), &sealed)?.unwrap_or_default();
        }
    }
    Ok(entries)
}

/// Walks the whole chain and says where it first does not hold.
pub fn verify(tx: &mut Tx<'_>) -> Result<Verdict> {
    walk(tx, |_| ())
}

/// The same, showing every entry that holds to whoever looks on.
pub(crate) fn walk(tx: &mut Tx<'_>, mut seen: impl FnMut(&Entry)) -> Result<Verdict> {
    let (last, end): (i64, Option<Vec<u8>>) =
        tx.one("SELECT number, hash FROM organisation_trail_end WHERE id = 1", args![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut entries = 0;
    let mut previous = Vec::new();
    loop {
        let batch = tx.all(
            "SELECT number, at, by_member, deed, about_member, detail, reason, hash FROM organisation_trail
             WHERE number > $1 ORDER BY number LIMIT 1000",
            args![entries],
            Entry::from_row,
        )?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            if entry.number != entries + 1 || entry.hash != entry.link(&previous) {
                return Ok(Verdict { entries, broken_at: Some(entries + 1) });
            }
            seen(&entry);
            entries = entry.number;
            previous = entry.hash;
        }
    }
    let whole = entries == last && end.unwrap_or_default() == previous;
    Ok(Verdict { entries, broken_at: (!whole).then_some(entries + 1) })
}

/// How a member is written in the trail.
pub(crate) fn name_of(tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    // The end of a UUIDv7 is chance; its beginning is the time and would look alike for everybody.
    let id = member.to_string();
    let short = id[id.len() - 8..].to_owned();
    match tx.lent::<Names>() {
        Ok(names) => Ok((names.0)(tx, member)?.unwrap_or(short)),
        Err(_) => Ok(short),
    }
}

impl Entry {
    fn from_row(row: &db::Row<'_>) -> Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            at: row.get(1)?,
            by: row.get(2)?,
            deed: row.get(3)?,
            about: row.get(4)?,
            detail: row.get(5)?,
            reason: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// The hash that chains this entry to the one before. Every field is preceded by its length, so that no two
    /// different entries read alike.
    fn link(&self, previous: &[u8]) -> Vec<u8> {
        let name = |member: Option<MemberId>| member.map(|it| it.to_string()).unwrap_or_default();
        let fields = [
            self.number.to_string(),
            self.at.0.to_string(),
            name(self.by),
            self.deed.clone(),
            name(self.about),
            self.detail.clone(),
            self.reason.clone(),
        ];
        let mut hash = Sha256::new();
        hash.update(previous);
        for field in fields {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().to_vec()
    }
}
