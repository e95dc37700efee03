//! What no row of the benches tells, measured by small real runs: what a message, a look at the queue, a page and a key
//! cost PostgreSQL, and what a frame costs the broker and a node that does not want it. Processor time is read from /proc,
//! so other programs disturb it less than they disturb the clock.

mod broker;
mod database;
mod servers;

use anyhow::Result;

use crate::program::Folder;

use super::costs::Costs;

/// Runs everything and writes what it found into the costs.
pub(crate) async fn measure(costs: &mut Costs) -> Result<()> {
    println!("\nMeasuring what the benches do not tell. PostgreSQL and the broker run on this machine, on loopback.");
    let folder = Folder::new()?;
    // Those of this program; the servers have as many.
    costs.measured("machine.cores", std::thread::available_parallelism()?.get() as f64)?;
    let postgres = servers::Postgres::start()?;
    database::measure(&postgres, &folder, costs).await?;
    broker::measure(&postgres, &folder, costs).await
}
