//! What things cost. Every figure that the simulation uses and that somebody measured stands in `benches/simulate/costs.toml`
//! with where it comes from; what nobody measured is an assumption, and stands in `load.rs` with its reason.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// Where a figure comes from.
enum Source {
    /// A row of `target/bench/results.json`, by its name and the unit that it must have.
    Row(&'static str, &'static str),
    /// `cargo xtask simulate --measure`, and how it does it.
    Run(&'static str),
}
use Source::{Row, Run};

/// Every cost: its name here, its unit, and where it comes from.
const KNOWN: &[(&str, &str, Source)] = &[
    ("machine.cores", "cores", Run("cores that the servers had, and as many for this program")),
    ("delivery", "CPU µs", Row("room.cpu", "CPU s/million")),
    ("socket.memory", "KiB", Row("idle.kib", "KiB a socket")),
    ("program.memory", "MB", Row("rest", "MB")),
    ("sqlite.page.thread", "CPU ms", Row("page.thread50.cpu", "CPU ms each")),
    ("sqlite.page.circle", "CPU ms", Row("page.circle.cpu", "CPU ms each")),
    ("sqlite.page.landing", "CPU ms", Row("page.landing.cpu", "CPU ms each")),
    ("decision", "CPU ms", Row("dispatch.10k.p50", "CPU ms")),
    ("sqlite.message", "CPU ms", Run("`message::say` on SQLite, one writer: processor time of the program / messages")),
    ("sqlite.round.supporter", "ms", Run("a look at the queue on SQLite: what 400 more on duty add, each")),
    (
        "sqlite.round.base",
        "ms",
        Run("a look at the queue on SQLite, without anybody on duty: drawn back from two sizes"),
    ),
    ("db.flush", "ms", Run("one `fdatasync` of 8 KiB on this disk, the middle of 400")),
    ("message.trips", "round trips", Run("statements of one `message::say` on PostgreSQL, with its begin and commit")),
    ("message.alone", "ms", Run("one person writes: from the call to after the commit, the middle")),
    ("message.db", "CPU ms", Run("64 conversations over 8 connections: processor time of PostgreSQL / messages")),
    ("message.node", "CPU ms", Run("the same run: processor time of the program / messages")),
    (
        "message.rate",
        "messages/s",
        Run("the same run: messages / seconds; nothing is fed by it, it checks the simulation"),
    ),
    ("message.retries", "runs more", Run("the same run: statements / message beside one who writes alone, less 1")),
    ("message.log", "bytes", Run("the same run: growth of the write-ahead log / messages")),
    ("message.disk", "bytes", Run("the same run: growth of support_messages and its indexes / messages")),
    (
        "conversation.db",
        "CPU ms",
        Run("two people join and begin to talk, by the verbs of the seed: PostgreSQL's time"),
    ),
    ("presence.db", "CPU ms", Run("two rows of one transaction touched, on PostgreSQL: its processor time")),
    ("round.supporter", "ms", Run("a look at the queue with 100 and with 500 on duty: the difference / 400")),
    ("round.supporter.db", "CPU ms", Run("the same looks: processor time of PostgreSQL")),
    ("round.supporter.trips", "statements", Run("the same: statements, each of which is a way there and back")),
    ("round.base", "ms", Run("the same looks, drawn back to nobody on duty; 20 people wait")),
    (
        "cover.supporter",
        "ms",
        Run("`Cover::now`, which the first page asks, with 100 and 500 on duty: the difference / 400"),
    ),
    ("cover.supporter.db", "CPU ms", Run("the same: processor time of PostgreSQL")),
    ("cover.supporter.trips", "statements", Run("the same: statements, each of which is a way there and back")),
    ("cover.base", "ms", Run("the same, drawn back to nobody on duty")),
    (
        "board.supporter",
        "ms",
        Run("`Board::now`, which the board asks, with 100 and 500 on duty: the difference / 400"),
    ),
    ("board.supporter.db", "CPU ms", Run("the same: processor time of PostgreSQL")),
    ("board.supporter.trips", "statements", Run("the same: statements, each of which is a way there and back")),
    ("board.base", "ms", Run("the same, drawn back to nobody on duty")),
    ("key.make", "ms", Run("1,500 new keys, one after the other, in the database of keys")),
    ("key.read", "ms", Run("the same keys read by another node, one after the other")),
    ("key.read.db", "CPU ms", Run("the same reads: processor time of PostgreSQL")),
    ("page.thread.db", "CPU ms", Run("a thread of 50 posts from `alongside serve` on PostgreSQL: PostgreSQL's time")),
    ("page.thread.node", "CPU ms", Run("the same: processor time of the program")),
    ("page.circle.db", "CPU ms", Run("a circle with 50 threads: PostgreSQL's time")),
    ("page.circle.node", "CPU ms", Run("the same: processor time of the program")),
    ("page.landing.db", "CPU ms", Run("the first page with nobody on duty: PostgreSQL's time")),
    ("page.landing.node", "CPU ms", Run("the same: processor time of the program")),
    ("node.tell", "CPU µs", Run("4,000 frames a second between 2 and 10 nodes: the one that speaks")),
    ("node.hear", "CPU µs", Run("the same: what each further node, where nobody listens, costs a frame")),
    ("broker.publish", "CPU µs", Run("the same: processor time of nats-server for a frame to nobody, drawn back")),
    ("broker.deliver", "CPU µs", Run("the same: what each further node costs nats-server a frame")),
];

const HEAD: &str = "# What things cost, measured. Written by `cargo xtask simulate`:\n\
                    #   --costs target/bench/results.json   takes the rows of the last `cargo xtask bench`\n\
                    #   --measure                           runs PostgreSQL and a broker, and measures the rest\n\
                    # Figures belong to the machine they were taken on. What nobody measured is not here but in\n\
                    # benches/src/simulate/load.rs, as a constant with its reason.\n";

#[derive(Deserialize)]
struct Cost {
    value: f64,
    unit: String,
    from: String,
}

/// Every cost by its name.
pub(crate) struct Costs {
    path: PathBuf,
    /// What the machine was like when they were taken.
    machine: String,
    costs: BTreeMap<String, Cost>,
}

#[derive(Deserialize)]
struct File {
    machine: String,
    cost: BTreeMap<String, Cost>,
}

/// A row of the benches, as far as it matters here.
#[derive(Deserialize)]
struct Found {
    name: String,
    unit: String,
    ours: f64,
}

impl Costs {
    /// Reads the file; one that is not there yet is empty.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self { path: path.to_owned(), machine: String::new(), costs: BTreeMap::new() });
        }
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self> {
        let File { machine, cost } = toml::from_str(text).with_context(|| path.display().to_string())?;
        for (name, cost) in &cost {
            ensure!(cost.value.is_finite() && cost.value >= 0.0, "{name} costs {}", cost.value);
            ensure!(KNOWN.iter().any(|it| it.0 == name), "nobody knows the cost {name}");
        }
        Ok(Self { path: path.to_owned(), machine, costs: cost })
    }

