//! Closing the doors for a while, with words for those who wait.

use db::{Result, Time, Tx, args};
use words::{Actor, MemberId};

use crate::{
    request::{Outcome, Request},
    topic,
};

/// The doors are closed to new requests.
#[derive(Clone, Debug)]
pub struct Closing {
    /// Who closed them.
    pub by: MemberId,
    /// Since when.
    pub since: Time,
    /// What people are told.
    pub notice: String,
}

impl Closing {
    /// The closing in force.
    pub fn current(tx: &mut Tx<'_>) -> Result<Option<Self>> {
        tx.first(
            "SELECT closed_by, closed_at, notice FROM support_closings WHERE reopened_at IS NULL ORDER BY closed_at DESC LIMIT 1",
            args![],
            |row| Ok(Self { by: row.get(0)?, since: row.get(1)?, notice: row.get(2)? }),
        )
    }

    /// Closes the doors. Those who wait are told with the notice; conversations go on.
    pub fn close(tx: &mut Tx<'_>, supervisor: &Actor, notice: &str) -> Result<()> {
        if Self::current(tx)?.is_some() {
            return Ok(());
        }
        tx.execute(
            "INSERT INTO support_closings (id, closed_by, closed_at, notice) VALUES ($1, $2, $3, $4)",
            args![tx.new_uuid(), supervisor.id, tx.now(), notice],
        )?;
        for request in Request::waiting(tx)? {
            request.end(tx, Outcome::DoorsClosed)?;
        }
        organisation::trail::record(tx, Some(supervisor.id), "trail-doors-closed", None, notice)?;
        topic::cover_changed(tx)
    }

    /// Opens them again.
    pub fn reopen(tx: &mut Tx<'_>, supervisor: &Actor) -> Result<()> {
        let opened = tx.execute(
            "UPDATE support_closings SET reopened_by = $1, reopened_at = $2 WHERE reopened_at IS NULL",
            args![supervisor.id, tx.now()],
        )?;
        if opened > 0 {
            organisation::trail::record(tx, Some(supervisor.id), "trail-doors-reopened", None, "")?;
        }
        topic::cover_changed(tx)
    }
}
