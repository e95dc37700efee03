//! Rules about Rust and SQL text: what a folder may name, where time and chance come from, which SQL both engines read.

use regex::Regex;

use super::{File, Finding, arrows, pattern};

const LONG: usize = 500;

fn rust<'a>(files: &'a [File], folders: &'a [&str]) -> impl Iterator<Item = &'a File> {
    files.iter().filter(move |file| file.is(".rs") && file.within(folders))
}

/// Findings for each line of running code that fits, unless the lines above give a reason the compiler also checks.
fn in_code(file: &File, banned: &Regex, remedy: &str) -> Vec<Finding> {
    let lines: Vec<&str> = file.text.lines().collect();
    let explained = |number: usize| {
        lines[number.saturating_sub(4)..number].iter().any(|line| line.contains("clippy::disallowed_methods"))
    };
    let fits = |(number, line)| banned.find(line).filter(|_| !explained(number)).map(|found| (number, found.as_str()));
    file.code().filter_map(fits).map(|(number, found)| file.finding(number, format!("`{found}`"), remedy)).collect()
}

/// What every room stands on knows nothing about peers, care or safety.
pub(super) fn ground_names_no_room(files: &[File]) -> Vec<Finding> {
    let rooms =
        [arrows::names(files, "rooms/"), arrows::names(files, "words"), arrows::names(files, "science/")].concat();
    if rooms.is_empty() {
        return Vec::new();
    }
    let room = pattern(&format!(r"\b({})::\w+|\brooms/\w+", rooms.join("|")));
    let remedy = "Ground is for mechanism. Move what means something to `words` or to the room, and hand it in.";
    rust(files, &["ground/"]).flat_map(|file| in_code(file, &room, remedy)).collect()
}

/// Configuration is read once, in the app, and handed in.
pub(super) fn environment(files: &[File]) -> Vec<Finding> {
    let reads = pattern(r"\bstd::env\b|\benv::(var|vars|var_os|vars_os|args|args_os|set_var)\b");
    let remedy = "Only `app` reads the environment (and what builds and tests it). Take it as a parameter.";
    let free = [
        "ground/testkit/",
        "ground/testkit",
        "app/",
        "xtask/",
        "tests/",
        // Where its packages lie.
        "rooms/workforce/tests/verifier/",
        "benches/",
        "nemesis/",
        "ground/db/tests/",
        "science/triage/examples/",
    ];
    let bound = files.iter().filter(|file| file.is(".rs") && !file.within(&free) && !file.is("/build.rs"));
    bound.flat_map(|file| in_code(file, &reads, remedy)).collect()
}

/// A frozen clock and seeded chance make tests that never flicker, and a log that can be replayed.
pub(super) fn time_and_chance(files: &[File]) -> Vec<Finding> {
    let ambient =
        pattern(r"\b(Utc|SystemTime|Instant|Timestamp|Zoned)::now\b|\brand::|\bgetrandom::|\bnow_v7\b|\bnew_v4\b");
    let remedy = "Ask the transaction or the context: `tx.now()`, `c.now()`, `c.random()`. Nothing here is ambient.";
    rust(files, &["rooms/", "words/", "science/"]).flat_map(|file| in_code(file, &ambient, remedy)).collect()
}

/// One text of SQL for both engines.
pub(super) fn portable_sql(files: &[File]) -> Vec<Finding> {
    let in_file =
        pattern(r"(?i)\b(AUTOINCREMENT|ILIKE|FOR\s+UPDATE|string_agg|group_concat|(BIG)?SERIAL|JSONB)\b|\bnow\(\)");
    // In Rust only as written in SQL, in capitals: `now()` is also the name of our own clock.
    let in_rust =
        pattern(r"\b(AUTOINCREMENT|ILIKE|FOR UPDATE|STRING_AGG|string_agg|GROUP_CONCAT|group_concat|JSONB)\b");
    let remedy =
        "Both engines must read it: see house rules in STYLE.md. Dialects live in ground/db and ground/search alone.";
    let elsewhere = |file: &&File| !file.within(&["ground/db/", "xtask/"]);
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is(".sql")).filter(elsewhere) {
        for (number, line) in file.lines() {
            let statement = line.split("--").next().unwrap_or_default();
            if let Some(found) = in_file.find(statement) {
                findings.push(file.finding(number, format!("`{}`", found.as_str()), remedy));
            }
        }
    }
    let sources = files.iter().filter(|file| file.is(".rs")).filter(elsewhere);
    findings.extend(sources.flat_map(|file| in_code(file, &in_rust, remedy)));
    // A text for one engine alone: only full-text search has no words that both read.
    let for_one = pattern(r"--\s*only (SQLite|PostgreSQL)\b|\bEngine::(Sqlite|Postgres)\b");
    let everywhere = files.iter().filter(|file| file.is(".rs") || file.is(".sql"));
    let rooms = everywhere.filter(|file| file.within(&["rooms/", "words/", "science/"]));
    findings.extend(rooms.flat_map(|file| in_code(file, &for_one, remedy)));
    findings
}

