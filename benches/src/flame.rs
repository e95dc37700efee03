//! Flame graphs: what the program does with its time while a part is measured, recorded by perf and drawn as one picture.

use std::{
    fs,
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use inferno::{
    collapse::{Collapse, perf::Folder},
    flamegraph::{self, Options},
};

/// Looks a second. Whole stacks are kept at each, so more would fill the disk before they told more.
const LOOKS: &str = "199";
/// How much of each stack is kept, from which the callers are found afterwards.
const STACK: &str = "dwarf,16384";

/// Where recordings go, when they were asked for.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();
static RECORDED: AtomicUsize = AtomicUsize::new(0);

/// Makes ready to record every program of ours that starts from here on.
pub(crate) fn prepare(folder: &Path) -> Result<()> {
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    ensure!(
        quiet(Command::new("perf").arg("--version")).is_ok_and(|status| status.success()),
        "perf is not installed. On Debian: sudo apt-get install --no-install-recommends linux-perf"
    );
    let folder = folder.join("recordings");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder)?;
    let mut trial = Command::new("perf");
    trial.args(["record", "-e", "cpu-clock", "-o"]).arg(folder.join("trial")).args(["--", "true"]);
    ensure!(
        quiet(&mut trial).is_ok_and(|status| status.success()),
        "perf is not permitted to look at programs here. Until the next start of this machine, this permits it:\n  \
         sudo sysctl kernel.perf_event_paranoid=1\nInside a container, its host decides."
    );
    fs::remove_file(folder.join("trial"))?;
    FOLDER.set(folder).map_err(|_| anyhow::anyhow!("recordings were prepared twice"))
}

/// Somebody who records a program, until that ends.
pub(crate) struct Recording(Child);

/// Records a program, when that was asked for.
pub(crate) fn record(id: u32) -> Result<Option<Recording>> {
    let Some(folder) = FOLDER.get() else { return Ok(None) };
    let file = folder.join(format!("{}.data", RECORDED.fetch_add(1, Ordering::Relaxed)));
    let mut perf = Command::new("perf");
    perf.args(["record", "-e", "cpu-clock", "-F", LOOKS, "--call-graph", STACK, "-p", &id.to_string(), "-o"]).arg(file);
    let child = perf.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut recording = Recording(child);
    // It takes a moment to begin; what it cannot do, it says by ending.
    thread::sleep(Duration::from_millis(300));
    match recording.0.try_wait()? {
        Some(status) => bail!("perf did not record: it ended with {status}"),
        None => Ok(Some(recording)),
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        drop(self.0.wait());
    }
}

/// Draws everything that was recorded as one picture.
pub(crate) fn draw(folder: &Path) -> Result<()> {
    let recordings = FOLDER.get().context("recordings were prepared")?;
    let mut folded = Vec::new();
    for number in 0..RECORDED.load(Ordering::Relaxed) {
        println!("    reading recording {number}");
        let mut script = Command::new("perf");
        // Callers that the compiler put into their callers cost an hour to find out, and are rarely missed.
        script.args(["script", "--no-inline", "-i"]).arg(recordings.join(format!("{number}.data")));
        let mut child = script.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let stacks = BufReader::new(child.stdout.take().context("its output was asked for")?);
        let collapsed = Folder::default().collapse(stacks, &mut folded);
        child.wait()?;
        collapsed?;
    }
    ensure!(!folded.is_empty(), "the program did nothing while it was recorded");
    let picture = folder.join("flame.svg");
    let mut options = Options::default();
    options.title = "Alongside".to_owned();
    flamegraph::from_reader(&mut options, folded.as_slice(), BufWriter::new(fs::File::create(&picture)?))?;
    fs::remove_dir_all(recordings)?;
    println!("    {}", picture.display());
    Ok(())
}
