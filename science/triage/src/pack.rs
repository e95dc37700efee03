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
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::lexicon::{Lexicon, Set, WordId};
use crate::normal::Normal;
use crate::reading::Kind;

/// Rules of one or more languages, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Pack {
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: Vec<Rule>,
    groups: Vec<Group>,
    /// For each word, the rules that may start with it; the first entry is for rules that may start with anything.
    pub(crate) starts: Vec<Vec<u16>>,
    /// For each word, the rules that wait for it: see [`Rule::waits`].
    pub(crate) wakes: Vec<Vec<u16>>,
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
    /// Whether it is worth following only in a sentence that holds a word of a part further on. Most rules start with
    /// words that are everywhere and go on with words that are rare.
    pub(crate) waits: bool,
    /// The words that must stand second, if they must.
    pub(crate) second: Option<Set>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Word(WordId),
    /// One of these single words.
    Among(Set),
    OneOf(Vec<Vec<Piece>>),
    /// What may follow each of these words, which are in order: a choice whose parts start with different words.
    Branch(Vec<(WordId, Vec<Piece>)>),
    /// Worth following only where one of these words stands.
    Guard(Set, Box<Piece>),
    Maybe(Box<Piece>),
    Leap(u8),
    Any,
    Not(Box<Piece>),
    First,
    Last,
}

impl Pack {
    /// Reads packs, one after the other. Names of choices hold in the pack that gives them.
    pub fn parse(texts: &[&str]) -> Result<Self, PackError> {
        let mut pack =
            Self { lexicon: Lexicon::default(), rules: vec![], groups: vec![], starts: vec![], wakes: vec![] };
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
        pack.index();
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
        self.rules.push(Rule { pieces, group, waits: false, second: None });
        Ok(())
    }

    fn index(&mut self) {
        self.starts = vec![vec![]; self.lexicon.len()];
        self.wakes = vec![vec![]; self.lexicon.len()];
        let common: Vec<WordId> = COMMON.split(' ').map(|word| self.lexicon.find(word, false)).collect();
        let cost = |set: &Set| set.iter().map(|word| if common.contains(&word) { 20 } else { 1 }).sum::<u32>();
        for (index, rule) in self.rules.iter_mut().enumerate() {
            let mut first = Some(Set::default());
            starts(&rule.pieces, &mut first);
            let index = index as u16; // fewer than 65,535, checked when it was read
            match &first {
                Some(words) => words.iter().for_each(|word| self.starts[usize::from(word)].push(index)),
                None => self.starts[0].push(index),
            }
            let mut second = Some(Set::default());
            seconds(&rule.pieces, &[], &mut second);
            rule.second = second;
            let parts = rule.pieces.iter().filter_map(|piece| guard(core::slice::from_ref(piece)));
            let rarest = parts.min_by_key(|set| cost(set));
            if let Some(words) = rarest.filter(|set| first.as_ref().is_none_or(|first| cost(set) < cost(first))) {
                rule.waits = true;
                words.iter().for_each(|word| self.wakes[usize::from(word)].push(index));
            }
        }
    }
}

/// Words that are nearly everywhere.
const COMMON: &str = "i me my not no do is am are was be it that this the a an to of in on for and with have has had he she they \
                      you will would can just so if when what all at going want get got been feel never now day time one out \
                      up about like know think don think any more people life your him her them his their we as or from by";

/// Names of choices, and what they stand for.
type Choices = BTreeMap<String, Piece>;

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

fn may_be_empty(piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) | Piece::Among(_) | Piece::Any => false,
        Piece::Branch(_) | Piece::Guard(..) => false,
        Piece::OneOf(choices) => choices.iter().any(|choice| choice.iter().all(may_be_empty)),
        Piece::Maybe(_) | Piece::Leap(_) | Piece::Not(_) | Piece::First | Piece::Last => true,
    }
}

