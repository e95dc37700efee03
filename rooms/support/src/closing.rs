//! Closing the doors for a while, with words for those who wait: by hand, or because nobody who looks after the place is
//! on call.

use db::{Result, Time, Tx, args};
use words::{Actor, AgeBand, MemberId};
use workforce::doors;

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

/// Why nobody can ask just now.
#[derive(Clone, Debug)]
pub enum Shut {
    /// Somebody closed the doors.
    Closed(Closing),
    /// Nobody who looks after the place is on call.
    Uncovered {
        /// When that is planned to change.
        opens_at: Option<Time>,
    },
}

/// Why people of this band cannot ask just now; nothing while they can.
pub fn shut(tx: &mut Tx<'_>, band: AgeBand) -> Result<Option<Shut>> {
    if let Some(closing) = Closing::current(tx)? {
        return Ok(Some(Shut::Closed(closing)));
    }
    if doors::are_open(tx, band)? {
        return Ok(None);
    }
    Ok(Some(Shut::Uncovered { opens_at: doors::next_opening(tx, band)? }))
}

/// Ends the waits of those whose doors have shut meanwhile: nobody waits through a night without a word. Conversations go
/// on.
pub(crate) fn end_waits(tx: &mut Tx<'_>) -> Result<()> {
    for band in AgeBand::ALL {
        if doors::are_open(tx, *band)? {
            continue;
        }
        for request in Request::waiting(tx)?.into_iter().filter(|it| it.band == *band) {
            request.end(tx, Outcome::DoorsClosed)?;
        }
    }
    Ok(())
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
