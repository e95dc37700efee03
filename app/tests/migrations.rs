//! Migrations stand as they were written, and say what goes on beside them.

use std::{collections::BTreeMap, fs};

use alongside::wiring;
use db::Migration;
use sha2::{Digest, Sha256};

use crate::routes::repository;

const RELEASE: &str = env!("CARGO_PKG_VERSION");
/// Before it there was no program that could go on beside anything.
const FIRST: &str = "0.1.0";
const HEAD: &str = "# Every migration: the release that brought it, its room, number and name, and a digest of its text.\n\
                    # `cargo xtask schema` adds what is new. A line that is here never changes: somebody's tables were made by it.\n";

/// A migration as it was written down: its release and its digest.
type Written = BTreeMap<(String, u32, String), (String, String)>;

fn all() -> Vec<Migration> {
    [wiring::migrations(), seal::KEY_SCHEMA.to_vec()].concat()
}

/// How far a line is moved in does not count: a file that is tidied says the same.
fn digest(migration: &Migration) -> String {
    let text: Vec<&str> = migration.sql.trim().lines().map(str::trim).collect();
    Sha256::digest(text.join("\n")).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn read(text: &str) -> Written {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            let [release, room, number, name, digest] = parts[..] else { panic!("{line:?} is no migration") };
            ((room.into(), number.parse().unwrap(), name.into()), (release.into(), digest.into()))
        })
        .collect()
}

fn key(it: &Migration) -> (String, u32, String) {
    (it.room.into(), it.number, it.name.into())
}

/// What is wrong with the migrations, by what was written down about them.
fn faults(all: &[Migration], written: &Written) -> Vec<String> {
    let mut faults = Vec::new();
    for ((room, number, name), (release, digest)) in written {
        let found = all.iter().find(|it| key(it) == (room.clone(), *number, name.clone()));
        if found.is_none_or(|it| self::digest(it) != *digest) {
            faults.push(format!(
                "{room} {number} {name} is no longer what {release} brought, and tables somewhere were made by it: \
                 leave it as it was, and add a migration. If nobody ever ran it, take its line out of migrations.txt"
            ));
        }
    }
    for migration in all {
        let Some((release, _)) = written.get(&key(migration)) else {
            let Migration { room, number, .. } = migration;
            faults.push(format!("{room} {number} is not in migrations.txt: run `cargo xtask schema`"));
            continue;
        };
        faults.extend(fault(migration, release));
    }
    faults
}

/// Whether a migration says what goes on beside it, where it must.
fn fault(migration: &Migration, release: &str) -> Option<String> {
    let Migration { room, number, sql, .. } = migration;
    let beside = sql.lines().find_map(|line| line.trim().strip_prefix("-- beside "));
    let statements: String =
        sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let taken = statements.split(';').find(|it| takes_away(it));
    match beside {
        None if taken.is_some() => Some(format!(
            "{room} {number} takes something away:{}\n  Say `-- beside RELEASE` with the release that no longer used it",
            taken.unwrap_or_default()
        )),
        None if release != FIRST => Some(format!(
            "{room} {number} does not say which programs go on beside it: `-- beside RELEASE`, see docs/operator/upgrade.md"
        )),
        Some(oldest) if numbers(oldest).is_none_or(|it| Some(it) > numbers(RELEASE)) => {
            Some(format!("{room} {number} names the release {oldest:?}, which there is not"))
        }
        _ => None,
    }
}

fn takes_away(statement: &str) -> bool {
    let words: Vec<String> = statement.split_whitespace().map(str::to_uppercase).collect();
    words.iter().enumerate().any(|(at, word)| {
        // A view is made anew by dropping it: nothing is lost with it.
        (word == "DROP" && words.get(at + 1).is_none_or(|it| it != "VIEW")) || word == "RENAME"
    })
}

fn numbers(release: &str) -> Option<Vec<u32>> {
    release.split('.').map(|it| it.parse().ok()).collect()
}

#[test]
fn no_migration_changes_after_it_was_written_down() {
    let file = repository().join("migrations.txt");
    let mut written = read(&fs::read_to_string(&file).unwrap_or_default());
    if std::env::var("ALONGSIDE_WRITE_SCHEMA").is_ok() {
        for migration in all() {
            written.entry(key(&migration)).or_insert_with(|| (RELEASE.to_owned(), digest(&migration)));
        }
        let lines: String = written
            .iter()
            .map(|((room, number, name), (release, digest))| format!("{release} {room} {number} {name} {digest}\n"))
            .collect();
        fs::write(&file, format!("{HEAD}{lines}")).unwrap();
    }
    let faults = faults(&all(), &written);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_would_stop_an_older_program_is_seen() {
    let adds = Migration { room: "x", number: 2, name: "x", sql: "-- a DROP of rain\nCREATE TABLE a (b TEXT);" };
    let drops = Migration { sql: "CREATE TABLE a (b TEXT);\nalter table c\n drop column d;", ..adds };
    let renames = Migration { sql: "ALTER TABLE a RENAME TO b", ..adds };
    let told = Migration { sql: "-- beside 0.1.0\nDROP TABLE a;", ..adds };
    let view = Migration { sql: "DROP VIEW a; CREATE VIEW a AS SELECT 1;", ..adds };
    let future = Migration { sql: "-- beside 99.0.0\nCREATE TABLE a (b TEXT);", ..adds };
    for (migration, release, sound) in [
        (adds, FIRST, true),
        (adds, "0.2.0", false),
        (drops, FIRST, false),
        (renames, FIRST, false),
        (told, "0.2.0", true),
        (view, FIRST, true),
        (future, "0.2.0", false),
    ] {
        assert_eq!(fault(&migration, release).is_none(), sound, "{migration:?} of {release}");
    }
    let written = Written::from([(key(&adds), (FIRST.to_owned(), digest(&adds)))]);
    assert!(faults(&[adds], &written).is_empty());
    assert_eq!(faults(&[Migration { sql: "CREATE TABLE a (c TEXT);", ..adds }], &written).len(), 1);
    assert_eq!(faults(&[], &written).len(), 1);
    assert_eq!(faults(&[adds, Migration { number: 3, ..adds }], &written).len(), 1);
}
