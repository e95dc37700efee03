//! Hostile texts, made up by a fuzzer that watches which lines they reach: `cargo xtask fuzz --seconds 60`. What is fuzzed
//! is in the folder `fuzz`, a workspace of its own, since it needs a nightly compiler.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps::{Place, Steps};

/// What is fuzzed, the shortest first.
const TARGETS: [&str; 3] = ["normal", "pack", "read"];

/// Fuzzes each target for so many seconds, starting from what was found before and from the texts of the suites.
pub(crate) fn run(place: &Place, seconds: u64, only: Option<&str>) -> Result<()> {
    let wanted: Vec<&str> = TARGETS.into_iter().filter(|it| only.is_none_or(|only| only == *it)).collect();
    if wanted.is_empty() {
        bail!("There is no target of that name; there are: {}.", TARGETS.join(", "));
    }
    let mut steps = Steps::of("fuzz", 1 + wanted.len());
    steps.title("What fuzzing needs");
    steps.work("cargo xtask fuzz", lacking)?;
    for target in wanted {
        steps.title(&format!("{target}, for {seconds} seconds"));
        let mut fuzz = Command::new("cargo");
        // Memory is safe without a sanitizer, since nothing here is `unsafe`; and without one it is many times as quick.
        fuzz.args(["+nightly", "fuzz", "run", target, "--sanitizer=none"]);
        // Its target folder is its own: other compilers' crates are of no use to it.
        fuzz.args(["--fuzz-dir", "fuzz", "--target-dir"]).arg(place.target().join("fuzz"));
        fuzz.args([
            "--",
            &format!("-max_total_time={seconds}"),
            "-max_len=4096",
            "-timeout=20",
            "-print_final_stats=1",
        ]);
        fuzz.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC").current_dir(&place.root);
        steps.run(&mut fuzz, &format!("cargo +nightly fuzz run {target} --fuzz-dir fuzz"))?;
    }
    steps.summary();
    Ok(())
}

/// Says what is missing, and the line that brings it.
fn lacking() -> Result<()> {
    let mut missing = Vec::new();
    if !answers(&["+nightly", "--version"]) {
        missing.push("a nightly compiler:\n  rustup toolchain install nightly --profile minimal");
    }
    if !answers(&["fuzz", "--version"]) {
        missing.push("cargo-fuzz:\n  cargo install --locked cargo-fuzz");
    }
    if missing.is_empty() {
        println!("      all here");
        return Ok(());
    }
    bail!("Fuzzing needs what is not here.\n{}", missing.join("\n"))
}

fn answers(words: &[&str]) -> bool {
    let mut cargo = Command::new("cargo");
    cargo.args(words).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC");
    cargo.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    cargo.status().is_ok_and(|it| it.success())
}
