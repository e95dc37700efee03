//! Words as a search compares them: without case, without accents, without endings.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Nobody writes a longer word; what is longer is cut.
const LETTERS_AT_MOST: usize = 60;

/// A word as it is compared: "Worries", "worried" and "worry" have one stem.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Stem(String);

impl Stem {
    /// The stem as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The stems of a text's words, in their order. Words are those of Unicode (UAX #29): in Chinese and Japanese mostly one
/// character each. A language without a stemmer is only folded. `language` is a code such as `en` or `pt-BR`.
pub fn words(text: &str, language: &str) -> Vec<Stem> {
    let stemmer = Stemming::of(language);
    text.unicode_words().flat_map(|word| stemmer.stems(word)).collect()
}

/// The words of one language.
pub(crate) struct Stemming(Option<Stemmer>);

impl Stemming {
    pub(crate) fn of(language: &str) -> Self {
        let algorithm = match language.split(['-', '_']).next().unwrap_or_default() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stems of what Unicode holds for one word. What hangs on an apostrophe by a single letter is dropped, so that
    /// "l'école" is found by "école" and "Anna's" by "Anna".
    pub(crate) fn stems(&self, word: &str) -> Vec<Stem> {
        let folded = fold(word);
        let parts: Vec<&str> = folded.split('\'').filter(|it| it.chars().nth(1).is_some()).collect();
        match parts.as_slice() {
            [] => vec![self.stem(&folded.replace('\'', ""))],
            _ => parts.into_iter().map(|it| self.stem(it)).collect(),
        }
        .into_iter()
        .filter(|it| !it.0.is_empty())
        .collect()
    }

    fn stem(&self, folded: &str) -> Stem {
        let word: String = folded.chars().take(LETTERS_AT_MOST).collect();
        let stem = self.0.as_ref().map(|it| it.stem(&word).into_owned()).filter(|it| !it.is_empty());
        Stem(stem.unwrap_or(word))
    }
}

/// Folds before stemming, not after: then "mangés" and "manges" are one word to every stemmer, and a person who types
/// without accents finds the same.
fn fold(word: &str) -> String {
    let mut base = ' ';
    let mut folded = String::with_capacity(word.len());
    for letter in word.nfkd().flat_map(char::to_lowercase) {
        match letter {
            // The short i of Cyrillic is a letter of its own; all other marks are how a letter is said.
            '\u{306}' if base == 'и' => folded.push(letter),
            // Combining marks of Europe; vowel signs and the lengthening stroke of Arabic; points of Hebrew.
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{591}'..='\u{5c7}' => (),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '’' | 'ʼ' | '＇' | '‘' => folded.push('\''),
            other => folded.push(other),
        }
        base = letter;
    }
    folded.nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(language: &str, one: &str, other: &str) {
        assert_eq!(words(one, language), words(other, language), "in {language}");
        assert!(!words(one, language).is_empty());
    }

    #[test]
    fn case_accents_and_endings_make_no_difference() {
        same("en", "Worried", "worries");
        same("en", "sleeping", "Sleep");
        same("en", "ＳＬＥＥＰ", "sleep");
        same("de", "Ängste", "angst");
        same("de", "Straße", "STRASSE");
        same("fr", "mangés", "manges");
        same("fr", "l’école", "Ecoles");
        same("es", "canciones", "canción");
        same("pt-BR", "solidão", "solidao");
        same("ru", "тревога", "Тревоги");
        same("ru", "ещё", "еще");
        same("tr", "İSTANBUL", "istanbul");
        same("ar", "كِتَاب", "كتاب");
        same("xx", "Señor", "senor");
        same("el", "ΛΌΓΟΣ", "λόγος");
    }

    #[test]
    fn letters_that_differ_in_meaning_stay_apart() {
        assert_ne!(words("мои", "ru"), words("мой", "xx"));
        assert_ne!(words("がく", "ja"), words("かく", "ja"));
        assert_ne!(words("sleep", "en"), words("asleep", "en"));
    }

    #[test]
    fn words_are_those_of_unicode() {
        let list = |text, language| words(text, language).iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(list("Anna's cat – don't!", "en"), ["anna", "cat", "don"]);
        assert_eq!(list("I'm", "en"), ["im"]);
        assert_eq!(list("抑郁", "zh"), ["抑", "郁"]);
        assert_eq!(list("well-being 24/7 🌱", "en"), ["well", "be", "24", "7"]);
        assert!(words("… – !? 🌱", "en").is_empty());
    }

    proptest! {
        #[test]
        fn no_text_in_any_language_is_too_strange(text in "\\PC{0,60}", suffix in "[\\p{Greek}\\p{Arabic}\\p{Tamil}a-zığüşöçéàøåñ']{0,12}") {
            for language in ["ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "ta", "tr", "zh"] {
                for text in [&text, &suffix] {
                    for stem in words(text, language) {
                        prop_assert!(!stem.as_str().is_empty());
                    }
                }
            }
        }
    }
}
