//! Any table of any room, as both engines know it.

use postgres::{binary_copy::BinaryCopyInWriter, types::ToSql};

use super::Shelf;
use crate::{Cell, Direct, Engine, Error, Fetch, Result, Tx, Value, args, direct::Handle};

/// Tables in which a database remembers what was done to it. [`super::finish`] sees to them.
const MEMORY: [&str; 2] = ["ground_migrations", "ground_copied"];
/// What a row weighs beside its bytes: a judgement, generous for rows of ids and times.
const ROW_BYTES: i64 = 512;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Bool,
    Int,
    Real,
    Text,
    Blob,
}

/// A table: its columns by name, and those that make its primary key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    name: String,
    columns: Vec<(String, Kind)>,
    /// Places among the columns, in the order of the key.
    key: Vec<usize>,
}

/// Every table of this connection's schema by name, except those named, and those that only the engine or the move itself
/// keeps.
pub fn tables(direct: &mut Direct, except: &[&str]) -> Result<Vec<Table>> {
    let sql = match direct.address().engine() {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.name"
        }
        Engine::Postgres => {
            "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, NULL),
                CAST(COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS BIGINT)
             FROM pg_class c
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(current_schema())
             ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\", CAST(a.attname AS TEXT) COLLATE \"C\""
        }
    };
    let columns: Vec<(String, String, String, i64)> =
        direct.read(|tx| tx.all(sql, args![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))))?;
    let mut tables: Vec<(Table, Vec<(i64, usize)>)> = Vec::new();
    for (table, column, kind, place) in columns {
        if MEMORY.contains(&table.as_str()) || except.contains(&table.as_str()) {
            continue;
        }
        let kind = kind_of(&kind).ok_or_else(|| {
            Error::broken(format_args!("{table}.{column} is {kind}, which no room uses; it cannot be copied"))
        })?;
        if tables.last().is_none_or(|(last, _)| last.name != table) {
            tables.push((Table { name: table, columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        let Some((table, key)) = tables.last_mut() else { continue };
        if place > 0 {
            key.push((place, table.columns.len()));
        }
        table.columns.push((column, kind));
    }
    tables
        .into_iter()
        .map(|(table, mut key)| {
            key.sort_unstable();
            if key.is_empty() {
                return Err(Error::broken(format_args!("{} has no primary key, so it cannot be copied", table.name)));
            }
            Ok(Table { key: key.into_iter().map(|(_, at)| at).collect(), ..table })
        })
        .collect()
}

fn kind_of(declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_uppercase().as_str() {
        "BOOLEAN" => Kind::Bool,
        "BIGINT" | "INTEGER" => Kind::Int,
        "DOUBLE PRECISION" => Kind::Real,
        "TEXT" => Kind::Text,
        "BYTEA" => Kind::Blob,
        _ => return None,
    })
}

/// A cell as it is.
struct Raw(Value);

impl Fetch for Raw {
    fn fetch(cell: Cell<'_>) -> Option<Self> {
        Some(Self(match cell {
            Cell::Null => Value::Null,
            Cell::Bool(it) => Value::Bool(it),
            Cell::Int(it) => Value::Int(it),
            Cell::Real(it) => Value::Real(it),
            Cell::Text(it) => Value::Text(it.into_owned()),
            Cell::Blob(it) => Value::Blob(it.into_owned()),
        }))
    }
}

impl Kind {
    /// The same value from either engine; nothing when the column holds what it should not.
    fn canonical(self, value: Value) -> Option<Value> {
        match (self, &value) {
            (Self::Bool, Value::Int(it @ (0 | 1))) => Some(Value::Bool(*it == 1)),
            (_, Value::Null)
            | (Self::Bool, Value::Bool(_))
            | (Self::Int, Value::Int(_))
            | (Self::Real, Value::Real(_))
            | (Self::Text, Value::Text(_))
            | (Self::Blob, Value::Blob(_)) => Some(value),
            _ => None,
        }
    }
}

impl Table {
    fn columns(&self) -> String {
        self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    }

    fn key_columns(&self) -> String {
        self.key.iter().map(|at| format!("\"{}\"", self.columns[*at].0)).collect::<Vec<_>>().join(", ")
    }
}

/// `$1, $2, …` up to this many.
fn places(many: usize) -> String {
    (1..=many).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

impl Shelf for Table {
    fn name(&self) -> &str {
        &self.name
    }

    fn measure(&self, tx: &mut Tx<'_>) -> Result<(i64, i64)> {
        let blobs = self.columns.iter().filter(|(_, kind)| *kind == Kind::Blob);
        let widths: String = blobs.map(|(name, _)| format!(" + COALESCE(MAX(LENGTH(\"{name}\")), 0)")).collect();
        let sql = format!("SELECT COUNT(*), {ROW_BYTES}{widths} FROM \"{}\"", self.name);
        tx.one(&sql, args![], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn after(&self, tx: &mut Tx<'_>, key: Option<&[Value]>, most: i64) -> Result<Vec<Vec<Value>>> {
        let (columns, by) = (self.columns(), self.key_columns());
        let beyond = match key {
            Some(key) => format!("WHERE ({by}) > ({})", places(key.len())),
            None => String::new(),
        };
        let sql = format!("SELECT {columns} FROM \"{}\" {beyond} ORDER BY {by} LIMIT {most}", self.name);
        tx.all(&sql, key.unwrap_or_default(), |row| {
            let cells = self.columns.iter().enumerate();
            cells
                .map(|(at, (column, kind))| {
                    let Raw(cell) = row.get(at)?;
                    kind.canonical(cell).ok_or_else(|| {
                        Error::broken(format_args!("{}.{column} holds something that is no {kind:?}", self.name))
                    })
                })
                .collect()
        })
    }

    fn key(&self, row: &[Value]) -> Vec<Value> {
        self.key.iter().map(|at| row[*at].clone()).collect()
    }

    fn put(&self, tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<()> {
        if let Handle::Postgres(postgres) = &mut tx.handle {
            // Some twenty times quicker than a statement for each row.
            let any = format!("SELECT {} FROM \"{}\" LIMIT 0", self.columns(), self.name);
            let kinds: Vec<_> =
                postgres.client.prepare(&any)?.columns().iter().map(|column| column.type_().clone()).collect();
            let copy = format!("COPY \"{}\" ({}) FROM STDIN BINARY", self.name, self.columns());
            let mut writer = BinaryCopyInWriter::new(postgres.client.copy_in(&copy)?, &kinds);
            for row in rows {
                let row: Vec<&(dyn ToSql + Sync)> = row.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
                writer.write(&row)?;
            }
            writer.finish()?;
            return Ok(());
        }
        let sql = format!("INSERT INTO \"{}\" ({}) VALUES ({})", self.name, self.columns(), places(self.columns.len()));
        rows.iter().try_for_each(|row| tx.execute(&sql, row).map(drop))
    }

    fn clear(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(&format!("DELETE FROM \"{}\"", self.name), args![]).map(drop)
    }
}
