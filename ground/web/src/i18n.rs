//! Fluent catalogues. Every room brings its words; here they become one bundle a locale.

use std::{borrow::Cow, collections::HashMap};

use anyhow::{Context, Result, bail};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

/// The pseudo-locale: English, stretched and accented and laid out right to left. Whatever still reads as plain English
/// under it was never put into a catalogue.
pub const PSEUDO: &str = "ar-XB";

/// A named value that a message mentions.
pub enum Arg<'a> {
    /// Text.
    Text(&'a str),
    /// A number, which chooses plural forms.
    Number(i64),
}

/// A language that pages can be shown in.
pub struct Locale {
    /// Its identifier, for the `lang` attribute.
    pub id: String,
    /// `ltr` or `rtl`, for the `dir` attribute.
    pub dir: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Messages that mention nothing: made once, because every page says dozens of them.
    finished: HashMap<String, String>,
}

/// All locales; the first is the one whose messages are complete.
pub struct Catalogue {
    locales: Vec<Locale>,
}

impl Catalogue {
    /// Builds the catalogue from `(locale id, sources of all rooms)`. A message that appears twice is refused.
    pub fn new(sources: &[(&str, Vec<&str>)]) -> Result<Self> {
        let mut locales = Vec::new();
        for (id, texts) in sources {
            locales.push(Locale::new(id, texts, None)?);
        }
        if let Some((_, texts)) = sources.first() {
            let mut pseudo = Locale::new("en", texts, Some(pseudo))?;
            pseudo.id = PSEUDO.to_owned();
            pseudo.dir = "rtl";
            locales.push(pseudo);
        }
        Ok(Self { locales })
    }

    /// The locale with this id, or the first.
    pub fn locale(&self, id: &str) -> &Locale {
        self.locales.iter().find(|it| it.id == id).unwrap_or(&self.locales[0])
    }

    /// Whether pages can be shown in this locale.
    pub fn has(&self, id: &str) -> bool {
        self.locales.iter().any(|it| it.id == id)
    }

    /// Whether a message exists.
    pub fn knows(&self, key: &str) -> bool {
        self.locales[0].bundle.has_message(key)
    }

    /// A message that mentions nothing, in this locale, else in the first.
    pub fn finished(&self, locale: &str, key: &str) -> Option<&str> {
        let (here, first) = (self.locale(locale), &self.locales[0]);
        let said = here.finished.get(key);
        said.or_else(|| if here.bundle.has_message(key) { None } else { first.finished.get(key) }).map(String::as_str)
    }

    /// The message in this locale, else in the first, else the key itself (which a test would have caught).
    pub fn say(&self, locale: &str, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        if let Some(said) = self.finished(locale, key) {
            return said.to_owned();
        }
        let mut values = FluentArgs::new();
        for (name, value) in args {
            match value {
                Arg::Text(text) => values.set(*name, *text),
                Arg::Number(number) => values.set(*name, FluentValue::from(*number)),
            }
        }
        [self.locale(locale), &self.locales[0]]
            .into_iter()
            .find_map(|locale| locale.say(key, &values))
            .unwrap_or_else(|| key.to_owned())
    }
}

impl Locale {
    fn new(id: &str, texts: &[&str], transform: Option<fn(&str) -> Cow<'_, str>>) -> Result<Self> {
        let language: LanguageIdentifier = id.parse().with_context(|| format!("{id} is no language identifier"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would show up in titles and copied text; templates wrap names in <bdi> instead.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        let mut keys = Vec::new();
        for text in texts {
            let resource = FluentResource::try_new((*text).to_owned())
                .map_err(|(_, errors)| anyhow::anyhow!("catalogue {id}: {errors:?}"))?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            if let Err(errors) = bundle.add_resource(resource) {
                bail!("catalogue {id} says something twice: {errors:?}");
            }
        }
        let dir = if matches!(id.split('-').next(), Some("ar" | "fa" | "he" | "ur")) { "rtl" } else { "ltr" };
        let mut locale = Self { id: id.to_owned(), dir, bundle, finished: HashMap::new() };
        // A message that comes out whole without any value mentions none.
        let finished = keys.into_iter().filter_map(|key| match locale.format(&key, None)? {
            (text, errors) if errors.is_empty() => Some((key, text)),
            _ => None,
        });
        locale.finished = finished.collect();
        Ok(locale)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        Some((text, errors))
    }

    fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (text, errors) = self.format(key, Some(args))?;
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "a message lacks a value");
        }
        Some(text)
    }
}

