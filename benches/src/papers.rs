//! What is written down of a run: the machine beside the results, and the table in `docs/performance.md`.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{machine::Machine, table::Table};

/// Between these two lines the table is the benches' own; everything else in the file is written by people.
const BEGIN: &str = "<!-- table: written by `cargo xtask bench -- --peers --write-docs` -->";
const END: &str = "<!-- end of the table -->";

#[derive(Serialize)]
struct Kept<'a> {
    machine: &'a Machine,
    quick: bool,
}

/// Keeps what the machine was like, where programs find it.
pub(crate) fn keep_machine(machine: &Machine, quick: bool, path: &Path) -> Result<()> {
    Ok(fs::write(path, serde_json::to_string_pretty(&Kept { machine, quick })? + "\n")?)
}

/// Puts the table of this run into a paper.
pub(crate) fn write(paper: &Path, machine: &Machine, table: &Table) -> Result<()> {
    let text = fs::read_to_string(paper).with_context(|| format!("cannot read {}", paper.display()))?;
    let noisy = if machine.busy { "\n\nThe machine was busy: these figures are noisy." } else { "" };
    let new = format!("Machine: {}.{noisy}\n\n{}", machine.told, table.markdown());
    fs::write(paper, between(&text, &new).with_context(|| format!("{} has no {BEGIN}", paper.display()))?)?;
    println!("    {}", paper.display());
    Ok(())
}

/// The text with what stands between the two lines replaced.
fn between(text: &str, new: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{new}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_table_is_replaced() {
        let text = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        let once = between(&text, "new\n").unwrap();
        assert!(once.starts_with("before\n") && once.ends_with("after\n") && !once.contains("old"));
        assert_eq!(between(&once, "new\n").unwrap(), once);
        assert_eq!(between("nothing here", "new"), None);
    }
}
