//! The command: see the library's first lines.

use std::{
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

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
    if on == On::Sqlite && !nemesis::may_mount() && may_pretend() {
        let own = std::env::current_exe()?;
        let status = Command::new("unshare").args(PRETENCE).arg(own).args(std::env::args_os().skip(1)).status()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
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

/// Where an account that may not mount a small disk is its own administrator, for as long as this runs.
const PRETENCE: [&str; 3] = ["--user", "--map-root-user", "--mount"];

fn may_pretend() -> bool {
    let mut trial = Command::new("unshare");
    let trial = trial.args(PRETENCE).arg("true").stdin(Stdio::null()).stderr(Stdio::null()).status();
    trial.is_ok_and(|it| it.success())
}
