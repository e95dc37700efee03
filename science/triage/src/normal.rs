//! One way of writing: what a text says, without the ways in which people write it.
//!
//! Whoever hides a word, types on a broken phone or draws a word out says the same thing. So before anything is read, a
//! text is put into one form: compatibility letters and look-alikes become plain ones, accents and invisible signs go,
//! runs of one letter shrink, letters s p a c e d out are joined, short forms are written out (`im gonna` is
//! `i am going to`). Every word remembers which bytes of the original it came from.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use unicode_normalization::char::decompose_compatible;

use crate::{
    lexicon::hash,
    spelling::{latin, written_out},
};

/// A text in its normal form, cut into words, sentences and clauses.
#[derive(Clone, Debug)]
pub struct Normal<'a> {
    pub(crate) original: &'a str,
    pub(crate) text: String,
    /// For each byte of `text`, the byte of the original it came from; one more for the end.
    pub(crate) from: Vec<u32>,
    pub(crate) spelled: String,
    pub(crate) words: Vec<Word>,
}

/// A word of a [`Normal`], as it is spelled out, and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub(crate) spelled: (u32, u32),
    pub(crate) place: (u32, u32),
    /// The hash of how it is spelled: every pack and the model look for it.
    pub(crate) hash: u32,
    /// Counted from 0; sentences end at full stops, question and exclamation marks and line ends.
    pub sentence: u16,
    /// Counted from 0 through the whole text; clauses end at commas too, and before a "but".
    pub clause: u16,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
    /// Whether its sentence ends with a question mark.
    pub asked: bool,
    /// Whether it was written with signs in the place of letters, such as `d1e`.
    pub odd: bool,
}

impl<'a> Normal<'a> {
    /// Reads a text into its normal form. Texts beyond a million bytes are cut there: nobody writes them by hand.
    pub fn of(original: &'a str) -> Self {
        let mut end = original.len().min(1_000_000);
        while !original.is_char_boundary(end) {
            end -= 1;
        }
        let (text, from) = folded(&original[..end]);
        let mut normal = Self { original, text, from, spelled: String::new(), words: Vec::new() };
        normal.spelled.reserve(normal.text.len() * 3 / 2);
        crate::clause::cut(&mut normal);
        normal
    }

    /// The text as it was written.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// The normal form as text: lower case, plain letters. Signs and digits are still there.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// How the word at this index is spelled out; it holds no apostrophe.
    pub fn word(&self, index: usize) -> &str {
        let (start, end) = self.words[index].spelled;
        &self.spelled[start as usize..end as usize]
    }

    /// Which bytes of the original these words came from, first and last included. Always on borders of characters.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        self.words[first].place.0 as usize..self.words[last].place.1 as usize
    }

    /// Which bytes of the original these bytes of [`Self::text`] came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.from[range.start] as usize;
        // The last character may have become several, or letters that were drawn out may have gone after it.
        let last = self.from[range.end.saturating_sub(1).max(range.start)] as usize;
        let width = self.original[last..].chars().next().map_or(0, char::len_utf8);
        let end = (last + width).max(self.from[range.end] as usize);
        start..end
    }

    pub(crate) fn push(&mut self, spelled: &str, word: Word) {
        let start = self.spelled.len() as u32;
        self.spelled.push_str(spelled);
        let end = self.spelled.len() as u32;
        self.spelled.push(' ');
        self.words.push(Word { spelled: (start, end), hash: hash(spelled), ..word });
    }

    /// Adds a word, written out where it is a short form.
    pub(crate) fn spell(&mut self, plain: &str, word: Word) {
        match written_out(plain) {
            Some(long) => long.split(' ').for_each(|part| self.push(part, word)),
            // What belongs to somebody, and what somebody is, read alike: "the rope's round my neck", "my dad's gun".
            None => self.push(plain.strip_suffix("'s").unwrap_or(plain), word),
        }
    }
}

/// Plain lower-case letters, and where each byte came from.
fn folded(original: &str) -> (String, Vec<u32>) {
    if original.is_ascii() {
        return folded_ascii(original);
    }
    let mut text = String::with_capacity(original.len());
    let mut from: Vec<u32> = Vec::with_capacity(original.len() + 1);
    let mut last = '\0';
    for (at, sign) in original.char_indices() {
        // A capital I after a small letter is an l in disguise: "kiII".
        let sign = if sign == 'I' && last.is_ascii_lowercase() { 'l' } else { sign };
        last = sign;
        plain(sign, &mut |sign| {
            text.push(sign);
            from.resize(text.len(), at as u32);
        });
    }
    from.push(original.len() as u32);
    let (text, from) = latin(text, from);
    shrunk(&text, &from)
}

/// Whether nothing is drawn out, and no capital I is an l in disguise. Asked of every byte, without a branch.
fn is_plain(bytes: &[u8]) -> bool {
    let same = |one: u8, other: u8| (one ^ other) & !0x20 == 0;
    let drawn_out = |it: &[u8]| same(it[0], it[1]) & same(it[0], it[2]) & it[0].is_ascii_alphabetic();
    let disguised = |it: &[u8]| it[0].is_ascii_lowercase() & (it[1] == b'I');
    let drawn_out = bytes.windows(3).fold(false, |found, it| found | drawn_out(it));
    let disguised = bytes.windows(2).fold(false, |found, it| found | disguised(it));
    !drawn_out && !disguised
}

/// The same for the texts that most people write, more quickly.
fn folded_ascii(original: &str) -> (String, Vec<u32>) {
    if is_plain(original.as_bytes()) {
        return (original.to_ascii_lowercase(), (0..=original.len() as u32).collect());
    }
    let (mut text, mut from) = (String::with_capacity(original.len()), Vec::with_capacity(original.len() + 1));
    let (mut written, mut last) = (0, [0; 2]);
    for (at, sign) in original.bytes().enumerate() {
        let sign = if sign == b'I' && u8::is_ascii_lowercase(&written) { b'l' } else { sign };
        written = sign;
        let small = sign.to_ascii_lowercase();
        if small.is_ascii_alphabetic() && last == [small, small] {
            continue;
        }
        last = [last[1], small];
        text.push(char::from(small));
        from.push(at as u32);
    }
    from.push(original.len() as u32);
    (text, from)
}

/// At most two of a letter in a row: what is drawn out says the same.
fn shrunk(text: &str, from: &[u32]) -> (String, Vec<u32>) {
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(from.len()));
    let mut last = ['\0'; 2];
    for (at, sign) in text.char_indices() {
        if sign.is_alphabetic() && last == [sign, sign] {
            continue;
        }
        last = [last[1], sign];
        out.push(sign);
        places.resize(out.len(), from[at]);
    }
    places.push(from[text.len()]);
    (out, places)
}

/// A sign without accents, in lower case, in its plain form; nothing for what cannot be seen.
fn plain(sign: char, each: &mut impl FnMut(char)) {
    if sign.is_ascii() {
        return each(sign.to_ascii_lowercase());
    }
    decompose_compatible(sign, |part| {
        for small in part.to_lowercase() {
            decompose_compatible(small, |small| match small {
                // Accents of European scripts; the vowel signs of others are letters to their readers.
                '\u{300}'..='\u{36f}' => {}
                // Invisible: joiners, marks of direction, variation selectors, soft hyphens.
                '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' => {}
                '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2b9}' | '\u{2bc}' | '\u{b4}' => each('\''),
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => each('"'),
                small => each(small),
            });
        }
    });
}
