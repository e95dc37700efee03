//! How often a passphrase may be guessed. Each account has its own budget, kept in the database so that all nodes count
//! together; a name that nobody has is counted in the same way, so that the pauses tell nothing. Sessions that are
//! already open are never touched: somebody else's guessing does not throw anyone out.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use seal::Keyring;

use crate::marks::mark;

/// Wrong tries before the first pause.
const FREE: i64 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// Wrong tries are forgotten when this long passed without another.
const FORGOTTEN: Duration = Duration::from_secs(24 * 3600);

pub(crate) const FORGET_JOB: &str = "people.forget-tries";

/// What is tried, as a keyed mark: the table does not say whose account, nor which names were typed.
#[derive(Clone)]
pub struct Subject(String);

impl Subject {
    /// `what` is the door (such as `sign-in`), `of` whose it is.
    pub fn new(tx: &mut Tx<'_>, what: &str, of: &str) -> Result<Self> {
        let key = tx.lent::<Keyring>()?.derive("people tries v1");
        Ok(Self(mark(&key, &format!("{what}|{of}"))))
    }
}

/// Counts a try before it is made, so that tries at the same moment count too; refuses while there is a pause.
pub fn charge(tx: &mut Tx<'_>, subject: &Subject) -> Result<()> {
    let now = tx.now();
    let known: Option<(i64, Time, Time)> =
        tx.first("SELECT failures, last_at, free_at FROM people_tries WHERE subject = $1", args![subject.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let failures = match known {
        Some((_, _, free_at)) if free_at > now => return Err(Error::refused("sign-in-pause")),
        Some((failures, last_at, _)) if now.since(last_at) < FORGOTTEN => failures + 1,
        _ => 1,
    };
    tx.execute(
        "INSERT INTO people_tries (subject, failures, last_at, free_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (subject) DO UPDATE
             SET failures = excluded.failures, last_at = excluded.last_at, free_at = excluded.free_at",
        args![subject.0, failures, now, now + pause_after(failures)],
    )?;
    tx.later(FORGET_JOB, &subject.0, now + FORGOTTEN)
}

/// Forgets the tries: the last one was right.
pub fn forgive(tx: &mut Tx<'_>, subject: &Subject) -> Result<()> {
    forget(tx, &subject.0)
}

pub(crate) fn forget(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    tx.execute("DELETE FROM people_tries WHERE subject = $1", args![subject])?;
    Ok(())
}

fn pause_after(failures: i64) -> Duration {
    match u32::try_from(failures - FREE) {
        Ok(beyond) => FIRST_PAUSE.saturating_mul(1 << beyond.min(10)).min(LONGEST_PAUSE),
        Err(_) => Duration::ZERO,
    }
}
