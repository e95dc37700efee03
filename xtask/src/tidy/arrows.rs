//! Which crate may depend on which: the table in words, read out of every manifest.

use toml::{Table, Value};

use super::{File, Finding};

/// What a crate of a folder may depend on, among our own: every crate of the folders named. The first row that fits counts.
/// Rooms on one shelf never depend on each other; they meet through `words`.
const ARROWS: &[(&str, &[&str])] = &[
    ("ground/", &["ground/"]),
    ("science/", &[]),
    ("words", &["ground/"]),
    ("rooms/organisation", &["words", "ground/", "science/"]),
    ("rooms/people", &["rooms/organisation", "words", "ground/", "science/"]),
    ("rooms/training", &["rooms/people", "rooms/organisation", "words", "ground/", "science/"]),
    // Asked by every room in which somebody helps, so it stands below them.
    ("rooms/workforce", &["rooms/training", "rooms/people", "rooms/organisation", "words", "ground/", "science/"]),
    // What people write is looked at, reported and decided on in one place, whichever room it was written in.
    ("rooms/safety", &["rooms/workforce", "rooms/people", "rooms/organisation", "words", "ground/", "science/"]),
    (
        "rooms/support",
        // Live practice is played on its page, and somebody who learns may sit in.
        &[
            "rooms/safety",
            "rooms/workforce",
            "rooms/training",
            "rooms/people",
            "rooms/organisation",
            "words",
            "ground/",
            "science/",
        ],
    ),
    (
        "rooms/circles",
        &["rooms/safety", "rooms/workforce", "rooms/people", "rooms/organisation", "words", "ground/", "science/"],
    ),
    // A gathering and a live room belong to a circle; a room opens for the gathering that takes place in it.
    (
        "rooms/gatherings",
        &[
            "rooms/circles",
            "rooms/safety",
            "rooms/workforce",
            "rooms/people",
            "rooms/organisation",
            "words",
            "ground/",
            "science/",
        ],
    ),
    (
        "rooms/live",
        &[
            "rooms/gatherings",
            "rooms/circles",
            "rooms/safety",
            "rooms/workforce",
            "rooms/people",
            "rooms/organisation",
            "words",
            "ground/",
            "science/",
        ],
    ),
    ("seeds/", EVERYTHING),
    ("app", EVERYTHING),
    ("tests", EVERYTHING),
    ("benches", EVERYTHING),
    // It is built again for each count, so it stays small.
    ("benches/counted", &["science/", "ground/"]),
    // A workspace of its own, for a compiler of its own.
    ("fuzz", &["science/"]),
    ("nemesis", EVERYTHING),
    ("xtask", &[]),
];
const EVERYTHING: &[&str] = &["seeds/", "rooms/", "words", "science/", "ground/", "app", "tests", "benches/counted"];

const ENGINES: [&str; 8] =
    ["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "postgres-types", "sqlx", "diesel", "sea-orm"];

/// A crate of ours: its manifest, where it lies, and what it is called.
struct Crate<'a> {
    manifest: &'a File,
    folder: &'a str,
    name: String,
    table: Table,
}

impl Crate<'_> {
    /// The names of everything it depends on, for use, for tests and for building.
    fn dependencies(&self) -> Vec<String> {
        let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
        let targets = self.table.get("target").and_then(Value::as_table);
        let targets = targets.into_iter().flat_map(|table| table.values().filter_map(Value::as_table));
        let tables: Vec<&Table> = std::iter::once(&self.table).chain(targets).collect();
        let named = tables.iter().flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()));
        named.flat_map(Table::iter).map(|(key, value)| renamed(value).unwrap_or(key).to_owned()).collect()
    }

    fn line(&self, dependency: &str) -> usize {
        self.manifest.lines().find(|(_, line)| line.trim_start().starts_with(dependency)).map_or(1, |(line, _)| line)
    }
}

fn renamed(dependency: &Value) -> Option<&str> {
    dependency.get("package")?.as_str()
}

