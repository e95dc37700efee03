//! A match in context: the words around what was looked for.

use unicode_segmentation::UnicodeSegmentation;

use crate::{Stem, stems::Stemming};

/// A stretch of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The words as they were written.
    pub text: String,
    /// Whether they are what was looked for.
    pub hit: bool,
}

/// The part of a plain text around the first word that has one of these stems, with about `around` characters on both sides
/// and each such word in a piece of its own. Where something is left out stands "…". Without a match it is the beginning.
pub fn excerpt(plain: &str, stems: &[Stem], language: &str, around: usize) -> Vec<Piece> {
    let stemming = Stemming::of(language);
    let found: Vec<(usize, usize)> = plain
        .unicode_word_indices()
        .filter(|(_, word)| stemming.stems(word).iter().any(|it| stems.contains(it)))
        .map(|(start, word)| (start, start + word.len()))
        .collect();
    let (from, to) = match found.first() {
        Some((start, end)) => (back(plain, *start, around), forth(plain, *end, around)),
        None => (0, forth(plain, 0, 2 * around)),
    };
    let mut pieces = Pieces(Vec::new());
    if from > 0 {
        pieces.add("…", false);
    }
    let mut at = from;
    for (start, end) in found.into_iter().filter(|(_, end)| *end <= to) {
        pieces.add(&plain[at..start], false);
        pieces.add(&plain[start..end], true);
        at = end;
    }
    pieces.add(&plain[at..to], false);
    if to < plain.len() {
        pieces.add("…", false);
    }
    pieces.0
}

struct Pieces(Vec<Piece>);

impl Pieces {
    fn add(&mut self, text: &str, hit: bool) {
        match self.0.last_mut() {
            Some(last) if last.hit == hit => last.text.push_str(text),
            _ if text.is_empty() => (),
            _ => self.0.push(Piece { text: text.to_owned(), hit }),
        }
    }
}

/// Where the stretch before `start` begins: at the beginning of a word.
fn back(plain: &str, start: usize, around: usize) -> usize {
    let Some((from, _)) = plain[..start].char_indices().rev().nth(around) else { return 0 };
    plain[from..start].unicode_word_indices().map(|(at, _)| from + at).find(|at| *at > from).unwrap_or(start)
}

/// Where the stretch after `end` ends: at the end of a word.
fn forth(plain: &str, end: usize, around: usize) -> usize {
    let Some((to, _)) = plain[end..].char_indices().nth(around) else { return plain.len() };
    let stretch = &plain[end..end + to];
    let mut ends = stretch.unicode_word_indices().map(|(at, word)| at + word.len());
    // A last word that reaches the edge may go on behind it.
    end + ends.rfind(|at| *at < to).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words;

    fn shown(plain: &str, query: &str, around: usize) -> String {
        let pieces = excerpt(plain, &words(query, "en"), "en", around);
        pieces.into_iter().map(|it| if it.hit { format!("[{}]", it.text) } else { it.text }).collect()
    }

    #[test]
    fn matches_stand_in_their_context() {
        let plain = "The nights are long. I lie awake and worry, and my worries wake me again before the birds do.";
        assert_eq!(shown(plain, "worrying", 24), "…long. I lie awake and [worry], and my [worries] wake…");
        assert_eq!(shown(plain, "nights", 12), "The [nights] are long…");
        assert_eq!(shown(plain, "birds", 12), "…before the [birds] do.");
        assert_eq!(shown(plain, "elephant", 10), "The nights are long…");
        assert_eq!(shown("short", "elephant", 10), "short");
        assert_eq!(shown("", "elephant", 10), "");
    }

    proptest! {
        #[test]
        fn an_excerpt_is_a_part_of_its_text(plain in "\\PC{0,200}", query in "[a-z ]{0,6}", around in 0usize..40) {
            let whole: String = excerpt(&plain, &words(&query, "en"), "en", around).into_iter().map(|it| it.text).collect();
            prop_assert!(plain.contains(whole.trim_start_matches('…').trim_end_matches('…')));
        }
    }
}
