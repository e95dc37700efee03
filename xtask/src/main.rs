//! The only command list of this repository: `cargo xtask test` proves everything, `cargo xtask check` is the quick half to
//! run before every commit, and the rest are errands. Each command is a list of steps, told in plain words as they happen.
#![expect(
    clippy::disallowed_methods,
    reason = "a command for builders: it measures time and reads its own environment"
)]

mod axe;
mod packages;
mod postgres;
mod steps;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use steps::{Place, Steps, cargo};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, prove and measure Alongside", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The quick half, before every commit: format, clippy, tidy, and all tests on SQLite.
    Check,
    /// Everything: format, clippy, tidy, all tests on SQLite and PostgreSQL, journeys in a real browser, the kill test.
    Test {
        /// Run only this part of it.
        #[arg(long, value_enum)]
        only: Option<Part>,
        /// Words for `cargo test`, such as a part of a test's name; needs `--only crates` or `--only journeys`.
        #[arg(last = true, requires = "only")]
        more: Vec<String>,
    },
    /// The rules of the house that no compiler checks.
    Tidy,
    /// Measure, beside a bare server: prints a table and writes target/bench/results.json.
    Bench {
        /// Handed on to the benches.
        #[arg(last = true)]
        more: Vec<String>,
    },
    /// Make a large made-up community, to measure on and to look around in.
    Populate {
        /// Handed on; `-- --help` lists it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Write schema.sql again, after a migration was added.
    Schema,
    /// Take the pictures in docs/screenshots again.
    Screenshots,
    /// Say which programs the tests need and this machine lacks.
    Packages {
        /// Install them, where that is allowed.
        #[arg(long)]
        install: bool,
    },
}

/// A part of `cargo xtask test` that can be asked for alone.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    Format,
    Tidy,
    Clippy,
    Crates,
    Journeys,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let place = Place::find()?;
    match command {
        Command::Check => check(&place),
        Command::Test { only, more } => test(&place, only, &more),
        Command::Tidy => tidy::run(&place.root),
        Command::Bench { more } => {
            let mut steps = Steps::of("bench", 2);
            steps.title("Build the program and the benches, for release");
            let build = "build --release --package alongside --package benches --bins";
            steps.run(&mut cargo(&place, build), &format!("cargo {build}"))?;
            steps.title("Measure");
            steps.run(cargo(&place, "run --release --package benches --").args(more), "cargo xtask bench")?;
            steps.summary();
            Ok(())
        }
        Command::Populate { more } => {
            let mut steps = Steps::of("populate", 2);
            steps.title("Build, for release");
            let build = "build --release --package alongside --package benches --bins";
            steps.run(&mut cargo(&place, build), &format!("cargo {build}"))?;
            steps.title("Make the community");
            steps
                .run(cargo(&place, "run --release --package benches -- populate").args(more), "cargo xtask populate")?;
            steps.summary();
            Ok(())
        }
        Command::Schema => schema(&place),
        Command::Screenshots => screenshots(&place),
        Command::Packages { install } => packages::report(install),
    }
}

fn check(place: &Place) -> Result<()> {
    let mut steps = Steps::of("check", 4);
    format(place, &mut steps)?;
    tidy_step(place, &mut steps)?;
    clippy(place, &mut steps)?;
    steps.title("Tests of every crate, on SQLite");
    let mut tests = cargo(place, "test --workspace");
    tests.env("ALONGSIDE_TEST_ENGINES", "sqlite").env_remove("ALONGSIDE_TEST_POSTGRES");
    steps.run(&mut tests, "cargo test --workspace")?;
    steps.summary();
    Ok(())
}

