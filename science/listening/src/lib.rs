//! What a supporter's own words did.
//!
//! Somebody who learns to listen may look at her own words afterwards: where she named a feeling, where she showed that she
//! had understood, where she asked in a way that opens. [`listen`] finds these by rules that anybody can read, shows on which
//! words they rest, and picks one suggestion out of a fixed list.
//!
//! ```
//! use listening::{Line, Skill, listen};
//!
//! let heard = listen(&[Line::own("That sounds lonely. What was the hardest part?")]);
//!
//! assert_eq!(heard.count(Skill::Feeling), 1);
//! assert_eq!(heard.count(Skill::Exploring), 1);
//! assert_eq!(heard.spans[0].of("That sounds lonely. What was the hardest part?"), "That sounds");
//! ```
//!
//! # What it cannot do
//!
//! It reads English alone, sees words and no people, and does not know whether they were the right ones. A line in which it
//! finds nothing may have been the best of the evening. So it gives no mark, compares nobody, and is for the eyes of whoever
//! wrote the words. Everything is in whole numbers, without clock or chance: the same words always read the same.

mod lexicon;
mod read;
mod words;

use std::ops::Range;

/// Something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Whether it is of the one whose words are read.
    pub is_own: bool,
    /// What was said.
    pub words: &'a str,
}

impl<'a> Line<'a> {
    /// What the one who learns said.
    pub fn own(words: &'a str) -> Self {
        Self { is_own: true, words }
    }

    /// What the other said.
    pub fn other(words: &'a str) -> Self {
        Self { is_own: false, words }
    }
}

/// What words can do for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skill {
    /// A feeling of the other is named.
    Feeling,
    /// It shows that the other was understood.
    Understanding,
    /// It opens: asks so that more can be said, or asks plainly about suicide.
    Exploring,
}

impl Skill {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Feeling, Self::Understanding, Self::Exploring];

    /// Its name in a catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feeling => "feeling",
            Self::Understanding => "understanding",
            Self::Exploring => "exploring",
        }
    }
}

impl std::fmt::Display for Skill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The words on which something rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// In which line, counted from nought.
    pub line: usize,
    /// What they do.
    pub skill: Skill,
    /// Where, in bytes.
    pub place: Range<usize>,
}

impl Span {
    /// The words themselves, out of their line.
    pub fn of<'a>(&self, line: &'a str) -> &'a str {
        line.get(self.place.clone()).unwrap_or_default()
    }
}

/// One thing to try next time. What it says is in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suggestion {
    /// A bright side was shown where company was needed.
    BrightSide,
    /// It became about one's own story, or about knowing how it feels.
    TheirStory,
    /// More advice than listening.
    LessAdvice,
    /// Several questions at a time.
    OneQuestion,
    /// Very long.
    Shorter,
    /// No feeling was named.
    NameFeeling,
    /// Nothing showed what was understood.
    ShowUnderstanding,
    /// No question opened.
    AskOpen,
    /// All three were there.
    GoOn,
}

impl Suggestion {
    /// Every suggestion.
    pub const ALL: [Self; 9] = [
        Self::BrightSide,
        Self::TheirStory,
        Self::LessAdvice,
        Self::OneQuestion,
        Self::Shorter,
        Self::NameFeeling,
        Self::ShowUnderstanding,
        Self::AskOpen,
        Self::GoOn,
    ];

    /// Its name in a catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BrightSide => "bright-side",
            Self::TheirStory => "their-story",
            Self::LessAdvice => "less-advice",
            Self::OneQuestion => "one-question",
            Self::Shorter => "shorter",
            Self::NameFeeling => "name-feeling",
            Self::ShowUnderstanding => "show-understanding",
            Self::AskOpen => "ask-open",
            Self::GoOn => "go-on",
        }
    }
}

impl std::fmt::Display for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was found in somebody's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// How many lines of her own there were.
    pub lines: usize,
    /// What was found, in the order of the words; at most one of each skill in a sentence.
    pub spans: Vec<Span>,
    /// One thing to try; nothing when she said nothing.
    pub suggestion: Option<Suggestion>,
}

impl Heard {
    /// In how many lines this was found.
    pub fn count(&self, skill: Skill) -> usize {
        let mut lines: Vec<usize> = self.spans.iter().filter(|it| it.skill == skill).map(|it| it.line).collect();
        lines.dedup();
        lines.len()
    }
}

/// A line longer than this, in words, is hard to take in at a bad hour. Our own judgement.
const LONG: usize = 90;

/// Reads what somebody said, between what the other said.
pub fn listen(lines: &[Line<'_>]) -> Heard {
    let mut heard = Heard::default();
    let mut trouble = read::Trouble::default();
    let mut echo: Vec<String> = Vec::new();
    let mut long = 0;
    for (number, line) in lines.iter().enumerate() {
        if !line.is_own {
            echo = read::echoes(line.words);
            continue;
        }
        heard.lines += 1;
        let read = read::line(line.words, &echo);
        heard.spans.extend(read.found.into_iter().map(|(skill, place)| Span { line: number, skill, place }));
        trouble.add(read.trouble);
        long += usize::from(read.words > LONG);
    }
    heard.suggestion = suggestion(&heard, trouble, long);
    heard
}

/// What hurts comes first, then what is missing.
fn suggestion(heard: &Heard, trouble: read::Trouble, long: usize) -> Option<Suggestion> {
    let listening = Skill::ALL.iter().map(|it| heard.count(*it)).max().unwrap_or_default();
    let at_least_half = |many: usize| many * 2 >= heard.lines;
    [
        (heard.lines == 0, None),
        (trouble.bright_side > 0, Some(Suggestion::BrightSide)),
        (trouble.own_story > 0, Some(Suggestion::TheirStory)),
        (trouble.advice > listening, Some(Suggestion::LessAdvice)),
        (trouble.questions > 0 && at_least_half(trouble.questions), Some(Suggestion::OneQuestion)),
        (long > 0 && at_least_half(long), Some(Suggestion::Shorter)),
        (heard.count(Skill::Feeling) == 0, Some(Suggestion::NameFeeling)),
        (heard.count(Skill::Understanding) == 0, Some(Suggestion::ShowUnderstanding)),
        (heard.count(Skill::Exploring) == 0, Some(Suggestion::AskOpen)),
    ]
    .into_iter()
    .find_map(|(is_so, suggestion)| is_so.then_some(suggestion))
    .unwrap_or(Some(Suggestion::GoOn))
}