    /// Takes the rows of a run of the benches.
    pub(crate) fn take(&mut self, results: &Path) -> Result<usize> {
        let text = fs::read_to_string(results).with_context(|| format!("cannot read {}", results.display()))?;
        self.take_text(&text)
    }

    fn take_text(&mut self, results: &str) -> Result<usize> {
        let rows: Vec<Found> = serde_json::from_str(results)?;
        let mut taken = 0;
        for (name, unit, source) in KNOWN {
            let Row(row, wanted) = source else { continue };
            let Some(row) = rows.iter().find(|it| it.name == *row) else {
                println!("    no row {row}: {name} stays as it was");
                continue;
            };
            ensure!(row.unit == *wanted, "{} is measured in {}; {wanted} was expected", row.name, row.unit);
            self.put(name, unit, row.ours, format!("row {} of `cargo xtask bench`", row.name));
            taken += 1;
        }
        Ok(taken)
    }

    /// A figure that was measured just now.
    pub(crate) fn measured(&mut self, name: &str, value: f64) -> Result<()> {
        let Some((name, unit, Run(how))) = KNOWN.iter().find(|it| it.0 == name) else {
            bail!("nobody measures the cost {name}");
        };
        ensure!(value.is_finite(), "{name} came to {value}");
        println!("    {name:<24}{value:>12.3} {unit}");
        self.put(name, unit, value, format!("`cargo xtask simulate --measure`: {how}"));
        Ok(())
    }