fn test(place: &Place, only: Option<Part>, more: &[String]) -> Result<()> {
    let wanted = |part| only.is_none_or(|only| only == part);
    let (crates, journeys) = (wanted(Part::Crates), wanted(Part::Journeys));
    ensure!(
        more.is_empty() || matches!(only, Some(Part::Crates | Part::Journeys)),
        "Words after `--` go to `cargo test`: use them with `--only crates` or `--only journeys`."
    );
    let lint = [Part::Format, Part::Tidy, Part::Clippy].into_iter().filter(|part| wanted(*part)).count();
    let total =
        lint + if crates || journeys { 2 } else { 0 } + if crates { 2 } else { 0 } + if journeys { 2 } else { 0 };
    let mut steps = Steps::of("test", total);

    if crates || journeys {
        steps.title("The programs that the tests need");
        steps.work("cargo xtask packages", || packages::install(crates, journeys))?;
    }
    if wanted(Part::Format) {
        format(place, &mut steps)?;
    }
    if wanted(Part::Tidy) {
        tidy_step(place, &mut steps)?;
    }
    if wanted(Part::Clippy) {
        clippy(place, &mut steps)?;
    }
    if crates || journeys {
        // One build for all that follows. Naming the whole workspace each time keeps cargo from choosing other crate features,
        // and so from building everything again.
        steps.title("Build the program, its tests and the journeys");
        let build = "build --workspace --lib --bins --tests --test journeys";
        steps.run(&mut cargo(place, build), &format!("cargo {build}"))?;
    }
    if crates {
        steps.title("Start a PostgreSQL for these tests alone");
        let server = steps.work("cargo xtask test --only crates", postgres::Cluster::start)?;
        steps.title("Tests of every crate, on SQLite and on PostgreSQL");
        let mut tests = cargo(place, "test --workspace --no-fail-fast");
        tests.env("ALONGSIDE_TEST_ENGINES", "sqlite,postgres").env("ALONGSIDE_TEST_POSTGRES", server.url()).args(more);
        steps.run(&mut tests, "cargo xtask test --only crates")?;
    }
    if journeys {
        steps.title("Fetch the accessibility engine axe-core");
        let axe = steps.work("cargo xtask test --only journeys", || axe::fetch(place))?;
        steps.title("Journeys in a real browser, and the kill test");
        let mut tests = cargo(place, "test --workspace --no-fail-fast --test journeys");
        tests.env("ALONGSIDE_BIN", place.program("alongside")).env("ALONGSIDE_AXE", axe).args(more);
        steps.run(&mut tests, "cargo xtask test --only journeys")?;
    }
    steps.summary();
    Ok(())
}

/// The test that keeps the file fresh is what writes it, so that both mean the same.
fn schema(place: &Place) -> Result<()> {
    let mut steps = Steps::of("schema", 1);
    steps.title("Make every table, and write down how");
    let mut write = cargo(place, "test --package alongside --test proofs sql::the_schema_is_written_down");
    steps.run(write.env("ALONGSIDE_WRITE_SCHEMA", "yes"), "cargo xtask schema")?;
    steps.summary();
    Ok(())
}

fn screenshots(place: &Place) -> Result<()> {
    let mut steps = Steps::of("screenshots", 3);
    steps.title("The programs that this needs");
    steps.work("cargo xtask packages", || packages::install(false, true))?;
    steps.title("Build");
    steps.run(&mut cargo(place, "build --workspace --bins"), "cargo build --workspace --bins")?;
    steps.title("Walk the pages and take the pictures");
    let mut walk = cargo(place, "run --package journeys --bin screenshots -- docs/screenshots");
    steps.run(walk.env("ALONGSIDE_BIN", place.program("alongside")), "cargo xtask screenshots")?;
    steps.summary();
    Ok(())
}

fn format(place: &Place, steps: &mut Steps) -> Result<()> {
    steps.title("Format");
    steps.run(&mut cargo(place, "fmt --all --check"), "cargo fmt --all")
}

fn tidy_step(place: &Place, steps: &mut Steps) -> Result<()> {
    steps.title("Tidy");
    steps.work("cargo xtask tidy", || tidy::run(&place.root))
}

fn clippy(place: &Place, steps: &mut Steps) -> Result<()> {
    steps.title("Clippy, with warnings denied");
    let lint = "clippy --workspace --all-targets --test journeys -- -D warnings";
    steps.run(&mut cargo(place, lint), &format!("cargo {lint}"))
}