/// The crates of the workspace. A manifest that cannot be read is cargo's to complain about.
fn crates(files: &[File]) -> Vec<Crate<'_>> {
    let manifests = files.iter().filter(|file| file.is("/Cargo.toml"));
    let read = |manifest: &'_ File| -> Option<(String, Table)> {
        let table: Table = manifest.text.parse().ok()?;
        let name = table.get("package")?.get("name")?.as_str()?.to_owned();
        Some((name, table))
    };
    manifests
        .filter_map(|manifest| {
            let (name, table) = read(manifest)?;
            Some(Crate { manifest, folder: manifest.path.strip_suffix("/Cargo.toml")?, name, table })
        })
        .collect()
}

fn fits(folder: &str, row: &str) -> bool {
    folder == row || (row.ends_with('/') && folder.starts_with(row))
}

/// app → rooms → words → ground; science beside them, on its own.
pub(super) fn downwards(files: &[File]) -> Vec<Finding> {
    let crates = crates(files);
    let mut findings = Vec::new();
    for from in &crates {
        let Some((_, allowed)) = ARROWS.iter().find(|(row, _)| fits(from.folder, row)) else {
            let what = format!("the crate `{}` has no row in the table of arrows", from.name);
            findings.push(from.manifest.finding(
                1,
                what,
                "Give it one in xtask/src/tidy/arrows.rs, and say why in the commit.",
            ));
            continue;
        };
        for dependency in from.dependencies() {
            let Some(to) = crates.iter().find(|to| to.name == dependency) else { continue };
            // A crate's tests may ask for it with more of its features.
            let itself = to.folder == from.folder;
            if !itself && !allowed.iter().any(|row| fits(to.folder, row)) {
                let what = format!("`{}` may not depend on `{}`", from.name, to.name);
                let remedy = "Turn the arrow round, meet in `words`, or change the table in xtask/src/tidy/arrows.rs.";
                findings.push(from.manifest.finding(from.line(&dependency), what, remedy));
            }
        }
    }
    findings
}

/// The names of the crates in a folder.
pub(super) fn names(files: &[File], folder: &str) -> Vec<String> {
    crates(files).into_iter().filter(|one| fits(one.folder, folder)).map(|one| one.name).collect()
}

/// Who may name an engine: the place that knows, and the benches, which measure it beside an engine alone.
const NAME_ENGINES: [&str; 2] = ["ground/db", "benches"];

/// Two engines, one place that knows.
pub(super) fn engines(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in crates(files).iter().filter(|one| !NAME_ENGINES.contains(&one.folder)) {
        for engine in one.dependencies().iter().filter(|name| ENGINES.contains(&name.as_str())) {
            let what = format!("`{}` names the database engine `{engine}`", one.name);
            findings.push(one.manifest.finding(
                one.line(engine),
                what,
                "Ask `ground/db` for what you need: it alone names engines.",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    const ORGANISATION: (&str, &str) = ("rooms/organisation/Cargo.toml", "[package]\nname = \"organisation\"\n");

    #[test]
    fn a_room_may_look_down() {
        let people = "[package]\nname = \"people\"\n[dependencies]\norganisation.workspace = true\n";
        assert!(places(downwards, &[ORGANISATION, ("rooms/people/Cargo.toml", people)]).is_empty());
    }

    #[test]
    fn nobody_looks_up() {
        let db =
            "[package]\nname = \"db\"\n\n[dev-dependencies]\norganisation = { path = \"../../rooms/organisation\" }\n";
        assert_eq!(places(downwards, &[ORGANISATION, ("ground/db/Cargo.toml", db)]), ["ground/db/Cargo.toml:5"]);
        let disguised = "[package]\nname = \"db\"\n[dependencies]\nx = { package = \"organisation\", path = \"\" }\n";
        assert_eq!(places(downwards, &[ORGANISATION, ("ground/db/Cargo.toml", disguised)]).len(), 1);
    }

    #[test]
    fn a_new_room_needs_a_row() {
        assert_eq!(places(downwards, &[("rooms/attic/Cargo.toml", "[package]\nname = \"attic\"\n")]).len(), 1);
    }

    #[test]
    fn engines_stay_in_their_place() {
        let with = "[package]\nname = \"x\"\n[dependencies]\nrusqlite.workspace = true\n";
        assert!(places(engines, &[("ground/db/Cargo.toml", with)]).is_empty());
        assert_eq!(places(engines, &[("rooms/people/Cargo.toml", with)]), ["rooms/people/Cargo.toml:4"]);
    }
}
