//! How fast this is, beside a bare server that sends the same bytes, on the same machine, in turns; and, where it is asked
//! for, beside the chat servers that people would otherwise run. Prints a table and writes `target/bench/results.json`.
//! Everything stays on loopback and in a temporary folder.
#![expect(clippy::disallowed_methods, reason = "benches start programs and measure how long things take")]

mod circles;
mod client;
mod commit;
mod crowd;
mod dispatch;
mod find;
mod flame;
mod idle;
mod machine;
mod nodes;
mod pages;
mod papers;
mod peers;
mod populate;
mod program;
mod reference;
mod rest;
mod room;
mod scale;
mod seed;
mod simulate;
mod socket;
mod storm;
mod table;
mod talk;
mod thread;
mod triage;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use machine::Machine;
use program::Folder;
use table::Table;

#[derive(Parser)]
#[command(name = "cargo xtask bench --", about = "Measure, beside a bare server")]
struct Cli {
    /// Only these parts; the results are then printed and not written.
    parts: Vec<Part>,
    /// Less of everything, within two minutes: to see that it works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Beside ejabberd and Prosody too, which have to be installed.
    #[arg(long)]
    peers: bool,
    /// Write the table into docs/performance.md. Asked for, because a checkout does not change by being measured.
    #[arg(long, conflicts_with = "quick")]
    write_docs: bool,
    /// Record what the program does meanwhile, and draw it.
    #[arg(long, requires = "parts", conflicts_with = "peers")]
    flame: bool,
    /// A PostgreSQL for several nodes to share; `cargo xtask bench` starts one.
    #[arg(long, hide = true)]
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
    /// Simulate larger places than this machine can run, with the costs that were measured: docs/scale.md.
    Simulate(simulate::Wanted),
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    Rest,
    Idle,
    Pages,
    Circles,
    Search,
    Talk,
    Room,
    Storm,
    Nodes,
    Commit,
    Dispatch,
    Triage,
    Scale,
    Peers,
}

/// A run: where it keeps its files, and how much it measures.
struct Run {
    folder: Folder,
    quick: bool,
}

impl Run {
    /// How often each side is measured.
    fn runs(&self, full: usize) -> usize {
        if self.quick { 1 } else { full }
    }

    /// How long a run takes.
    fn span(&self, seconds: u64) -> Duration {
        Duration::from_secs(seconds) / if self.quick { 3 } else { 1 }
    }

    /// How many of something there are.
    fn some(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    match cli.other {
        // As many threads as ours has.
        Some(Other::Reference { samples }) => {
            return runtime.enable_all().build()?.block_on(reference::serve(&samples));
        }
        Some(Other::Populate(choices)) => return populate::run(&choices),
        Some(Other::Simulate(wanted)) => return simulate::simulate(&wanted),
        None => (),
    }
    ensure!(!cli.write_docs || cli.parts.is_empty(), "the table in the papers is of a whole run: leave the parts away");
    let machine = Machine::look(&machine::share_cores()?)?;
    machine::allow_sockets()?;
    let drawn = target();
    if cli.flame {
        flame::prepare(&drawn)?;
    }
    // Few enough threads to leave the machine to whoever is measured.
    runtime.worker_threads(2).enable_all().build()?.block_on(measure(&cli, &machine))?;
    if cli.flame {
        flame::draw(&drawn)?;
    }
    Ok(())
}

/// Where results are written.
fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target").join("bench")
}

async fn measure(cli: &Cli, machine: &Machine) -> Result<()> {
    let began = Instant::now();
    let wanted = |part| cli.parts.is_empty() || cli.parts.contains(&part);
    let (run, mut table) = (Run { folder: Folder::new()?, quick: cli.quick }, Table::default());
    println!("{}.\nFigures do not travel to other machines: only ratios do, and only within one run.", machine.told);
    machine.warn();
    if wanted(Part::Rest) {
        rest::measure(&run, &mut table).await?;
    }
    if wanted(Part::Idle) {
        idle::measure(&run, &mut table).await?;
    }
    if wanted(Part::Pages) {
        pages::measure(&run, &mut table).await?;
    }
    if wanted(Part::Circles) {
        circles::measure(&run, &mut table).await?;
    }
    if wanted(Part::Search) {
        find::measure(&run, &mut table).await?;
    }
    if wanted(Part::Talk) {
        talk::measure(&run, &mut table).await?;
    }
    if wanted(Part::Room) {
        room::measure(&run, &mut table).await?;
    }
    if wanted(Part::Storm) {
        storm::measure(&run, &mut table).await?;
    }
    if wanted(Part::Nodes) {
        nodes::measure(&run, cli.postgres.as_deref(), &mut table).await?;
    }
    if wanted(Part::Commit) {
        commit::measure(&run, &mut table).await?;
    }
    if wanted(Part::Dispatch) {
        dispatch::measure(&run, &mut table).await?;
    }
    if wanted(Part::Triage) {
        triage::measure(&run, &mut table);
    }
    // Asked for by name: it makes a million posts first.
    if cli.parts.contains(&Part::Scale) {
        let shares: &[f64] = if cli.quick { &[0.001, 0.01] } else { &[0.01, 0.1, 1.0] };
        scale::measure(shares, cli.postgres.as_deref(), &mut table).await?;
    }
    if cli.peers || cli.parts.contains(&Part::Peers) {
        peers::measure(&run, &mut table).await?;
    }
    table.print();
    println!(
        "\n    ratio: more is better, whatever the unit; the last column says beside what.\n    limit: nothing is measured \
         beside it; the goal stands as the reference.\n    Took {:.0} s.",
        began.elapsed().as_secs_f32()
    );
    machine.warn();
    if cli.parts.is_empty() {
        let results = target().join("results.json");
        table.write(&results)?;
        println!("    {}", results.display());
        papers::keep_machine(machine, cli.quick, &results.with_file_name("machine.json"))?;
        if cli.write_docs {
            let paper = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs").join("performance.md");
            papers::write(&paper, machine, &table)?;
        }
    }
    Ok(())
}
