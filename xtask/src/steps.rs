//! Steps, told in plain words: which of how many, how long each took, and what to type when one fails.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Where the repository is, and where cargo puts what it builds.
pub(crate) struct Place {
    /// The repository's root folder.
    pub(crate) root: PathBuf,
    /// The folder with built programs, this one among them.
    programs: PathBuf,
    /// Whether cargo keeps what makes the next build after a small change quicker: as much again on the disk.
    incremental: bool,
}

impl Place {
    /// Finds both: the root from where this crate was built, the programs beside this one.
    pub(crate) fn find() -> Result<Place> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the repository's root")?;
        let own = std::env::current_exe()?;
        let programs = own.parent().context("a program lies in a folder")?;
        Ok(Place { root: root.to_owned(), programs: programs.to_owned(), incremental: true })
    }

    /// For a run that builds everything and is not built upon: half of the disk, and sooner built from nothing.
    pub(crate) fn built_once(self) -> Place {
        Place { incremental: false, ..self }
    }

    /// A program of this workspace, after it was built.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// cargo's target folder.
    pub(crate) fn target(&self) -> &Path {
        self.programs.parent().unwrap_or(&self.programs)
    }
}

/// `cargo` with these words, in the repository's root.
pub(crate) fn cargo(place: &Place, words: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words.split_whitespace()).current_dir(&place.root);
    if !place.incremental {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// A row of steps on its way.
pub(crate) struct Steps {
    name: &'static str,
    total: usize,
    title: String,
    done: Vec<(String, Duration)>,
    results: Vec<String>,
}

impl Steps {
    /// A row of `total` steps for the command `name`.
    pub(crate) fn of(name: &'static str, total: usize) -> Steps {
        Steps { name, total, title: name.to_owned(), done: Vec::new(), results: Vec::new() }
    }

    /// Says what the next step does.
    pub(crate) fn title(&mut self, title: &str) {
        self.title = title.to_owned();
    }

    /// A step that is another program. Its output is shown as it comes, and cargo's `test result` lines are kept for the end.
    pub(crate) fn run(&mut self, command: &mut Command, again: &str) -> Result<()> {
        let mut results = Vec::new();
        let outcome = self.work(again, || {
            let mut child = command.stdout(Stdio::piped()).spawn().context("cargo did not start")?;
            let output = child.stdout.take().context("cargo's output was asked for above")?;
            let mut screen = std::io::stdout();
            let mut output = BufReader::new(output);
            let mut line = Vec::new();
            while output.read_until(b'\n', &mut line)? > 0 {
                screen.write_all(&line)?;
                screen.flush()?;
                let text = String::from_utf8_lossy(&line);
                // Crates without doc tests, and the like, would bury the others.
                if text.starts_with("test result:") && !text.contains(" 0 passed; 0 failed;") {
                    results.push(text.trim_end().to_owned());
                }
                line.clear();
            }
            let status = child.wait()?;
            if !status.success() {
                bail!("it ended with {status}");
            }
            Ok(())
        });
        self.results.append(&mut results);
        outcome
    }

    /// A step that is work of our own.
    pub(crate) fn work<T>(&mut self, again: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.done.len() + 1;
        println!("\n[{number}/{}] {}", self.total, self.title);
        let began = Instant::now();
        let outcome = work();
        let took = began.elapsed();
        match outcome {
            Ok(value) => {
                println!("      done in {:.1} s", took.as_secs_f32());
                self.done.push((self.title.clone(), took));
                Ok(value)
            }
            Err(error) => Err(error.context(format!(
                "Stopped at step {number} of {} ({}), after {:.1} s.\nTo run it again: {again}\nWhat went wrong",
                self.total,
                self.title,
                took.as_secs_f32()
            ))),
        }
    }

    /// Says what was done and how long each step took; cargo's own results come last.
    pub(crate) fn summary(&self) {
        let all: Duration = self.done.iter().map(|(_, took)| *took).sum();
        println!("\ncargo xtask {}: all {} steps passed in {:.0} s.", self.name, self.done.len(), all.as_secs_f32());
        for (title, took) in &self.done {
            println!("  {:>7.1} s  {title}", took.as_secs_f32());
        }
        println!();
        for result in &self.results {
            println!("{result}");
        }
    }
}
