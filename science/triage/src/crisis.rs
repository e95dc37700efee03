//! Danger to oneself and to others, in one text: the findings of the packs, each read in its context.

use alloc::vec::Vec;

use crate::context::{Context, Who};
use crate::normal::Normal;
use crate::pack::{Found, Pack, PackError};
use crate::reading::Kind;

/// The packs of the languages that are shipped.
const PACKS: &[&str] = &[
    include_str!("../packs/en/crisis.pack"),
    include_str!("../packs/en/danger.pack"),
    include_str!("../packs/en/frames.pack"),
    include_str!("../packs/en/hints.pack"),
    include_str!("../packs/en/cues.pack"),
    include_str!("../packs/es/crisis.pack"),
    include_str!("../packs/hi/crisis.pack"),
    include_str!("../packs/fr/crisis.pack"),
    include_str!("../packs/de/crisis.pack"),
    include_str!("../packs/pt/crisis.pack"),
    include_str!("../packs/it/crisis.pack"),
];

/// Reads the shipped packs. They are part of the program, and a test reads them too.
pub(crate) fn shipped() -> Result<Pack, PackError> {
    Pack::parse(PACKS)
}

/// What a finding weighs when it is about somebody else: a person should look.
const ANOTHER: i32 = 560;

/// From this weight on it is about now.
const NOW: i32 = 850;

/// What a supporter's own story weighs at most.
const TOLD: i32 = 380;

/// Up to this weight, a sentence beside a finding can say that it is over.
const OLD: i32 = 640;

/// What a text says about danger.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// What counts, with its weight.
    pub(crate) signs: Vec<Sign>,
    /// Whether something was named and taken back, over, or somebody's death: a gentle card, no more.
    pub(crate) tender: bool,
    /// Hints of means.
    pub(crate) hints: Vec<Found>,
    /// How heavy it is as a whole: the sum of the cues.
    pub(crate) weight: i32,
    /// Words of support to somebody else.
    pub(crate) helping: usize,
    /// How often the author names themselves.
    pub(crate) own: usize,
    /// How often the author names whom they write to.
    pub(crate) yours: usize,
    /// Whether most of it is somebody else's words: it quotes, and names a film, a book, the news.
    pub(crate) retold: bool,
    /// Whether it was only an idiom, a story or a joke.
    pub(crate) away: bool,
    themes: Vec<(usize, u32)>,
}

impl Signs {
    /// Whether it reads as support for somebody else: it speaks of them more than of its author.
    pub(crate) fn supports(&self) -> bool {
        (self.helping >= 1 && self.yours > self.own) || (self.helping >= 2 && self.yours * 2 >= self.own)
    }

    /// Counts a cue of a theme: the first in full, the next by half, and so on.
    fn cue(&mut self, theme: usize, weight: i32) {
        let at = self.themes.iter().position(|(it, _)| *it == theme).unwrap_or_else(|| {
            self.themes.push((theme, 0));
            self.themes.len() - 1
        });
        let times = &mut self.themes[at].1;
        self.weight += weight >> (*times).min(30).div_ceil(2);
        *times += 1;
    }
}

/// One piece of evidence, by its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign {
    pub(crate) kind: Kind,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) weight: i32,
}

/// Reads the findings of a text in their context.
pub(crate) fn signs(normal: &Normal<'_>, pack: &Pack) -> Signs {
    let found = pack.find(normal);
    let context = Context::of(normal, pack, &found);
    let mut out = Signs { helping: context.helping, ..Signs::default() };
    for found in &found {
        let group = pack.group(found.group);
        if group.name == "hint-means" {
            if !context.is_idiom(found) && !context.is_denied(found) && context.who(found) != Some(Who::Reader) {
                out.hints.push(*found);
            }
            continue;
        }
        if group.name == "cue" {
            if !context.is_idiom(found) {
                out.cue(found.group, group.weight);
            }
            continue;
        }
        let sentence = context.sentence(found);
        match group.name.as_str() {
            "self" => out.own += 1,
            "you" => out.yours += 1,
            "idiom" => out.away = true,
            _ => {}
        }
        if group.name == "bereaved" {
            out.tender = true;
        }
        let Some(kind) = group.kind else { continue };
        if context.is_idiom(found) {
            continue;
        }
        let who = context.who(found);
        let asked = normal.words()[found.first].asked;
        let spoken_to =
            who == Some(Who::Reader) || (sentence.helping && (asked || who.is_none()) && who != Some(Who::Author));
        if (spoken_to && kind != Kind::ThirdParty) || (group.is("me") && who != Some(Who::Author)) {
            continue;
        }
        if sentence.joke && group.is("weak") {
            continue;
        }
        if sentence.media
            && (who != Some(Who::Author) || normal.words()[found.first].quoted || group.is("weak") || group.is("me"))
        {
            out.away = true;
            continue;
        }
        if context.is_denied(found) || (context.is_over(found, group.weight <= OLD) && kind != Kind::AbuseSuffered) {
            out.tender = true;
            continue;
        }
        if sentence.bereaved && (who == Some(Who::Another) || kind == Kind::ThirdParty) {
            out.tender = true;
            continue;
        }
        let (kind, weight) = match who {
            Some(Who::Another) if !group.is("own") => (Kind::ThirdParty, ANOTHER.min(group.weight)),
            _ => (kind, group.weight),
        };
        out.signs.push(Sign { kind, first: found.first, last: found.last, weight });
    }
    let quoted = normal.words().iter().filter(|word| word.quoted).count();
    out.retold = quoted * 2 >= normal.words().len().max(1) && context.tells_a_story();
    if out.supports() || out.retold {
        // What a supporter tells of themselves is told for the other's sake; a danger that is now stays what it is.
        out.signs.iter_mut().filter(|sign| sign.weight < NOW).for_each(|sign| sign.weight = sign.weight.min(TOLD));
    }
    out
}
