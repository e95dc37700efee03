//! Programs under measurement: started on loopback, asked over their port, weighed in /proc, ended by their own handle.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use alongside::config::Config;
use anyhow::{Context, Result, bail, ensure};

/// Longest wait for a program to be ready. Never reached unless something is broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// Ticks a second in /proc/PID/stat, the same on every Linux that people run.
const TICKS: f64 = 100.0;

/// A folder of this run's own, gone when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A fresh folder.
    pub(crate) fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("alongside-bench-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }

    /// A path inside.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A running program. Dropping it ends it.
pub(crate) struct Program {
    child: Child,
    /// Kept open, so that the program can go on printing.
    _output: BufReader<ChildStdout>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Time from its start until it said that it was ready.
    pub(crate) ready_after: Duration,
}

impl Program {
    /// `alongside serve` on this data folder: the program that people run, built for release.
    pub(crate) fn serve(data: &Path) -> Result<Self> {
        let mut command = ours()?;
        command.arg("serve").env("ALONGSIDE_DATA", data);
        Self::start(command.current_dir(data))
    }

    /// `alongside serve` on the databases of this configuration.
    pub(crate) fn serve_at(config: &Config) -> Result<Self> {
        let mut command = ours()?;
        command.arg("serve").env("ALONGSIDE_DATA", &config.data).current_dir(&config.data);
        if let (Some(database), Some(keys)) = (&config.database_url, &config.keys_url) {
            command.env("DATABASE_URL", database).env("KEYS_DATABASE_URL", keys);
        }
        Self::start(&mut command)
    }

    /// `alongside demo`, whose community lives and goes with this folder.
    pub(crate) fn demo(folder: &Path) -> Result<Self> {
        Self::start(ours()?.args(["demo", "--port", "0", "--no-browser"]).env("TMPDIR", folder).current_dir(folder))
    }

    /// The bare server, which sends these samples.
    pub(crate) fn reference(samples: &Path) -> Result<Self> {
        Self::start(Command::new(std::env::current_exe()?).arg("reference").arg(samples))
    }

    fn start(command: &mut Command) -> Result<Self> {
        let began = Instant::now();
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("a program did not start")?;
        let output = child.stdout.take().context("its output was asked for above")?;
        // Held from here, so that whatever goes wrong below ends it.
        let mut program = Self {
            child,
            _output: BufReader::new(output),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            ready_after: PATIENCE,
        };
        program.address = program.told_address()?;
        ensure!(program.address.ip().is_loopback(), "only this machine is measured");
        while !is_ready(program.address) {
            ensure!(began.elapsed() < PATIENCE, "not ready within {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
        program.ready_after = began.elapsed();
        Ok(program)
    }

    fn told_address(&mut self) -> Result<SocketAddr> {
        let mut line = String::new();
        loop {
            line.clear();
            if self._output.read_line(&mut line)? == 0 {
                bail!("the program ended before it listened; what it said is above");
            }
            if let Some(address) = line.trim().strip_prefix("listening on http://") {
                return Ok(address.parse()?);
            }
        }
    }

    /// Processor time that it has used, of all its threads.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name in brackets, which may itself hold spaces, user and system time are numbers 12 and 13.
        let (_, after) = stat.rsplit_once(')').context("/proc/PID/stat names the program in brackets")?;
        let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
        Ok(Duration::from_secs_f64(ticks / TICKS))
    }

    /// Memory that is its own, with its share of what it shares, in KiB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("Pss")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The release build beside this program, with nothing of this environment that could point it elsewhere.
fn ours() -> Result<Command> {
    let own = std::env::current_exe()?;
    let program = own.with_file_name("alongside");
    ensure!(program.exists(), "{} is not built: `cargo xtask bench` builds it", program.display());
    let mut command = Command::new(program);
    let names =
        ["DATABASE_URL", "KEYS_DATABASE_URL", "ALONGSIDE_METRICS", "ALONGSIDE_PUBLIC_URL", "ALONGSIDE_ROOT_KEY"];
    for name in names {
        command.env_remove(name);
    }
    command.env("ALONGSIDE_LISTEN", "127.0.0.1:0").env("ALONGSIDE_LOG", "warn");
    Ok(command)
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

/// How many sockets one process of this machine may hold beside everything else, up to `wanted`.
pub(crate) fn sockets_allowed(wanted: usize) -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = files.and_then(|rest| rest.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(1024);
    wanted.min(soft.saturating_sub(200))
}
