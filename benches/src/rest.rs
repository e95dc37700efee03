//! Starting, and being at rest.

use std::{fs, time::Duration};

use anyhow::Result;

use crate::{Run, program::Program, seed, table::Table};

/// Measures starts and rest.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nStart and rest");
    let data = run.folder.join("start");
    seed::town(&data).await?;
    let mut starts = Vec::new();
    for _ in 0..run.runs(7) {
        starts.push(Program::serve(&data)?.ready_after.as_secs_f64());
    }
    table.at_most("start", "s", starts, 0.2);
    let mut demos = Vec::new();
    for number in 0..run.runs(3) {
        let folder = run.folder.join(&format!("demo-{number}"));
        fs::create_dir(&folder)?;
        demos.push(Program::demo(&folder)?.ready_after.as_secs_f64());
    }
    table.at_most("start.demo", "s", demos, 2.0);
    let program = Program::serve(&data)?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    table.at_most("rest", "MB", program.memory()? * 1024.0 / 1e6, 40.0);
    table.alone("binary", "MB", Program::size()?);
    Ok(())
}