    fn put(&mut self, name: &str, unit: &str, value: f64, from: String) {
        // Four digits that matter: more would pretend.
        let value = format!("{value:.3e}").parse().unwrap_or(value);
        self.costs.insert(name.to_owned(), Cost { value, unit: unit.to_owned(), from });
    }

    /// Says on what machine the figures were taken.
    pub(crate) fn taken_on(&mut self, machine: String) {
        self.machine = machine;
    }

    /// On what machine the figures were taken.
    pub(crate) fn machine(&self) -> &str {
        &self.machine
    }

    /// What something costs, in its unit.
    pub(crate) fn get(&self, name: &str) -> Result<f64> {
        let cost = self.costs.get(name);
        Ok(cost.with_context(|| format!("{} does not say what {name} costs", self.path.display()))?.value)
    }

    /// Whether every figure is there.
    pub(crate) fn check(&self) -> Result<()> {
        KNOWN.iter().try_for_each(|it| self.get(it.0).map(drop))
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> Result<()> {
        fs::write(&self.path, self.text()).with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn text(&self) -> String {
        let mut text = format!("{HEAD}machine = {:?}\n", self.machine);
        for (name, ..) in KNOWN {
            if let Some(Cost { value, unit, from }) = self.costs.get(*name) {
                // `{:?}` writes strings as TOML reads them: there is nothing in them that the two see differently.
                let _ = write!(text, "\n[cost.{name:?}]\nvalue = {value:?}\nunit = {unit:?}\nfrom = {from:?}\n");
            }
        }
        text
    }

    /// The figures as a table of a paper.
    pub(crate) fn markdown(&self) -> String {
        let mut text = "| cost | figure | from |\n|---|---|---|\n".to_owned();
        for (name, ..) in KNOWN {
            if let Some(Cost { value, unit, from }) = self.costs.get(*name) {
                let from = from.strip_prefix("`cargo xtask simulate --measure`: ").unwrap_or(from);
                let _ = writeln!(text, "| {name} | {} {unit} | {from} |", super::tables::figure(*value));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Costs {
        Costs { path: "costs.toml".into(), machine: "one core".to_owned(), costs: BTreeMap::new() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut costs = empty();
        costs.measured("message.db", 0.123_456).unwrap();
        let again = Costs::parse(Path::new("costs.toml"), &costs.text()).unwrap();
        assert_eq!((again.machine(), again.get("message.db").unwrap()), ("one core", 0.1235));
        assert!(again.get("message.node").is_err() && again.check().is_err());
    }

    #[test]
    fn rows_are_taken_in_their_unit_only() {
        let row = |unit: &str| format!(r#"[{{"name": "room.cpu", "unit": "{unit}", "ours": 4.5, "goal": null}}]"#);
        let mut costs = empty();
        assert_eq!(costs.take_text(&row("CPU s/million")).unwrap(), 1);
        assert_eq!(costs.get("delivery").unwrap(), 4.5);
        assert!(costs.take_text(&row("ms")).is_err());
    }

    #[test]
    fn the_file_that_is_kept_has_every_figure() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("simulate/costs.toml");
        Costs::read(&path).unwrap().check().unwrap();
    }
}
