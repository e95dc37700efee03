//! What one line does.

use std::ops::Range;

use crate::{
    Skill,
    lexicon::{
        ABOUT_THEM, ADVICE, ASKS_PLAINLY, BRIGHT_SIDE, CARRIES_NOTHING, DOES_NOT_OPEN, FEELINGS, HEARS, OPENS,
        OWN_STORY, SAYS_BACK, SELF, TAKES_AWAY, UNDERSTANDS,
    },
    words::{Sentence, sentences},
};

/// In how many lines something stood in the way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trouble {
    pub(crate) bright_side: usize,
    pub(crate) own_story: usize,
    pub(crate) advice: usize,
    pub(crate) questions: usize,
}

impl Trouble {
    pub(crate) fn add(&mut self, other: Self) {
        self.bright_side += other.bright_side;
        self.own_story += other.own_story;
        self.advice += other.advice;
        self.questions += other.questions;
    }
}

/// What one line does.
pub(crate) struct Read {
    pub(crate) found: Vec<(Skill, Range<usize>)>,
    pub(crate) trouble: Trouble,
    pub(crate) words: usize,
}

/// Words of five letters share their beginning with other forms of themselves: "waited", "waiting".
const BEGINNING: usize = 5;

fn beginning(word: &str) -> Option<String> {
    let carries = word.chars().count() >= BEGINNING && !CARRIES_NOTHING.contains(&word);
    carries.then(|| word.chars().take(BEGINNING).collect())
}

/// The words of the other that carry something when they are said back.
pub(crate) fn echoes(text: &str) -> Vec<String> {
    sentences(text).iter().flat_map(|it| &it.words).filter_map(|it| beginning(&it.text)).collect()
}

pub(crate) fn line(text: &str, echo: &[String]) -> Read {
    let sentences = sentences(text);
    let mut read = Read { found: Vec::new(), trouble: Trouble::default(), words: 0 };
    let any = |phrases: &[&str]| usize::from(sentences.iter().any(|it| it.has_any(phrases)));
    read.trouble.bright_side = any(BRIGHT_SIDE);
    read.trouble.own_story = any(OWN_STORY);
    read.trouble.advice = any(ADVICE);
    read.trouble.questions = usize::from(sentences.iter().filter(|it| it.asks).count() > 2);
    for sentence in &sentences {
        read.words += sentence.words.len();
        let spans = [
            (Skill::Feeling, feeling(sentence)),
            (Skill::Understanding, understanding(sentence, echo)),
            (Skill::Exploring, exploring(sentence)),
        ];
        let spans = spans.into_iter().filter_map(|(skill, words)| Some((skill, sentence.place(words?))));
        read.found.extend(spans);
    }
    read.found.sort_by_key(|(skill, place)| (place.start, *skill));
    read
}

/// A feeling of the other, named and left to them.
fn feeling(sentence: &Sentence) -> Option<Range<usize>> {
    let found = FEELINGS.iter().filter_map(|it| sentence.find(it)).min_by_key(|it| it.start)?;
    let before = || (0..found.start).rev().map(|at| sentence.word(at));
    let nearest = before().find(|it| SELF.contains(it) || ABOUT_THEM.contains(it));
    let is_theirs = match nearest {
        // One or two words by themselves name it, too.
        None => sentence.words.len() <= 3,
        Some(word) => !SELF.contains(&word) || sentence.has_any(HEARS),
    };
    let is_left = !sentence.has_any(TAKES_AWAY) && !sentence.has_any(BRIGHT_SIDE) && !sentence.has_any(OWN_STORY);
    let is_named = !sentence.has_any(ADVICE) && !asks_plainly(sentence);
    (is_theirs && is_left && is_named).then_some(found)
}

/// Saying back what was heard.
fn understanding(sentence: &Sentence, echo: &[String]) -> Option<Range<usize>> {
    let hinders = [ADVICE, BRIGHT_SIDE, OWN_STORY];
    if hinders.iter().any(|it| sentence.has_any(it)) {
        return None;
    }
    let stem = UNDERSTANDS.iter().filter_map(|it| sentence.find(it)).min_by_key(|it| (it.start, usize::MAX - it.end));
    // A stem alone shows nothing: something must have been understood.
    if let Some(stem) = stem.filter(|it| sentence.words.len() > it.len()) {
        return Some(stem);
    }
    if sentence.asks || sentence.words.len() < 4 {
        return None;
    }
    if let Some(back) = SAYS_BACK.iter().find(|it| sentence.begins(it)) {
        let is_heard = !sentence.has_any(&["you're welcome", "you're right", "you're not alone", "you're doing"]);
        return (is_heard && !sentence.has("will")).then(|| 0..back.split(' ').count());
    }
    let speaks_of_self = sentence.words.iter().any(|it| SELF.contains(&it.text.as_str()));
    let said_back = sentence.words.iter().position(|it| beginning(&it.text).is_some_and(|it| echo.contains(&it)));
    said_back.filter(|_| !speaks_of_self).map(|at| at..at + 1)
}

/// Opening: asking so that more can be said.
fn exploring(sentence: &Sentence) -> Option<Range<usize>> {
    if asks_plainly(sentence) {
        return Some(0..sentence.words.len());
    }
    if sentence.has_any(DOES_NOT_OPEN) || sentence.has_any(ADVICE) {
        return None;
    }
    // "And", "so", "okay" may come first; what is asked begins soon.
    let opens = OPENS.iter().filter_map(|it| sentence.find(it)).filter(|it| it.start <= 3).min_by_key(|it| it.start)?;
    let invites = ["tell me", "say more", "hear", "understand", "wonder", "wondering"];
    let is_open = sentence.asks || (sentence.has_any(&invites) && opens.start == 0 && opens.len() > 1);
    is_open.then_some(opens)
}

fn asks_plainly(sentence: &Sentence) -> bool {
    sentence.asks && sentence.has_any(ASKS_PLAINLY)
}
