//! What somebody's own words did in a talk: for the eyes of whoever wrote them, read anew each time, kept nowhere.

use askama::Template;
use db::{Error, Result};
use listening::{Heard, Line, Skill, listen};
use words::{Ctx, Language};

/// A piece of words, and what it did.
pub(crate) struct Piece<'a> {
    pub(crate) words: &'a str,
    pub(crate) did: Option<Skill>,
}

/// The words of one line in pieces. Where two findings lie on one another the first is shown; the counts know both.
pub(crate) fn pieces<'a>(heard: &Heard, line: usize, words: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for span in heard.spans.iter().filter(|it| it.line == line) {
        if span.place.start >= from {
            pieces.push(Piece { words: &words[from..span.place.start], did: None });
            pieces.push(Piece { words: &words[span.place.clone()], did: Some(span.skill) });
            from = span.place.end;
        }
    }
    pieces.push(Piece { words: &words[from..], did: None });
    pieces
}

/// Something that was said in a talk.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Whether it was said by the one whose words are read.
    pub is_own: bool,
    /// What they are called.
    pub who: &'a str,
    /// What was said.
    pub words: &'a str,
}

#[derive(Template)]
#[template(path = "practice/talk.html")]
struct Talk<'a> {
    c: &'a Ctx,
    said: &'a [Said<'a>],
    heard: Heard,
    /// The words can be read by rules in this language.
    is_readable: bool,
}

impl<'a> Talk<'a> {
    fn pieces(&self, line: &usize, words: &'a str) -> Vec<Piece<'a>> {
        if self.is_readable { pieces(&self.heard, *line, words) } else { vec![Piece { words, did: None }] }
    }

    fn meters(&self) -> [(Skill, usize); 3] {
        Skill::ALL.map(|it| (it, self.heard.count(it)))
    }
}

/// The whole talk with what the own lines in it did, as HTML. The rules know English alone.
pub fn talk(c: &Ctx, said: &[Said<'_>], language: Language) -> Result<String> {
    let lines: Vec<Line<'_>> = said.iter().map(|it| Line { is_own: it.is_own, words: it.words }).collect();
    let talk = Talk { c, said, heard: listen(&lines), is_readable: language == Language::default() };
    talk.render().map_err(Error::broken)
}
