//! Looking for the patterns of a pack in a text.
//!
//! A pattern is followed at all its possible readings at once: the words where it may have arrived are bits of one
//! number, counted from the word where it started. So no pattern, however many choices it has, takes longer than its
//! own length for a word, and nothing is allocated on the way.

use alloc::vec::Vec;

use crate::lexicon::{WordId, ones};
use crate::normal::{Normal, Word};
use crate::pack::{Found, Pack};
use crate::pattern::Piece;

/// A pattern reaches over this many words at most: the bits of the number that follows it.
const REACH: usize = 63;

impl Pack {
    /// All places where a pattern is found, in the order of their first words; of each pattern at one word, the longest.
    pub fn find(&self, normal: &Normal<'_>) -> Vec<Found> {
        let spelled = normal.words.iter().enumerate();
        let ids: Vec<WordId> =
            spelled.map(|(at, word)| self.lexicon.find_hashed(normal.word(at), word.hash, word.odd)).collect();
        let mut found = Vec::new();
        let mut ahead = self.sieve.ahead();
        // From the end, so that what stands ahead of a word is known when the word is read.
        let mut sentence_end = ids.len();
        let mut borders = 1;
        for base in (0..ids.len()).rev() {
            if base + 1 < ids.len() && normal.words[base].sentence != normal.words[base + 1].sentence {
                sentence_end = base + 1;
                borders = u64::from(starts_clause(&normal.words, sentence_end));
                ahead.end();
            }
            let end = sentence_end.min(base + REACH);
            borders = borders << 1 | u64::from(starts_clause(&normal.words, base));
            let place = Place { ids: &ids[base..end], borders };
            ahead.read(ids[base], |index| {
                let rule = &self.rules[index];
                let reached = place.follow(&rule.pieces, 1);
                if reached > 1 {
                    let last = base + (63 - reached.leading_zeros() as usize) - 1;
                    found.push(Found { first: base, last, group: usize::from(rule.group) });
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The words from one on, to the end of its sentence.
struct Place<'a> {
    ids: &'a [WordId],
    /// Before which of them a clause starts, and whether one starts behind the last: a bit for each.
    borders: u64,
}

fn starts_clause(words: &[Word], at: usize) -> bool {
    at == 0 || words.get(at).is_none_or(|word| word.clause != words[at - 1].clause)
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
            Piece::Word(word) => self.each(from, |it| it == *word) << 1,
            Piece::Among(words) => self.each(from, |it| words.has(it)) << 1,
            Piece::Any => (from & (self.end() - 1)) << 1,
            Piece::OneOf(choices) => choices.iter().fold(0, |all, choice| all | self.follow(choice, from)),
            Piece::Branch(branches) => {
                let mut all = 0;
                for at in ones(from & (self.end() - 1)) {
                    if let Ok(found) = branches.binary_search_by_key(&self.ids[at], |(word, _)| *word) {
                        all |= self.follow(&branches[found].1, 2 << at);
                    }
                }
                all
            }
            Piece::Guard(words, piece) => match self.each(from, |it| words.has(it)) {
                0 => 0,
                at => self.step(piece, at),
            },
            Piece::Maybe(piece) => from | self.step(piece, from),
            Piece::Leap(most) => {
                let within = !self.borders & (self.end() - 1);
                let (mut all, mut on) = (from, from);
                for _ in 0..*most {
                    on = (on & within) << 1;
                    all |= on;
                }
                all
            }
            Piece::Not(piece) => {
                ones(from).filter(|at| self.step(piece, 1 << at) == 0).fold(0, |kept, at| kept | 1 << at)
            }
            Piece::First => from & self.borders,
            Piece::Last => from & (self.borders | self.end()),
        }
    }

    /// The place behind the last word.
    fn end(&self) -> u64 {
        1 << self.ids.len()
    }

    /// The places among these that hold a word for which this is so.
    #[inline]
    fn each(&self, from: u64, is: impl Fn(WordId) -> bool) -> u64 {
        let places = ones(from & (self.end() - 1));
        places.fold(0, |kept, at| if is(self.ids[at]) { kept | 1 << at } else { kept })
    }
}
