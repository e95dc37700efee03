//! How fast this is, beside a bare server that sends the same bytes, on the same machine, in turns. Prints a table and
//! writes `target/bench/results.json`. Everything stays on loopback and in a temporary folder.
#![expect(clippy::disallowed_methods, reason = "benches start programs and measure how long things take")]

mod circles;
mod client;
mod commit;
mod dispatch;
mod find;
mod pages;
mod program;
mod reference;
mod rest;
mod room;
mod seed;
mod table;
mod talk;
mod thread;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use program::Folder;
use table::Table;

#[derive(Parser)]
#[command(name = "cargo xtask bench --", about = "Measure, beside a bare server")]
struct Cli {
    /// Only these parts; the results are then printed and not written.
    parts: Vec<Part>,
    #[command(subcommand)]
    other: Option<Other>,
}

#[derive(Subcommand)]
enum Other {
    /// Be the bare server, and send the answers in this folder. The benches start it themselves.
    #[command(hide = true)]
    Reference { samples: PathBuf },
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    Pages,
    Circles,
    Search,
    Talk,
    Room,
    Dispatch,
    Commit,
    Rest,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(Other::Reference { samples }) = cli.other {
        // As many threads as ours has.
        return runtime.enable_all().build()?.block_on(reference::serve(&samples));
    }
    // Few enough threads to leave the machine to whoever is measured.
    runtime.worker_threads(2).enable_all().build()?.block_on(measure(&cli.parts))
}

async fn measure(parts: &[Part]) -> Result<()> {
    let began = Instant::now();
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    let (folder, mut table) = (Folder::new()?, Table::default());
    println!("On {}. Figures do not travel to other machines: only ratios do, and only within one run.", machine());
    if wanted(Part::Rest) {
        rest::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Pages) {
        pages::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Circles) {
        circles::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Search) {
        find::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Talk) {
        talk::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Room) {
        room::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Commit) {
        commit::measure(&folder, &mut table).await?;
    }
    if wanted(Part::Dispatch) {
        dispatch::measure(&folder, &mut table).await?;
    }
    table.print();
    println!(
        "\n    ratio: more is better, whatever the unit. bare: an axum server without rules, sending the same bytes (for \
         commits, SQLite alone).\n    limit: nothing is measured beside it; the goal stands as the reference.\n    \
         Took {:.0} s.",
        began.elapsed().as_secs_f32()
    );
    if parts.is_empty() {
        let results = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target").join("bench/results.json");
        table.write(&results)?;
        println!("    {}", results.display());
    }
    Ok(())
}

/// Cores, kernel, and how busy the machine was before.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    format!("{cores} cores, Linux {}, load {load} before", kernel.trim())
}
