//! The three homes of an error: the rules said no, it does not exist for you, or we broke.

use std::fmt;

/// What a transaction, and every verb built on one, returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something did not happen.
#[derive(Debug)]
pub enum Error {
    /// The rules said no. Shown to the person in plain words.
    Refused(Refusal),
    /// It does not exist, or not for this person. Never says which.
    NotFound,
    /// The community cannot take this now (overload, shutting down, store unreachable). Asking again later may work.
    Busy,
    /// Our fault. Logged once with the request id; the person sees a calm page.
    Broken(anyhow::Error),
}

/// A refusal: a message of the catalogue, with what it needs to speak of this case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Key of the sentence in the catalogue.
    pub key: &'static str,
    /// Named values that the sentence mentions.
    pub args: Vec<(&'static str, String)>,
}

impl Error {
    /// The rules said no, in the words of this catalogue key.
    pub fn refused(key: &'static str) -> Self {
        Self::Refused(Refusal { key, args: Vec::new() })
    }

    /// The same with named values for the sentence.
    pub fn refused_with(key: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self::Refused(Refusal { key, args })
    }

    /// Our fault, with a sentence for the operator's log.
    pub fn broken(message: impl fmt::Display) -> Self {
        Self::Broken(anyhow::anyhow!("{message}"))
    }

    /// The key of the refusal, when it is one.
    pub fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.key),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {}", refusal.key),
            Self::NotFound => f.write_str("not found"),
            Self::Busy => f.write_str("busy"),
            Self::Broken(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Broken(cause)
    }
}
impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Broken(cause.into())
    }
}
impl From<postgres::Error> for Error {
    fn from(cause: postgres::Error) -> Self {
        Self::Broken(cause.into())
    }
}
impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Self::Broken(cause.into())
    }
}
