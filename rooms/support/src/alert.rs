//! What a supervisor should look at soon.

use db::{Result, Time, Tx, Uuid, args};
use words::{Actor, MemberId};

use crate::topic;

db::word! {
    /// Why a supervisor should look.
    pub enum AlertKind {
        /// A supporter is not OK and has stopped.
        NotOk = "not-ok",
        /// A supporter says that a conversation was hard.
        WasHard = "was-hard",
        /// A note was not answered in the time that was promised.
        NoteOverdue = "note-overdue",
        /// Somebody has waited long and nobody could be offered.
        WaitsLong = "waits-long",
        /// Feedback that calls for kindness and a person.
        LowFeedback = "low-feedback",
    }
}

/// An alert on the board.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its id.
    pub id: Uuid,
    /// Why.
    pub kind: AlertKind,
    /// Whom it is about.
    pub about: MemberId,
    /// What it is about: a conversation, a note, a request.
    pub subject: String,
    /// Since when.
    pub raised_at: Time,
}

/// Raises an alert; the same one twice is one alert.
pub(crate) fn raise(tx: &mut Tx<'_>, kind: AlertKind, about: MemberId, subject: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO support_alerts (id, kind, about_id, subject, raised_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, subject) WHERE settled_at IS NULL DO NOTHING",
        args![tx.new_uuid(), kind, about, subject, tx.now()],
    )?;
    topic::queue_changed(tx)
}

/// Takes back an alert whose reason is gone.
pub(crate) fn lift(tx: &mut Tx<'_>, kind: AlertKind, subject: &str) -> Result<()> {
    let lifted = tx.execute(
        "UPDATE support_alerts SET settled_at = $3 WHERE kind = $1 AND subject = $2 AND settled_at IS NULL",
        args![kind, subject, tx.now()],
    )?;
    if lifted > 0 { topic::queue_changed(tx) } else { Ok(()) }
}

/// Alerts that nobody has settled, oldest first.
pub fn open(tx: &mut Tx<'_>) -> Result<Vec<Alert>> {
    tx.all(
        "SELECT id, kind, about_id, subject, raised_at FROM support_alerts WHERE settled_at IS NULL ORDER BY raised_at, id",
        args![],
        |row| Ok(Alert { id: row.get(0)?, kind: row.get(1)?, about: row.get(2)?, subject: row.get(3)?, raised_at: row.get(4)? }),
    )
}

/// A supervisor has looked after it.
pub fn settle(tx: &mut Tx<'_>, supervisor: &Actor, id: Uuid) -> Result<()> {
    tx.execute(
        "UPDATE support_alerts SET settled_at = $3, settled_by = $2 WHERE id = $1 AND settled_at IS NULL",
        args![id, supervisor.id, tx.now()],
    )?;
    topic::queue_changed(tx)
}