/// Adds the words that a pattern may start with; `None` if it may start with any word. Says whether it may be empty.
fn starts(pieces: &[Piece], words: &mut Option<Set>) -> bool {
    for piece in pieces {
        let on = match piece {
            Piece::Word(word) => {
                if let Some(words) = words {
                    words.insert(*word);
                }
                false
            }
            Piece::Among(set) => {
                if let Some(words) = words {
                    set.iter().for_each(|word| words.insert(word));
                }
                false
            }
            Piece::OneOf(choices) => choices.iter().fold(false, |on, choice| starts(choice, words) | on),
            Piece::Branch(branches) => {
                if let Some(words) = words {
                    branches.iter().for_each(|(word, _)| words.insert(*word));
                }
                false
            }
            Piece::Guard(set, _) => {
                if let Some(words) = words {
                    set.iter().for_each(|word| words.insert(word));
                }
                false
            }
            Piece::Maybe(piece) => {
                starts(core::slice::from_ref(piece), words);
                true
            }
            Piece::Leap(_) | Piece::Any => {
                *words = None;
                false
            }
            Piece::Not(_) | Piece::First | Piece::Last => true,
        };
        if !on {
            return false;
        }
    }
    true
}

/// Adds the words that may stand second, after which `then` follows; `None` where that cannot be said.
fn seconds(pieces: &[Piece], then: &[Piece], words: &mut Option<Set>) {
    let Some((first, rest)) = pieces.split_first() else {
        *words = None;
        return;
    };
    match first {
        Piece::Word(_) | Piece::Among(_) => {
            if starts(rest, words) && starts(then, words) {
                *words = None;
            }
        }
        Piece::Branch(branches) => {
            for (_, inner) in branches {
                if starts(inner, words) && starts(rest, words) && starts(then, words) {
                    *words = None;
                }
            }
        }
        Piece::OneOf(choices) => {
            let then = [rest, then].concat();
            choices.iter().for_each(|choice| seconds(choice, &then, words));
        }
        Piece::Guard(_, piece) => seconds(core::slice::from_ref(piece), &[rest, then].concat(), words),
        Piece::Maybe(_) | Piece::Leap(_) | Piece::Any | Piece::Not(_) | Piece::First | Piece::Last => *words = None,
    }
}

/// Reads one pattern or choice, sign by sign.
struct Reader<'a> {
    rest: &'a str,
    lexicon: &'a mut Lexicon,
    choices: &'a Choices,
}

impl<'a> Reader<'a> {
    fn of(rest: &'a str, lexicon: &'a mut Lexicon, choices: &'a Choices) -> Self {
        Self { rest, lexicon, choices }
    }

    fn whole_choice(mut self) -> Result<Piece, String> {
        let choice = self.choice()?;
        if self.rest.is_empty() { Ok(choice) } else { Err("there is a ) too many".to_owned()) }
    }

    fn whole_pattern(mut self) -> Result<Vec<Piece>, String> {
        let pieces = self.sequence()?;
        if self.rest.is_empty() { Ok(pieces) } else { Err(alloc::format!("not expected here: {}", self.rest)) }
    }

    fn choice(&mut self) -> Result<Piece, String> {
        let mut choices = vec![self.sequence()?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            choices.push(self.sequence()?);
        }
        if choices.iter().any(Vec::is_empty) {
            return Err("a choice has nothing in it".to_owned());
        }
        Ok(simple(choices))
    }

