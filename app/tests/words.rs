//! Nothing that people read is written outside the catalogues, and every page has the same frame. The pseudo-locale turns
//! every letter of ours into an accented one: what still reads as plain English was never put into a catalogue.

use std::collections::BTreeSet;

use axum::http::{
    HeaderMap,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};

use crate::{
    standing::{INCOMERS, Keys, WRITTEN, assemble, filled, is_socket, pages},
    town::{Town, in_town},
};

/// English that is allowed to stand: names of places, languages, files, parts of an address.
const NOT_OURS: &[&str] = &["UTC", "credentials"];

#[test]
fn every_page_is_made_of_words_from_the_catalogues() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let theirs = words_of_the_town(&town).await;
        // A page speaks the language of whoever is signed in, else of the browser.
        town.write(|tx| tx.execute("UPDATE people_members SET locale = 'ar-XB'", db::args![])).await;
        let mut plain = Vec::new();
        let mut seen = 0;
        for (path, by) in pages() {
            let Some(page) = shown(&town, &keys, path, by, "ar-XB").await else { continue };
            seen += 1;
            if !page.contains(" dir=\"rtl\"") || !page.contains("lang=\"ar-XB\"") {
                plain.push(format!("{path}: is not laid out from right to left"));
            }
            for word in plain_words(&page) {
                if !theirs.contains(&word) && !NOT_OURS.contains(&word.as_str()) {
                    plain.push(format!("{path}: «{word}»"));
                }
            }
        }
        assert!(seen > 50, "only {seen} pages were shown");
        assert!(plain.is_empty(), "plain English on pages:\n{}", plain.join("\n"));
        println!("{:?}: {seen} pages in the pseudo-locale", town.ground.engine);
    });
}

#[test]
fn every_page_has_one_heading_a_neutral_title_and_the_ways_out_in_the_same_place() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let mut wrong = Vec::new();
        let mut frames = BTreeSet::new();
        for (path, by) in pages() {
            let Some(page) = shown(&town, &keys, path, by, "en").await else { continue };
            let title = between(&page, "<title>", "</title>").unwrap_or_default();
            if page.matches("<h1").count() != 1 {
                wrong.push(format!("{path}: {} headings of the first order", page.matches("<h1").count()));
            }
            if title.trim().is_empty() || title.len() > 40 {
                wrong.push(format!("{path}: the title is «{title}»"));
            }
            // A title stands in the history of a browser that others use too.
            let told = title.to_lowercase();
            for word in ["suicid", "depress", "crisis", "harm", "mental", "illness", "anxi", "panic", "trauma", "abuse"]
            {
                if told.contains(word) {
                    wrong.push(format!("{path}: the title tells too much: «{title}»"));
                }
            }
            match between(&page, "<div class=\"bar-end\">", "</div>") {
                Some(ways) if ways.contains("href=\"/help-now\"") && ways.contains("href=\"/exit\"") => {
                    frames.insert(ways.to_owned());
                }
                _ => wrong.push(format!("{path}: help and leaving are not where they always are")),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(frames.len(), 1, "help and leaving look different from page to page: {frames:#?}");
    });
}

/// The page as HTML, when there is one: not when the address leads on, or is a file, or blanks the screen on purpose.
async fn shown(town: &Town, keys: &Keys, path: &str, by: &str, locale: &str) -> Option<String> {
    let quiet = ["/away", "/exit", "/return"];
    if quiet.contains(&path) || is_socket(path) {
        return None;
    }
    let mut browser = if by.is_empty() { town.visitor() } else { town.as_(by).await };
    browser.set_cookie("locale", locale);
    let answer = browser.get(&filled(path, keys)).await;
    match answer.status.as_u16() {
        200 => is_page(&answer.headers).then_some(answer.body),
        303 => None,
        status => panic!("{path} is a {status} page for {by:?}:\n{}", answer.words()),
    }
}

/// Not a file, whether it opens elsewhere or is kept.
fn is_page(headers: &HeaderMap) -> bool {
    headers[CONTENT_TYPE].as_bytes().starts_with(b"text/html") && !headers.contains_key(CONTENT_DISPOSITION)
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(page.split_once(start)?.1.split_once(end)?.0)
}

