//! Threads and posts.

use circles::kind::{ContentNote, Intent};

use super::{Theme, paragraph, say};
use crate::populate::chance::Chance;

/// What stands over a thread, and what it is about.
pub(in crate::populate) struct Thread {
    pub(in crate::populate) theme: &'static Theme,
    pub(in crate::populate) title: String,
    pub(in crate::populate) intent: Intent,
    pub(in crate::populate) note: Option<ContentNote>,
}

const HELLO_TITLES: &[&str] = &[
    "Hello from {place}",
    "New here",
    "Finally writing instead of reading",
    "Hello, and thank you for being here",
    "First post, a bit nervous",
];
const WIN_TITLES: &[&str] =
    &["A small win", "Something good, for once", "I did it", "One good {part}", "Small, and mine"];
const HELLO: &[&str] = &[
    "I have been reading here for {while} and thought that I would say hello",
    "hello, I am new and do not quite know how this works",
    "I found this place {when} and it was a relief to read",
    "I am more of a listener, but here I am",
];
const SINCE: &[&str] = &[
    "It began in {season}.",
    "It has been like this since {day}.",
    "I do not know what set it off.",
    "{when}, out of nowhere.",
    "It is not the first time.",
    "Nothing happened, that is the odd thing.",
    "It was better for {while}, and then it was not.",
];
const TRIED: &[&str] = &[
    "I tried {comfort}, and it took the edge off",
    "I told {who}, who was kind and did not know what to say",
    "usually {comfort} helps, this time it did not",
    "I {small}, at least",
    "I got as far as {place} and came back after five minutes",
];
const LISTEN: &[&str] = &[
    "I do not need advice, I only wanted to say it somewhere",
    "no need to answer, it helps to write it down",
    "please just read",
    "I only want somebody to know",
];
const SUPPORT: &[&str] = &[
    "if anybody knows this, I would be glad of a word",
    "it would help to hear that I am not the only one",
    "thank you for reading as far as this",
    "a few kind words would do me good {when}",
];
const HEARD: &[&str] = &[
    "I know that one",
    "thank you for writing this",
    "I read this twice",
    "that sounds so tiring",
    "you are not the only one",
    "I am glad that you said it",
    "oh, the same here",
    "that is a lot for one {part}",
    "I could have written this",
    "it makes sense to me that you feel like that",
    "sending a quiet hello",
    "what you wrote about the {part} stayed with me",
];
const OWN: &[&str] = &[
    "for me it was like that for {while}",
    "I had this in {season}",
    "with me it comes and goes",
    "I am in the middle of it myself",
    "it was like this for me last year",
    "I still have such days",
];
const NEAR: &[&str] = &[
    "what helped me:",
    "it may be different for you, but for me",
    "I can only say what it was like for me:",
    "something that surprised me:",
    "not advice, only what I do:",
];
const BACK: &[&str] = &[
    "how was today?",
    "are you all right for tonight?",
    "is there somebody with you?",
    "what does the evening look like?",
    "would you like to tell more?",
    "no need to answer if it is too much",
    "I will look in again tomorrow",
    "write whenever you like, I read along",
    "be as kind to yourself as you are to us here",
];
const SHORT: &[&str] = &[
    "Same here.",
    "Thank you for this.",
    "I hear you.",
    "With you.",
    "Reading along, and thinking of you.",
    "I needed to read this today.",
    "That is no small thing.",
    "Yes. Exactly that.",
    "Glad that you are here.",
    "No words, only: I read it.",
    "Take your time.",
    "Well said.",
];
const THANKS: &[&str] = &[
    "thank you, all of you",
    "I did not expect so many answers",
    "I have read every one of these",
    "it helped to read that",
    "thank you, that is kind",
    "I cried {bit}, the good sort",
];
const UPDATE: &[&str] = &[
    "today was {bit} better",
    "not much has changed, but I {small}",
    "I talked to {who} {when}",
    "I slept a few hours",
    "I tried what you wrote, and it was not nothing",
    "I will write again on {day}",
    "still here",
    "it was a rough {part}, and it passed",
];
const JOY: &[&str] = &[
    "that made me smile",
    "well done, and I mean it",
    "that is not small at all",
    "I am happy for you",
    "this is what I needed to read today",
];
const OWN_NOTES: &[&str] =
    &["hospital, briefly", "a quarrel", "money", "a hard anniversary", "an animal that died", "being sick"];

