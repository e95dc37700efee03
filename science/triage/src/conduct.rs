//! How people treat each other: advice that harms, insults, making little of it, approaches, grooming, advertising.
//!
//! Who says what to whom matters. `you're worthless` is an insult; `she called me worthless` is a wound, and whoever tells
//! of it must never be taken for the one who dealt it. So each turn of phrase of the pack is looked at in its sentence: is
//! it reported, quoted, denied, or warned against? And is it in the place of an order?

use alloc::vec::Vec;

use crate::{
    normal::Normal,
    pack::{Found, Pack, PackError},
    reading::{Evidence, Kind},
};

/// What one head of the crate found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Permille; from 500 on a person should look.
    pub score: u16,
    /// What it rests on, in the order of the text.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// Puts evidence in order, drops what lies within more of its kind, and adds up: each piece takes its share of what
    /// the others left open.
    pub(crate) fn of(mut evidence: Vec<Evidence>) -> Self {
        evidence.sort_unstable_by_key(|it| (it.start, core::cmp::Reverse(it.end), core::cmp::Reverse(it.weight)));
        let mut kept: Vec<Evidence> = Vec::with_capacity(evidence.len());
        for one in evidence {
            match kept.iter_mut().rev().find(|it| it.kind == one.kind && one.start < it.end) {
                Some(wide) => {
                    wide.end = wide.end.max(one.end);
                    wide.weight = wide.weight.max(one.weight);
                }
                None => kept.push(one),
            }
        }
        let open = kept.iter().fold(1000, |open, it| open * (1000 - it.weight.clamp(0, 1000)) / 1000);
        Self { score: (1000 - open).clamp(0, 995) as u16, evidence: kept }
    }
}

/// The head for conduct, ready to read.
#[derive(Clone, Debug)]
pub struct Conduct {
    pack: Pack,
}

impl Conduct {
    /// The packs that come with the crate.
    pub fn shipped() -> Self {
        let packs = [
            include_str!("../packs/en/conduct.txt"),
            include_str!("../packs/es/conduct.txt"),
            include_str!("../packs/hi/conduct.txt"),
        ];
        #[expect(clippy::expect_used, reason = "the packs are part of the program, and a test reads them")]
        Self::of(&packs).expect("the shipped packs can be read")
    }

    /// Packs of a community's own.
    pub fn of(packs: &[&str]) -> Result<Self, PackError> {
        Ok(Self { pack: Pack::parse(packs)? })
    }

    /// Reads a text.
    pub fn read(&self, text: &Normal<'_>) -> Finding {
        let found = self.pack.find(text);
        let kinds = found.iter().filter_map(|it| Some((it, self.pack.group(it.group).name.parse::<Kind>().ok()?)));
        let evidence = kinds.filter(|(it, _)| said(&self.pack, text, &found, it)).map(|(it, kind)| {
            let span = text.span(it.first, it.last);
            let weight = self.pack.group(it.group).weight;
            Evidence { kind, start: span.start, end: span.end, earlier: None, weight }
        });
        Finding::of(evidence.collect())
    }
}

/// Whether a turn of phrase is said by the author, to somebody, and meant.
///
/// Groups called `frame` tell how the words around are to be understood: a group that names the same mark is not found
/// in a sentence that holds such a frame.
pub(crate) fn said(pack: &Pack, text: &Normal<'_>, found: &[Found], it: &Found) -> bool {
    let group = pack.group(it.group);
    if group.is("order") && !ordered(text, it.first) {
        return false;
    }
    if group.is("negated") && negated(text, it.first) {
        return false;
    }
    if group.is("alone") && !alone(text, it) {
        return false;
    }
    if group.is("reported") && quoted(text, it) {
        return false;
    }
    let sentence = text.words()[it.first].sentence;
    let mut frames = found.iter().filter(|frame| pack.group(frame.group).name == "frame");
    !frames.any(|frame| {
        let marks = &pack.group(frame.group).marks;
        let meets = marks.iter().any(|mark| group.is(mark));
        let whole = marks.iter().any(|mark| mark == "anywhere");
        let outside = frame.last < it.first || frame.first > it.last || marks.iter().any(|mark| mark == "within");
        meets && outside && (whole || text.words()[frame.first].sentence == sentence)
    })
}

