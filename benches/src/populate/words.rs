//! What made-up people write: put together from small grammars of our own, so that a community of a million posts reads
//! like one. They speak of hard things as peers do, and never of how somebody could do harm.

mod posts;
mod talks;
mod themes;

use super::chance::Chance;

pub(super) use posts::{Thread, own_note};
pub(super) use talks::{answer, ask_words, feedback_remark, flag_words, note, said, thanks};
pub(super) use themes::{CARERS, THEMES, Theme};

/// Named choices: `{day}` in a text is one of those under `day`, which may name others.
type Rules = &'static [(&'static str, &'static [&'static str])];

const EVERYWHERE: Rules = &[
    ("day", &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    ("part", &["morning", "afternoon", "evening", "night"]),
    ("when", &["yesterday", "last night", "on {day}", "this {part}", "at the weekend", "earlier today", "last week"]),
    (
        "while",
        &["a few days", "about a week", "two weeks now", "a month or so", "most of the {season}", "longer than I like"],
    ),
    ("season", &["spring", "summer", "autumn", "winter"]),
    (
        "who",
        &[
            "my sister",
            "my brother",
            "a friend",
            "my neighbour",
            "my mum",
            "my dad",
            "somebody at work",
            "my aunt",
            "an old friend",
            "my cousin",
        ],
    ),
    (
        "place",
        &["the kitchen", "the park", "my room", "the back garden", "the library", "the car", "the hall", "the bath"],
    ),
    (
        "comfort",
        &[
            "a cup of tea",
            "the radio on low",
            "an old film",
            "a hot bath",
            "clean sheets",
            "the window open",
            "a blanket on the sofa",
            "the same song twice",
            "toast at midnight",
            "a page of crossword",
        ],
    ),
    (
        "small",
        &[
            "washed my hair",
            "answered one message",
            "opened the post",
            "went round the block",
            "made soup",
            "changed the bed",
            "rang {who}",
            "sat outside for a bit",
            "threw out the old papers",
            "watered the plants",
        ],
    ),
    ("bit", &["a bit", "a little", "somewhat", "quite"]),
];

/// One of the texts, with everything in it chosen.
fn say(chance: &mut Chance, texts: &[&str]) -> String {
    let mut out = String::with_capacity(160);
    let text = *chance.pick(texts);
    write(chance, text, &mut out);
    out
}

fn write(chance: &mut Chance, text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        if let Some((_, choices)) = EVERYWHERE.iter().find(|(it, _)| *it == name) {
            let choice = *chance.pick(choices);
            write(chance, choice, out);
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Sentences into a paragraph: each begins with a capital.
fn paragraph(sentences: &[String]) -> String {
    let mut out = String::with_capacity(sentences.iter().map(|it| it.len() + 1).sum());
    for sentence in sentences {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut letters = sentence.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_a_grammar_stands_in_it() {
        let mut all: Vec<&str> = EVERYWHERE.iter().flat_map(|(_, choices)| *choices).copied().collect();
        for theme in THEMES {
            for texts in [theme.titles, theme.now, theme.feels, theme.helped, theme.wins, theme.circles, theme.asks] {
                assert!(!texts.is_empty(), "{}", theme.name);
                all.extend(texts);
            }
        }
        all.extend(posts::every().into_iter().chain(talks::every()));
        for text in all {
            for name in text.split('{').skip(1).map(|it| it.split('}').next().unwrap()) {
                assert!(EVERYWHERE.iter().any(|(it, _)| *it == name), "{name} in {text}");
            }
        }
    }

    #[test]
    fn sentences_begin_with_a_capital_and_nothing_is_left_open() {
        let mut chance = Chance::of(7, "words", 0);
        for number in 0..2_000 {
            let thread = Thread::of(7, number, &THEMES[chance.below(THEMES.len())]);
            for seq in 1..5 {
                let words = thread.words(7, number, seq, seq > 1 && chance.falls(0.8));
                assert!(!words.contains(['{', '}']), "{words}");
                assert!(words.chars().next().is_some_and(|it| it.is_uppercase() || it == '-'), "{words}");
                assert!(words.chars().count() < circles::post::WORDS_AT_MOST);
            }
            assert!(thread.title.chars().count() <= circles::thread::TITLE_AT_MOST, "{}", thread.title);
        }
    }
}