/// Every text, for the test that reads them all.
#[cfg(test)]
pub(super) fn every() -> Vec<&'static str> {
    [
        HELLO_TITLES,
        WIN_TITLES,
        HELLO,
        SINCE,
        TRIED,
        LISTEN,
        SUPPORT,
        HEARD,
        OWN,
        NEAR,
        BACK,
        SHORT,
        THANKS,
        UPDATE,
        JOY,
        OWN_NOTES,
    ]
    .concat()
}

/// A content note in somebody's own words.
pub(in crate::populate) fn own_note(chance: &mut Chance) -> String {
    say(chance, OWN_NOTES)
}

impl Thread {
    /// A thread about this.
    pub(in crate::populate) fn of(seed: u64, number: u64, theme: &'static Theme) -> Self {
        let mut chance = Chance::of(seed, "thread words", number);
        let intent = match chance.below(20) {
            0..=7 => Intent::Support,
            8..=11 => Intent::Listen,
            12..=15 => Intent::Ideas,
            16..=17 => Intent::Win,
            _ => Intent::Hello,
        };
        let titles = match intent {
            Intent::Hello => HELLO_TITLES,
            Intent::Win if chance.falls(0.6) => WIN_TITLES,
            _ => theme.titles,
        };
        let title = say(&mut chance, titles);
        let note = theme.note.filter(|_| intent != Intent::Hello && chance.falls(0.3));
        Self { theme, title: paragraph(&[title]), intent, note }
    }

    /// A post of it: the first one, an answer, or another word of whoever began it.
    pub(in crate::populate) fn words(&self, seed: u64, number: u64, seq: u64, by_another: bool) -> String {
        let mut chance = Chance::of(seed, "post words", number << 12 | seq);
        match (seq, by_another) {
            (1, _) => self.opening(&mut chance),
            (_, true) => self.answer(&mut chance),
            (_, false) => self.update(&mut chance),
        }
    }

    fn opening(&self, chance: &mut Chance) -> String {
        let theme = self.theme;
        let mut first = Vec::new();
        if self.intent == Intent::Hello {
            first.push(say(chance, HELLO) + ".");
        }
        if self.intent == Intent::Win {
            first.push(say(chance, theme.wins) + ".");
        }
        first.push(say(chance, theme.now) + ".");
        if chance.falls(0.6) {
            first.push(say(chance, SINCE));
        }
        let mut second = vec![say(chance, theme.feels) + "."];
        if chance.falls(0.5) {
            second.push(say(chance, theme.now) + ".");
        }
        if chance.falls(0.5) {
            second.push(say(chance, TRIED) + ".");
        }
        let last = match self.intent {
            Intent::Listen => say(chance, LISTEN) + ".",
            Intent::Ideas => say(chance, theme.asks),
            Intent::Win => String::new(),
            _ => say(chance, SUPPORT) + ".",
        };
        let mut paragraphs = vec![paragraph(&first), paragraph(&second)];
        if !last.is_empty() {
            paragraphs.push(paragraph(&[last]));
        }
        paragraphs.join("\n\n")
    }

    fn answer(&self, chance: &mut Chance) -> String {
        let theme = self.theme;
        if chance.falls(0.22) {
            return paragraph(&[say(chance, SHORT)]);
        }
        let mut first = Vec::new();
        first.push(say(chance, if self.intent == Intent::Win { JOY } else { HEARD }) + ".");
        if chance.falls(0.55) {
            first.push(say(chance, OWN) + ".");
        }
        if chance.falls(0.35) {
            first.push(say(chance, theme.feels) + ", too.");
        }
        let mut paragraphs = vec![paragraph(&first)];
        if chance.falls(0.06) {
            let things: Vec<String> =
                (0..3).map(|_| format!("- {}", paragraph(&[say(chance, theme.helped)]))).collect();
            paragraphs.push(paragraph(&[say(chance, NEAR)]));
            paragraphs.push(things.join("\n"));
        } else if chance.falls(0.6) {
            paragraphs.push(paragraph(&[format!("{} {}.", say(chance, NEAR), say(chance, theme.helped))]));
        }
        if chance.falls(0.5) {
            paragraphs.push(paragraph(&[say(chance, BACK)]));
        }
        paragraphs.join("\n\n")
    }

    fn update(&self, chance: &mut Chance) -> String {
        let mut sentences = vec![say(chance, THANKS) + ".", say(chance, UPDATE) + "."];
        if chance.falls(0.4) {
            sentences.push(say(chance, self.theme.feels) + ".");
        }
        if chance.falls(0.25) {
            sentences.push(say(chance, self.theme.wins) + ".");
        }
        paragraph(&sentences)
    }
}
