//! Programs under measurement: started on loopback, asked over their port, weighed in /proc, ended by their own handle.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    flame::{self, Recording},
    machine,
};

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
    _output: Option<BufReader<ChildStdout>>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Time from its start until it said that it was ready.
    pub(crate) ready_after: Duration,
    /// Whoever records what it does, where that was asked for.
    recording: Option<Recording>,
}

impl Program {
    /// `alongside serve` on this data folder: the program that people run, built for release.
    pub(crate) fn serve(data: &Path) -> Result<Self> {
        let mut command = ours()?;
        command.arg("serve").env("ALONGSIDE_DATA", data);
        Self::start(command.current_dir(data))?.recorded()
    }

    /// `alongside serve` as one node of several, which share what this environment names.
    pub(crate) fn node(data: &Path, shared: &[(&str, String)]) -> Result<Self> {
        let mut command = ours()?;
        command.arg("serve").env("ALONGSIDE_DATA", data).envs(shared.iter().map(|(name, value)| (*name, value)));
        Self::start(command.current_dir(data))?.recorded()
    }

    /// `alongside serve` on these databases of a server.
    pub(crate) fn serve_on(data: &Path, database: &Option<String>, keys: &Option<String>) -> Result<Self> {
        let mut command = ours()?;
        command.arg("serve").env("ALONGSIDE_DATA", data).current_dir(data);
        for (name, url) in [("DATABASE_URL", database), ("KEYS_DATABASE_URL", keys)] {
            command.env(name, url.as_deref().unwrap_or_default());
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

    /// A program of somebody else's, which is ready when it listens there.
    pub(crate) fn other(command: &mut Command, address: SocketAddr) -> Result<Self> {
        ensure!(address.ip().is_loopback(), "only this machine is measured");
        ensure!(TcpStream::connect(address).is_err(), "something else listens on {address}");
        let began = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = machine::among_servers(|| command.spawn())?.context("a program did not start")?;
        let mut program = Self { child, _output: None, address, ready_after: PATIENCE, recording: None };
        while TcpStream::connect(address).is_err() {
            ensure!(program.child.try_wait()?.is_none(), "it ended before it listened on {address}");
            ensure!(began.elapsed() < 2 * PATIENCE, "nothing listens on {address} after {:?}", 2 * PATIENCE);
            std::thread::sleep(Duration::from_millis(20));
        }
        program.ready_after = began.elapsed();
        Ok(program)
    }

    fn start(command: &mut Command) -> Result<Self> {
        let began = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = machine::among_servers(|| command.spawn())?.context("a program did not start")?;
        let output = child.stdout.take().map(BufReader::new);
        // Held from here, so that whatever goes wrong below ends it.
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut program = Self { child, _output: output, address: nowhere, ready_after: PATIENCE, recording: None };
        program.address = program.told_address()?;
        ensure!(program.address.ip().is_loopback(), "only this machine is measured");
        while !is_ready(program.address) {
            ensure!(began.elapsed() < PATIENCE, "not ready within {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
        program.ready_after = began.elapsed();
        Ok(program)
    }

    fn recorded(mut self) -> Result<Self> {
        self.recording = flame::record(self.child.id())?;
        Ok(self)
    }

    /// The number under which the system knows it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn told_address(&mut self) -> Result<SocketAddr> {
        let output = self._output.as_mut().context("its output was asked for")?;
        let mut line = String::new();
        loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                bail!("the program ended before it listened; what it said is above");
            }
            if let Some(address) = line.trim().strip_prefix("listening on http://") {
                return Ok(address.parse()?);
            }
        }
    }

    /// Megabytes of the file that people install.
    pub(crate) fn size() -> Result<f64> {
        Ok(fs::metadata(built()?)?.len() as f64 / 1e6)
    }

    /// Processor time that it has used.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        cpu(self.id())
    }

    /// Memory that is its own, with its share of what it shares, in KiB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("Pss")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

/// Processor time that a program has used: all its threads, and the programs that it started.
pub(crate) fn cpu(id: u32) -> Result<Duration> {
    Ok(Duration::from_secs_f64(ticks(id)? / TICKS))
}

/// Ticks of a program, of its children that ended, and of those that go on.
fn ticks(id: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    // After the name in brackets, which may itself hold spaces, user and system time are numbers 12 and 13; those of
    // children that ended are the two after them.
    let (_, after) = stat.rsplit_once(')').context("/proc/PID/stat names the program in brackets")?;
    let mut ticks: f64 = after.split_whitespace().skip(11).take(4).filter_map(|it| it.parse::<f64>().ok()).sum();
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    for child in children.split_whitespace() {
        // One that ends just now is counted among the ended ones next time.
        ticks += ticks_of(child);
    }
    Ok(ticks)
}

fn ticks_of(child: &str) -> f64 {
    child.parse().ok().and_then(|id| ticks(id).ok()).unwrap_or(0.0)
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        // Whoever records sees that it is gone, writes the rest down and ends.
        drop(self.recording.take());
    }
}

/// The release build beside this program.
fn built() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("alongside");
    ensure!(program.exists(), "{} is not built: `cargo xtask bench` builds it", program.display());
    Ok(program)
}

/// It, with nothing of this environment that could point it elsewhere.
fn ours() -> Result<Command> {
    let mut command = Command::new(built()?);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ALONGSIDE_") || name.to_string_lossy().ends_with("_URL") {
            command.env_remove(name);
        }
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
