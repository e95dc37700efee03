//! Instructions, counted instead of timed: the same on a busy machine as on a quiet one, so that code that got slower is
//! found by a test. valgrind counts; what is counted is in `benches/counted`, and its bounds in the table beside it.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use toml::{Table, Value};

use crate::steps::{Place, Steps, cargo};

/// Work, and how often it is done more in the second of two runs.
const WORKS: [(&str, u64); 6] =
    [("assign", 2), ("candidates", 10), ("open", 500), ("render", 100), ("seal", 500), ("triage", 100)];
const BOUNDS: &str = "benches/counted/bounds.toml";
/// Compilers choose other instructions than these on other processors, so counts compare on this kind alone.
const KIND: &str = "x86_64";
/// Far below its bound, work has become so much cheaper that the bound would no longer catch it becoming dear again.
const SLACK_BELOW: u64 = 25;

/// Builds what is counted, counts, and compares with the bounds, or writes them.
pub(crate) fn steps(place: &Place, steps: &mut Steps, renew: bool) -> Result<()> {
    steps.title("Count instructions of matching, rendering, sealing and triage");
    steps.work("cargo xtask counted", || {
        if std::env::consts::ARCH != KIND {
            println!("      not here: the bounds are for {KIND}");
            return Ok(());
        }
        let status = cargo(place, "build --quiet --profile counted --package counted").status()?;
        ensure!(status.success(), "what is counted could not be built");
        let program = place.target().join("counted").join("counted");
        // Counts do not mind that others count beside them.
        let counts: Result<BTreeMap<_, _>> = thread::scope(|scope| {
            let counting = WORKS.map(|(work, times)| {
                let program = &program;
                scope.spawn(move || Ok((work, (count(program, work, times + 1)? - count(program, work, 1)?) / times)))
            });
            counting.into_iter().map(|it| it.join().map_err(|_| anyhow!("counting broke off"))?).collect()
        });
        let counts = counts?;
        let bounds = place.root.join(BOUNDS);
        if renew { write(&bounds, &counts) } else { compare(&bounds, &counts) }
    })
}

/// Instructions of a whole run.
fn count(program: &Path, work: &str, times: u64) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args([work, &times.to_string()]);
    let output = valgrind.stdin(Stdio::null()).output().context("valgrind did not start")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "counting {work} failed:\n{said}");
    collected(&said).with_context(|| format!("valgrind said nothing of what it counted:\n{said}"))
}

fn collected(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}

fn compare(path: &Path, counts: &BTreeMap<&str, u64>) -> Result<()> {
    let table: Table = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?.parse()?;
    let number = |value: Option<&Value>| value.and_then(Value::as_integer).and_then(|it| u64::try_from(it).ok());
    let slack = number(table.get("slack_percent")).context("the bounds have a slack_percent")?;
    let bounds = table.get("instructions").and_then(Value::as_table).context("the bounds have [instructions]")?;
    let mut above = Vec::new();
    for (work, count) in counts {
        let bound = number(bounds.get(*work)).with_context(|| format!("no bound for {work}"))?;
        println!("      {work:<12}{count:>12} instructions, bound {bound} + {slack} %");
        if *count > bound + bound * slack / 100 {
            above.push(format!("{work} takes {count} instructions, where {bound} were enough"));
        } else if *count < bound - bound * SLACK_BELOW / 100 {
            above.push(format!("{work} takes only {count} instructions of {bound}: well done, now lower its bound"));
        }
    }
    if above.is_empty() {
        return Ok(());
    }
    bail!(
        "{}\nWhere this is meant, `cargo xtask counted --renew` writes the bounds again; say why in the commit.",
        above.join("\n")
    )
}

fn write(path: &Path, counts: &BTreeMap<&str, u64>) -> Result<()> {
    let old = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (before, _) = old.split_once("[instructions]\n").context("the bounds have [instructions]")?;
    let lines: String = counts.iter().map(|(work, count)| format!("{work} = {count}\n")).collect();
    fs::write(path, format!("{before}[instructions]\n{lines}"))?;
    println!("      written: {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_valgrind_collected_is_found() {
        assert_eq!(collected("==7== Events    : Ir\n==7== Collected : 123456\n==7==\n"), Some(123_456));
        assert_eq!(collected("==7== nothing"), None);
    }

    #[test]
    fn work_that_got_dearer_is_told_and_so_is_work_that_got_much_cheaper() {
        let path = std::env::temp_dir().join(format!("alongside-bounds-{}.toml", std::process::id()));
        fs::write(&path, "slack_percent = 5\n[instructions]\n").unwrap();
        write(&path, &BTreeMap::from([("seal", 1000)])).unwrap();
        let told = |count| compare(&path, &BTreeMap::from([("seal", count)])).is_err();
        assert_eq!([700, 900, 1000, 1050, 1051].map(told), [true, false, false, false, true]);
        fs::remove_file(path).unwrap();
    }
}