/// Words of three and more plain letters that a person reads: not in tags, and of attributes only those that are read out.
fn plain_words(page: &str) -> BTreeSet<String> {
    let mut read = String::new();
    let mut rest = &page[page.find("<body").unwrap_or(0)..];
    while let Some((text, after)) = rest.split_once('<') {
        read.push_str(text);
        read.push(' ');
        let Some((tag, next)) = after.split_once('>') else { break };
        for attribute in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""] {
            if let Some(said) = between(tag, attribute, "\"") {
                read.push_str(said);
                read.push(' ');
            }
        }
        // Zones are named after places, the same in every language of the database of zones.
        let skipped = if tag.starts_with("select id=\"zone\"") { Some("select") } else { None };
        rest = match skipped.or(["style", "script", "svg"].into_iter().find(|it| tag.starts_with(it))) {
            Some(inside) => next.split_once(&format!("</{inside}>")).map_or("", |(_, after)| after),
            None => next,
        };
    }
    read.push_str(rest);
    let read = ["&#39;", "&#34;", "&#38;", "&#60;", "&#62;", "&amp;", "&lt;", "&gt;", "&quot;"]
        .iter()
        .fold(read, |text, entity| text.replace(entity, " "));
    words(&read)
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 2 && word.chars().all(|it| it.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

/// What people and the operator wrote themselves: nobody translates that.
async fn words_of_the_town(town: &Town) -> BTreeSet<String> {
    let town_file: toml::Table = include_str!("../../seeds/town/town.toml").parse().unwrap();
    let mut theirs = BTreeSet::new();
    written(&toml::Value::Table(town_file), &mut theirs);
    theirs.extend(WRITTEN.iter().chain(INCOMERS).flat_map(|text| words(text)));
    // The operator's own tables: topics, charter, helplines, the trail.
    for sql in [
        "SELECT name FROM organisation_topics",
        "SELECT charter FROM circles_circles",
        // How meetings go is theirs to change.
        "SELECT name FROM gatherings_templates",
        "SELECT title FROM gatherings_phases",
        "SELECT prompt FROM gatherings_phases",
        "SELECT promises FROM organisation_charters",
        "SELECT body FROM organisation_charters",
        "SELECT name FROM organisation_helplines",
        "SELECT purpose FROM organisation_helplines",
        "SELECT hours FROM organisation_helplines",
        "SELECT languages FROM organisation_helplines",
        "SELECT cost FROM organisation_helplines",
        "SELECT text_word FROM organisation_helplines",
        // What was set, as it was set.
        "SELECT detail FROM organisation_trail",
        // What is asked of everybody, why, and what is fine and what is not; and what to do, by country.
        "SELECT emergency FROM safety_playbooks",
        "SELECT who FROM safety_playbooks",
        "SELECT law FROM safety_playbooks",
        "SELECT children FROM safety_playbooks",
        "SELECT wording FROM safety_playbooks",
        "SELECT title FROM safety_rules",
        "SELECT why FROM safety_rules",
        "SELECT fine FROM safety_rules",
        "SELECT not_fine FROM safety_rules",
        // What a role is, in the words of those who wrote the cards.
        "SELECT does FROM workforce_cards",
        "SELECT does_not FROM workforce_cards",
        "SELECT calls FROM workforce_cards",
        // What courses say.
        "SELECT words FROM training_versions",
        "SELECT words FROM training_drafts",
        "SELECT source FROM organisation_helplines",
        "SELECT chat FROM organisation_helplines",
        "SELECT checked_name FROM organisation_helplines WHERE checked_name IS NOT NULL",
    ] {
        let rows: Vec<String> =
            town.ground.db.read(move |tx| tx.all(sql, db::args![], |row| row.get(0))).await.unwrap();
        theirs.extend(rows.iter().flat_map(|row| words(row)));
    }
    theirs.extend(training::starter::all().iter().flat_map(|it| words(&it.words)));
    theirs.extend(::words::LANGUAGES.iter().flat_map(|(_, name)| words(name)));
    theirs
}

/// Every text of the town's file but who its people are, which only the demo tells.
fn written(value: &toml::Value, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) => found.extend(words(text)),
        toml::Value::Array(all) => all.iter().for_each(|it| written(it, found)),
        toml::Value::Table(table) => {
            table.iter().filter(|(key, it)| *key != "story" || !it.is_str()).for_each(|(_, it)| written(it, found));
        }
        _ => (),
    }
}

#[test]
fn the_reader_of_pages_finds_plain_words_and_nothing_else() {
    let page = "<title>x</title><body class=\"main\"><p title=\"Said aloud\">Hello <b>ŵôŕĺð</b> &#39;s</p><svg>inside</svg><script>code</script></body>";
    assert_eq!(plain_words(page), words("Said aloud Hello"));
}