/// Past some four hundred lines a noun hides a second noun.
pub(super) fn length(files: &[File]) -> Vec<Finding> {
    let long = files.iter().filter(|file| file.is(".rs") && file.text.lines().count() > LONG);
    let finding = |file: &File| {
        let lines = file.text.lines().count();
        let remedy = "Look for the second noun in it, and give it a file.";
        file.finding(lines, format!("{lines} lines"), remedy).advice()
    };
    long.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn ground_may_not_say_a_rooms_name() {
        let room = ("rooms/support/Cargo.toml", "[package]\nname = \"support\"\n");
        let source = ("ground/web/src/lib.rs", "// as support::Request does\nuse support::Request;\n");
        assert_eq!(places(ground_names_no_room, &[room, source]), ["ground/web/src/lib.rs:2"]);
    }

    #[test]
    fn the_environment_is_the_apps() {
        let text = "fn f() {\n    let _ = std::env::var(\"HOME\");\n}\n";
        assert_eq!(places(environment, &[("rooms/people/src/lib.rs", text)]), ["rooms/people/src/lib.rs:2"]);
        assert!(places(environment, &[("app/src/main.rs", text)]).is_empty());
        assert!(
            places(environment, &[("ground/db/src/lib.rs", "const N: &str = env!(\"CARGO_PKG_NAME\");")]).is_empty()
        );
    }

    #[test]
    fn a_reason_that_the_compiler_checks_is_accepted() {
        let text = "#[expect(clippy::disallowed_methods, reason = \"the clock itself\")]\nfn f() { Instant::now(); }\n";
        assert!(places(time_and_chance, &[("rooms/people/src/lib.rs", text)]).is_empty());
        assert_eq!(
            places(time_and_chance, &[("words/src/lib.rs", "fn f() { Instant::now(); }")]),
            ["words/src/lib.rs:1"]
        );
    }

    #[test]
    fn one_engines_own_words_are_told() {
        let sql = (
            "rooms/people/migrations/0001.sql",
            "-- no SERIAL here\nCREATE TABLE a (id SERIAL, at BIGINT DEFAULT now());\n",
        );
        assert_eq!(places(portable_sql, &[sql]), ["rooms/people/migrations/0001.sql:2"]);
        let rust = ("rooms/people/src/a.rs", "tx.query(\"SELECT a FROM b FOR UPDATE\", tx.now())");
        assert_eq!(places(portable_sql, &[rust]), ["rooms/people/src/a.rs:1"]);
        assert!(places(portable_sql, &[("ground/db/src/dialect.rs", "\"ILIKE\"")]).is_empty());
        let one = ("rooms/people/migrations/0002.sql", "CREATE TABLE a (b TEXT);\n-- only SQLite\nCREATE TABLE c;\n");
        assert_eq!(places(portable_sql, &[one]), ["rooms/people/migrations/0002.sql:2"]);
        let asks = ("rooms/people/src/a.rs", "if tx.engine() == Engine::Postgres {}");
        assert_eq!(places(portable_sql, &[asks]), ["rooms/people/src/a.rs:1"]);
        assert!(places(portable_sql, &[("ground/search/src/engine.rs", "-- only SQLite")]).is_empty());
    }

    #[test]
    fn a_long_file_is_advice_only() {
        let text = "\n".repeat(LONG + 1);
        let found = length(&super::super::tests::files(&[("app/src/main.rs", &text)]));
        assert!(found.len() == 1 && !found[0].grave);
    }
}
