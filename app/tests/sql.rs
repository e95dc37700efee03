//! Every SQL text in the sources is understood by both engines, and both have the same tables.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use alongside::wiring;
use db::{Direct, Migration};
use testkit::on_both_engines;
use tokio::task::block_in_place;

use crate::routes::repository;

const HEAD: &str = "-- The whole schema, as the migrations make it. Written by `cargo xtask schema`; a test keeps it fresh.\n\
                    -- `keys` and `keys_destroyed` live in the key database, everything else in the main one.\n";

fn everything() -> Vec<Migration> {
    [wiring::migrations(), seal::KEY_SCHEMA.to_vec()].concat()
}

#[test]
fn every_statement_in_the_sources_is_understood_by_both_engines() {
    let statements = statements();
    on_both_engines(&everything(), |ground| {
        let statements = &statements;
        async move {
            let mut wrong = Vec::new();
            block_in_place(|| {
                let mut direct = Direct::open(&ground.address).unwrap();
                for (place, sql) in statements {
                    if let Err(error) = direct.prepare(sql) {
                        wrong.push(format!("{place}\n  {sql}\n  {error:#}"));
                    }
                }
            });
            assert!(wrong.is_empty(), "{:?} does not understand:\n{}", ground.engine, wrong.join("\n"));
            println!("{:?} understands {} statements", ground.engine, statements.len());
        }
    });
}

#[test]
fn the_schema_is_written_down_and_both_engines_have_the_same() {
    let columns = std::sync::Mutex::new(Vec::new());
    on_both_engines(&everything(), |ground| {
        let columns = &columns;
        async move {
            let (definitions, found) = block_in_place(|| {
                let mut direct = Direct::open(&ground.address).unwrap();
                let embedded = ground.engine == db::Engine::Sqlite;
                (embedded.then(|| direct.definitions().unwrap()), direct.columns().unwrap())
            });
            if let Some(definitions) = definitions {
                let text = format!("{HEAD}\n{};\n", definitions.join(";\n\n"));
                is_fresh(&repository().join("schema.sql"), &text);
            }
            columns.lock().unwrap().push(found);
        }
    });
    let columns = columns.into_inner().unwrap();
    assert!(columns[0].contains(&("people_members".to_owned(), "pseudonym".to_owned())));
    for other in &columns[1..] {
        assert_eq!(&columns[0], other);
    }
}

fn is_fresh(file: &Path, text: &str) {
    if std::env::var("ALONGSIDE_WRITE_SCHEMA").is_ok() {
        fs::write(file, text).unwrap();
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert!(written == text, "schema.sql is not what the migrations make: write it again with `cargo xtask schema`");
}

/// Every SQL text of rooms and ground, by where it stands. The ground's own words to an engine are not among them: those of
/// full-text search are for one engine each, and its own tests ask both the same questions.
fn statements() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["rooms", "ground", "app/src", "words"] {
        sources(&repository().join(folder), &mut files);
    }
    let shared = shared(&files);
    let mut found = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let running = source.split("#[cfg(test)]").next().unwrap_or_default();
        let place = file.strip_prefix(repository()).unwrap().display().to_string();
        if place.starts_with("ground/db/") || place == "ground/search/src/engine.rs" {
            continue;
        }
        let literals = literals(running);
        let named: BTreeMap<&str, &str> = literals
            .iter()
            .filter_map(|it| {
                Some((it.before.trim_end().strip_suffix(": &str =")?.rsplit(' ').next()?, it.text.as_str()))
            })
            .collect();
        for literal in &literals {
            let mut sql = expanded(&literal.text, &named);
            for constant in shared.iter().filter(|it| it.is_used_in(&place, &source)) {
                sql = sql.replace(&format!("{{{}}}", constant.name), &constant.text);
            }
            if ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "]
                .iter()
                .any(|it| sql.trim_start().starts_with(it))
            {
                found.push((place.clone(), sql));
            }
        }
    }
    assert!(found.len() > 150, "the sources have more statements than {}", found.len());
    found
}

/// A constant that the files of one room share.
struct Shared {
    room: String,
    module: String,
    name: String,
    text: String,
}

impl Shared {
    /// Whether a file of this room names it in what it uses: `thread::COLUMNS`, or `thread::{COLUMNS, …}`.
    fn is_used_in(&self, place: &str, source: &str) -> bool {
        let alone = format!("{}::{}", self.module, self.name);
        let opening = format!("{}::{{", self.module);
        let mut lists = source.split(&opening).skip(1).filter_map(|it| it.split('}').next());
        let listed = lists.any(|list| list.split(',').any(|it| it.trim() == self.name));
        place.starts_with(&format!("{}/", self.room)) && (listed || source.contains(&alone))
    }
}

fn shared(files: &[PathBuf]) -> Vec<Shared> {
    let mut shared = Vec::new();
    for file in files {
        let source = fs::read_to_string(file).unwrap();
        let place = file.strip_prefix(repository()).unwrap().display().to_string();
        let Some((room, _)) = place.split_once("/src/") else { continue };
        let module = file.file_stem().unwrap().to_string_lossy();
        for literal in literals(&source) {
            let named =
                literal.before.trim_end().strip_suffix(": &str =").and_then(|it| it.rsplit_once("pub(crate) const "));
            if let Some((_, name)) = named {
                let (room, module, name) = (room.to_owned(), module.clone().into_owned(), name.to_owned());
                shared.push(Shared { room, module, name, text: literal.text });
            }
        }
    }
    shared
}

/// A text with the constants of its file put in, as `format!("SELECT {COLUMNS} …")` does.
fn expanded(text: &str, named: &BTreeMap<&str, &str>) -> String {
    let mut sql = text.to_owned();
    for (name, value) in named {
        sql = sql.replace(&format!("{{{name}}}"), value);
    }
    sql
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

struct Literal {
    /// The code of its statement before it.
    before: String,
    text: String,
}

/// The string literals of a source, as the compiler reads them.
fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut before = String::new();
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\''") {
            rest = rest.split_at(rest[1..].find('\'').map_or(3, |at| at + 2)).1;
        } else if rest.starts_with("r#\"") {
            let (text, after) = rest[3..].split_once("\"#").expect("a raw string ends");
            found.push(Literal { before: before.clone(), text: text.to_owned() });
            rest = after;
        } else if letter == '"' {
            let (text, after) = quoted(&rest[1..]);
            found.push(Literal { before: before.clone(), text });
            rest = after;
        } else {
            if matches!(letter, ';' | '{' | '}') {
                before.clear()
            } else {
                before.push(letter)
            }
            rest = &rest[letter.len_utf8()..];
        }
    }
    found
}

fn quoted(rest: &str) -> (String, &str) {
    let mut text = String::new();
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, &rest[at + 1..]),
            '\\' => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                // A line that goes on: its break and the next line's indent are no part of the text.
                Some((_, '\n')) => while letters.next_if(|(_, it)| it.is_whitespace()).is_some() {},
                Some((_, other)) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    panic!("a string does not end");
}

#[test]
fn the_reader_of_literals_reads_as_the_compiler_does() {
    let source =
        "const C: &str = \"a, \\\n    b\"; // \"not this\"\nlet x = ('\"', \"SELECT \\\"q\\\"\", r#\"raw \"x\"\"#);";
    let texts: Vec<_> = literals(source).into_iter().map(|it| it.text).collect();
    assert_eq!(texts, ["a, b", "SELECT \"q\"", "raw \"x\""]);
    assert_eq!(literals(source)[0].before.trim(), "const C: &str =");
}
