//! The programs that the tests need beside Rust and a C compiler, and how to get them on Debian and Ubuntu.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::postgres;

/// A program, whether it is here, and the package that brings it.
struct Need {
    program: &'static str,
    here: bool,
    debian: &'static str,
    // Ubuntu has Chromium only as a snap: its packages of these names fetch the snap, which needs a running snapd and so
    // does not work inside most containers. There, use a Debian image.
    ubuntu: &'static str,
}

/// What the tests of the crates and the nemesis need, and what the journeys need.
fn needs(servers: bool, browser: bool) -> Vec<Need> {
    let mut needs = Vec::new();
    if servers {
        let here = postgres::programs().is_some();
        needs.push(Need { program: "PostgreSQL (initdb)", here, debian: "postgresql", ubuntu: "postgresql" });
        // Debian puts it where only administrators look for programs.
        let here = on_path("nats-server") || is_file(Path::new("/usr/sbin/nats-server"));
        needs.push(Need { program: "nats-server", here, debian: "nats-server", ubuntu: "nats-server" });
        // Turns the clock of a node.
        needs.push(Need { program: "faketime", here: on_path("faketime"), debian: "faketime", ubuntu: "faketime" });
    }
    if browser {
        let chromium = ["chromium", "chromium-browser", "google-chrome"].iter().any(|name| on_path(name));
        needs.push(Need { program: "chromium", here: chromium, debian: "chromium", ubuntu: "chromium-browser" });
        let driver = on_path("chromedriver");
        needs.push(Need {
            program: "chromedriver",
            here: driver,
            debian: "chromium-driver",
            ubuntu: "chromium-chromedriver",
        });
        needs.push(Need { program: "npm", here: on_path("npm"), debian: "npm", ubuntu: "npm" });
    }
    needs
}

/// What instructions are counted with.
fn counting() -> Vec<Need> {
    vec![Need { program: "valgrind", here: on_path("valgrind"), debian: "valgrind", ubuntu: "valgrind" }]
}

/// The chat servers that the benches measure beside. Administrators' programs are looked for where they are.
fn peers() -> Vec<Need> {
    let ejabberd = is_file(Path::new("/usr/sbin/ejabberdctl"));
    let sqlite = Path::new("/usr/share/doc/erlang-p1-sqlite3").exists();
    let history = "what ejabberd keeps its history with";
    vec![
        Need { program: "ejabberd", here: ejabberd, debian: "ejabberd", ubuntu: "ejabberd" },
        Need { program: history, here: sqlite, debian: "erlang-p1-sqlite3", ubuntu: "erlang-p1-sqlite3" },
        Need { program: "prosody", here: on_path("prosody"), debian: "prosody", ubuntu: "prosody" },
    ]
}

fn all() -> Vec<Need> {
    needs(true, true).into_iter().chain(counting()).collect()
}

/// Tells what is here and what is missing; installs it when asked.
pub(crate) fn report(install_too: bool) -> Result<()> {
    for need in all() {
        println!("{:>8}  {}", if need.here { "here" } else { "missing" }, need.program);
    }
    if install_too {
        return get(all);
    }
    let missing = missing(all());
    if !missing.is_empty() {
        println!("\nTo install what is missing:\n  {}", line(&missing));
    }
    Ok(())
}

/// Installs what these tests need and is missing, where this account may; otherwise says the one line that does it.
pub(crate) fn install(servers: bool, browser: bool) -> Result<()> {
    get(|| needs(servers, browser))
}

/// The same for counting instructions.
pub(crate) fn install_counting() -> Result<()> {
    get(counting)
}

/// A file whose presence lets packages start daemons or not, by what it answers.
const MAY_START: &str = "/usr/sbin/policy-rc.d";
/// Forbidden, in the words of that file.
const NOTHING_STARTS: &str = "#!/bin/sh\nexit 101\n";

/// The same for the chat servers that the benches measure beside. Their packages would start them, now and whenever this
/// machine starts: they are kept from both.
pub(crate) fn install_peers() -> Result<()> {
    let missing = missing(peers());
    if missing.is_empty() || !is_root() {
        // Without the rights to forbid it, installing is left to somebody who has them.
        return if missing.is_empty() { get(peers) } else { bail!("{NOT_HERE}\n  {}", line(&missing)) };
    }
    let ours = !Path::new(MAY_START).exists();
    if ours {
        std::fs::write(MAY_START, NOTHING_STARTS)?;
        std::fs::set_permissions(MAY_START, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    let installed = get(peers);
    if ours {
        std::fs::remove_file(MAY_START)?;
    }
    quiet("systemctl", &["disable", "--now", "ejabberd", "prosody"]);
    installed
}

const NOT_HERE: &str = "The chat servers to measure beside are missing. Their packages start them; where that is not \
                        wanted, stop and disable them afterwards. This line installs them:";

fn get(needs: impl Fn() -> Vec<Need>) -> Result<()> {
    let packages = missing(needs());
    if packages.is_empty() {
        println!("      all here");
        return Ok(());
    }
    if !on_path("apt-get") {
        bail!("These are missing, and there is no apt-get here to install them: {}", packages.join(", "));
    }
    if !is_root() && !quiet("sudo", &["-n", "true"]) {
        bail!(
            "Some programs are missing, and this account may not install them. This line does it:\n  {}",
            line(&packages)
        );
    }
    println!("      installing {}", packages.join(", "));
    // The list of packages is refreshed only when the one at hand was not enough: a fresh container has none.
    if !apt(&install_words(&packages))? {
        apt(&["update"])?;
        if !apt(&install_words(&packages))? {
            bail!("apt-get could not install them. By hand:\n  {}", line(&packages));
        }
    }
    let still = missing(needs());
    if !still.is_empty() {
        bail!("apt-get installed them, but these are still not found: {}", still.join(", "));
    }
    Ok(())
}

fn missing(needs: Vec<Need>) -> Vec<&'static str> {
    let ubuntu =
        std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"));
    needs.iter().filter(|need| !need.here).map(|need| if ubuntu { need.ubuntu } else { need.debian }).collect()
}

fn install_words<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    [&["install", "-y", "--no-install-recommends"], packages].concat()
}

fn line(packages: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install -y --no-install-recommends {}", packages.join(" "))
}

fn apt(words: &[&str]) -> Result<bool> {
    let mut command = if is_root() { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    let status = command.args(words).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).status();
    Ok(status.context("apt-get did not start")?.success())
}

/// Whether this account is the administrator: asked of the system, for there is no safe call in the standard library.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Runs a program for its answer alone.
pub(crate) fn quiet(program: &str, words: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain([PathBuf::from("/usr/bin")]).any(|folder| is_file(&folder.join(program)))
}

fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file())
}
