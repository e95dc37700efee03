//! A text as sentences of words, each with its place.

use std::ops::Range;

/// A word: in small letters, with straight apostrophes.
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) place: Range<usize>,
}

/// A sentence.
#[derive(Default)]
pub(crate) struct Sentence {
    pub(crate) words: Vec<Word>,
    pub(crate) asks: bool,
}

impl Sentence {
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |it| &it.text)
    }

    /// Where these words stand in it, one after the other: from which word, and before which.
    pub(crate) fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let count = phrase.split(' ').count();
        (0..(self.words.len() + 1).saturating_sub(count))
            .find(|at| phrase.split(' ').enumerate().all(|(step, it)| self.word(at + step) == it))
            .map(|at| at..at + count)
    }

    pub(crate) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    pub(crate) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|it| self.has(it))
    }

    pub(crate) fn begins(&self, phrase: &str) -> bool {
        self.find(phrase).is_some_and(|it| it.start == 0)
    }

    /// The bytes of these words.
    pub(crate) fn place(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].place.start..self.words[words.end - 1].place.end
    }
}

pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = vec![Sentence::default()];
    let mut word: Option<Word> = None;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if let Some(letter) = of_word(letter) {
            let word = word.get_or_insert_with(|| Word { text: String::new(), place: at..end });
            word.text.extend(letter.to_lowercase());
            word.place.end = end;
            continue;
        }
        if let Some(now) = sentences.last_mut() {
            now.words.extend(word.take());
            now.asks |= letter == '?';
            if matches!(letter, '.' | '!' | '?' | ';' | '\n' | '…') && !now.words.is_empty() {
                sentences.push(Sentence::default());
            }
        }
    }
    if let Some(now) = sentences.last_mut() {
        now.words.extend(word);
    }
    sentences.retain(|it| !it.words.is_empty());
    sentences
}

fn of_word(letter: char) -> Option<char> {
    match letter {
        '\'' | '’' | '‘' => Some('\''),
        it if it.is_alphanumeric() => Some(it),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_know_their_words_and_whether_they_ask() {
        let text = "Oh… that’s hard. What happened? – Tell me";
        let found = sentences(text);
        let words: Vec<Vec<&str>> =
            found.iter().map(|it| it.words.iter().map(|it| it.text.as_str()).collect()).collect();
        assert_eq!(words, [vec!["oh"], vec!["that's", "hard"], vec!["what", "happened"], vec!["tell", "me"]]);
        assert_eq!(found.iter().map(|it| it.asks).collect::<Vec<_>>(), [false, false, true, false]);
        assert_eq!(&text[found[1].place(0..2)], "that’s hard");
        assert_eq!(found[3].find("tell me"), Some(0..2));
        assert_eq!(found[3].find("tell me more"), None);
    }
}
