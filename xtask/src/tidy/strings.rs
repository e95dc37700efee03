//! Rules about the Fluent catalogues: what sources and templates ask for exists in English, and what exists is asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Finding, pattern};

/// What the English catalogues of a crate are called: one, and more where a room has many words.
const ENGLISH: &[&str] = &[
    "locales/en.ftl",
    "locales/mine.ftl",
    "locales/on_call.ftl",
    "locales/concern.ftl",
    "locales/record.ftl",
    "locales/training.ftl",
    "locales/courses.ftl",
    "locales/practice.ftl",
    "locales/way.ftl",
    "locales/certificates.ftl",
    "locales/rota.ftl",
    "locales/hours.ftl",
    "locales/supervision.ftl",
];

/// Where each string is defined. Comments, continued lines and attributes start with something other than a letter.
fn defined(files: &[File]) -> BTreeMap<&str, Vec<(&File, usize)>> {
    let key = pattern(r"^[A-Za-z][\w-]*\s*=");
    let mut keys: BTreeMap<&str, Vec<(&File, usize)>> = BTreeMap::new();
    for file in files.iter().filter(|file| ENGLISH.iter().any(|it| file.is(it))) {
        for (number, line) in file.lines().filter(|(_, line)| key.is_match(line)) {
            let name = line.split('=').next().unwrap_or_default().trim();
            keys.entry(name).or_default().push((file, number));
        }
    }
    keys
}

/// Sources that ask for strings: not those that test, and not this one.
fn sources(files: &[File]) -> impl Iterator<Item = &File> {
    let kind = |file: &&File| file.is(".rs") || (file.is(".html") && file.path.contains("templates/"));
    files
        .iter()
        .filter(kind)
        .filter(|file| !file.within(&["xtask/", "tests/", "benches/"]) && !file.path.contains("/tests/"))
}

/// The running part of a file as one text, with its line breaks where they were.
fn running(file: &File) -> String {
    if !file.is(".rs") {
        return file.text.clone();
    }
    let mut text = String::new();
    let mut at = 1;
    for (number, line) in file.code() {
        text.push_str(&"\n".repeat(number - at));
        text.push_str(line);
        at = number;
    }
    text
}

/// Asked for as `c.t("key")`, `.tn("key", …)`, `.tv("key", …)` or `Error::refused("key")`. A key there is never made up of
/// pieces, except that it may have an attribute after a dot.
pub(super) fn missing(files: &[File]) -> Vec<Finding> {
    let defined = defined(files);
    let asked = pattern(r#"\b(?:t|tn|tv|refused)\(\s*"([A-Za-z][\w-]*)(?:\.[\w-]+)?""#);
    let mut findings = Vec::new();
    for file in sources(files) {
        let text = running(file);
        for found in asked.captures_iter(&text) {
            let key = &found[1];
            if !defined.contains_key(key) {
                let start = found.get(0).map_or(0, |whole| whole.start());
                let line = text[..start].matches('\n').count() + 1;
                let remedy = "Write it in the locales/en.ftl of this crate, in the words of product.md's glossary.";
                findings.push(file.finding(line, format!("no English string `{key}`"), remedy));
            }
        }
    }
    for (key, places) in defined.iter().filter(|(_, places)| places.len() > 1) {
        for (file, line) in &places[1..] {
            let (first, first_line) = places[0];
            let what = format!("`{key}` is also at {}:{first_line}", first.path);
            findings.push(file.finding(*line, what, "Rename one: a key belongs to one crate, best by its prefix."));
        }
    }
    findings
}

/// A string is used when a source holds its key as a literal, or the beginning of it in a `format!("key-{…}")` or in
/// `c.of("key", …)`, or when another string refers to it.
pub(super) fn unused(files: &[File]) -> Vec<Finding> {
    let literal = pattern(r#""([A-Za-z][\w-]*)(?:\.[\w-]+)?""#);
    let beginning = pattern(r#""([A-Za-z][\w-]*-)\{"#);
    let stem = pattern(r#"\bof\(\s*"([A-Za-z][\w-]*)""#);
    let reference = pattern(r"\{\s*([a-z][\w-]*)(?:\.[\w-]+)?\s*\}");
    let mut used = BTreeSet::new();
    let mut beginnings = BTreeSet::new();
    for file in sources(files) {
        let text = running(file);
        used.extend(literal.captures_iter(&text).map(|found| found[1].to_owned()));
        beginnings.extend(beginning.captures_iter(&text).map(|found| found[1].to_owned()));
        beginnings.extend(stem.captures_iter(&text).map(|found| format!("{}-", &found[1])));
    }
    for file in files.iter().filter(|file| ENGLISH.iter().any(|it| file.is(it))) {
        used.extend(reference.captures_iter(&file.text).map(|found| found[1].to_owned()));
    }
    let is_used = |key: &str| used.contains(key) || beginnings.iter().any(|start| key.starts_with(start.as_str()));
    let left = defined(files).into_iter().filter(|(key, _)| !is_used(key));
    let remedy = "Delete it, here and in the other languages, or use it.";
    left.flat_map(|(key, places)| {
        let finding =
            move |(file, line): (&File, usize)| file.finding(line, format!("nobody uses `{key}`"), remedy).advice();
        places.into_iter().map(finding)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    const CATALOGUE: (&str, &str) = (
        "rooms/people/locales/en.ftl",
        "# A comment = no key\nwelcome = Welcome\n    .title = Hello\nband-adult = Adult\n",
    );

    #[test]
    fn what_is_asked_for_exists() {
        let page = ("rooms/people/templates/a.html", "<p>{{ c.t(\"welcome.title\") }}</p>\n{{ c.tn(\"goodbye\", n) }}");
        assert_eq!(places(missing, &[CATALOGUE, page]), ["rooms/people/templates/a.html:2"]);
        let source =
            ("rooms/people/src/a.rs", "// t(\"not-this\")\nfn f() {\n    Error::refused(\n        \"no\",\n    )\n}\n");
        assert_eq!(places(missing, &[CATALOGUE, source]), ["rooms/people/src/a.rs:3"]);
        assert!(places(missing, &[("ground/web/src/a.rs", "form.set(\"name\"); x.get(\"y\")")]).is_empty());
    }

    #[test]
    fn a_key_has_one_home() {
        let other = ("rooms/support/locales/en.ftl", "welcome = Welcome\n");
        assert_eq!(places(missing, &[CATALOGUE, other]), ["rooms/support/locales/en.ftl:1"]);
    }

    #[test]
    fn what_nobody_uses_is_told() {
        assert_eq!(places(unused, &[CATALOGUE]).len(), 2);
        let source = ("rooms/people/src/a.rs", "t(\"welcome\"); t(&format!(\"band-{}\", band));");
        assert!(places(unused, &[CATALOGUE, source]).is_empty());
        let source = ("rooms/people/templates/a.html", "{{ c.t(\"welcome\") }}{{ c.of(\"band\", band) }}");
        assert!(places(unused, &[CATALOGUE, source]).is_empty());
    }
}
