//! The command: see the library's first lines.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use nemesis::{Choices, Fault, On};

#[derive(Parser)]
#[command(
    name = "cargo xtask nemesis",
    about = "Break real nodes under real clients, and see whether anything is lost"
)]
struct Cli {
    /// How many faults.
    #[arg(long, default_value_t = 60)]
    rounds: usize,
    /// Decides which faults, when and where: the same seed plans the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What the community runs on.
    #[arg(long, value_enum, default_value = "sqlite")]
    on: On,
    /// Only these faults.
    #[arg(long, value_enum, num_args = 1..)]
    only: Vec<Fault>,
    /// How many open pages come back at once, when that is the fault.
    #[arg(long, default_value_t = 500)]
    crowd: usize,
    /// The program, instead of the one beside this one.
    #[arg(long)]
    program: Option<PathBuf>,
    /// A folder for everything of this run, which must not be there yet.
    #[arg(long)]
    folder: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let Cli { rounds, seed, on, only, crowd, program, folder } = Cli::parse();
    let program = match program {
        Some(it) => it.canonicalize()?,
        None => std::env::current_exe()?.with_file_name("alongside"),
    };
    // Few enough threads to leave the machine to whoever is broken.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build()?;
    let clean = runtime.block_on(async {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        // Whoever stops a run does not leave its servers behind: they go as the run is dropped.
        tokio::select! {
            clean = nemesis::run(Choices { rounds, seed, on, only, crowd, program, folder }) => clean,
            _ = tokio::signal::ctrl_c() => anyhow::bail!("stopped"),
            _ = terminate.recv() => anyhow::bail!("stopped"),
        }
    })?;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
