//! What is asked, as tokens.

use text::{Stem, words};

use crate::{Query, tokens::Scoped};

/// More words than anyone looks for at once; those after are not asked for.
const WORDS_AT_MOST: usize = 12;
/// As many languages as a community is likely to speak at once.
const LANGUAGES_AT_MOST: usize = 12;

/// Words that stand side by side; mostly it is one.
pub(crate) type Phrase<T> = Vec<T>;

/// One way to fit: everything in it is there.
pub(crate) type Alternative = Vec<Phrase<String>>;

/// The ways in which an entry can fit, before they are bound to a scope: what was typed, read in each language.
pub(crate) fn readings(query: &Query<'_>) -> Vec<Vec<Phrase<Stem>>> {
    let mut readings = Vec::new();
    let languages = if query.languages.is_empty() { &[""] } else { query.languages };
    for language in languages.iter().take(LANGUAGES_AT_MOST) {
        let reading = reading(query.words, language);
        if !reading.is_empty() && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

/// Quoted words are a phrase. So is what was typed without a space and is several words all the same, as in Chinese.
fn reading(typed: &str, language: &str) -> Vec<Phrase<Stem>> {
    let parts: Vec<&str> = typed.split(['"', '“', '”', '„', '«', '»']).collect();
    let last = parts.len() - 1;
    let mut left = WORDS_AT_MOST;
    let mut phrases: Vec<Phrase<Stem>> = Vec::new();
    // Between marks is what stands at odd places; a mark that nobody closed is none.
    for (at, part) in parts.into_iter().enumerate() {
        let chunks: Vec<&str> = if at % 2 == 1 && at != last { vec![part] } else { part.split_whitespace().collect() };
        for chunk in chunks {
            if left == 0 {
                return phrases;
            }
            let mut phrase = words(chunk, language);
            phrase.truncate(left);
            left -= phrase.len();
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
    }
    phrases
}

/// A reading in one scope, in tokens.
pub(crate) fn alternative(reading: &[Phrase<Stem>], scope: &Scoped) -> Alternative {
    reading.iter().map(|phrase| phrase.iter().map(|it| scope.word(it)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Vec<Vec<String>> {
        let reading = reading(typed, "en");
        reading.into_iter().map(|phrase| phrase.iter().map(|it| it.as_str().to_owned()).collect()).collect()
    }

    #[test]
    fn what_was_typed_is_words_and_phrases() {
        assert_eq!(read("night worries"), [["night"], ["worri"]]);
        assert_eq!(read("a \"bad night\" again"), [vec!["a"], vec!["bad", "night"], vec!["again"]]);
        assert_eq!(read("“bad night”"), [["bad", "night"]]);
        assert_eq!(read("bad \"night"), [["bad"], ["night"]]);
        assert_eq!(read("self-harm"), [["self", "harm"]]);
        assert_eq!(read("night NIGHT nights"), [["night"]]);
        assert!(read("\"\" ' -- *").is_empty());
        assert_eq!(read(&"a b c d e f g h ".repeat(2000)).len(), 8);
        assert_eq!(read(&(0..100).map(|it| format!("w{it} ")).collect::<String>()).len(), WORDS_AT_MOST);
    }
}
