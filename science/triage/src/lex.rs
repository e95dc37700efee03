//! Text cut into words, numbers and marks for the heads that look at contact and conduct.
//!
//! These keep digits and signs as they were written, because a telephone number is made of them, where the crisis head
//! folds `0` into `o`. Each piece remembers where in the original it stood.

use alloc::{string::String, vec::Vec};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Word,
    Number,
    Mark(char),
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) sort: Sort,
    /// Where in the folded text.
    from: usize,
    to: usize,
    /// Where in the original, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it touches the piece before.
    pub(crate) glued: bool,
    /// Whether it began with a capital letter.
    pub(crate) capital: bool,
    /// Whether a line began between it and the piece before.
    pub(crate) line: bool,
}

/// A text in pieces.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    folded: String,
    pub(crate) pieces: Vec<Piece>,
}

impl Lexed {
    /// Cuts a text: lower case, compatibility forms folded, apostrophes inside words dropped, accents kept.
    pub(crate) fn of(text: &str) -> Self {
        let mut cutter = Cutter::default();
        cutter.lexed.folded.reserve(text.len());
        cutter.lexed.pieces.reserve(text.len() / 4);
        let mut next = 0;
        while let Some(letter) = text[next..].chars().next() {
            let start = next;
            let end = start + letter.len_utf8();
            next = end;
            if letter.is_ascii_alphabetic() {
                // Most of a text: a run of plain letters is taken at once.
                let rest = &text.as_bytes()[start..];
                next = start + rest.iter().position(|it| !it.is_ascii_alphabetic()).unwrap_or(rest.len());
                cutter.letters(&text[start..next], start);
            } else if letter.is_ascii() {
                cutter.take(letter, letter.is_ascii_uppercase(), start, end);
            } else {
                // Zero-width signs, and what turns a digit into a keycap, are invisible: they join what they stand between.
                if matches!(
                    letter,
                    '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' | '\u{20e3}' | '\u{ad}'
                ) {
                    cutter.stretch(end);
                    continue;
                }
                let capital = letter.is_uppercase();
                for folded in core::iter::once(letter).nfkc() {
                    cutter.take(folded, capital, start, end);
                }
            }
        }
        cutter.lexed
    }

    pub(crate) fn text(&self, piece: &Piece) -> &str {
        &self.folded[piece.from..piece.to]
    }

    /// The word at this place; nothing when there is none, or a mark.
    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        let piece = self.pieces.get(at)?;
        (piece.sort == Sort::Word).then(|| self.text(piece))
    }

    /// The digits at this place.
    pub(crate) fn number(&self, at: usize) -> Option<&str> {
        let piece = self.pieces.get(at)?;
        (piece.sort == Sort::Number).then(|| self.text(piece))
    }

    /// The mark at this place.
    pub(crate) fn mark(&self, at: usize) -> Option<char> {
        match self.pieces.get(at)?.sort {
            Sort::Mark(mark) => Some(mark),
            Sort::Word | Sort::Number => None,
        }
    }

    /// Whether the piece at this place touches the one before it.
    pub(crate) fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|it| it.glued)
    }
}

#[derive(Default)]
struct Cutter {
    lexed: Lexed,
    space: bool,
    line: bool,
    /// An apostrophe stood here, and is dropped if the word goes on.
    apostrophe: bool,
}

impl Cutter {
    /// Takes plain letters that stand together, the first of them at this place.
    fn letters(&mut self, letters: &str, start: usize) {
        let first = letters.as_bytes()[0];
        self.take(char::from(first), first.is_ascii_uppercase(), start, start + 1);
        // They go on with the word that the first one began or went on with.
        let from = self.lexed.folded.len();
        self.lexed.folded.push_str(&letters[1..]);
        self.lexed.folded[from..].make_ascii_lowercase();
        if let Some(last) = self.lexed.pieces.last_mut() {
            (last.to, last.end) = (self.lexed.folded.len(), start + letters.len());
        }
    }

    fn take(&mut self, letter: char, capital: bool, start: usize, end: usize) {
        if letter.is_whitespace() {
            (self.space, self.apostrophe) = (true, false);
            self.line |= letter == '\n';
            return;
        }
        let mark = !letter.is_ascii() && is_combining_mark(letter) && self.last_is(Sort::Word);
        let word = letter.is_alphabetic() || mark;
        let sort = match letter {
            _ if word => Sort::Word,
            _ if letter.is_numeric() => Sort::Number,
            '\'' | '’' | '‘' | '`' if self.last_is(Sort::Word) && !self.space => {
                self.apostrophe = true;
                return;
            }
            '“' | '”' | '„' | '«' | '»' => Sort::Mark('"'),
            '–' | '—' | '‐' | '‑' | '−' => Sort::Mark('-'),
            other => Sort::Mark(other),
        };
        let goes_on = !self.space && !matches!(sort, Sort::Mark(_)) && self.last_is(sort);
        let from = self.lexed.folded.len();
        match sort {
            Sort::Number => self.lexed.folded.push(decimal(letter)),
            _ if letter.is_ascii() => self.lexed.folded.push(letter.to_ascii_lowercase()),
            _ => self.lexed.folded.extend(letter.to_lowercase()),
        }
        let to = self.lexed.folded.len();
        match self.lexed.pieces.last_mut() {
            Some(last) if goes_on => (last.to, last.end) = (to, end),
            before => {
                let glued = before.is_some() && !self.space;
                let line = self.line;
                self.lexed.pieces.push(Piece { sort, from, to, start, end, glued, capital, line });
            }
        }
        (self.space, self.line, self.apostrophe) = (false, false, false);
    }

    fn last_is(&self, sort: Sort) -> bool {
        self.lexed.pieces.last().is_some_and(|it| it.sort == sort)
    }

    fn stretch(&mut self, end: usize) {
        if let Some(last) = self.lexed.pieces.last_mut().filter(|_| !self.space) {
            last.end = end;
        }
    }
}

/// The digit of any script as one of ours. A numeral that is no digit, such as ½, counts as nought: it ends no run.
fn decimal(letter: char) -> char {
    const ZEROES: [u32; 9] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66];
    let code = u32::from(letter);
    let digit = ZEROES.iter().find_map(|zero| code.checked_sub(*zero).filter(|it| *it < 10));
    digit.and_then(|it| char::from_digit(it, 10)).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let lexed = Lexed::of(text);
        lexed.pieces.iter().map(|it| lexed.text(it).to_string()).collect()
    }

    #[test]
    fn words_numbers_and_marks_are_told_apart() {
        assert_eq!(cut("Don’t ring 07700-9!"), vec!["dont", "ring", "07700", "-", "9", "!"]);
        assert_eq!(cut("0️⃣7️⃣ ７ ९"), vec!["07", "7", "9"]);
    }

    #[test]
    fn every_piece_knows_where_it_stood() {
        let text = "Ça va “bien” à 5";
        for piece in &Lexed::of(text).pieces {
            assert!(text.get(piece.start..piece.end).is_some_and(|it| !it.is_empty()));
        }
    }
}
