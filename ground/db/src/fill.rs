//! Filling an empty database with very many rows: for made-up communities, whose size is the point of them. Rows go in
//! many at a time, indexes wait until everything is there, and nothing is durable before the end. Never for a database
//! that anybody relies on: what is half filled when the machine stops is to be thrown away.

use std::fmt::Write;

use crate::{Direct, Engine, Error, Result, Tx, Value, args, direct::Handle};

/// A table and the columns that are filled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Shelf {
    /// The table.
    pub table: &'static str,
    /// Its columns, in the order of the values; the others take what the table gives by itself.
    pub columns: &'static [&'static str],
}

impl Tx<'_> {
    /// Puts many new rows into a table. A row that is there already is an error.
    pub fn fill(&mut self, shelf: Shelf, rows: &[Vec<Value>]) -> Result<()> {
        let columns = shelf.columns.join(", ");
        let filled = match &mut self.handle {
            Handle::Sqlite(connection) => {
                let places: Vec<String> = (1..=shelf.columns.len()).map(|at| format!("${at}")).collect();
                let sql = format!("INSERT INTO {} ({columns}) VALUES ({})", shelf.table, places.join(", "));
                fill_sqlite(connection, &sql, rows)
            }
            Handle::Postgres(postgres) => {
                let sql = format!("COPY {} ({columns}) FROM STDIN", shelf.table);
                fill_postgres(&mut postgres.client, &sql, rows)
            }
        };
        filled.map_err(|error| match error {
            Error::Broken(cause) => Error::Broken(cause.context(format!("filling {}", shelf.table))),
            other => other,
        })
    }
}

fn fill_sqlite(connection: &rusqlite::Connection, sql: &str, rows: &[Vec<Value>]) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    for row in rows {
        for (at, value) in (1..).zip(row) {
            statement.raw_bind_parameter(at, value)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// As text: it goes into columns of every type, also those that only search knows.
fn fill_postgres(client: &mut postgres::Client, sql: &str, rows: &[Vec<Value>]) -> Result<()> {
    const AT_ONCE: usize = 1 << 16;
    let mut copy = client.copy_in(sql)?;
    let mut text = String::with_capacity(AT_ONCE * 2);
    for row in rows {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            write_value(&mut text, value);
        }
        text.push('\n');
        if text.len() >= AT_ONCE {
            std::io::Write::write_all(&mut copy, text.as_bytes())?;
            text.clear();
        }
    }
    std::io::Write::write_all(&mut copy, text.as_bytes())?;
    copy.finish()?;
    Ok(())
}

fn write_value(text: &mut String, value: &Value) {
    // Writing to a string does not fail.
    match value {
        Value::Null => text.push_str("\\N"),
        Value::Bool(it) => text.push(if *it { 't' } else { 'f' }),
        Value::Int(it) => drop(write!(text, "{it}")),
        Value::Real(it) => drop(write!(text, "{it}")),
        Value::Text(it) => {
            for letter in it.chars() {
                match letter {
                    '\\' => text.push_str("\\\\"),
                    '\n' => text.push_str("\\n"),
                    '\r' => text.push_str("\\r"),
                    '\t' => text.push_str("\\t"),
                    other => text.push(other),
                }
            }
        }
        Value::Blob(it) => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            text.push_str("\\\\x");
            for byte in it {
                text.push(char::from(DIGITS[usize::from(byte >> 4)]));
                text.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}

/// A database that is being filled.
pub struct Filling {
    direct: Direct,
    waiting: Vec<String>,
}

impl Filling {
    /// Takes the indexes away that only make reading fast, and stops waiting for the disk.
    pub fn begin(mut direct: Direct) -> Result<Self> {
        let engine = direct.address().engine();
        let (settings, indexes) = match engine {
            Engine::Sqlite => (
                ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -262144"],
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
            ),
            Engine::Postgres => (
                ["SET synchronous_commit = off", "SET maintenance_work_mem = '256MB'"],
                "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes
                 WHERE schemaname = current_schema()
                   AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname",
            ),
        };
        settings.into_iter().try_for_each(|it| direct.statement(it))?;
        let indexes: Vec<(String, String)> =
            direct.read(|tx| tx.all(indexes, args![], |row| Ok((row.get(0)?, row.get(1)?))))?;
        direct.write(|tx| indexes.iter().try_for_each(|(name, _)| tx.batch(&format!("DROP INDEX {name}"))))?;
        Ok(Self { direct, waiting: indexes.into_iter().map(|(_, definition)| definition).collect() })
    }

    /// Runs the closure in a transaction.
    pub fn write<T>(&mut self, work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.direct.write(work)
    }

    /// Makes the indexes, lets PostgreSQL look at what it holds, and writes everything out to the disk. Tells before each
    /// step how many are done, and of how many.
    pub fn finish(mut self, mut told: impl FnMut(usize, usize)) -> Result<()> {
        let steps = self.waiting.len() + 1;
        for (done, definition) in std::mem::take(&mut self.waiting).into_iter().enumerate() {
            told(done, steps);
            self.direct.write(|tx| tx.batch(&definition))?;
        }
        told(steps - 1, steps);
        match self.direct.address().engine() {
            Engine::Sqlite => {
                self.direct.statement("PRAGMA synchronous = FULL")?;
                self.direct.scrub()
            }
            // Outside of a transaction, as it demands.
            Engine::Postgres => self.direct.statement("VACUUM (ANALYZE)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_a_copy_reads_them() {
        let mut text = String::new();
        let row = args!["a\tb\\c\nd", vec![0u8, 255], true, 7i64, Value::Null];
        row.iter().for_each(|value| {
            write_value(&mut text, value);
            text.push('|');
        });
        assert_eq!(text, "a\\tb\\\\c\\nd|\\\\x00ff|t|7|\\N|");
    }
}
