//! Every route of the program, read out of the sources, so that no proof can forget one.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("app lies in the repository").to_owned()
}

/// A method and a path with its placeholders, such as `POST /members/{id}/hats`.
pub(crate) type Route = (&'static str, String);

/// What `.route("…", …)` says in the sources of every room and of the application.
pub(crate) fn all() -> BTreeSet<Route> {
    let mut found = BTreeSet::new();
    for room in fs::read_dir(repository().join("rooms")).unwrap() {
        read_all(&room.unwrap().path().join("src"), &mut found);
    }
    read_all(&repository().join("app/src"), &mut found);
    found
}

/// Every source of a folder: a room may keep some of its addresses beside its pages.
fn read_all(folder: &Path, found: &mut BTreeSet<Route>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            read(&fs::read_to_string(path).unwrap(), found);
        }
    }
}

fn read(source: &str, found: &mut BTreeSet<Route>) {
    for rest in source.split(".route(\"").skip(1) {
        let (path, rest) = rest.split_once('"').expect("a path ends");
        let mut depth = 1;
        let call = rest.split_inclusive(|letter| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            depth == 0
        });
        let call = call.into_iter().next().expect("a call ends");
        let before = found.len();
        for (method, name) in [("GET", "get("), ("POST", "post(")] {
            if call.contains(name) {
                found.insert((method, path.to_owned()));
            }
        }
        assert!(
            found.len() > before || found.iter().any(|(_, it)| it == path),
            "{path} has a method nobody thought of: {call}"
        );
    }
}

/// The path with every placeholder written `{}`.
pub(crate) fn shape(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            other if !inside => out.push(other),
            _ => (),
        }
    }
    out
}

#[test]
fn the_reader_of_routes_reads_them() {
    let mut found = BTreeSet::new();
    read("Router::new().route(\"/a\", get(x::y).post(z))\n .route(\"/b/{id}\", post(p))", &mut found);
    let expected = [("GET", "/a"), ("POST", "/a"), ("POST", "/b/{id}")];
    assert_eq!(found, expected.map(|(method, path)| (method, path.to_owned())).into());
    assert_eq!(shape("/a/{id}/b/{*rest}"), "/a/{}/b/{}");
    assert!(all().len() > 80, "the sources have more routes than that");
}
