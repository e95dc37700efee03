//! Packs: the rules of a language, as data that somebody who speaks it can read and review.
//!
//! A pack is a text file. Lines that start with `#` are remarks; the others are these three kinds:
//!
//! ```text
//! @pills = pills | tablets | my meds | <n> (tablet|capsule)
//!
//! [means 700 own]
//! i ~3 (have|got|found) ~4 @pills
//! (bought|ordered) a rope !for
//! ```
//!
//! - `@name = one | other | …` names a choice. It may use names given before it.
//! - `[name weight mark …]` opens a group: what its patterns are evidence of, how much that weighs (in permille, may be
//!   missing, may be below zero), and marks that whoever reads the findings understands.
//! - Every other line is a pattern: words in order, inside one sentence.
//!
//! In a pattern, `word` is a word as [`Normal`](crate::Normal) spells it out (`i am`, not `I'm`: a pattern is put in
//! normal form in the same way); `(a|b c|d)` is a choice; `x?` may be missing; `x*` may be there up to
//! three times; `~3` leaps over up to three words but not over the
//! end of a clause; `_` is any word; `<n>` a number; `!x` stands where `x` does not follow; `^` and `$` are the first
//! and last border of a clause.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::lexicon::Lexicon;
use crate::pattern::{Choices, Piece, Reader, may_be_empty};
use crate::reading::Kind;
use crate::sieve::Sieve;

/// Rules of one or more languages, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Pack {
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: Vec<Rule>,
    groups: Vec<Group>,
    pub(crate) sieve: Sieve,
}

/// What the patterns under one heading have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The first word of the heading.
    pub name: String,
    /// The number of the heading, 0 where it has none.
    pub weight: i32,
    /// Its other words.
    pub marks: Vec<String>,
    /// The kind of evidence that the name is the name of, if it is one.
    pub kind: Option<Kind>,
}

impl Group {
    /// Whether the heading holds this word.
    pub fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|it| it == mark)
    }
}

/// Where a pattern was found: the indexes of its first and last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Index of the first word.
    pub first: usize,
    /// Index of the last word, included.
    pub last: usize,
    /// Index of the group: see [`Pack::group`].
    pub group: usize,
}

/// Why a pack could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// Which of the texts, counted from 0.
    pub text: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub wrong: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pack {}, line {}: {}", self.text + 1, self.line, self.wrong)
    }
}

impl core::error::Error for PackError {}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) group: u16,
}

impl Pack {
    /// Reads packs, one after the other. Names of choices hold in the pack that gives them.
    pub fn parse(texts: &[&str]) -> Result<Self, PackError> {
        let mut pack = Self { lexicon: Lexicon::default(), rules: vec![], groups: vec![], sieve: Sieve::default() };
        for (index, text) in texts.iter().enumerate() {
            let mut choices = BTreeMap::new();
            let mut open = None;
            for (line, words) in text.lines().map(str::trim).enumerate() {
                if words.is_empty() || words.starts_with('#') {
                    continue;
                }
                pack.line(words, &mut choices, &mut open).map_err(|wrong| PackError {
                    text: index,
                    line: line + 1,
                    wrong,
                })?;
            }
        }
        pack.lexicon.settle();
        pack.sieve = Sieve::of(&pack.rules, &pack.lexicon);
        Ok(pack)
    }

    /// The group with this index.
    pub fn group(&self, index: usize) -> &Group {
        &self.groups[index]
    }

    /// How many patterns there are.
    pub fn patterns(&self) -> usize {
        self.rules.len()
    }

    fn line(&mut self, line: &str, choices: &mut Choices, open: &mut Option<u16>) -> Result<(), String> {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.strip_suffix(']').ok_or("a heading ends with ]")?;
            *open = Some(u16::try_from(self.groups.len()).map_err(|_| "there are too many headings")?);
            self.groups.push(group(heading)?);
            return Ok(());
        }
        if let Some((name, choice)) = line.strip_prefix('@').and_then(|line| line.split_once('=')) {
            let name = name.trim().to_owned();
            let choice = Reader::of(choice, &mut self.lexicon, choices).whole_choice()?;
            return match choices.insert(name.clone(), choice) {
                None => Ok(()),
                Some(_) => Err(alloc::format!("@{name} was named before")),
            };
        }
        let group = open.ok_or("a pattern stands under a heading")?;
        let pieces = Reader::of(line, &mut self.lexicon, choices).whole_pattern()?;
        if pieces.iter().all(may_be_empty) {
            return Err("this pattern would be found everywhere".to_owned());
        }
        if self.rules.len() == usize::from(u16::MAX) {
            return Err("there are too many patterns".to_owned());
        }
        self.rules.push(Rule { pieces, group });
        Ok(())
    }
}

fn group(heading: &str) -> Result<Group, String> {
    let mut words = heading.split_whitespace();
    let name = words.next().ok_or("a heading starts with a name")?.to_owned();
    let kind = name.parse().ok();
    let mut group = Group { name, weight: 0, marks: vec![], kind };
    for word in words {
        match word.parse() {
            Ok(weight) => group.weight = weight,
            Err(_) => group.marks.push(word.to_owned()),
        }
    }
    Ok(group)
}

impl From<PackError> for String {
    fn from(error: PackError) -> Self {
        error.to_string()
    }
}
