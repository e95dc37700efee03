use db::{Error, Result};

use super::Audience;
use crate::emergency;

/// What a helpline says of itself; also a line that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Whom it is for.
    pub audience: Audience,
    /// What it is called.
    pub name: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// Number to call; may be empty.
    pub phone: String,
    /// Number to text; may be empty.
    pub text_to: String,
    /// The word with which a text begins; may be empty.
    pub text_word: String,
    /// Address of a chat (https); may be empty.
    pub chat: String,
    /// When it answers.
    pub hours: String,
    /// In which languages.
    pub languages: String,
    /// What it costs.
    pub cost: String,
    /// Where these facts come from.
    pub source: String,
}

impl Draft {
    /// Where a tap on the number leads.
    pub fn tel(&self) -> String {
        format!("tel:{}", dialled(&self.phone))
    }

    /// Where a tap on the text number leads. `?&body=` is what both families of phones understand.
    pub fn sms(&self) -> String {
        let to = dialled(&self.text_to);
        if self.text_word.is_empty() { format!("sms:{to}") } else { format!("sms:{to}?&body={}", self.text_word) }
    }

    /// What is wrong with it: the field, and the sentence by it.
    pub fn wrongs(&self) -> Vec<(&'static str, &'static str)> {
        let mut wrongs = Vec::new();
        if emergency::of(&self.country).is_none() {
            wrongs.push(("country", "helplines-country-unknown"));
        }
        if self.name.is_empty() {
            wrongs.push(("name", "helplines-name-missing"));
        }
        if self.purpose.is_empty() {
            wrongs.push(("purpose", "helplines-purpose-missing"));
        }
        if self.hours.is_empty() {
            wrongs.push(("hours", "helplines-hours-missing"));
        }
        if self.phone.is_empty() && self.text_to.is_empty() && self.chat.is_empty() {
            wrongs.push(("phone", "helplines-way-missing"));
        }
        if !is_number(&self.phone) {
            wrongs.push(("phone", "helplines-number-wrong"));
        }
        if !is_number(&self.text_to) {
            wrongs.push(("text_to", "helplines-number-wrong"));
        }
        if !self.text_word.chars().all(|it| it.is_ascii_alphanumeric()) || self.text_word.len() > 20 {
            wrongs.push(("text_word", "helplines-word-wrong"));
        }
        if !is_chat(&self.chat) {
            wrongs.push(("chat", "helplines-chat-wrong"));
        }
        wrongs
    }

    pub(super) fn sound(&self) -> Result<()> {
        match self.wrongs().first() {
            None => Ok(()),
            Some((_, key)) => Err(Error::refused(key)),
        }
    }
}

impl std::fmt::Display for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.country, self.name)?;
        for way in [&self.phone, &self.text_to, &self.chat] {
            if !way.is_empty() {
                write!(f, ", {way}")?;
            }
        }
        Ok(())
    }
}

/// What a phone dials: digits, and the marks that it understands.
fn dialled(number: &str) -> String {
    number.chars().filter(|it| it.is_ascii_digit() || matches!(it, '+' | '*' | '#')).collect()
}

fn is_number(text: &str) -> bool {
    let plausible = |it: char| it.is_ascii_digit() || matches!(it, '+' | '*' | '#' | ' ' | '-' | '(' | ')' | '.');
    text.is_empty() || (text.len() <= 30 && text.chars().all(plausible) && dialled(text).len() >= 2)
}

fn is_chat(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return text.is_empty() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= 300
        && host.contains('.')
        && host.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-'))
        && !text.chars().any(|it| it.is_whitespace() || it.is_control())
}
