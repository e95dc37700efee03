//! A course as a file: its text alone, or an archive of its text and its films. What is brought is read whole before any of
//! it is kept.

use std::{
    collections::HashMap,
    io::{Cursor, Read, Write},
};

use db::{Error, Refusal, Result};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    format::{self, Course, Problem, TEXT_AT_MOST},
    media::{self, Medium},
};

/// What the text is called in an archive.
const TEXT: &str = "course.md";
/// More files than any course has.
const FILES_AT_MOST: usize = 500;
/// All films together, unpacked: an archive may not grow into something else.
const FILMS_AT_MOST: usize = 48 * 1024 * 1024;

/// Longest archive that is given out: what a form brings in again, with room for the form around it.
pub const AT_MOST: usize = 12 * 1024 * 1024 - 64 * 1024;
/// More than what stands around a file in an archive, besides its name, which stands there twice.
const AROUND: usize = 256;

/// A course that was brought.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Its text.
    pub words: String,
    /// What it says.
    pub course: Course,
    /// Its films and captions, by their names in the course.
    pub media: Vec<(String, Vec<u8>)>,
}

/// Reads a file, or tells what is wrong with it.
pub fn read(bytes: &[u8]) -> std::result::Result<Brought, Vec<Problem>> {
    if bytes.starts_with(b"PK") { archive(bytes) } else { text(bytes) }
}

fn wrong(key: &'static str) -> Vec<Problem> {
    vec![Problem { line: 1, what: Refusal { key, args: Vec::new() } }]
}

fn text(bytes: &[u8]) -> std::result::Result<Brought, Vec<Problem>> {
    if bytes.len() > TEXT_AT_MOST {
        return Err(wrong("course-wrong-too-long"));
    }
    let words = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|it| **it == b'\n').count() + 1;
        vec![Problem { line, what: Refusal { key: "course-wrong-letters", args: Vec::new() } }]
    })?;
    let words = tidy(words);
    let course = format::read(&words)?;
    Ok(Brought { words, course, media: Vec::new() })
}

/// Line ends as we keep them, and no letters that nobody sees: a database of ours cannot hold some of them.
pub(crate) fn tidy(words: &str) -> String {
    let words = words.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    words.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect()
}

fn archive(bytes: &[u8]) -> std::result::Result<Brought, Vec<Problem>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| wrong("course-wrong-archive"))?;
    if archive.len() > FILES_AT_MOST {
        return Err(wrong("course-wrong-archive"));
    }
    // A folder that was packed as a whole has its own name in front.
    let names: Vec<String> = archive.file_names().filter_map(|it| Some(it.ok()?.into_owned())).collect();
    let found = names.into_iter().filter(|it| it == TEXT || it.ends_with("/course.md"));
    let found = found.min_by_key(String::len).ok_or_else(|| wrong("course-wrong-archive-empty"))?;
    let folder = found.strip_suffix(TEXT).unwrap_or_default().to_owned();
    let mut unpack = |name: &str, most: usize| {
        let file = archive.by_name(name).ok()?;
        let mut bytes = Vec::new();
        // One more than allowed, so that what is too long is seen.
        file.take(most as u64 + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() <= most).then_some(bytes)
    };
    let mut brought = text(&unpack(&found, TEXT_AT_MOST).ok_or_else(|| wrong("course-wrong-archive"))?)?;
    let mut room = FILMS_AT_MOST;
    let mut problems = Vec::new();
    for name in brought.course.media() {
        if brought.media.iter().any(|(it, _)| it == name) {
            continue;
        }
        let told = |key| Problem {
            line: line_of(&brought.words, name),
            what: Refusal { key, args: vec![("said", name.to_owned())] },
        };
        // What is not in the archive may be here already: that is looked at when it is taken.
        match unpack(&format!("{folder}{name}"), media::AT_MOST.min(room)) {
            Some(bytes) if !media::is_what_it_says(name, &bytes) => problems.push(told("course-wrong-film-content")),
            Some(bytes) => {
                room -= bytes.len();
                brought.media.push((name.to_owned(), bytes));
            }
            None => (),
        }
    }
    if problems.is_empty() { Ok(brought) } else { Err(problems) }
}

/// The first line that mentions this, or the first of all.
pub(crate) fn line_of(words: &str, mentioned: &str) -> usize {
    words.lines().position(|line| line.contains(mentioned)).map_or(1, |at| at + 1)
}

/// What of these films does not fit into one archive with the text, the shortest being taken first: captions are short, and
/// without them no film is published. Each of the others is carried by itself.
pub fn left_out(words: &str, films: &[Medium]) -> Vec<Medium> {
    let mut room = AT_MOST.saturating_sub(words.len() + 2 * AROUND);
    let mut films = films.to_vec();
    films.sort_by(|a, b| (a.length, &a.name).cmp(&(b.length, &b.name)));
    films.retain(|it| match room.checked_sub(it.length + 2 * it.name.len() + AROUND) {
        Some(rest) => {
            room = rest;
            false
        }
        None => true,
    });
    films
}

/// A course as an archive, to be carried elsewhere.
pub fn write(words: &str, media: &HashMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let text = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let film = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file(TEXT, text).map_err(Error::broken)?;
    archive.write_all(words.as_bytes())?;
    let mut names: Vec<_> = media.keys().collect();
    names.sort();
    for name in names {
        archive.start_file(name.as_str(), film).map_err(Error::broken)?;
        archive.write_all(&media[name])?;
    }
    Ok(archive.finish().map_err(Error::broken)?.into_inner())
}