/// Accents every letter and adds length, as translations do. Digits and marks stay.
fn pseudo(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        out.push(match letter {
            'a' => 'á',
            'e' => 'ê',
            'i' => 'ï',
            'o' => 'ô',
            'u' => 'ü',
            'y' => 'ÿ',
            'b' => 'ƀ',
            'c' => 'ç',
            'd' => 'ð',
            'f' => 'ƒ',
            'g' => 'ğ',
            'h' => 'ĥ',
            'j' => 'ĵ',
            'k' => 'ķ',
            'l' => 'ĺ',
            'm' => 'ɱ',
            'n' => 'ñ',
            'p' => 'þ',
            'q' => 'ɋ',
            'r' => 'ŕ',
            's' => 'š',
            't' => 'ť',
            'v' => 'ṽ',
            'w' => 'ŵ',
            'x' => 'ẋ',
            'z' => 'ž',
            'A' => 'Å',
            'B' => 'Ɓ',
            'C' => 'Ç',
            'D' => 'Ð',
            'E' => 'É',
            'F' => 'Ƒ',
            'G' => 'Ĝ',
            'H' => 'Ĥ',
            'I' => 'Î',
            'J' => 'Ĵ',
            'K' => 'Ķ',
            'L' => 'Ļ',
            'M' => 'Ṁ',
            'N' => 'Ñ',
            'O' => 'Ö',
            'P' => 'Þ',
            'Q' => 'Ǫ',
            'R' => 'Ŕ',
            'S' => 'Š',
            'T' => 'Ţ',
            'U' => 'Û',
            'V' => 'Ṽ',
            'W' => 'Ŵ',
            'X' => 'Ẋ',
            'Y' => 'Ý',
            'Z' => 'Ž',
            other => other,
        });
        if matches!(letter, 'a' | 'o') {
            out.push('~');
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::new(&[("en", vec!["hello = Hello { $name }\nwaiting = { $count ->\n    [one] one person\n   *[other] { $count } people\n }"])]).unwrap()
    }

    #[test]
    fn plurals_and_names_are_said() {
        let words = catalogue();
        assert_eq!(words.say("en", "hello", &[("name", Arg::Text("Maya"))]), "Hello Maya");
        assert_eq!(words.say("en", "waiting", &[("count", Arg::Number(1))]), "one person");
        assert_eq!(words.say("en", "waiting", &[("count", Arg::Number(3))]), "3 people");
    }

    #[test]
    fn what_mentions_nothing_is_finished_in_every_locale_and_nothing_else_is() {
        let words = Catalogue::new(&[("en", vec!["calm = Breathe\nhello = Hello { $name }"])]).unwrap();
        assert_eq!(words.finished("en", "calm"), Some("Breathe"));
        assert_eq!(words.finished(PSEUDO, "calm"), Some(words.say(PSEUDO, "calm", &[]).as_str()));
        assert_ne!(words.finished(PSEUDO, "calm"), Some("Breathe"));
        assert_eq!(words.finished("en", "hello"), None);
        assert_eq!(catalogue().finished("en", "waiting"), None);
    }

    #[test]
    fn the_pseudo_locale_changes_our_words_and_not_theirs() {
        let said = catalogue().say(PSEUDO, "hello", &[("name", Arg::Text("Maya"))]);
        assert!(!said.contains("Hello") && said.contains("Maya"), "{said}");
    }

    #[test]
    fn a_message_said_twice_is_refused() {
        assert!(Catalogue::new(&[("en", vec!["a = A", "a = B"])]).is_err());
    }
}
