//! One text of SQL on two engines, with one semantics.
//!
//! A room hands a closure to [`Db::read`] or [`Db::write`]. The closure runs on a plain database thread inside a
//! transaction that is serializable on SQLite and on PostgreSQL alike, so a rule that is checked inside it holds. A write
//! closure may run more than once (PostgreSQL re-runs it after a serialization failure): it touches rows and queues
//! work for after the commit through [`Tx::after_commit`], nothing else. The caller is answered after the commit.
//!
//! This crate is the only place that names a database engine.

mod ballast;
mod company;
pub mod copy;
mod direct;
mod error;
mod even;
mod fill;
mod footing;
mod ids;
mod kept;
mod migrate;
mod pool;
mod schema;
mod time;
mod turn;
mod tx;
mod value;

pub use ballast::Ballast;
pub use direct::{Address, Direct, Engine};
pub use error::{Error, Refusal, Result};
pub use even::{EvenClock, MIGRATIONS, Seen};
pub use fill::{Filling, Shelf};
pub use ids::new_uuid;
pub use migrate::{Migration, migrate, pending};
pub use pool::{Db, Options};
pub use time::{Clock, OsRandom, Random, SystemClock, Time};
pub use tx::Tx;
pub use uuid::Uuid;
pub use value::{Bind, Cell, Fetch, Row, Value};

/// Binds values to `$1`, `$2`, … by their number: `args![member.id, now, "open"]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Bind::bind(&$value)),*] as &[$crate::Value] };
}

/// Declares a newtype around a UUIDv7 that can be bound, fetched, parsed from a path and printed.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub $crate::Uuid);
        impl $name {
            /// A fresh id, ordered by the transaction's time.
            pub fn fresh(tx: &$crate::Tx<'_>) -> Self { Self(tx.new_uuid()) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::Error;
            fn from_str(text: &str) -> $crate::Result<Self> {
                text.parse().map(Self).map_err(|_| $crate::Error::NotFound)
            }
        }
        impl $crate::Bind for $name {
            fn bind(&self) -> $crate::Value { $crate::Value::Text(self.0.to_string()) }
        }
        impl $crate::Fetch for $name {
            fn fetch(cell: $crate::Cell<'_>) -> Option<Self> {
                match cell { $crate::Cell::Text(text) => text.parse().ok().map(Self), _ => None }
            }
        }
    };
}

/// Declares an enum stored as a word of text: `word! { /// doc \n pub enum State { Open = "open", … } }`.
#[macro_export]
macro_rules! word {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// Every value, in the order in which people read them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word under which it is stored and named in catalogues.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $text),+ } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> std::result::Result<Self, ()> { match text { $($text => Ok(Self::$variant),)+ _ => Err(()) } }
        }
        impl $crate::Bind for $name {
            fn bind(&self) -> $crate::Value { $crate::Value::Text(self.as_str().to_owned()) }
        }
        impl $crate::Fetch for $name {
            fn fetch(cell: $crate::Cell<'_>) -> Option<Self> {
                match cell { $crate::Cell::Text(text) => text.parse().ok(), _ => None }
            }
        }
    };
}
