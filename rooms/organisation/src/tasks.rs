//! Things that somebody who keeps the community should see to. A task is one line on the settings page, and it goes away
//! by itself when its cause does.

use db::{Result, Time, Tx, args};

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    /// What kind of task; the catalogue says it as `tasks-…`.
    pub(crate) kind: String,
    /// What it concerns, by id.
    pub(crate) subject: String,
    /// Since when it waits.
    pub(crate) raised_at: Time,
}

/// Raises a task; raising it again changes nothing.
pub(crate) fn raise(tx: &mut Tx<'_>, kind: &'static str, subject: impl ToString) -> Result<()> {
    tx.execute(
        "INSERT INTO organisation_tasks (kind, subject, raised_at) VALUES ($1, $2, $3)
         ON CONFLICT (kind, subject) DO NOTHING",
        args![kind, subject.to_string(), tx.now()],
    )?;
    Ok(())
}

/// Its cause is gone.
pub(crate) fn settle(tx: &mut Tx<'_>, kind: &'static str, subject: impl ToString) -> Result<()> {
    tx.execute("DELETE FROM organisation_tasks WHERE kind = $1 AND subject = $2", args![kind, subject.to_string()])?;
    Ok(())
}

/// What waits, the oldest first.
pub(crate) fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Task>> {
    tx.all("SELECT kind, subject, raised_at FROM organisation_tasks ORDER BY raised_at, subject", args![], |row| {
        Ok(Task { kind: row.get(0)?, subject: row.get(1)?, raised_at: row.get(2)? })
    })
}
