//! The only command list of this repository: `cargo xtask test` proves everything, `cargo xtask check` is the quick half to
//! run before every commit, and the rest are errands. Each command is a list of steps, told in plain words as they happen.
#![expect(
    clippy::disallowed_methods,
    reason = "a command for builders: it measures time and reads its own environment"
)]

mod axe;
mod counted;
mod fuzz;
mod packages;
mod postgres;
mod steps;
mod tidy;
mod verifier;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

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
    /// Everything: format, clippy, tidy, all tests on SQLite and PostgreSQL, counted instructions, journeys in a real browser, a
    /// short nemesis.
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
        /// Beside ejabberd and Prosody too; installs them when they are missing, and leaves neither running.
        #[arg(long)]
        peers: bool,
        /// Handed on to the benches.
        #[arg(last = true)]
        more: Vec<String>,
    },
    /// Draw where the time goes while the benches measure these parts: target/bench/flame.svg.
    Flame {
        /// Handed on to the benches.
        #[arg(last = true, required = true)]
        parts: Vec<String>,
    },
    /// Count the instructions of matching, rendering and sealing, and compare with benches/counted/bounds.toml.
    Counted {
        /// Write the bounds again instead.
        #[arg(long)]
        renew: bool,
    },
    /// How well triage reads its suites, kind by kind; fails when a bar is missed.
    TriageReport {
        /// A CSV file of ordinary texts, with a column `text`: how many of them are taken for something.
        #[arg(long)]
        chat: Option<PathBuf>,
        /// Show each text that is not read as it should be; never those of the sealed suites.
        #[arg(long)]
        wrong: bool,
    },
    /// Let a fuzzer make up hostile texts for triage.
    Fuzz {
        /// How long, for each target.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Only this target: normal, pack or read.
        #[arg(long)]
        only: Option<String>,
    },
    /// Simulate larger places than this machine can run, with the costs that were measured: see docs/scale.md.
    Simulate {
        /// Handed on: --measure, --costs target/bench/results.json, --write-docs.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Break real nodes under real clients, and see whether anything is lost; `-- --help` says what can be broken.
    Nemesis {
        /// How many faults.
        #[arg(long, default_value_t = 60)]
        rounds: usize,
        /// Decides which faults, when and where: the same seed plans the same.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// sqlite, postgres or nodes.
        #[arg(long, default_value = "sqlite")]
        on: String,
        /// Only these faults, by name.
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// Handed on to it.
        #[arg(last = true)]
        more: Vec<String>,
    },
    /// Make a large made-up community, to measure on and to look around in.
    Populate {
        /// Handed on; `-- --help` lists it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Train the model that reads what the rules have no words for: science/triage/model/en.bin.
    TriageTrain {
        /// A CSV of ordinary talk, with a column `text`, to learn what is nothing.
        #[arg(long)]
        chat: Option<PathBuf>,
    },
    /// Write schema.sql again, and what is new into migrations.txt, after a migration was added.
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
    Counted,
    Journeys,
    Nemesis,
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
        Command::Test { only: None, .. } => test(&place.built_once(), None, &[]),
        Command::Test { only, more } => test(&place, only, &more),
        Command::Tidy => tidy::run(&place.root),
        Command::Bench { peers, more } => bench(&place, peers || more.iter().any(|it| it == "--peers"), &more),
        Command::Flame { parts } => {
            let mut steps = Steps::of("flame", 2);
            build_for_bench(&place, &mut steps)?;
            steps.title("Measure, record and draw");
            steps.run(cargo(&place, MEASURE).arg("--flame").args(parts), "cargo xtask flame")?;
            steps.summary();
            Ok(())
        }
        Command::Counted { renew } => {
            let mut steps = Steps::of("counted", 2);
            steps.title("The program that counts");
            steps.work("cargo xtask packages", packages::install_counting)?;
            counted::steps(&place, &mut steps, renew)?;
            steps.summary();
            Ok(())
        }
        Command::TriageReport { chat, wrong } => triage_report(&place, chat.as_deref(), wrong),
        Command::Fuzz { seconds, only } => fuzz::run(&place, seconds, only.as_deref()),
        Command::Simulate { more } => {
            let mut steps = Steps::of("simulate", 2);
            steps.title("Build the program and the benches, for release");
            let build = "build --release --package alongside --package benches --bins";
            steps.run(&mut cargo(&place, build), &format!("cargo {build}"))?;
            steps.title("Simulate");
            let words = "run --release --package benches -- simulate";
            steps.run(cargo(&place, words).args(more), "cargo xtask simulate")?;
            steps.summary();
            Ok(())
        }
        Command::Nemesis { rounds, seed, on, only, more } => {
            let mut words = vec![format!("--rounds={rounds}"), format!("--seed={seed}"), format!("--on={on}")];
            words.extend(only.iter().map(|it| format!("--only={it}")));
            words.extend(more);
            nemesis(&place, &words)
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
        Command::TriageTrain { chat } => triage_train(&place, chat.as_deref()),
        Command::Schema => schema(&place),
        Command::Screenshots => screenshots(&place),
        Command::Packages { install } => packages::report(install),
    }
}

/// What the model is trained from, in the repository; the suite counts three times. See science/triage/training/README.md.
const TRAIN: &str = "run --release --quiet --package triage --example train -- science/triage/model/en.bin \
                     science/triage/training/grammar.csv science/triage/training/paraphrases.csv science/triage/suites/crisis.csv=3";

fn triage_train(place: &Place, chat: Option<&Path>) -> Result<()> {
    let mut steps = Steps::of("triage-train", 1);
    steps.title("Train, and write the model");
    let mut train = cargo(place, TRAIN);
    if let Some(chat) = chat {
        train.arg("--chat").arg(std::path::absolute(chat)?);
    }
    steps.run(&mut train, "cargo xtask triage-train")?;
    steps.summary();
    Ok(())
}

const MEASURE: &str = "run --release --package benches --";

fn bench(place: &Place, peers: bool, more: &[String]) -> Result<()> {
    let server = postgres::programs().is_some();
    let mut steps = Steps::of("bench", 2 + usize::from(peers) + usize::from(server));
    if peers {
        steps.title("The chat servers to measure beside");
        steps.work("cargo xtask bench --peers", packages::install_peers)?;
    }
    build_for_bench(place, &mut steps)?;
    let mut measure = cargo(place, MEASURE);
    // Where there is no PostgreSQL, the benches say what they leave away.
    let mut running = None;
    if server {
        steps.title("Start a PostgreSQL for this run alone");
        let cluster = steps.work("cargo xtask bench", postgres::Cluster::durable)?;
        measure.args(["--postgres", &cluster.url()]);
        running = Some(cluster);
    }
    if peers {
        measure.arg("--peers");
    }
    steps.title("Measure");
    steps.run(measure.args(more.iter().filter(|it| *it != "--peers")), "cargo xtask bench")?;
    drop(running);
    steps.summary();
    Ok(())
}

fn build_for_bench(place: &Place, steps: &mut Steps) -> Result<()> {
    steps.title("Build the program and the benches, for release");
    let build = "build --release --package alongside --package benches --bins";
    steps.run(&mut cargo(place, build), &format!("cargo {build}"))
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

/// Faults of the short nemesis on each of its grounds: each kind of fault once, and the plug for the rest.
const BROKEN: [(&str, usize); 2] = [("sqlite", 24), ("nodes", 18)];

fn test(place: &Place, only: Option<Part>, more: &[String]) -> Result<()> {
    let wanted = |part| only.is_none_or(|only| only == part);
    let (crates, journeys, nemesis) = (wanted(Part::Crates), wanted(Part::Journeys), wanted(Part::Nemesis));
    let builds = crates || journeys || nemesis;
    ensure!(
        more.is_empty() || matches!(only, Some(Part::Crates | Part::Journeys)),
        "Words after `--` go to `cargo test`: use them with `--only crates` or `--only journeys`."
    );
    let single = [Part::Format, Part::Tidy, Part::Clippy].into_iter().filter(|part| wanted(*part)).count();
    let total = single
        + if builds { 2 } else { 0 }
        + if crates { 2 } else { 0 }
        + if journeys { 4 } else { 0 }
        + if wanted(Part::Counted) { 2 } else { 0 }
        + if nemesis { BROKEN.len() } else { 0 };
    let mut steps = Steps::of("test", total);

    if builds {
        steps.title("The programs that the tests need");
        steps.work("cargo xtask packages", || packages::install(crates || nemesis, journeys))?;
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
    if builds {
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
    if wanted(Part::Counted) {
        steps.title("The program that counts");
        steps.work("cargo xtask packages", packages::install_counting)?;
        counted::steps(place, &mut steps, false)?;
    }
    if journeys {
        steps.title("Fetch the accessibility engine axe-core");
        let axe = steps.work("cargo xtask test --only journeys", || axe::fetch(place))?;
        steps.title("Fetch other people's programs that check badges");
        let folder = steps.work("cargo xtask test --only journeys", || verifier::fetch(place))?;
        steps.title("Journeys in a real browser");
        let mut tests = cargo(place, "test --workspace --no-fail-fast --test journeys");
        tests.env("ALONGSIDE_BIN", place.program("alongside")).env("ALONGSIDE_AXE", axe);
        steps.run(tests.env("ALONGSIDE_VERIFIER", &folder).args(more), "cargo xtask test --only journeys")?;
        steps.title("Badges, checked by them");
        let mut tests = cargo(place, "test --package workforce --test verifier");
        steps.run(tests.env("ALONGSIDE_VERIFIER", folder), "cargo xtask test --only journeys")?;
    }
    if nemesis {
        for (on, rounds) in BROKEN {
            steps.title(&format!("Break nodes under people who talk, on {on}"));
            let words = format!("--rounds {rounds} --on {on}");
            let mut run = std::process::Command::new(place.program("nemesis"));
            run.args(words.split(' ')).current_dir(&place.root);
            steps.run(&mut run, &format!("cargo xtask nemesis {words}"))?;
        }
    }
    steps.summary();
    Ok(())
}

fn triage_report(place: &Place, chat: Option<&Path>, wrong: bool) -> Result<()> {
    let mut steps = Steps::of("triage-report", 1);
    steps.title("Read the suites");
    let mut report = cargo(place, "run --quiet --release --package triage --example report --");
    if let Some(chat) = chat {
        report.arg("--chat").arg(std::path::absolute(chat)?);
    }
    if wrong {
        report.arg("--wrong");
    }
    steps.run(&mut report, "cargo xtask triage-report --wrong")?;
    steps.summary();
    Ok(())
}

fn nemesis(place: &Place, words: &[String]) -> Result<()> {
    let mut steps = Steps::of("nemesis", 3);
    steps.title("The programs that this needs");
    steps.work("cargo xtask packages", || packages::install(true, false))?;
    steps.title("Build the program and the nemesis");
    let build = "build --workspace --bins";
    steps.run(&mut cargo(place, build), &format!("cargo {build}"))?;
    steps.title("Break nodes under people who talk");
    let mut run = std::process::Command::new(place.program("nemesis"));
    steps.run(run.args(words).current_dir(&place.root), "cargo xtask nemesis, with the same words")?;
    steps.summary();
    Ok(())
}

/// The test that keeps the file fresh is what writes it, so that both mean the same.
fn schema(place: &Place) -> Result<()> {
    let mut steps = Steps::of("schema", 1);
    steps.title("Make every table, and write down how");
    let mut write = cargo(place, "test --package alongside --test proofs written_down");
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
