//! Writing parts of a course as text, from what an author typed into the fields of a form. What they do not touch stays as
//! it is, with their comments.

use super::{ATTEMPTS, Course, Kind, PASS};

/// The heading of a course with its properties.
pub fn head_of_course(course: &Course) -> String {
    let mut head = format!("# {}\n", course.title);
    property(&mut head, "id", &course.id);
    property(&mut head, "version", &course.version.to_string());
    property(&mut head, "language", course.language.code());
    property(&mut head, "about", &course.about);
    if course.pass != PASS {
        property(&mut head, "pass", &course.pass.to_string());
    }
    if course.attempts != Some(ATTEMPTS) {
        property(&mut head, "attempts", &course.attempts.unwrap_or_default().to_string());
    }
    if let Some(days) = course.expires {
        property(&mut head, "expires", &days.to_string());
    }
    property(&mut head, "needs", &course.needs.join(", "));
    property(&mut head, "review", course.review.as_str());
    head
}

/// The heading of a module with its properties.
pub fn head_of_module(title: &str, id: &str, about: &str) -> String {
    let mut head = format!("## {}\n", one_line(title));
    property(&mut head, "id", id);
    property(&mut head, "about", about);
    head
}

/// What was typed about an activity. Nothing of it is known to be right.
#[derive(Clone, Debug)]
pub struct Typed<'a> {
    /// What the learner does.
    pub kind: Kind,
    /// Its name.
    pub title: &'a str,
    /// What it is known by.
    pub id: &'a str,
    /// How long it takes.
    pub minutes: &'a str,
    /// Which competencies it speaks of.
    pub competencies: &'a [&'a str],
    /// It may be left out.
    pub optional: bool,
    /// The film.
    pub file: &'a str,
    /// Its captions.
    pub captions: &'a str,
    /// What it holds.
    pub body: &'a str,
}

impl Typed<'_> {
    /// As text, and the number of lines before what it holds.
    pub fn text(&self) -> (String, usize) {
        let mut head = format!("### {}: {}\n", self.kind, one_line(self.title));
        property(&mut head, "id", self.id);
        property(&mut head, "minutes", self.minutes);
        property(&mut head, "competencies", &self.competencies.join(", "));
        if self.optional {
            property(&mut head, "optional", "yes");
        }
        if self.kind == Kind::Video {
            property(&mut head, "file", self.file);
            property(&mut head, "captions", self.captions);
        }
        head.push('\n');
        let before = head.lines().count();
        (format!("{head}{}\n", self.body.trim_matches('\n')), before)
    }
}

fn property(head: &mut String, key: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        head.push_str(&format!("{key}: {value}\n"));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
