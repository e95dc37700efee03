//! The accessibility engine axe-core, for the journeys. It is fetched from the npm registry, one exact version with a known
//! digest, and never copied into the repository: its licence is another than ours, and it changes on its own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::steps::Place;

const PACKAGE: &str = "axe-core@4.14.1";
const ARCHIVE: &str = "axe-core-4.14.1.tgz";
const MEMBER: &str = "package/axe.min.js";
const DIGEST: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// Gives the path of the script, fetched if it is not here yet, and never unless it is the one we know.
pub(crate) fn fetch(place: &Place) -> Result<PathBuf> {
    let folder = place.target().join("axe");
    let script = folder.join(MEMBER);
    if digest(&script).is_ok_and(|found| found == DIGEST) {
        println!("      {PACKAGE} is here already");
        return Ok(script);
    }
    std::fs::create_dir_all(&folder)?;
    let mut npm = Command::new("npm");
    npm.args(["pack", PACKAGE, "--silent", "--ignore-scripts"]).current_dir(&folder);
    let output = npm.output().context("npm did not start: `cargo xtask packages` says how to get it")?;
    // npm's own words may name the registry that this machine uses: its exit says enough.
    ensure!(output.status.success(), "npm could not fetch {PACKAGE}. Is the npm registry within reach? Try: npm ping");
    let unpacked = Command::new("tar").args(["-xzf", ARCHIVE, MEMBER]).current_dir(&folder).status()?;
    ensure!(unpacked.success(), "tar could not unpack {ARCHIVE}");
    let found = digest(&script)?;
    if found != DIGEST {
        std::fs::remove_file(&script)?;
        bail!("{PACKAGE} is not the one we know: its digest is {found}, not {DIGEST}. It was removed.");
    }
    Ok(script)
}

fn digest(path: &std::path::Path) -> Result<String> {
    let bytes = std::fs::read(path)?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}
