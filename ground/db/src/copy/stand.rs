//! What a database says of itself while a community moves. It says so among its migrations, where every program looks
//! before it touches anything: also one from before there were moves, which finds something it does not know and goes no
//! further.

use sha2::{Digest as _, Sha256};

use super::Shelf;
use crate::{Direct, Engine, Error, Migration, Result, Value, args, migrate};

/// The room of the marks.
pub(crate) const MARKS: &str = "moved";
/// A community is on its way here; the name says which.
const ARRIVING: i64 = 1;
/// The community went elsewhere; the name says where to.
const LEFT: i64 = 2;

/// How a database stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stand {
    /// Nothing is in it.
    Empty,
    /// The community of this fingerprint is on its way here.
    Arriving(String),
    /// A community lives here, by its fingerprint.
    Home(String),
    /// It did, and went elsewhere: fingerprint, and where to.
    Left(String, String),
    /// Somebody else's tables.
    Strange,
}

/// How this database stands.
pub fn stand(direct: &mut Direct) -> Result<Stand> {
    let columns = direct.columns()?;
    let memory = |table: &str| table.starts_with("ground_");
    let bare = columns.iter().all(|(table, _)| memory(table));
    if !columns.iter().any(|(table, _)| table == "ground_migrations") {
        return Ok(if bare { Stand::Empty } else { Stand::Strange });
    }
    let marks: Vec<(i64, String)> = direct.read(|tx| {
        tx.all("SELECT number, name FROM ground_migrations WHERE room = $1", args![MARKS], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    })?;
    let mark = |number: i64| marks.iter().find(|(it, _)| *it == number).map(|(_, name)| name.clone());
    if let Some(whose) = mark(ARRIVING) {
        return Ok(Stand::Arriving(whose));
    }
    let many: i64 = direct.read(|tx| tx.value("SELECT COUNT(*) FROM ground_migrations", args![]))?;
    if many == 0 {
        return Ok(if bare { Stand::Empty } else { Stand::Strange });
    }
    let whose = whose(direct)?;
    Ok(match mark(LEFT) {
        Some(to) => Stand::Left(whose, to),
        None => Stand::Home(whose),
    })
}

/// Whether a database has exactly the tables that these migrations make. One that has more is refused.
pub fn fits(direct: &mut Direct, all: &[Migration]) -> Result<bool> {
    migrate::fits(direct, all)
}

/// What a database that is not to be used says to whoever wants to.
pub(crate) fn refuse(number: i64, name: &str) -> Error {
    match number {
        ARRIVING => Error::broken(
            "a community is being moved into this database and is not all there yet; run the same `alongside move` again, \
             which goes on where it stopped",
        ),
        _ => Error::broken(format_args!(
            "the community that lived in this database was moved {name}; start from there. This copy is as old as the \
             move: `alongside move --undo` lets it be used again, without what was written since"
        )),
    }
}

/// A fingerprint of the community: when its tables were made, to the microsecond, is the same nowhere else.
pub fn whose(direct: &mut Direct) -> Result<String> {
    let rows = memory(direct)?;
    Ok(Sha256::digest(super::codec::encode(&rows.concat())).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The rows that tell which migrations ran, and when.
fn memory(direct: &mut Direct) -> Result<Vec<Vec<Value>>> {
    let mut rows = direct.read(|tx| {
        tx.all("SELECT room, number, name, applied_at FROM ground_migrations WHERE room <> $1", args![MARKS], |row| {
            Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?, row.get::<i64>(3)?))
        })
    })?;
    // Sorted here: engines do not sort text alike.
    rows.sort();
    Ok(rows.into_iter().map(|(room, number, name, at)| args![room, number, name, at].to_vec()).collect())
}

/// Makes the tables in an empty database and says who is on the way. Whoever was interrupted here does it again.
pub fn begin(target: &mut Direct, whose: &str, all: &[Migration], shelves: &[Box<dyn Shelf>]) -> Result<()> {
    target.write(|tx| {
        migrate::remember(tx)?;
        tx.batch(
            "CREATE TABLE IF NOT EXISTS ground_copied (shelf TEXT PRIMARY KEY, last BYTEA NOT NULL, rows BIGINT NOT NULL)",
        )?;
        tx.execute(
            "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (room, number) DO NOTHING",
            args![MARKS, ARRIVING, whose, tx.now()],
        )
        .map(drop)
    })?;
    migrate::run(target, all)?;
    if target.read(|tx| tx.value::<i64>("SELECT COUNT(*) FROM ground_copied", args![]))? == 0 {
        // What migrations put there by themselves comes with the community.
        target.write(|tx| shelves.iter().try_for_each(|it| it.clear(tx)))?;
    }
    Ok(())
}

/// Says that the community is all there: from now on it may be used.
pub fn finish(source: &mut Direct, target: &mut Direct) -> Result<()> {
    let rows = memory(source)?;
    target.write(|tx| {
        tx.execute("DELETE FROM ground_migrations", args![])?;
        for row in &rows {
            tx.execute("INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)", row)?;
        }
        tx.batch("DROP TABLE ground_copied")
    })?;
    if target.address().engine() == Engine::Postgres {
        // A server plans by what it knows of its tables, and would look at these in its own time.
        target.statement("ANALYZE")?;
    }
    Ok(())
}

/// Says that the community went elsewhere: from now on it is not to be used here.
pub fn leave(source: &mut Direct, to: &str) -> Result<()> {
    source.write(|tx| {
        tx.execute(
            "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (room, number) DO UPDATE SET name = excluded.name, applied_at = excluded.applied_at",
            args![MARKS, LEFT, to, tx.now()],
        )
        .map(drop)
    })
}

/// Takes that back. False when it never left.
pub fn returned(source: &mut Direct) -> Result<bool> {
    source.write(|tx| {
        let marks = tx.execute("DELETE FROM ground_migrations WHERE room = $1 AND number = $2", args![MARKS, LEFT])?;
        Ok(marks > 0)
    })
}