/// Words that may stand before an order without changing that it is one.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "let's", "lets", "just", "please", "well", "so", "then", "now", "ok", "okay", "oh", "hey", "lol", "haha",
    "honestly", "seriously", "really", "maybe", "also", "yeah", "yes", "dude", "bro", "mate", "girl", "hun", "babe",
    "simply", "always", "should", "could", "can", "need", "to", "have", "must", "might", "want", "ought", "better",
    "had", "would", "try", "go", "come", "on", "instead", "even", "literally", "still", "probably", "definitely",
    "all", "both",
];
const JOINTS: &[&str] = &["and", "or", "but", "then"];
const DUTIES: &[&str] = &["should", "could", "can", "need", "have", "must", "might", "want", "ought", "better"];
const OTHERS: &[&str] = &["i", "we", "he", "she", "they", "it", "me", "my", "someone", "people"];

/// Whether the word at this place begins an order: it opens its clause, or stands behind "you should" and the like.
fn ordered(text: &Normal<'_>, first: usize) -> bool {
    let (words, mut duty) = (text.words(), DUTIES.contains(&text.word(first)));
    let sentence = words[first].sentence;
    for at in (0..first).rev() {
        if words[at].sentence != sentence || words[at + 1].clause != words[at].clause {
            return true;
        }
        let word = text.word(at);
        if JOINTS.contains(&word) {
            let earlier = (0..at).rev().take_while(|it| words[*it].sentence == sentence);
            return !earlier.map(|it| text.word(it)).any(|it| OTHERS.contains(&it));
        }
        if !LEADS.contains(&word) {
            return duty && word == "you";
        }
        duty |= DUTIES.contains(&word);
    }
    true
}

/// Whether one of the three words before, in the same clause, takes back what follows. `why not` does not: it urges.
fn negated(text: &Normal<'_>, first: usize) -> bool {
    let words = text.words();
    let before = (first.saturating_sub(3)..first).filter(|it| words[*it].clause == words[first].clause);
    let urged = (0..first).any(|it| words[it].sentence == words[first].sentence && text.word(it) == "why");
    !urged
        && before
            .clone()
            .any(|it| matches!(text.word(it), "not" | "never" | "without" | "instead" | "rather" | "hardly"))
}

/// Whether it is all that its sentence says, but for one word and a name.
fn alone(text: &Normal<'_>, it: &Found) -> bool {
    let sentence = text.words()[it.first].sentence;
    let words = (0..text.words().len()).filter(|at| text.words()[*at].sentence == sentence);
    let others = words.filter(|at| !(it.first..=it.last).contains(at) && !LEADS.contains(&text.word(*at)));
    let others: Vec<&str> = others.map(|at| text.word(at)).collect();
    others.len() < 2 && !others.iter().any(|it| OTHERS.contains(it))
}

/// Whether it stands in quotation marks, with more than a word outside them.
fn quoted(text: &Normal<'_>, it: &Found) -> bool {
    text.words()[it.first].quoted && text.words().iter().filter(|word| !word.quoted).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str) -> u16 {
        Conduct::shipped().read(&Normal::of(text)).score
    }

    #[test]
    fn who_is_meant_decides() {
        assert!(score("you're worthless") >= 500);
        for text in [
            "my sister called me worthless",
            "I'm worthless",
            "you're not worthless",
            "he said \"you're worthless\" again",
        ] {
            assert!(score(text) < 500, "{text}");
        }
    }

    #[test]
    fn an_order_is_not_a_story() {
        assert!(score("Just stop taking your meds.") >= 500);
        assert!(score("I think you should stop taking your meds") >= 500);
        for text in
            ["I stopped taking my meds", "please don't stop taking your meds", "he told me to stop taking my meds"]
        {
            assert!(score(text) < 500, "{text}");
        }
    }

    #[test]
    fn what_is_found_is_shown_where_it_stands() {
        let text = "Hm. You’re an idiot, Sam.";
        let finding = Conduct::shipped().read(&Normal::of(text));
        let shown: Vec<&str> = finding.evidence.iter().map(|it| &text[it.start..it.end]).collect();
        assert_eq!(shown, ["You’re an idiot"]);
        assert_eq!(finding.evidence[0].kind, Kind::Harassment);
    }
}
