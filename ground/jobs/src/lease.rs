use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use db::{Result, Time, Tx, Uuid, args};

/// What one node at a time may do, such as dispatching the queue. Held for a short while and renewed; when the holder
/// dies, another takes it after that while.
///
/// Nobody's clock is compared with anybody else's. Each renewal moves `until`; whoever wants the lease watches, by how long
/// its own machine has been running, and takes over when it saw no move for the whole span. So nodes whose clocks differ,
/// or jump, never take it from one another. A node keeps one lease of a name and clones it.
#[derive(Clone)]
pub struct Lease {
    name: &'static str,
    holder: Uuid,
    span: Duration,
    /// What was seen of another holder, and since when it has not moved.
    seen: Arc<Mutex<Option<(Beat, Duration)>>>,
}

/// One renewal: whose, the fence, and `until`.
type Beat = (Uuid, i64, Time);

/// What `until` says of a lease that was given up.
const GIVEN_UP: Time = Time(0);

impl Lease {
    /// The lease `name`, wanted by this node for `span` at a time.
    pub fn new(name: &'static str, holder: Uuid, span: Duration) -> Self {
        Self { name, holder, span, seen: Arc::default() }
    }

    /// How often whoever does not hold it should ask, so that it changes hands soon after the holder died.
    pub fn look_every(&self) -> Duration {
        self.span / 8
    }

    /// Takes or renews the lease inside the transaction that needs it. Because the transaction is serializable, whoever
    /// is told `true` is the only one until the commit. The fence grows each time the lease changes hands.
    pub fn hold(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let found: Option<Beat> =
            tx.first("SELECT holder, fence, until FROM jobs_leases WHERE name = $1", args![self.name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let ours = tx.now() + self.span;
        let Some((holder, fence, until)) = found else {
            let taken = tx.execute(
                "INSERT INTO jobs_leases (name, holder, fence, until) VALUES ($1, $2, 1, $3)
                 ON CONFLICT (name) DO NOTHING",
                args![self.name, self.holder, ours],
            )?;
            return Ok(taken == 1);
        };
        let is_ours = holder == self.holder;
        if !is_ours && until != GIVEN_UP && !self.has_stopped((holder, fence, until), tx.steady()) {
            return Ok(false);
        }
        // It moves with every renewal, also when a clock went back.
        let moved = if ours == until { Time(ours.0 + 1) } else { ours };
        let taken = tx.execute(
            "UPDATE jobs_leases SET holder = $2, fence = $3, until = $4 WHERE name = $1 AND fence = $5 AND until = $6",
            args![self.name, self.holder, if is_ours { fence } else { fence + 1 }, moved, fence, until],
        )?;
        Ok(taken == 1)
    }

    /// Whether the holder has not renewed it for the whole span, as this node saw it.
    fn has_stopped(&self, beat: Beat, now: Duration) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match *seen {
            Some((before, since)) if before == beat => since,
            _ => now,
        };
        *seen = Some((beat, since));
        now.saturating_sub(since) >= self.span
    }

    /// Gives the lease up, so that another node need not wait.
    pub fn release(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE jobs_leases SET until = $3 WHERE name = $1 AND holder = $2",
            args![self.name, self.holder, GIVEN_UP],
        )?;
        Ok(())
    }
}
