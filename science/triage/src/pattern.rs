//! Patterns: how one is read, and what can be known of it before any text is.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::lexicon::{Lexicon, Set, WordId};
use crate::normal::Normal;

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

/// Names of choices, and what they stand for.
pub(crate) type Choices = BTreeMap<String, Piece>;

pub(crate) fn may_be_empty(piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) | Piece::Among(_) | Piece::Any => false,
        Piece::Branch(_) | Piece::Guard(..) => false,
        Piece::OneOf(choices) => choices.iter().any(|choice| choice.iter().all(may_be_empty)),
        Piece::Maybe(_) | Piece::Leap(_) | Piece::Not(_) | Piece::First | Piece::Last => true,
    }
}

/// Adds the words that a pattern may start with; `None` if it may start with any word. Says whether it may be empty.
pub(crate) fn starts(pieces: &[Piece], words: &mut Option<Set>) -> bool {
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
                    words.join(set);
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
                    words.join(set);
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
pub(crate) fn seconds(pieces: &[Piece], then: &[Piece], words: &mut Option<Set>) {
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
pub(crate) struct Reader<'a> {
    rest: &'a str,
    lexicon: &'a mut Lexicon,
    choices: &'a Choices,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(rest: &'a str, lexicon: &'a mut Lexicon, choices: &'a Choices) -> Self {
        Self { rest, lexicon, choices }
    }

    pub(crate) fn whole_choice(mut self) -> Result<Piece, String> {
        let choice = self.choice()?;
        if self.rest.is_empty() { Ok(choice) } else { Err("there is a ) too many".to_owned()) }
    }

    pub(crate) fn whole_pattern(mut self) -> Result<Vec<Piece>, String> {
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
            Some(Piece::Among(set)) if choice.len() == 1 => words.join(set),
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
pub(crate) fn guard(choice: &[Piece]) -> Option<Set> {
    let mut words = Some(Set::default());
    let empty = starts(choice, &mut words);
    if empty { None } else { words }
}
