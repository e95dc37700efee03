//! A PostgreSQL for one run of the tests: in a temporary folder, on a free local port, gone afterwards.
//!
//! It never touches a cluster that the machine already has. For tests it forgets to be durable on purpose: those that pull
//! the plug do so on SQLite, and PostgreSQL's own durability is not ours to prove. What is measured on it is durable.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::packages::is_root;

const SETTINGS: &str = "-c max_connections=400 -c listen_addresses=127.0.0.1 -c log_min_messages=fatal";
const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// A running server. Dropping it stops it and removes its files; so do Ctrl-C and a request to end.
pub(crate) struct Cluster {
    files: Files,
    port: u16,
}

impl Cluster {
    /// Makes the files and starts a server for tests.
    pub(crate) fn start() -> Result<Cluster> {
        Self::start_with(FORGETFUL)
    }

    /// Makes the files and starts a server that keeps what it has confirmed.
    pub(crate) fn durable() -> Result<Cluster> {
        Self::start_with("")
    }

    fn start_with(more: &str) -> Result<Cluster> {
        let programs = programs().context("PostgreSQL is not installed: `cargo xtask packages` says how")?;
        // Not in target/: a Unix socket's path may have some hundred characters only.
        let folder = std::env::temp_dir().join(format!("alongside-postgres-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let files = Files { folder, programs };
        let for_signal = files.clone();
        // Only the first handler counts: there is one cluster per run.
        ctrlc::set_handler(move || {
            for_signal.remove();
            eprintln!("\nStopped. The PostgreSQL of these tests is gone too.");
            std::process::exit(130);
        })?;
        // Made before the first command, so that a failure on the way is cleaned up as well.
        let mut cluster = Cluster { files, port: 0 };
        cluster.files.hand_over()?;
        let folder = cluster.files.folder.display().to_string();
        cluster
            .files
            .run("initdb", &["-D", &folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        // Between our asking for a free port and the server's taking it, somebody else may: so up to three times.
        for _ in 0..3 {
            cluster.port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            let settings = format!("{SETTINGS} {more} -p {} -k {folder}", cluster.port);
            let log = format!("{folder}/server.log");
            if cluster.files.run("pg_ctl", &["-D", &folder, "-l", &log, "-o", &settings, "-w", "start"]).is_ok() {
                println!("      it listens on 127.0.0.1:{}", cluster.port);
                return Ok(cluster);
            }
        }
        let log = std::fs::read_to_string(cluster.files.folder.join("server.log")).unwrap_or_default();
        bail!("PostgreSQL did not start. Its log says:\n{log}")
    }

    /// How the tests reach it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.files.remove();
    }
}

/// The newest PostgreSQL's folder of programs. Debian keeps them off the path, one folder per version.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs.join("initdb").is_file().then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

#[derive(Clone)]
struct Files {
    folder: PathBuf,
    programs: PathBuf,
}

impl Files {
    /// PostgreSQL refuses to run as root: then it runs as the account that its package made.
    fn hand_over(&self) -> Result<()> {
        if is_root() {
            let status = Command::new("chown").arg("postgres:").arg(&self.folder).status()?;
            if !status.success() {
                bail!("could not give {} to the account postgres", self.folder.display());
            }
        }
        Ok(())
    }

    fn run(&self, program: &str, words: &[&str]) -> Result<()> {
        let mut command = as_postgres(&self.programs.join(program));
        // The log goes to a file of ours: a server that inherited our output would keep it open after we end.
        let output = command.args(words).current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).output();
        let output = output.with_context(|| format!("{program} did not start"))?;
        if !output.status.success() {
            bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }

    fn remove(&self) {
        let folder = self.folder.display().to_string();
        if self.folder.join("postmaster.pid").exists()
            && let Err(error) = self.run("pg_ctl", &["-D", &folder, "-m", "immediate", "-w", "stop"])
        {
            eprintln!("The PostgreSQL in {folder} did not stop: {error:#}");
            return;
        }
        match std::fs::remove_dir_all(&self.folder) {
            Ok(()) => {}
            // Ctrl-C and the end of the run may both come here.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => eprintln!("Could not remove {folder}: {error}"),
        }
    }
}

fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}
