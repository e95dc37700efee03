//! How fast this is, beside a bare server that sends the same bytes, on the same machine, in turns. Prints a table and
//! writes `target/bench/results.json`. Everything stays on loopback and in a temporary folder.
#![expect(clippy::disallowed_methods, reason = "benches start programs and measure how long things take")]

mod circles;
mod client;
mod commit;
mod dispatch;
mod find;
mod pages;
mod populate;
mod program;
mod reference;
mod rest;
mod room;
mod scale;
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
    /// Measure the scale of data on small communities only.
    #[arg(long)]
    quick: bool,
    /// A PostgreSQL database, to measure the scale of data there, too.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    #[command(subcommand)]
    other: Option<Other>,
}

#[derive(Subcommand)]
enum Other {
    /// Make a large made-up community, to measure on and to look around in.
    Populate(populate::Choices),
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
    Scale,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    match &cli.other {
        // As many threads as ours has.
        Some(Other::Reference { samples }) => {
            return runtime.enable_all().build()?.block_on(reference::serve(samples));
        }
        Some(Other::Populate(choices)) => return populate::run(choices),
        None => (),
    }
    // Few enough threads to leave the machine to whoever is measured.
    runtime.worker_threads(2).enable_all().build()?.block_on(measure(&cli))
}

async fn measure(cli: &Cli) -> Result<()> {
    let parts = &cli.parts;
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
    if wanted(Part::Scale) {
        let shares: &[f64] = if cli.quick { &[0.001, 0.01] } else { &[0.01, 0.1, 1.0] };
        scale::measure(shares, cli.postgres.as_deref(), &mut table).await?;
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
