use std::str::FromStr;

/// Languages by code, each by its own name. A community chooses among them; adding a row is all it takes.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("cy", "Cymraeg"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gu", "ગુજરાતી"),
    ("hi", "हिन्दी"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("lg", "Luganda"),
    ("mr", "मराठी"),
    ("nl", "Nederlands"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

/// A language that people speak: an index into [`LANGUAGES`], so it is small and always known. The first, English, is
/// the usual one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Language(u16);

impl Language {
    /// Its code.
    pub fn code(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].0
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].1
    }

    /// A small number for it.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The language with this number, as [`Language::number`] gave it.
    pub fn from_number(number: u16) -> Option<Self> {
        (usize::from(number) < LANGUAGES.len()).then_some(Self(number))
    }

    /// Languages written as `en,es`; unknown codes are passed over.
    pub fn list(text: &str) -> Vec<Self> {
        text.split(',').filter_map(|code| code.trim().parse().ok()).collect()
    }

    /// Writes languages as `en,es`.
    pub fn join(languages: &[Self]) -> String {
        languages.iter().map(|it| it.code()).collect::<Vec<_>>().join(",")
    }
}

impl FromStr for Language {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        LANGUAGES.iter().position(|(it, _)| *it == code).and_then(|index| u16::try_from(index).ok()).map(Self).ok_or(())
    }
}

impl db::Bind for Language {
    fn bind(&self) -> db::Value {
        db::Value::Text(self.code().to_owned())
    }
}

impl db::Fetch for Language {
    fn fetch(cell: db::Cell<'_>) -> Option<Self> {
        match cell {
            db::Cell::Text(code) => code.parse().ok(),
            _ => None,
        }
    }
}