    fn sequence(&mut self) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                return Ok(pieces);
            }
            let mut more = self.piece()?;
            let times = match self.rest.chars().next() {
                Some('?') => 1,
                Some('*') => 3,
                _ => 0,
            };
            if times > 0 {
                self.rest = &self.rest[1..];
                let maybe = if more.len() == 1 { more.remove(0) } else { Piece::OneOf(vec![more]) };
                more = vec![Piece::Maybe(Box::new(maybe)); times];
            }
            pieces.append(&mut more);
        }
    }

    /// One piece; a short form such as `wanna` is several.
    fn piece(&mut self) -> Result<Vec<Piece>, String> {
        let mut signs = self.rest.chars();
        let sign = signs.next().unwrap_or(' ');
        let after = signs.as_str();
        let one = match sign {
            '(' => {
                self.rest = after;
                let choice = self.choice()?;
                self.rest = self.rest.strip_prefix(')').ok_or("a ( has no )")?;
                choice
            }
            '!' => {
                self.rest = after.trim_start();
                let mut piece = self.piece()?;
                let piece = if piece.len() == 1 { piece.remove(0) } else { Piece::OneOf(vec![piece]) };
                Piece::Not(Box::new(piece))
            }
            '~' => {
                let (number, rest) = after.split_at(after.find(|it: char| !it.is_ascii_digit()).unwrap_or(after.len()));
                self.rest = rest;
                let most: u8 = number.parse().map_err(|_| "~ needs a number of words")?;
                if most > 20 {
                    return Err("~ leaps over 20 words at most".to_owned());
                }
                Piece::Leap(most)
            }
            '@' => {
                let name = self.take(after);
                self.choices.get(name).cloned().ok_or_else(|| alloc::format!("@{name} is not named above"))?
            }
            '_' => self.sign(after, Piece::Any),
            '^' => self.sign(after, Piece::First),
            '$' => self.sign(after, Piece::Last),
            '<' => {
                self.rest = after.strip_prefix("n>").ok_or("only <n> is known")?;
                Piece::Word(Lexicon::NUMBER)
            }
            _ => {
                let word = self.take(self.rest);
                if word.is_empty() {
                    return Err(alloc::format!("not expected here: {}", self.rest));
                }
                let normal = Normal::of(word);
                return (0..normal.words().len())
                    .map(|at| self.lexicon.add(normal.word(at)).map(Piece::Word))
                    .collect();
            }
        };
        Ok(vec![one])
    }

    fn sign(&mut self, after: &'a str, piece: Piece) -> Piece {
        self.rest = after;
        piece
    }

    /// The word at the start, up to a space or a sign of ours.
    fn take(&mut self, from: &'a str) -> &'a str {
        let end = from.find(|sign: char| sign.is_whitespace() || "()|?*!~@<>^$".contains(sign)).unwrap_or(from.len());
        self.rest = &from[end..];
        &from[..end]
    }
}

/// A choice in the form that is quickest to follow: single words are a set, what starts with the same word is a branch.
fn simple(choices: Vec<Vec<Piece>>) -> Piece {
    let mut words = Set::default();
    let mut branches: BTreeMap<WordId, Vec<Vec<Piece>>> = BTreeMap::new();
    let mut others: Vec<Vec<Piece>> = Vec::new();
    for mut choice in choices {
        match choice.first() {
            Some(Piece::Word(word)) if choice.len() == 1 => words.insert(*word),
            Some(Piece::Among(set)) if choice.len() == 1 => set.iter().for_each(|word| words.insert(word)),
            Some(Piece::Branch(_)) if choice.len() == 1 => {
                if let Some(Piece::Branch(inner)) = choice.pop() {
                    inner.into_iter().for_each(|(word, rest)| branches.entry(word).or_default().push(rest));
                }
            }
            Some(Piece::OneOf(_)) if choice.len() == 1 => {
                if let Some(Piece::OneOf(inner)) = choice.pop() {
                    others.extend(inner);
                }
            }
            Some(Piece::Word(word)) => {
                let word = *word;
                choice.remove(0);
                branches.entry(word).or_default().push(choice);
            }
            _ => others.push(choice),
        }
    }
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    if !branches.is_empty() {
        let one = |(word, rests): (WordId, Vec<Vec<Piece>>)| (word, vec![rest(rests)]);
        parts.push(vec![Piece::Branch(branches.into_iter().map(one).collect())]);
    }
    if words.iter().next().is_some() {
        parts.push(vec![Piece::Among(words)]);
    }
    parts.extend(others.into_iter().map(|choice| match guard(&choice) {
        Some(set) if !matches!(choice.as_slice(), [Piece::Guard(..) | Piece::Branch(_) | Piece::Among(_)]) => {
            vec![Piece::Guard(set, Box::new(Piece::OneOf(vec![choice])))]
        }
        _ => choice,
    }));
    match parts.as_mut_slice() {
        [one] if one.len() == 1 => one.remove(0),
        _ => Piece::OneOf(parts),
    }
}

/// What may follow a word that several choices start with.
fn rest(mut rests: Vec<Vec<Piece>>) -> Piece {
    let before = rests.len();
    rests.retain(|rest| !rest.is_empty());
    if rests.is_empty() {
        return Piece::OneOf(vec![vec![]]);
    }
    let ends = rests.len() < before;
    let piece = simple(rests);
    if ends { Piece::Maybe(Box::new(piece)) } else { piece }
}

/// The words that a choice must start with, if it must start with one.
fn guard(choice: &[Piece]) -> Option<Set> {
    let mut words = Some(Set::default());
    let empty = starts(choice, &mut words);
    if empty { None } else { words }
}

impl From<PackError> for String {
    fn from(error: PackError) -> Self {
        error.to_string()
    }
}
