//! Ways to be reached outside: telephone numbers, e-mail addresses, handles, invitations elsewhere, places and times to
//! meet, names with dates of birth, requests for money – plain, or hidden from a machine.
//!
//! Nothing here is forbidden by itself: the author is asked once, and a young person's is hidden at first. Numbers of
//! helplines, doses, scores, dates and counts are never meant, nor is talk about a service, nor a rule that says no.

mod handles;
mod numbers;
mod places;
mod words;

use alloc::vec::Vec;
use core::ops::Deref;

use self::words::{Class, Words};
use crate::{
    conduct::{Finding, said},
    lex::Lexed,
    normal::Normal,
    pack::{Pack, PackError},
    reading::{Evidence, Kind},
};

/// Part of a text that says how to reach somebody.
#[derive(Clone, Copy, Debug)]
struct Way {
    start: usize,
    end: usize,
    weight: i32,
}

/// The head for contact, ready to read.
#[derive(Clone, Debug)]
pub struct Contact {
    pack: Pack,
    words: Words,
}

impl Contact {
    /// The packs that come with the crate.
    pub fn shipped() -> Self {
        let packs = [
            include_str!("../packs/en/contact.txt"),
            include_str!("../packs/es/contact.txt"),
            include_str!("../packs/hi/contact.txt"),
        ];
        #[expect(clippy::expect_used, reason = "the packs are part of the program, and a test reads them")]
        Self::of(&packs).expect("the shipped packs can be read")
    }

    /// Packs of a community's own.
    pub fn of(packs: &[&str]) -> Result<Self, PackError> {
        #[expect(clippy::expect_used, reason = "the lists are part of the program, and a test reads them")]
        let words = Words::read(include_str!("../packs/contact-words.txt")).expect("the shipped lists can be read");
        Ok(Self { pack: Pack::parse(packs)?, words })
    }

    /// Reads a text.
    pub fn read(&self, text: &Normal<'_>) -> Finding {
        let lexed = Lexed::of(text.original());
        let lexed = Text { classes: self.words.classes(&lexed), lexed };
        let mut ways = numbers::find(&lexed);
        ways.extend(handles::find(&lexed));
        ways.extend(places::find(&lexed, text.original()));
        let found = self.pack.find(text);
        let phrases = found.iter().filter(|it| {
            self.pack.group(it.group).name == Kind::Contact.as_str() && said(&self.pack, text, &found, it)
        });
        ways.extend(phrases.map(|it| {
            let span = text.span(it.first, it.last);
            Way { start: span.start, end: span.end, weight: self.pack.group(it.group).weight }
        }));
        let evidence: Vec<Evidence> = ways
            .into_iter()
            .map(|it| Evidence { kind: Kind::Contact, start: it.start, end: it.end, earlier: None, weight: it.weight })
            .collect();
        Finding::of(evidence)
    }
}

/// A text in pieces, and the lists that its words are in.
struct Text {
    lexed: Lexed,
    classes: Vec<Class>,
}

impl Deref for Text {
    type Target = Lexed;

    fn deref(&self) -> &Lexed {
        &self.lexed
    }
}

impl Text {
    /// Whether the word at this place is in the list.
    fn is(&self, at: usize, class: Class) -> bool {
        self.classes.get(at).is_some_and(|it| it & class != 0)
    }

    /// Whether a word of the list stands within so many pieces before.
    fn near(&self, at: usize, reach: usize, class: Class) -> bool {
        (at.saturating_sub(reach)..at).any(|it| self.is(it, class))
    }

    /// A way that reaches from one piece to another, both included.
    fn way(&self, first: usize, last: usize, weight: i32) -> Way {
        Way { start: self.pieces[first].start, end: self.pieces[last].end, weight }
    }

    /// Whether one of these words stands within so many pieces before.
    fn before(&self, at: usize, reach: usize, words: &[&str]) -> bool {
        (at.saturating_sub(reach)..at).any(|it| self.word(it).is_some_and(|word| words.contains(&word)))
    }
}
