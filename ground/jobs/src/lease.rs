use std::time::Duration;

use db::{Result, Tx, Uuid, args};

/// What one node at a time may do, such as dispatching the queue. Held for a short while and renewed; when the holder
/// dies, another takes it after that while.
pub struct Lease {
    name: &'static str,
    holder: Uuid,
    span: Duration,
}

impl Lease {
    /// The lease `name`, wanted by this node for `span` at a time.
    pub fn new(name: &'static str, holder: Uuid, span: Duration) -> Self {
        Self { name, holder, span }
    }

    /// Takes or renews the lease inside the transaction that needs it. Because the transaction is serializable, whoever
    /// is told `true` is the only one until the commit. The fence grows each time the lease changes hands.
    pub fn hold(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let until = tx.now() + self.span;
        let taken = tx.execute(
            "INSERT INTO jobs_leases (name, holder, fence, until) VALUES ($1, $2, 1, $3)
             ON CONFLICT (name) DO UPDATE SET
                fence = jobs_leases.fence + CASE WHEN jobs_leases.holder = excluded.holder THEN 0 ELSE 1 END,
                holder = excluded.holder, until = excluded.until
             WHERE jobs_leases.holder = excluded.holder OR jobs_leases.until <= $4",
            args![self.name, self.holder, until, tx.now()],
        )?;
        Ok(taken == 1)
    }

    /// Gives the lease up, so that another node need not wait.
    pub fn release(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE jobs_leases SET until = $3 WHERE name = $1 AND holder = $2",
            args![self.name, self.holder, tx.now()],
        )?;
        Ok(())
    }
}
