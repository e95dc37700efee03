//! Whether the trail is what was signed: the chain from entry to entry, the checkpoints in the table and in the file,
//! and the one against the other.

use std::{collections::HashMap, time::Duration};

use db::{Result, Tx};
use ed25519_dalek::VerifyingKey;

use super::{Checkpoint, since};
use crate::trail;

/// A checkpoint that is younger than this need not be in the file yet.
const WRITTEN_WITHIN: Duration = Duration::from_secs(10 * 60);

/// Where a checkpoint was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the database.
    Table,
    /// In the file beside it.
    File,
}

/// The first thing that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The chain breaks at this entry: it was changed, moved, or taken out.
    Entry(i64),
    /// The trail ends before an entry that was there when this checkpoint was signed.
    Cut {
        /// The checkpoint.
        place: i64,
        /// The last entry then.
        number: i64,
    },
    /// The trail holds in itself, and yet it is not the one that was signed here.
    Rewritten {
        /// The checkpoint.
        place: i64,
        /// The last entry then.
        number: i64,
    },
    /// At this place a checkpoint is missing, or stands where another belongs.
    Missing(Source, i64),
    /// The checkpoint here was not signed by our key, or not like this.
    Unsigned(Source, i64),
    /// This line of the file cannot be read.
    Unreadable(usize),
    /// Table and file say different things here.
    Different(i64),
    /// The file knows a checkpoint that the table does not have: the table was cut, or an old backup was put back.
    OnlyInFile(i64),
    /// The table has a checkpoint that should have been in the file since long: the file was cut.
    OnlyInTable(i64),
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Entries that were read.
    pub entries: i64,
    /// Checkpoints in the table.
    pub checkpoints: usize,
    /// How many entries at the end nobody has signed yet.
    pub unsigned: i64,
    /// The first thing that does not hold.
    pub fault: Option<Fault>,
}

/// The file, line by line: what could be read, or the line at which it could not.
pub struct Kept(std::result::Result<Vec<Checkpoint>, usize>);

impl Kept {
    /// Reads the text of the file. A line that was begun when the machine stopped, and written anew after it, counts as
    /// not there.
    pub fn read(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut kept = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            match (Checkpoint::read(line), lines.get(at + 1)) {
                (_, Some(next)) if next.len() > line.len() && next.starts_with(line) => (),
                (Some(checkpoint), _) => kept.push(checkpoint),
                (None, _) => return Self(Err(at + 1)),
            }
        }
        Self(Ok(kept))
    }

    /// The last checkpoint in it.
    pub fn last(&self) -> Option<&Checkpoint> {
        self.0.as_ref().ok().and_then(|it| it.last())
    }

    /// Whether every line could be read.
    pub fn is_readable(&self) -> bool {
        self.0.is_ok()
    }
}

/// Walks the whole trail and every checkpoint. What is said first is nearest to what people did: the trail itself, then
/// the signatures, then the file.
pub fn examine(tx: &mut Tx<'_>, file: Option<&Kept>, key: &VerifyingKey) -> Result<Found> {
    let table = since(tx, i64::MIN)?;
    let mut wanted: HashMap<i64, Vec<u8>> = table.iter().map(|it| (it.number, Vec::new())).collect();
    if let Some(Ok(lines)) = file.map(|it| &it.0) {
        wanted.extend(lines.iter().map(|it| (it.number, Vec::new())));
    }
    let verdict = trail::walk(tx, |entry| {
        if let Some(hash) = wanted.get_mut(&entry.number) {
            hash.clone_from(&entry.hash);
        }
    })?;
    let signed = table.last().map_or(0, |it| it.number);
    let fault = match (verdict.broken_at, file.map(|it| &it.0)) {
        (Some(number), _) => Some(Fault::Entry(number)),
        (None, Some(Err(line))) => Some(Fault::Unreadable(*line)),
        (None, file) => {
            let lines = file.map(|it| it.as_deref().unwrap_or_default());
            sequence(Source::Table, &table, key)
                .or_else(|| lines.and_then(|it| sequence(Source::File, it, key)))
                .or_else(|| against(&table, &wanted))
                .or_else(|| lines.and_then(|it| against(it, &wanted)))
                .or_else(|| lines.and_then(|it| beside(&table, it, tx)))
        }
    };
    Ok(Found { entries: verdict.entries, checkpoints: table.len(), unsigned: (verdict.entries - signed).max(0), fault })
}

/// Every checkpoint in its place, each signed over the one before.
fn sequence(source: Source, checkpoints: &[Checkpoint], key: &VerifyingKey) -> Option<Fault> {
    let mut before: &[u8] = &[];
    for (checkpoint, place) in checkpoints.iter().zip(1..) {
        if checkpoint.place != place {
            return Some(Fault::Missing(source, place));
        }
        if !checkpoint.is_signed_by(key, before) {
            return Some(Fault::Unsigned(source, place));
        }
        before = &checkpoint.signature;
    }
    None
}

/// Every checkpoint against the trail.
fn against(checkpoints: &[Checkpoint], hashes: &HashMap<i64, Vec<u8>>) -> Option<Fault> {
    checkpoints.iter().find_map(|it| match hashes.get(&it.number) {
        Some(hash) if *hash == it.hash => None,
        Some(hash) if hash.is_empty() => Some(Fault::Cut { place: it.place, number: it.number }),
        _ => Some(Fault::Rewritten { place: it.place, number: it.number }),
    })
}

/// The table beside the file. Only the newest few may be missing in the file.
fn beside(table: &[Checkpoint], file: &[Checkpoint], tx: &Tx<'_>) -> Option<Fault> {
    let pairs = table.iter().zip(file);
    if let Some((ours, _)) = pairs.into_iter().find(|(ours, theirs)| ours != theirs) {
        return Some(Fault::Different(ours.place));
    }
    if let Some(more) = file.get(table.len()) {
        return Some(Fault::OnlyInFile(more.place));
    }
    let late = table.get(file.len()).filter(|it| tx.now().since(it.at) > WRITTEN_WITHIN);
    late.map(|it| Fault::OnlyInTable(it.place))
}
