//! A program that runs beside the test: what it says is kept, and it ends with the test.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A running program. Dropping it kills exactly this one, by its own id.
pub(crate) struct Program {
    name: String,
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    lines: Receiver<String>,
}

impl Program {
    /// Starts it, and listens to both of its outputs from then on.
    pub(crate) fn start(command: &mut Command) -> Program {
        let name = command.get_program().to_string_lossy().into_owned();
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{name} did not start: {error}"));
        let said = Arc::default();
        let (sender, lines) = channel();
        listen(child.stdout.take(), sender.clone(), Arc::clone(&said));
        listen(child.stderr.take(), sender, Arc::clone(&said));
        Program { name, child, said, lines }
    }

    /// Waits for a line with `start` in it, and gives the number or address that follows there.
    pub(crate) fn told(&self, start: &str, patience: Duration) -> String {
        self.hear(start, patience).unwrap_or_else(|silence| panic!("{silence}"))
    }

    /// The same, for whoever can try again.
    pub(crate) fn hear(&self, start: &str, patience: Duration) -> Result<String, String> {
        let until = Instant::now() + patience;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some((_, rest)) = line.split_once(start) {
                        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !".:[]".contains(c));
                        return Ok(rest[..end.unwrap_or(rest.len())].trim_end_matches('.').to_owned());
                    }
                }
                Err(why) => {
                    let why = if why == RecvTimeoutError::Timeout { "in time" } else { "before it ended" };
                    return Err(format!(
                        "{} did not say “{start}…” {why}. It said:\n{}",
                        self.name,
                        self.said().join("\n")
                    ));
                }
            }
        }
    }

    /// Everything it has said so far.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without a warning, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        // Both fail only when it has ended on its own.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

fn listen(output: Option<impl Read + Send + 'static>, lines: Sender<String>, said: Arc<Mutex<Vec<String>>>) {
    let Some(output) = output else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            said.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
            // Nobody may be waiting any more: reading on keeps the program from blocking on a full pipe.
            let _ = lines.send(line);
        }
    });
}
