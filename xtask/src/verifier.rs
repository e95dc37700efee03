//! Other people's programs that check badges, for one test. They are fetched from the npm registry in exact versions with
//! known digests (the lock file beside the test), and never copied into the repository.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::steps::Place;

const SOURCES: &str = "rooms/workforce/tests/verifier";
const FILES: [&str; 3] = ["package.json", "package-lock.json", "verify.mjs"];

/// Gives the folder in which the verifier runs, with its packages.
pub(crate) fn fetch(place: &Place) -> Result<PathBuf> {
    let folder = place.target().join("verifier");
    fs::create_dir_all(&folder)?;
    let lock = fs::read(place.root.join(SOURCES).join("package-lock.json"))?;
    let here =
        folder.join("node_modules").is_dir() && fs::read(folder.join("package-lock.json")).is_ok_and(|it| it == lock);
    for file in FILES {
        copy(&place.root.join(SOURCES), &folder, file)?;
    }
    if here {
        println!("      the packages are here already");
        return Ok(folder);
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
    let output = npm.output().context("npm did not start: `cargo xtask packages` says how to get it")?;
    // npm's own words may name the registry that this machine uses: its exit says enough.
    ensure!(
        output.status.success(),
        "npm could not fetch the verifier. Is the npm registry within reach? Try: npm ping"
    );
    Ok(folder)
}

fn copy(from: &Path, to: &Path, file: &str) -> Result<()> {
    fs::copy(from.join(file), to.join(file)).with_context(|| format!("{file} of the verifier is not there"))?;
    Ok(())
}
