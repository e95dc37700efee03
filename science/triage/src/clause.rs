//! Cutting a text into words, clauses and sentences.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::normal::{Normal, Word};

/// Signs that stand for letters inside a word: `d1e`, `su!cide`, `k*ll`.
const IN_PLACE_OF_LETTERS: [char; 5] = ['!', '|', '$', '@', '*'];

/// A word as it is written: where in the normal text, and whether signs stand in the place of letters.
struct Piece {
    start: usize,
    end: usize,
    odd: bool,
}

/// Fills in the words of a text.
pub(crate) fn cut(normal: &mut Normal) {
    let text = core::mem::take(&mut normal.text);
    let pieces = joined(&text, pieces(&text));
    normal.words.reserve(pieces.len() * 5 / 4);
    let mut word = Word { sentence: 0, clause: 0, quoted: false, asked: false, ..Word::default() };
    let (mut before, mut sentence_start) = (0, 0);
    for piece in &pieces {
        let break_ = breaks(&text[before..piece.start], &mut word.quoted);
        let written = &text[piece.start..piece.end];
        let letters = if written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Cow::Borrowed(written)
        } else {
            Cow::Owned(written.chars().filter(|sign| belongs(*sign, piece.odd)).collect())
        };
        if break_ == Break::Sentence && !normal.words.is_empty() {
            asked(normal, sentence_start, &text[before..piece.start]);
            sentence_start = normal.words.len();
            word.sentence = word.sentence.saturating_add(1);
        }
        if break_ != Break::None || matches!(&*letters, "but" | "though" | "although" | "however") {
            word.clause = word.clause.saturating_add(1);
        }
        let place = (normal.from[piece.start], normal.origin(piece.start..piece.end).end as u32);
        normal.spell(&letters, Word { place, odd: piece.odd, ..word });
        before = piece.end;
    }
    asked(normal, sentence_start, &text[before..]);
    normal.text = text;
}

/// Marks the words from here on as a question if what stands behind them says so.
fn asked(normal: &mut Normal, from: usize, behind: &str) {
    if behind.contains('?') {
        normal.words[from..].iter_mut().for_each(|word| word.asked = true);
    }
}

/// Whether a sign is kept when a word is spelled: letters, digits, apostrophes that tell `we're` from `were`, and signs
/// in the place of letters.
fn belongs(sign: char, odd: bool) -> bool {
    sign.is_alphanumeric() || is_mark(sign) || sign == '\'' || (odd && IN_PLACE_OF_LETTERS.contains(&sign))
}

/// A vowel sign or other mark that belongs to the letter before, as in Devanagari.
fn is_mark(sign: char) -> bool {
    !sign.is_ascii() && unicode_normalization::char::is_combining_mark(sign)
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(text.len() / 4);
    let mut open: Option<Piece> = None;
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let end = match text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()) {
            Some(0) => at + sign.len_utf8(),
            Some(run) => at + run,
            None => text.len(),
        };
        if sign.is_ascii_alphanumeric() || sign.is_alphanumeric() || is_mark(sign) {
            open.get_or_insert(Piece { start: at, end, odd: false }).end = end;
        } else if is_inside(sign, &text[..at], &text[end..], open.is_some()) {
            let piece = open.get_or_insert(Piece { start: at, end, odd: false });
            piece.end = end;
            piece.odd |= sign != '\'';
        } else {
            pieces.extend(open.take());
        }
        at = end;
    }
    pieces.extend(open);
    for piece in &mut pieces {
        let word = &text.as_bytes()[piece.start..piece.end];
        piece.odd |= word.iter().any(u8::is_ascii_digit) && !word.iter().all(u8::is_ascii_digit);
    }
    pieces
}

/// Whether a sign that is no letter belongs to a word: one that is `open`, or one that starts here.
fn is_inside(sign: char, before: &str, behind: &str, open: bool) -> bool {
    let next = behind.chars().next();
    match sign {
        '\'' => open && next.is_some_and(char::is_alphanumeric),
        '$' if !open => next.is_some_and(char::is_alphabetic),
        '$' if !before.ends_with(char::is_numeric) => true,
        '*' if open && next == Some('*') => true,
        sign => open && IN_PLACE_OF_LETTERS.contains(&sign) && next.is_some_and(char::is_alphanumeric),
    }
}

/// Joins letters that stand alone, one sign apart: `s u i c i d a l`, `k.m.s`. Three with other signs than spaces between
/// them or with two among them that nobody writes as a word (`d i e`); else five, for `u r a` is three words.
fn joined(text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let alone = |piece: &Piece| piece.end - piece.start <= 4 && text[piece.start..piece.end].chars().count() == 1;
    if !pieces.windows(2).any(|pair| alone(&pair[0]) && alone(&pair[1])) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let mut end = at;
        let mut spaces_only = true;
        while alone(&pieces[end]) && end + 1 < pieces.len() && alone(&pieces[end + 1]) {
            let between = &text[pieces[end].end..pieces[end + 1].start];
            if between.chars().count() != 1 || between == "\n" {
                break;
            }
            spaces_only &= between == " ";
            end += 1;
        }
        let letters = end - at + 1;
        let apart =
            pieces[at..=end].iter().filter(|piece| !"iaurbnykxoctsm".contains(&text[piece.start..piece.end])).count();
        let word = letters >= if !spaces_only || apart >= 2 { 3 } else { 5 };
        if word {
            out.push(Piece { start: pieces[at].start, end: pieces[end].end, odd: false });
            at = end + 1;
        } else {
            out.extend(pieces[at..=end].iter().map(|piece| Piece { ..*piece }));
            at = end + 1;
        }
    }
    out
}

#[derive(PartialEq)]
enum Break {
    None,
    Clause,
    Sentence,
}

/// What the signs between two words break off; turns `quoted` around at quotation marks.
fn breaks(between: &str, quoted: &mut bool) -> Break {
    if between == " " {
        return Break::None;
    }
    let mut found = Break::None;
    for sign in between.chars() {
        match sign {
            '.' | '!' | '?' | '\u{964}' | '\u{2026}' | '\u{3002}' => found = Break::Sentence,
            '\n' => {
                found = Break::Sentence;
                *quoted = false;
            }
            '"' => *quoted = !*quoted,
            ',' | ';' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}' if found == Break::None => found = Break::Clause,
            _ => {}
        }
    }
    if found == Break::None && (between.contains(" - ") || between.contains("--")) { Break::Clause } else { found }
}
