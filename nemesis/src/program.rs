//! A node: the real program, started, stopped, frozen and killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

use crate::net::ask;

/// Longest time from a start until a node is ready.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// A node and where it lives.
pub(crate) struct Node {
    /// For the plan and the log.
    pub(crate) name: String,
    program: PathBuf,
    data: PathBuf,
    environment: Vec<(String, String)>,
    running: Option<Running>,
}

struct Running {
    child: Child,
    // Held: a program whose output is closed could not print a line more.
    _output: Option<BufReader<ChildStdout>>,
    address: Option<SocketAddr>,
}

impl Node {
    /// A node that is not started yet, with a data folder of its own.
    pub(crate) fn new(name: &str, program: &Path, data: PathBuf, environment: Vec<(String, String)>) -> Self {
        Self { name: name.to_owned(), program: program.to_owned(), data, environment, running: None }
    }

    /// Where it listens, while it runs.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.running.as_ref().and_then(|it| it.address)
    }

    /// Where its log is.
    pub(crate) fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    /// Starts it and waits until it is ready. Answers how long that took.
    pub(crate) async fn start(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.begin()?;
        let told = self.running.as_mut().and_then(|it| it.child.stdout.take()).context("its output was asked for")?;
        let mut output = BufReader::new(told);
        let address = tokio::task::block_in_place(|| told_address(&mut output));
        let Ok(address) = address else {
            bail!("{} ended before it listened; its log ends with:\n{}", self.name, self.last_words());
        };
        if let Some(running) = &mut self.running {
            (running._output, running.address) = (Some(output), Some(address));
        }
        while ask(address, "GET", "/readyz", None, "").await.is_none_or(|it| it.status != 200) {
            ensure!(began.elapsed() < READY_WITHIN, "{} was not ready within {READY_WITHIN:?}", self.name);
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        Ok(began.elapsed())
    }

    /// Starts it and does not wait for anything.
    pub(crate) fn begin(&mut self) -> Result<()> {
        self.kill();
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log())?;
        let mut command = Command::new(&self.program);
        for name in NAMES {
            command.env_remove(name);
        }
        command
            .arg("serve")
            .env("ALONGSIDE_DATA", &self.data)
            .env("ALONGSIDE_LISTEN", "127.0.0.1:0")
            .env("ALONGSIDE_LOG", "info")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.data.parent().context("a data folder lies in a folder")?)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let child = command.spawn().with_context(|| format!("{} did not start", self.program.display()))?;
        self.running = Some(Running { child, _output: None, address: None });
        Ok(())
    }

    /// Pulls the plug: SIGKILL, in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            drop(running.child.kill());
            drop(running.child.wait());
        }
    }

    /// Asks it to end, and waits until it has. Answers how long that took.
    pub(crate) async fn end(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.signal(Signal::TERM);
        let Some(mut running) = self.running.take() else { return Ok(Duration::ZERO) };
        while running.child.try_wait()?.is_none() {
            if began.elapsed() > READY_WITHIN {
                drop(running.child.kill());
                drop(running.child.wait());
                bail!("{} did not end within {READY_WITHIN:?}", self.name);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(began.elapsed())
    }

    /// Stops it where it stands, and everything in it.
    pub(crate) fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = self.running.as_ref().and_then(|it| Pid::from_raw(it.child.id().cast_signed())) {
            let _gone_already = kill_process(pid, signal);
        }
    }

    /// Memory that it holds, in KiB.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.running.as_ref()?.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What in the environment could point a node elsewhere.
const NAMES: [&str; 12] = [
    "DATABASE_URL",
    "KEYS_DATABASE_URL",
    "NATS_URL",
    "ALONGSIDE_DRAIN",
    "ALONGSIDE_BALLAST",
    "ALONGSIDE_METRICS",
    "ALONGSIDE_PUBLIC_URL",
    "ALONGSIDE_PROXIES",
    "ALONGSIDE_ROOT_KEY",
    "LD_PRELOAD",
    "FAKETIME",
    "FAKETIME_TIMESTAMP_FILE",
];

fn told_address(output: &mut BufReader<ChildStdout>) -> Result<SocketAddr> {
    let mut line = String::new();
    loop {
        line.clear();
        ensure!(output.read_line(&mut line)? > 0, "the program ended before it listened");
        if let Some(address) = line.trim().strip_prefix("listening on http://") {
            return Ok(address.parse()?);
        }
    }
}
