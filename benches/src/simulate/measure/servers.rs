//! A PostgreSQL and a broker of this run's own, on loopback, gone afterwards; and what they used of the processor.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::machine;

/// As a careful operator sets it up: every commit waits for the disk. More memory than the default, which is for small
/// machines of long ago.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c max_wal_size=4GB \
                        -c max_connections=200 -c log_min_messages=fatal";
/// Ticks a second in /proc/PID/stat, the same on every Linux that people run.
const TICKS: f64 = 100.0;
const PATIENCE: Duration = Duration::from_secs(20);

/// A PostgreSQL that keeps its promises: unlike the one of the tests, it waits for the disk.
pub(crate) struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a server in a folder of its own and starts it.
    pub(crate) fn start() -> Result<Self> {
        // Not inside the folder of the run: a Unix socket's path may have some hundred characters only, and the account
        // that the server runs as must be able to walk there.
        let folder = std::env::temp_dir().join(format!("alongside-simulate-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut server = Self { folder, programs: programs()?, port: free_port()? };
        if is_root() {
            let status = Command::new("chown").arg("postgres:").arg(&server.folder).status()?;
            ensure!(status.success(), "{} could not be given to the account postgres", server.folder.display());
        }
        let folder = server.folder.display().to_string();
        server.run("initdb", &["-D", &folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        server.port = free_port()?;
        let settings = format!("{SETTINGS} -p {} -k {folder}", server.port);
        let log = format!("{folder}/server.log");
        machine::among_servers(|| server.run("pg_ctl", &["-D", &folder, "-l", &log, "-o", &settings, "-w", "start"]))??;
        Ok(server)
    }

    /// Makes an empty database and answers its address.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        self.run("createdb", &["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres", name])?;
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }

    /// Bytes of log that the server has written so far.
    pub(crate) fn log_bytes(&self) -> Result<f64> {
        self.ask("postgres", "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
    }

    /// Bytes that a table and its indexes take on disk.
    pub(crate) fn table_bytes(&self, database: &str, table: &str) -> Result<f64> {
        self.ask(database, &format!("SELECT pg_total_relation_size('{table}')"))
    }

    /// Asks the server itself for one number. Its own words are no statement of ours, so they do not pass through `db`.
    fn ask(&self, database: &str, question: &str) -> Result<f64> {
        let port = self.port.to_string();
        let words = ["-h", "127.0.0.1", "-p", &port, "-U", "postgres", "-d", database, "-Atc", question];
        let output = Command::new(self.programs.join("psql")).args(words).output()?;
        ensure!(output.status.success(), "psql failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
    }

    /// Processor seconds of the server and all its processes so far.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let lock = fs::read_to_string(self.folder.join("postmaster.pid"))?;
        cpu(lock.lines().next().context("the server's number stands in its first line")?)
    }

    /// Milliseconds that one flush of a few kilobytes to this disk takes, the middle of many.
    pub(crate) fn flush(&self) -> Result<f64> {
        use std::io::{Seek, SeekFrom, Write};
        let path = std::env::temp_dir().join(format!("alongside-flush-{}", std::process::id()));
        let mut file = fs::File::create(&path)?;
        file.write_all(&[0; 8192])?;
        file.sync_all()?;
        let mut spans = Vec::new();
        for turn in 0..400u32 {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&[turn as u8; 8192])?;
            let began = Instant::now();
            file.sync_data()?;
            spans.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        fs::remove_file(&path)?;
        Ok(crate::table::median(spans))
    }

    fn run(&self, program: &str, words: &[&str]) -> Result<()> {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let output = command.args(words).current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).output();
        let output = output.with_context(|| format!("{} did not start", program.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{} failed: {}", program.display(), said.trim());
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let folder = self.folder.display().to_string();
        drop(self.run("pg_ctl", &["-D", &folder, "-m", "immediate", "-w", "stop"]));
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A broker.
pub(crate) struct Nats {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Nats {
    /// Starts one on a free port.
    pub(crate) fn start() -> Result<Self> {
        let port = free_port()?;
        let program = ["/usr/sbin/nats-server", "/usr/local/bin/nats-server", "/usr/bin/nats-server"];
        let program = program.into_iter().find(|it| Path::new(it).is_file()).context("nats-server is not installed")?;
        let mut command = Command::new(program);
        command.args(["-a", "127.0.0.1", "-p", &port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = machine::among_servers(|| command.spawn())??;
        let server = Self { child, url: format!("nats://127.0.0.1:{port}") };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if began.elapsed() > PATIENCE {
                bail!("the broker does not listen after {PATIENCE:?}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Processor seconds so far.
    pub(crate) fn cpu(&self) -> Result<f64> {
        cpu(&self.child.id().to_string())
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processor seconds of this very program so far.
pub(crate) fn own_cpu() -> Result<f64> {
    cpu("self")
}

/// Processor seconds of a program, of its children that ended, and of those that go on.
fn cpu(id: &str) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    // After the name in brackets, which may itself hold spaces, user and system time are numbers 12 and 13; those of
    // children that ended are the two after them.
    let (_, after) = stat.rsplit_once(')').context("/proc/PID/stat names the program in brackets")?;
    let own = if id == "self" { 2 } else { 4 };
    let ticks: f64 = after.split_whitespace().skip(11).take(own).filter_map(|it| it.parse::<f64>().ok()).sum();
    let children = match id {
        "self" => String::new(),
        _ => fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default(),
    };
    let below: f64 = children.split_whitespace().map(|child| cpu(child).unwrap_or(0.0)).sum();
    Ok(ticks / TICKS + below)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The newest PostgreSQL's folder of programs: Debian keeps them off the path, one folder a version.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is not installed")?.flatten();
    let found = versions.filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    found.max().map(|(_, programs)| programs).context("PostgreSQL is not installed")
}

/// PostgreSQL refuses to run as the administrator.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
