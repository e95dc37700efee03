//! What stands around a finding and changes what it says: who it is about, whether it is taken back, whether it is long
//! over, whether it is somebody else's story.

use alloc::vec;
use alloc::vec::Vec;

use crate::normal::Normal;
use crate::pack::{Found, Pack};

/// Whom a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Author,
    Reader,
    Another,
}

/// How far to the left of a finding a word can still change it, in words.
const NEAR: usize = 8;

/// The frames of a text, by word and by sentence.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    normal: &'a Normal<'a>,
    who: Vec<Option<Who>>,
    takes_back: Vec<bool>,
    denial_ends: Vec<bool>,
    idioms: Vec<(usize, usize)>,
    sentences: Vec<Sentence>,
    /// How many words of support it holds.
    pub(crate) helping: usize,
}

/// What was found somewhere in a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) past: bool,
    pub(crate) again: bool,
    pub(crate) media: bool,
    pub(crate) joke: bool,
    pub(crate) bereaved: bool,
    pub(crate) helping: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn of(normal: &'a Normal<'a>, pack: &Pack, found: &[Found]) -> Self {
        let words = normal.words();
        let sentences = words.last().map_or(0, |word| usize::from(word.sentence) + 1);
        let mut context = Self {
            normal,
            who: vec![None; words.len()],
            takes_back: vec![false; words.len()],
            denial_ends: vec![false; words.len()],
            idioms: vec![],
            sentences: vec![Sentence::default(); sentences],
            helping: 0,
        };
        let mut does_not = vec![false; words.len()];
        for found in found {
            let sentence = &mut context.sentences[usize::from(words[found.first].sentence)];
            match pack.group(found.group).name.as_str() {
                "self" => context.who[found.last] = Some(Who::Author),
                "you" => context.who[found.last] = Some(Who::Reader),
                "other" => context.who[found.last] = Some(Who::Another),
                "not" => context.takes_back[found.first..=found.last].fill(true),
                "not-not" => does_not[found.first..=found.last].fill(true),
                "denies" => context.denial_ends[found.last] = true,
                "idiom" => context.idioms.push((found.first, found.last)),
                "past" => sentence.past = true,
                "again" => sentence.again = true,
                "media" => sentence.media = true,
                "joke" => sentence.joke = true,
                "bereaved" => sentence.bereaved = true,
                "helping" => {
                    sentence.helping = true;
                    context.helping += 1;
                }
                _ => {}
            }
        }
        context.takes_back.iter_mut().zip(does_not).for_each(|(takes, does_not)| *takes &= !does_not);
        context
    }

    /// Whether a film, a book, the news is named anywhere.
    pub(crate) fn tells_a_story(&self) -> bool {
        self.sentences.iter().any(|sentence| sentence.media)
    }

    pub(crate) fn sentence(&self, found: &Found) -> Sentence {
        self.sentences[usize::from(self.normal.words()[found.first].sentence)]
    }

    /// Whether the sentence says that it is over, and not that it has come back. Where `beside`, the sentences next to it
    /// are heard too.
    pub(crate) fn is_over(&self, found: &Found, beside: bool) -> bool {
        let at = usize::from(self.normal.words()[found.first].sentence);
        let around = if beside { at.saturating_sub(1)..(at + 2).min(self.sentences.len()) } else { at..at + 1 };
        let around = &self.sentences[around];
        around.iter().any(|it| it.past) && !around.iter().any(|it| it.again)
    }

    /// Whether a way of speaking holds most of a finding.
    pub(crate) fn is_idiom(&self, found: &Found) -> bool {
        self.idioms.iter().any(|(first, last)| {
            let (first, last) = (*first.max(&found.first), *last.min(&found.last));
            first <= last && 2 * (last - first + 1) > found.last - found.first
        })
    }

    /// Whom a finding is about: who is named in it, else the nearest before it in its clause, else in its sentence.
    pub(crate) fn who(&self, found: &Found) -> Option<Who> {
        if self.who[found.first..=found.last].contains(&Some(Who::Author)) {
            return Some(Who::Author);
        }
        let here = self.normal.words()[found.first];
        let before = self.normal.words()[..found.first].iter().zip(&self.who).rev();
        let before = before.take_while(|(word, _)| word.sentence == here.sentence);
        before
            .filter_map(|(_, who)| *who)
            .next()
            .or_else(|| self.who[found.first..=found.last].iter().copied().flatten().next())
    }

    /// Whether something before a finding, in its clause, takes it back.
    pub(crate) fn is_denied(&self, found: &Found) -> bool {
        let words = self.normal.words();
        let clause = words[found.first].clause;
        for at in (0..found.first).rev().take(NEAR) {
            if words[at].clause != clause {
                return false;
            }
            if self.takes_back[at] || self.denial_ends[at] {
                return true;
            }
            match self.normal.word(at) {
                "i" | "he" | "she" | "they" | "you" | "we" => {
                    return at > 0 && words[at - 1].clause == clause && self.denial_ends[at - 1];
                }
                "and" | "because" | "so" | "since" | "when" | "if" | "until" | "but" | "while" => return false,
                _ => {}
            }
        }
        false
    }
}
