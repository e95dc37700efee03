//! How well the suites are read, kind by kind, and what ordinary texts set off: `cargo xtask triage-report`.

#![expect(clippy::disallowed_methods, reason = "a program of its own for builders, which reads its arguments")]

use std::{
    collections::BTreeMap,
    error::Error,
    fs::File,
    path::{Path, PathBuf},
    process::ExitCode,
};

use triage::{Level, Reading, Triage};

/// What is read with which head, and what it has to reach.
struct Suite {
    name: &'static str,
    flagged: fn(&Reading) -> bool,
    bars: &'static [Bar],
}

/// A figure, its least or most, and how it is made from the rows.
struct Bar {
    name: &'static str,
    bound: f64,
    /// Whether the figure may not be above the bound, where others may not be below.
    most: bool,
    figure: fn(&[Row]) -> f64,
}

/// A row of a suite, and what came of it.
struct Row {
    functionality: String,
    expected: Option<Level>,
    flag: bool,
    flagged: bool,
    level: Level,
    text: String,
}

impl Row {
    /// Whether it was read as it should be.
    fn passed(&self) -> bool {
        let crisis = self.expected == Some(Level::Crisis);
        self.flagged == self.flag && (!crisis || self.level == Level::Crisis)
    }
}

const CRISIS: &[Bar] = &[
    Bar {
        name: "crisis level found",
        bound: 0.90,
        most: false,
        figure: |rows| share(rows, |it| it.expected == Some(Level::Crisis), |it| it.level == Level::Crisis),
    },
    Bar {
        name: "flagged of what should be",
        bound: 0.80,
        most: false,
        figure: |rows| share(rows, |it| it.flag, |it| it.flagged),
    },
    Bar {
        name: "flagged of what should not be",
        bound: 0.15,
        most: true,
        figure: |rows| share(rows, |it| !it.flag, |it| it.flagged),
    },
    Bar {
        name: "flagged of supporters' words",
        bound: 0.08,
        most: true,
        figure: |rows| share(rows, |it| it.functionality == "supporter_asks_or_guides", |it| it.flagged),
    },
];
const CONTACT: &[Bar] = &[Bar { name: "F1", bound: 0.90, most: false, figure: f1 }];
const CONDUCT: &[Bar] = &[Bar { name: "F1", bound: 0.75, most: false, figure: f1 }];

const SUITES: &[Suite] = &[
    Suite { name: "crisis", flagged: |it| it.score >= 500, bars: CRISIS },
    Suite { name: "contact", flagged: |it| it.contact >= 500, bars: CONTACT },
    Suite { name: "conduct", flagged: |it| it.conduct >= 500, bars: CONDUCT },
];

fn main() -> ExitCode {
    match report() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("\n{missed} bars are missed.");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints everything, and says how many bars are missed.
fn report() -> Result<usize, Box<dyn Error>> {
    let mut wrong = false;
    let mut chat = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--chat" => chat = Some(PathBuf::from(words.next().ok_or("--chat needs a CSV file with a column `text`")?)),
            "--wrong" => wrong = true,
            other => return Err(format!("nobody knows {other}: there are --chat FILE and --wrong").into()),
        }
    }
    let triage = Triage::shipped();
    let mut missed = 0;
    for suite in SUITES {
        // The second was written before the rules and is not looked at while they are changed.
        for (file, told) in [(suite.name.to_owned(), ""), (format!("{}_sealed", suite.name), ", sealed")] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("suites").join(format!("{file}.csv"));
            let rows = rows(&path, suite, &triage)?;
            println!("\n{}{told}: {} texts", suite.name, rows.len());
            kinds(&rows);
            if wrong && told.is_empty() {
                rows.iter().filter(|it| !it.passed()).for_each(|it| println!("    not as it should be: {}", it.text));
            }
            missed += suite.bars.iter().filter(|bar| !bar.reached(&rows)).count();
        }
    }
    if let Some(path) = chat {
        alarms(&path, &triage)?;
    }
    Ok(missed)
}

/// A suite, read.
fn rows(path: &Path, suite: &Suite, triage: &Triage) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut table = csv::Reader::from_reader(File::open(path).map_err(|it| format!("{}: {it}", path.display()))?);
    let columns = table.headers()?.clone();
    let column = |name: &str| columns.iter().position(|it| it == name);
    let needed = |name: &str| column(name).ok_or_else(|| format!("{}: there is no column {name}", path.display()));
    let (functionality, flag, text) = (needed("functionality")?, needed("flag")?, needed("text")?);
    let expected = column("expected_level");
    let mut rows = Vec::new();
    for row in table.records() {
        let row = row?;
        let reading = triage.read(&row[text], &[]);
        rows.push(Row {
            functionality: row[functionality].to_owned(),
            expected: expected.map(|it| row[it].parse()).transpose().map_err(|it: triage::Unknown| it.to_string())?,
            flag: &row[flag] == "1",
            flagged: (suite.flagged)(&reading),
            level: reading.level,
            text: row[text].to_owned(),
        });
    }
    Ok(rows)
}

/// Kind by kind, how many were read as they should be.
fn kinds(rows: &[Row]) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let kind = kinds.entry(&row.functionality).or_default();
        kind.0 += usize::from(row.passed());
        kind.1 += 1;
    }
    for (kind, (passed, all)) in kinds {
        println!("    {kind:<30}{passed:>5} of {all:<5}{:>5.0} %", passed as f64 / all as f64 * 100.0);
    }
}

impl Bar {
    /// Prints the figure beside its bound.
    fn reached(&self, rows: &[Row]) -> bool {
        let figure = (self.figure)(rows);
        let reached = if self.most { figure <= self.bound } else { figure >= self.bound };
        let bound = if self.most { "at most" } else { "at least" };
        let verdict = if reached { "reached" } else { "MISSED" };
        println!("  {:<32}{figure:>5.3}   {bound} {:.2}   {verdict}", self.name, self.bound);
        reached
    }
}

/// How many ordinary texts each head takes for something.
fn alarms(path: &Path, triage: &Triage) -> Result<(), Box<dyn Error>> {
    let mut table = csv::Reader::from_reader(File::open(path).map_err(|it| format!("{}: {it}", path.display()))?);
    let text = table.headers()?.iter().position(|it| it == "text").ok_or("there is no column `text`")?;
    let (mut all, mut alarms) = (0, [0; 3]);
    for row in table.records() {
        let reading = triage.read(&row?[text], &[]);
        all += 1;
        for (count, suite) in alarms.iter_mut().zip(SUITES) {
            *count += usize::from((suite.flagged)(&reading));
        }
    }
    println!("\nordinary texts: {all}");
    for (count, suite) in alarms.iter().zip(SUITES) {
        println!("    {:<30}{count:>5} flagged  {:>6.2} %", suite.name, *count as f64 / all.max(1) as f64 * 100.0);
    }
    Ok(())
}

/// Of the rows that are so, the share that is so too.
fn share(rows: &[Row], of: fn(&Row) -> bool, is: fn(&Row) -> bool) -> f64 {
    let all = rows.iter().filter(|it| of(it)).count();
    rows.iter().filter(|it| of(it) && is(it)).count() as f64 / all.max(1) as f64
}

/// Precision and recall in one number.
fn f1(rows: &[Row]) -> f64 {
    let right = rows.iter().filter(|it| it.flag && it.flagged).count();
    let both = rows.iter().filter(|it| it.flag).count() + rows.iter().filter(|it| it.flagged).count();
    2.0 * right as f64 / both.max(1) as f64
}
