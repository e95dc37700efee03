//! What goes into a statement and what comes out of a row.

use std::{borrow::Cow, fmt};

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::{Error, Result, Time};

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL `NULL`.
    Null,
    /// `BOOLEAN`
    Bool(bool),
    /// `BIGINT`
    Int(i64),
    /// `DOUBLE PRECISION`
    Real(f64),
    /// `TEXT`
    Text(String),
    /// `BYTEA`
    Blob(Vec<u8>),
}

/// What can be bound.
pub trait Bind {
    /// The value as the engines know it.
    fn bind(&self) -> Value;
}

macro_rules! bind {
    ($($kind:ty => |$it:ident| $make:expr),+ $(,)?) => {
        $(impl Bind for $kind { fn bind(&self) -> Value { let $it = self; $make } })+
    };
}
bind! {
    bool => |it| Value::Bool(*it),
    i64 => |it| Value::Int(*it),
    i32 => |it| Value::Int((*it).into()),
    u32 => |it| Value::Int((*it).into()),
    u16 => |it| Value::Int((*it).into()),
    usize => |it| Value::Int(i64::try_from(*it).unwrap_or(i64::MAX)),
    f64 => |it| Value::Real(*it),
    str => |it| Value::Text(it.to_owned()),
    String => |it| Value::Text(it.clone()),
    [u8] => |it| Value::Blob(it.to_vec()),
    Vec<u8> => |it| Value::Blob(it.clone()),
    Time => |it| Value::Int(it.0),
    Uuid => |it| Value::Text(it.to_string()),
    Value => |it| it.clone(),
}
impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Value {
        (**self).bind()
    }
}
impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Value {
        self.as_ref().map_or(Value::Null, Bind::bind)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(it) => ValueRef::Integer((*it).into()),
            Value::Int(it) => ValueRef::Integer(*it),
            Value::Real(it) => ValueRef::Real(*it),
            Value::Text(it) => ValueRef::Text(it.as_bytes()),
            Value::Blob(it) => ValueRef::Blob(it),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(it) => it.to_sql(kind, out),
            Value::Int(it) if *kind == Type::INT4 => i32::try_from(*it)?.to_sql(kind, out),
            Value::Int(it) => it.to_sql(kind, out),
            Value::Real(it) => it.to_sql(kind, out),
            Value::Text(it) => it.to_sql(kind, out),
            Value::Blob(it) => it.to_sql(kind, out),
        }
    }
    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::BOOL
                | Type::INT8
                | Type::INT4
                | Type::FLOAT8
                | Type::TEXT
                | Type::VARCHAR
                | Type::BYTEA
                | Type::UNKNOWN
        )
    }
    to_sql_checked!();
}

/// One column of one row, borrowed from it where the engine allows: most cells are an id or a word that is read and not
/// kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// SQL `NULL`.
    Null,
    /// PostgreSQL's `BOOLEAN`; SQLite answers with `Int`.
    Bool(bool),
    /// Whole numbers.
    Int(i64),
    /// Fractions.
    Real(f64),
    /// Text.
    Text(Cow<'r, str>),
    /// Bytes.
    Blob(Cow<'r, [u8]>),
}

/// What can be fetched from a column.
pub trait Fetch: Sized {
    /// The value, or `None` when the column holds something else.
    fn fetch(cell: Cell<'_>) -> Option<Self>;
}

macro_rules! fetch {
    ($($kind:ty => { $($pattern:pat => $make:expr),+ $(,)? }),+ $(,)?) => {
        $(impl Fetch for $kind {
            fn fetch(cell: Cell<'_>) -> Option<Self> { match cell { $($pattern => $make,)+ _ => None } }
        })+
    };
}
fetch! {
    bool => { Cell::Bool(it) => Some(it), Cell::Int(it) => Some(it != 0) },
    i64 => { Cell::Int(it) => Some(it) },
    i32 => { Cell::Int(it) => it.try_into().ok() },
    u32 => { Cell::Int(it) => it.try_into().ok() },
    u16 => { Cell::Int(it) => it.try_into().ok() },
    usize => { Cell::Int(it) => it.try_into().ok() },
    f64 => { Cell::Real(it) => Some(it), Cell::Int(it) => Some(it as f64) },
    String => { Cell::Text(it) => Some(it.into_owned()) },
    Vec<u8> => { Cell::Blob(it) => Some(it.into_owned()) },
    Time => { Cell::Int(it) => Some(Time(it)) },
    Uuid => { Cell::Text(it) => it.parse().ok() },
}
impl<T: Fetch> Fetch for Option<T> {
    fn fetch(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::fetch(other).map(Some),
        }
    }
}

/// A row of a result, read by column number from 0.
pub struct Row<'r>(pub(crate) Source<'r>);

pub(crate) enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// The column as this type. A mismatch is our fault and says which column it was.
    pub fn get<T: Fetch>(&self, column: usize) -> Result<T> {
        let cell = self.cell(column)?;
        T::fetch(cell).ok_or_else(|| {
            Error::broken(format_args!("column {column} does not hold a {}", std::any::type_name::<T>()))
        })
    }

    fn cell(&self, column: usize) -> Result<Cell<'_>> {
        match self.0 {
            Source::Sqlite(row) => Ok(match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(it) => Cell::Int(it),
                ValueRef::Real(it) => Cell::Real(it),
                ValueRef::Text(it) => Cell::Text(String::from_utf8_lossy(it)),
                ValueRef::Blob(it) => Cell::Blob(it.into()),
            }),
            Source::Postgres(row) => {
                let kind = row.columns().get(column).map(|it| it.type_().clone());
                fn cell<'a, T: postgres::types::FromSql<'a>>(
                    row: &'a postgres::Row,
                    column: usize,
                    make: impl FnOnce(T) -> Cell<'a>,
                ) -> Result<Cell<'a>> {
                    Ok(row.try_get::<_, Option<T>>(column)?.map_or(Cell::Null, make))
                }
                match kind {
                    Some(Type::INT8) => cell(row, column, Cell::Int),
                    Some(Type::INT4) => cell(row, column, |it: i32| Cell::Int(it.into())),
                    Some(Type::BOOL) => cell(row, column, Cell::Bool),
                    Some(Type::FLOAT8) => cell(row, column, Cell::Real),
                    Some(Type::TEXT | Type::VARCHAR) => cell(row, column, |it: &str| Cell::Text(it.into())),
                    Some(Type::BYTEA) => cell(row, column, |it: &[u8]| Cell::Blob(it.into())),
                    other => Err(Error::broken(format_args!("column {column} is a {other:?}, which no room uses"))),
                }
            }
        }
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Deliberately empty: a row may hold words that belong to somebody.
        f.write_str("Row")
    }
}
