//! What places need that are larger than this machine can run: a discrete simulation of nodes, database, broker and
//! dispatcher, fed by a model of how people come and talk (`load.rs`) and by costs that were measured (`costs.rs`). It
//! computes; it does not prove. What it leaves out is said in docs/scale.md.

mod chance;
mod chart;
mod costs;
mod engine;
mod load;
mod measure;
mod place;
mod report;
mod run;
mod tables;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use costs::Costs;

use crate::machine::{self, Machine};

/// What is wanted of `cargo xtask simulate`.
#[derive(Args)]
pub(crate) struct Wanted {
    /// Take the rows of this run of the benches into the costs: target/bench/results.json.
    #[arg(long)]
    costs: Option<PathBuf>,
    /// Measure with real servers what the benches do not tell, and put it into the costs.
    #[arg(long)]
    measure: bool,
    /// Write the tables and charts of docs/scale.md.
    #[arg(long)]
    write_docs: bool,
}

/// Refreshes the costs where that is wanted, and simulates.
pub(crate) fn simulate(wanted: &Wanted) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let mut costs = Costs::read(&root.join("benches/simulate/costs.toml"))?;
    if let Some(results) = &wanted.costs {
        println!("    {} rows taken from {}", costs.take(results)?, results.display());
        costs.write()?;
    }
    if wanted.measure {
        // Before any thread starts: servers keep to one half of the cores, and this program to the other.
        let machine = Machine::look(&machine::share_cores()?)?;
        machine.warn();
        tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure::measure(&mut costs))?;
        let noisy = if machine.busy { "; busy with other work, so noisy" } else { "" };
        costs.taken_on(format!("{}{noisy}", machine.told));
        costs.write()?;
    }
    costs.check()?;
    let parts = report::report(&costs)?;
    if wanted.write_docs {
        report::write(&parts, &costs, &root.join("docs"))?;
    }
    Ok(())
}
