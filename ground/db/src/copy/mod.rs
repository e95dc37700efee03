//! Copying a database into another, row for row, whatever the engines: in batches of bounded size, each in one transaction
//! with a note of how far it came, so that whoever was interrupted goes on there. Afterwards both sides are read again and
//! compared.

mod codec;
pub(crate) mod stand;
mod table;

use sha2::{Digest as _, Sha256};

pub use stand::{Stand, begin, finish, fits, leave, returned, stand, whose};
pub use table::{Table, tables};

use crate::{Direct, Error, Result, Tx, Value, args};

/// What a batch weighs at most, by the widest row that there is.
const BATCH_BYTES: i64 = 8 * 1024 * 1024;
/// More rows at once make it no quicker.
const BATCH_ROWS: i64 = 2000;

/// Rows that are copied in the order of a key: a table, or what is kept in each engine's own way.
pub trait Shelf {
    /// What it is called, to people and in the notes.
    fn name(&self) -> &str;
    /// How many rows there are, and how many bytes the widest has at most.
    fn measure(&self, tx: &mut Tx<'_>) -> Result<(i64, i64)>;
    /// The rows after this key, in the order of the key, as the same values from either engine.
    fn after(&self, tx: &mut Tx<'_>, key: Option<&[Value]>, most: i64) -> Result<Vec<Vec<Value>>>;
    /// The key of a row.
    fn key(&self, row: &[Value]) -> Vec<Value>;
    /// Puts rows there.
    fn put(&self, tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<()>;
    /// Takes every row away.
    fn clear(&self, tx: &mut Tx<'_>) -> Result<()>;
    /// Before the first row is put there: takes off what is made quicker when all rows are there.
    fn before_first(&self, _tx: &mut Tx<'_>) -> Result<()> {
        Ok(())
    }
    /// After the last one: puts it on again, if it is not on.
    fn after_last(&self, _tx: &mut Tx<'_>) -> Result<()> {
        Ok(())
    }
}

/// How much of a shelf there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Rows.
    pub rows: i64,
    /// Rows that are read at once.
    batch: i64,
}

/// Measures a shelf.
pub fn measure(shelf: &dyn Shelf, direct: &mut Direct) -> Result<Measure> {
    let (rows, widest) = direct.read(|tx| shelf.measure(tx))?;
    Ok(Measure { rows, batch: (BATCH_BYTES / widest.max(1)).clamp(1, BATCH_ROWS) })
}

/// Copies what the target still lacks. `seen` is told after each batch how many rows stand there.
pub fn copy(
    shelf: &dyn Shelf,
    measure: Measure,
    source: &mut Direct,
    target: &mut Direct,
    seen: &mut dyn FnMut(i64),
) -> Result<()> {
    let (mut key, mut rows) = match note(shelf, target)? {
        Some((last, rows)) => (Some(codec::decode(&last)?), rows),
        None => (None, 0),
    };
    loop {
        let batch = source.read(|tx| shelf.after(tx, key.as_deref(), measure.batch))?;
        let Some(last) = batch.last().map(|row| shelf.key(row)) else {
            return target.write(|tx| shelf.after_last(tx));
        };
        rows += i64::try_from(batch.len()).map_err(Error::broken)?;
        target.write(|tx| {
            if key.is_none() {
                shelf.before_first(tx)?;
            }
            shelf.put(tx, &batch)?;
            tx.execute(
                "INSERT INTO ground_copied (shelf, last, rows) VALUES ($1, $2, $3)
                 ON CONFLICT (shelf) DO UPDATE SET last = excluded.last, rows = excluded.rows",
                args![shelf.name(), codec::encode(&last), rows],
            )
        })?;
        key = Some(last);
        seen(rows);
    }
}

/// How many rows of a shelf an earlier run copied.
pub fn copied(shelf: &dyn Shelf, target: &mut Direct) -> Result<i64> {
    Ok(note(shelf, target)?.map_or(0, |(_, rows)| rows))
}

/// The last key that was copied, and how many rows were.
fn note(shelf: &dyn Shelf, target: &mut Direct) -> Result<Option<(Vec<u8>, i64)>> {
    target.read(|tx| {
        tx.first("SELECT last, rows FROM ground_copied WHERE shelf = $1", args![shelf.name()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    })
}

/// Takes away what was copied: it is copied from its beginning again.
pub fn again(shelf: &dyn Shelf, target: &mut Direct) -> Result<()> {
    target.write(|tx| {
        shelf.clear(tx)?;
        tx.execute("DELETE FROM ground_copied WHERE shelf = $1", args![shelf.name()]).map(drop)
    })
}

/// What a shelf holds, in short: equal when, and only when, the rows are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Digest {
    /// Rows.
    pub rows: i64,
    /// The sum of each row's hash. A sum, because engines do not sort text alike.
    sum: [u64; 4],
}

/// Reads every row and takes its digest. `seen` is told after each batch how many were read.
pub fn digest(shelf: &dyn Shelf, measure: Measure, direct: &mut Direct, seen: &mut dyn FnMut(i64)) -> Result<Digest> {
    let mut digest = Digest::default();
    let mut key: Option<Vec<Value>> = None;
    loop {
        let batch = direct.read(|tx| shelf.after(tx, key.as_deref(), measure.batch))?;
        for row in &batch {
            let hash: [u8; 32] = Sha256::digest(codec::encode(row)).into();
            for (sum, part) in digest.sum.iter_mut().zip(hash.chunks_exact(8)) {
                // Eight bytes each, as chunks_exact promises.
                *sum = sum.wrapping_add(part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
            }
            digest.rows += 1;
        }
        let Some(last) = batch.last() else { return Ok(digest) };
        key = Some(shelf.key(last));
        seen(digest.rows);
    }
}
