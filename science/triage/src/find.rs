//! Looking for the patterns of a pack in a text.
//!
//! A pattern is followed at all its possible readings at once: the words where it may have arrived are bits of one
//! number, counted from the word where it started. So no pattern, however many choices it has, takes longer than its
//! own length for a word, and nothing is allocated on the way.

use alloc::vec::Vec;

use crate::lexicon::WordId;
use crate::normal::{Normal, Word};
use crate::pack::{Found, Pack, Piece};

/// A pattern reaches over this many words at most: the bits of the number that follows it.
const REACH: usize = 63;

impl Pack {
    /// All places where a pattern is found, in the order of their first words; of each pattern at one word, the longest.
    pub fn find(&self, normal: &Normal<'_>) -> Vec<Found> {
        let ids: Vec<WordId> =
            (0..normal.words.len()).map(|at| self.lexicon.find(normal.word(at), normal.words[at].odd)).collect();
        let mut found = Vec::new();
        let mut sentence_end = 0;
        // For each rule, the end of the last sentence that holds a word it waits for.
        let mut awake = alloc::vec![0; self.rules.len()];
        for base in 0..ids.len() {
            if base >= sentence_end {
                let sentence = normal.words[base].sentence;
                sentence_end = base + normal.words[base..].iter().take_while(|word| word.sentence == sentence).count();
                for id in &ids[base..sentence_end] {
                    self.wakes[usize::from(*id)].iter().for_each(|rule| awake[usize::from(*rule)] = sentence_end);
                }
            }
            let end = sentence_end.min(base + REACH);
            let place = Place { ids: &ids[base..end], words: &normal.words, base };
            let word = usize::from(ids[base]);
            let known: &[u16] = if word >= 1 { &self.starts[word] } else { &[] };
            for index in known.iter().chain(&self.starts[0]) {
                let rule = &self.rules[usize::from(*index)];
                if rule.waits && awake[usize::from(*index)] != sentence_end {
                    continue;
                }
                if rule.second.as_ref().is_some_and(|second| !second.has(place.ids.get(1).copied().unwrap_or(0))) {
                    continue;
                }
                let reached = place.follow(&rule.pieces, 1);
                if reached > 1 {
                    let last = base + (63 - reached.leading_zeros() as usize) - 1;
                    found.push(Found { first: base, last, group: usize::from(rule.group) });
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The words from one on, to the end of its sentence.
struct Place<'a> {
    ids: &'a [WordId],
    words: &'a [Word],
    base: usize,
}

impl Place<'_> {
    fn follow(&self, pieces: &[Piece], from: u64) -> u64 {
        let mut at = from;
        for piece in pieces {
            at = self.step(piece, at);
            if at == 0 {
                break;
            }
        }
        at
    }

    /// Where one may be after a piece, from each place where one may be before it.
    fn step(&self, piece: &Piece, from: u64) -> u64 {
        match piece {
            Piece::Word(word) => self.each(from, |at| self.ids[at] == *word) << 1,
            Piece::Among(words) => self.each(from, |at| words.has(self.ids[at])) << 1,
            Piece::Any => self.each(from, |_| true) << 1,
            Piece::OneOf(choices) => choices.iter().fold(0, |all, choice| all | self.follow(choice, from)),
            Piece::Branch(branches) => {
                let (mut all, mut rest) = (0, from);
                while rest != 0 {
                    let at = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let word = self.ids.get(at).copied().unwrap_or(0);
                    if let Ok(found) = branches.binary_search_by_key(&word, |(word, _)| *word) {
                        all |= self.follow(&branches[found].1, 2 << at);
                    }
                }
                all
            }
            Piece::Guard(words, piece) => match self.each(from, |at| words.has(self.ids[at])) {
                0 => 0,
                at => self.step(piece, at),
            },
            Piece::Maybe(piece) => from | self.step(piece, from),
            Piece::Leap(most) => {
                let mut all = from;
                let mut on = from;
                for _ in 0..*most {
                    on = self.each(on, |at| !self.starts_clause(at)) << 1;
                    all |= on;
                }
                all
            }
            Piece::Not(piece) => {
                let mut kept = 0;
                let mut rest = from;
                while rest != 0 {
                    let bit = rest & rest.wrapping_neg();
                    rest ^= bit;
                    if self.step(piece, bit) == 0 {
                        kept |= bit;
                    }
                }
                kept
            }
            Piece::First => self.bits(from, |at| self.starts_clause(at)),
            Piece::Last => self.bits(from, |at| at == self.ids.len() || self.starts_clause(at)),
        }
    }

    /// The places among these that hold a word for which this is so.
    #[inline]
    fn each(&self, from: u64, is: impl Fn(usize) -> bool) -> u64 {
        self.bits(from, |at| at < self.ids.len() && is(at))
    }

    #[inline]
    fn bits(&self, from: u64, is: impl Fn(usize) -> bool) -> u64 {
        let mut kept = 0;
        let mut rest = from;
        while rest != 0 {
            let at = rest.trailing_zeros() as usize;
            let bit = rest & rest.wrapping_neg();
            rest ^= bit;
            if is(at) {
                kept |= bit;
            }
        }
        kept
    }

    fn starts_clause(&self, at: usize) -> bool {
        let at = self.base + at;
        at == 0 || self.words.get(at).is_none_or(|word| word.clause != self.words[at - 1].clause)
    }
}
