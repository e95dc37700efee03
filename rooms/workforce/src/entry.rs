//! The log that somebody keeps of their own work, for themselves. They may show one entry to their supervisor, and take
//! that back.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::supervisor::Supervised;

/// Longest entry, in characters.
pub const WORDS_AT_MOST: usize = 4000;

db::id! {
    /// An entry.
    EntryId
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// What it says.
    pub words: String,
    /// When it was written.
    pub written_at: Time,
    /// Who may read it as well.
    pub shared_with: Option<MemberId>,
}

/// Writes an entry, for oneself.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<EntryId> {
    let id = EntryId::fresh(tx);
    let sealed = tx.seal(KeyId(actor.id.0), place(id), words)?;
    tx.execute(
        "INSERT INTO workforce_entries (id, member_id, words, written_at) VALUES ($1, $2, $3, $4)",
        args![id, actor.id, sealed, tx.now()],
    )?;
    Ok(id)
}

fn place(id: EntryId) -> Place {
    Place::new("workforce_entries", "words", id.0)
}

type Sealed = (EntryId, Vec<u8>, Time, Option<MemberId>);

fn from_row(row: &db::Row<'_>) -> Result<Sealed> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn open(tx: &mut Tx<'_>, member: MemberId, rows: Vec<Sealed>) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(rows.len());
    for (id, sealed, written_at, shared_with) in rows {
        if let Some(words) = tx.unseal(KeyId(member.0), place(id), &sealed)? {
            entries.push(Entry { id, words, written_at, shared_with });
        }
    }
    Ok(entries)
}

/// One's own entries, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Entry>> {
    let rows = tx.all(
        "SELECT id, words, written_at, shared_with FROM workforce_entries
         WHERE member_id = $1 ORDER BY written_at DESC, id DESC LIMIT 200",
        args![actor.id],
        from_row,
    )?;
    open(tx, actor.id, rows)
}

/// What somebody showed to their supervisor, who looks after them still.
pub fn shown_by(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<Vec<Entry>> {
    Supervised::own(tx, supervisor, member)?;
    let rows = tx.all(
        "SELECT id, words, written_at, shared_with FROM workforce_entries
         WHERE member_id = $2 AND shared_with = $1 ORDER BY written_at DESC, id DESC LIMIT 200",
        args![supervisor.id, member],
        from_row,
    )?;
    open(tx, member, rows)
}

/// How many entries this member shows to this supervisor.
pub(crate) fn count_shown(tx: &mut Tx<'_>, supervisor: MemberId, member: MemberId) -> Result<i64> {
    tx.value(
        "SELECT COUNT(*) FROM workforce_entries WHERE member_id = $2 AND shared_with = $1",
        args![supervisor, member],
    )
}

/// Shows one entry to one's supervisor.
pub fn share(tx: &mut Tx<'_>, actor: &Actor, id: EntryId) -> Result<()> {
    let supervisor = Supervised::of(tx, actor.id)?.and_then(|it| it.supervisor);
    // An entry that is not theirs does not exist, whoever looks after them.
    set_shared(tx, actor, id, supervisor)?;
    supervisor.map(drop).ok_or_else(|| Error::refused("supervision-nobody-yet"))
}

/// Keeps it for oneself again.
pub fn keep_back(tx: &mut Tx<'_>, actor: &Actor, id: EntryId) -> Result<()> {
    set_shared(tx, actor, id, None)
}

/// Keeps everything for oneself again: whoever it was shown to looks after this member no more.
pub(crate) fn keep_all_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("UPDATE workforce_entries SET shared_with = NULL WHERE member_id = $1", args![member])?;
    Ok(())
}

fn set_shared(tx: &mut Tx<'_>, actor: &Actor, id: EntryId, with: Option<MemberId>) -> Result<()> {
    let set = tx.execute(
        "UPDATE workforce_entries SET shared_with = $3 WHERE id = $1 AND member_id = $2",
        args![id, actor.id, with],
    )?;
    if set == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Deletes an entry of one's own.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: EntryId) -> Result<()> {
    let gone = tx.execute("DELETE FROM workforce_entries WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    if gone == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Lets somebody go.
pub(crate) fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM workforce_entries WHERE member_id = $1", args![member])?;
    tx.execute("UPDATE workforce_entries SET shared_with = NULL WHERE shared_with = $1", args![member])?;
    Ok(())
}
