//! The homes of an error: the rules said no, it does not exist for you, the ground gives way just now, or we broke.

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
    /// There is no room to save anything. Reading goes on; it was certainly not saved.
    Full,
    /// The line was cut after the commit had been asked for: it may have been saved, or not. Never said of what is sure.
    Unsure,
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
            Self::Full => f.write_str("the disk is full"),
            Self::Unsure => f.write_str("the line was cut during the commit"),
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
        if is_full(&cause) { Self::Full } else { Self::Broken(cause.into()) }
    }
}
impl From<postgres::Error> for Error {
    fn from(cause: postgres::Error) -> Self {
        if cause.code() == Some(&postgres::error::SqlState::DISK_FULL) {
            Self::Full
        } else if is_gone(&cause) {
            Self::Busy
        } else {
            Self::Broken(cause.into())
        }
    }
}
impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        if crate::ballast::is_full(&cause) { Self::Full } else { Self::Broken(cause.into()) }
    }
}

/// Besides saying so, SQLite fails to lengthen the shared index of its log when there is no room.
fn is_full(cause: &rusqlite::Error) -> bool {
    matches!(cause, rusqlite::Error::SqliteFailure(it, _)
        if it.code == rusqlite::ErrorCode::DiskFull || it.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Whether the server hung up, is shutting down, or was never reached.
fn is_gone(cause: &postgres::Error) -> bool {
    use postgres::error::SqlState;
    let code = cause.code();
    cause.is_closed()
        || std::error::Error::source(cause).is_some_and(|it| it.is::<std::io::Error>())
        || [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ]
        .iter()
        .any(|it| code == Some(it))
}
