//! Words that say what a number or a name beside them is.

use alloc::{string::String, vec::Vec};

use crate::{
    lex::{Lexed, Sort},
    lexicon::Lexicon,
};

/// Lists that a word is in, a bit for each.
pub(super) type Class = u32;

pub(super) const CALLING: Class = 1 << 0;
pub(super) const UNITS: Class = 1 << 1;
pub(super) const SERVICES: Class = 1 << 2;
pub(super) const CARRIERS: Class = 1 << 3;
pub(super) const ENDS: Class = 1 << 4;
pub(super) const PUBLIC: Class = 1 << 5;
pub(super) const TALK: Class = 1 << 6;
pub(super) const STREETS: Class = 1 << 7;
pub(super) const MAYBE_STREETS: Class = 1 << 8;
pub(super) const NO_NAMES: Class = 1 << 9;
pub(super) const SCHOOLS: Class = 1 << 10;
pub(super) const ANY_SCHOOL: Class = 1 << 11;
pub(super) const NO_PEOPLE: Class = 1 << 12;
pub(super) const MONTHS: Class = 1 << 13;
pub(super) const DOCUMENTS: Class = 1 << 14;
pub(super) const NUMERALS: Class = 1 << 15;
pub(super) const SIGNS: Class = 1 << 16;
pub(super) const LINKS: Class = 1 << 17;
pub(super) const OPENERS: Class = 1 << 18;

const NAMES: [(&str, Class); 19] = [
    ("calling", CALLING),
    ("units", UNITS),
    ("services", SERVICES),
    ("carriers", CARRIERS),
    ("ends", ENDS),
    ("public", PUBLIC),
    ("talk", TALK),
    ("streets", STREETS),
    ("maybe-streets", MAYBE_STREETS),
    ("no-names", NO_NAMES),
    ("schools", SCHOOLS),
    ("any-school", ANY_SCHOOL),
    ("no-people", NO_PEOPLE),
    ("months", MONTHS),
    ("documents", DOCUMENTS),
    ("numerals", NUMERALS),
    ("signs", SIGNS),
    ("links", LINKS),
    ("openers", OPENERS),
];

/// Every word of the lists, and the lists it is in.
#[derive(Clone, Debug)]
pub(super) struct Words {
    lexicon: Lexicon,
    classes: Vec<Class>,
}

impl Words {
    /// Reads lists: a name, `=`, and the words.
    pub(super) fn read(lists: &str) -> Result<Self, String> {
        let mut it = Self { lexicon: Lexicon::default(), classes: Vec::new() };
        let lines = lists.lines().filter(|line| !line.starts_with('#'));
        for (name, words) in lines.filter_map(|line| line.split_once('=')) {
            let class = NAMES.iter().find(|(known, _)| *known == name.trim());
            let (_, class) = class.ok_or_else(|| alloc::format!("there is no list {name}"))?;
            for word in words.split_whitespace() {
                let place = usize::from(it.lexicon.add(word)?);
                it.classes.resize(it.classes.len().max(place + 1), 0);
                it.classes[place] |= class;
            }
        }
        Ok(it)
    }

    /// The lists that each word of a text is in.
    pub(super) fn classes(&self, lexed: &Lexed) -> Vec<Class> {
        let class = |piece| match self.lexicon.find(lexed.text(piece), false) {
            0 => 0,
            place => self.classes.get(usize::from(place)).copied().unwrap_or(0),
        };
        lexed.pieces.iter().map(|piece| if piece.sort == Sort::Word { class(piece) } else { 0 }).collect()
    }
}
