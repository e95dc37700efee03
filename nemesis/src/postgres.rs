//! A PostgreSQL of a run's own: stopped, started again and frozen as the plan says, and gone afterwards.
//!
//! It keeps what it says it has committed, as one in service does: only the calls that guard against a loss of power are
//! off, for nobody pulls that plug here.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

const SETTINGS: &str = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c listen_addresses=127.0.0.1";

/// A running server. Dropping it stops it and removes its files.
pub(crate) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    /// Where it listens.
    pub(crate) port: u16,
}

impl Cluster {
    /// Makes the files and starts the server.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed: `cargo xtask packages` says how")?;
        // A Unix socket's path may have some hundred characters only, and the account of the server must get there.
        let folder = std::env::temp_dir().join(format!("alongside-nemesis-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let cluster = Self { folder, programs, port };
        if is_root() && !Command::new("chown").arg("postgres:").arg(&cluster.folder).status()?.success() {
            bail!("could not give {} to the account postgres", cluster.folder.display());
        }
        let folder = cluster.folder.display().to_string();
        cluster.run("initdb", &["-D", &folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        cluster.up()?;
        Ok(cluster)
    }

    /// Starts the server again.
    pub(crate) fn up(&self) -> Result<()> {
        let folder = self.folder.display().to_string();
        let settings = format!("{SETTINGS} -p {} -k {folder}", self.port);
        self.run("pg_ctl", &["-D", &folder, "-l", &format!("{folder}/server.log"), "-o", &settings, "-w", "start"])
    }

    /// Stops it at once, as a power cut does.
    pub(crate) fn down(&self) -> Result<()> {
        self.run("pg_ctl", &["-D", &self.folder.display().to_string(), "-m", "immediate", "-w", "stop"])
    }

    /// Stops all its processes where they stand.
    pub(crate) fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets them go on.
    pub(crate) fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let file = fs::read_to_string(self.folder.join("postmaster.pid")).unwrap_or_default();
        let Some(first) = file.lines().next().and_then(|it| it.trim().parse::<i32>().ok()) else { return };
        for pid in [first].into_iter().chain(children(first)).filter_map(Pid::from_raw) {
            let _gone_already = kill_process(pid, signal);
        }
    }

    /// Makes a database, and answers how it is reached by way of `port`.
    pub(crate) fn database(&self, name: &str) -> Result<()> {
        let port = self.port.to_string();
        self.run("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", "postgres", name])
    }

    /// How a database is reached by way of `port`: the server's own, or that of a proxy before it.
    pub(crate) fn url(port: u16, name: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/{name}")
    }

    fn run(&self, program: &str, words: &[&str]) -> Result<()> {
        let path = self.programs.join(program);
        // PostgreSQL refuses to run as root: then it runs as the account that its package made.
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&path) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&path);
        }
        let output = command.args(words).current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).output();
        let output = output.with_context(|| format!("{program} did not start"))?;
        if !output.status.success() {
            bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.thaw();
        drop(self.down());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// The newest PostgreSQL's folder of programs. Debian keeps them off the path, one folder per version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs.join("initdb").is_file().then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

/// The processes that a process has started.
fn children(of: i32) -> Vec<i32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| parent(Path::new(&format!("/proc/{pid}/stat"))) == Some(of)).collect()
}

fn parent(stat: &Path) -> Option<i32> {
    let stat = fs::read_to_string(stat).ok()?;
    // After the name in brackets, which may itself hold spaces, come the state and the parent.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Whether this account is the administrator.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
