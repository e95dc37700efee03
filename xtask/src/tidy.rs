//! The rules of the house that no compiler checks. Each rule reads the tree and answers with findings: where, what, and the
//! remedy. They run by `cargo xtask tidy`, in `check` and `test`, and as tests of this crate.

mod arrows;
mod pages;
mod sources;
mod strings;

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use regex::Regex;

/// A text file of the repository, by its path from the root.
struct File {
    path: String,
    text: String,
}

impl File {
    fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }

    /// Whether the file lies in one of these folders.
    fn within(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Its lines, numbered from one.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The lines of Rust that run: without comments, and without the unit tests at the end of the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn finding(&self, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding { place: format!("{}:{line}", self.path), what: what.into(), remedy: remedy.into(), grave: true }
    }
}

/// Something that a rule found.
struct Finding {
    place: String,
    what: String,
    remedy: String,
    /// Fails the run; the others are advice.
    grave: bool,
}

impl Finding {
    fn advice(self) -> Finding {
        Finding { grave: false, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.grave { "" } else { "advice: " };
        write!(f, "{}: {kind}{}\n    {}", self.place, self.what, self.remedy)
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("every pattern is written by hand and run by a test")
}

type Rule = fn(&[File]) -> Vec<Finding>;

const RULES: [(&str, Rule); 12] = [
    ("dependencies point downwards", arrows::downwards),
    ("only ground/db hires a database engine", arrows::engines),
    ("ground names no room", sources::ground_names_no_room),
    ("only the app reads the environment", sources::environment),
    ("time and chance are handed in", sources::time_and_chance),
    ("SQL is portable", sources::portable_sql),
    ("files stay short", sources::length),
    ("templates hold no inline script or style", pages::inline),
    ("pages ask no other host", pages::other_hosts),
    ("every string that is asked for exists", strings::missing),
    ("every string is used", strings::unused),
    ("the papers are there", papers),
];

/// Reads the tree under `root` and tells what it finds; fails when one finding is grave.
pub(crate) fn run(root: &Path) -> Result<()> {
    let files = read(root)?;
    let mut grave = 0;
    for (name, rule) in RULES {
        let findings = rule(&files);
        if !findings.is_empty() {
            println!("\n{name}:");
        }
        for finding in &findings {
            println!("  {finding}");
        }
        grave += findings.iter().filter(|finding| finding.grave).count();
    }
    if grave > 0 {
        bail!("{grave} findings to mend; each says how.");
    }
    println!("      {} files keep the {} rules of the house", files.len(), RULES.len());
    Ok(())
}

fn papers(files: &[File]) -> Vec<Finding> {
    let papers = [
        ("README.md", "what this is, whom it serves, and the two commands"),
        ("ARCHITECTURE.md", "the map, the invariants, the walkthroughs"),
        ("CONTRIBUTING.md", "how to take part"),
        ("STYLE.md", "how code and words are written here"),
        ("SECURITY.md", "what is promised, what is not, and how to report"),
        ("CHANGELOG.md", "what changed for people who run it"),
        ("LICENSE", "the AGPL, version 3"),
    ];
    let absent = papers.iter().filter(|(paper, _)| !files.iter().any(|file| file.path == *paper));
    let finding = |&(paper, holds): &(&str, &str)| Finding {
        place: format!("{paper}:1"),
        what: "it is missing".into(),
        remedy: format!("Write it: {holds}."),
        grave: true,
    };
    absent.map(finding).collect()
}

/// Every text file that belongs to the repository. Folders that start with a dot, or hold what was built, do not.
fn read(root: &Path) -> Result<Vec<File>> {
    fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<()> {
        for entry in std::fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
            let path = entry?.path();
            let relative = path.strip_prefix(root)?.to_string_lossy().into_owned();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.')
                || ["target", "data", "node_modules"].contains(&relative.as_str())
                || path.is_symlink()
            {
                continue;
            }
            if path.is_dir() {
                walk(root, &path, files)?;
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(File { path: relative, text });
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    walk(root, root, &mut files)?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()).unwrap();
    }

    /// Files for the rules' own tests.
    pub(super) fn files(given: &[(&str, &str)]) -> Vec<File> {
        given.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() }).collect()
    }

    /// Where a rule found something, in the files given.
    pub(super) fn places(rule: Rule, given: &[(&str, &str)]) -> Vec<String> {
        rule(&files(given)).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_missing_paper_is_told() {
        let given = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "STYLE.md", "SECURITY.md", "CHANGELOG.md"];
        let given: Vec<_> = given.iter().map(|path| (*path, "")).collect();
        assert_eq!(places(papers, &given), ["LICENSE:1"]);
    }
}
