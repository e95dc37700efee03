//! What is kept for the moment in which something fails: what somebody typed, so that it comes back to them, and where
//! help is, when the records that say so cannot be reached.

use std::sync::{Arc, PoisonError, RwLock};

use web::Form;

/// Where help is, as it was last read. Public facts and nothing else: what is kept outside the tables is shown to whoever
/// comes, and nobody can be asked then who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownHelp {
    /// The name of the community; empty when it was never read.
    pub community: String,
    /// Numbers of the emergency services where it is.
    pub emergency: Vec<String>,
    /// Its helplines.
    pub lines: Vec<KnownLine>,
}

/// A helpline, as it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLine {
    /// What it is called.
    pub name: String,
    /// The number, as people read it.
    pub phone: String,
    /// The number as a link.
    pub tel: String,
    /// When somebody answers.
    pub hours: String,
}

/// Holds what is known of help. Cloning shares it.
#[derive(Clone, Default)]
pub struct Kept(Arc<RwLock<Arc<KnownHelp>>>);

impl Kept {
    /// Keeps what was just read.
    pub fn keep(&self, help: KnownHelp) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(help);
    }

    /// What was read last.
    pub fn help(&self) -> Arc<KnownHelp> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A form that could not be taken, as it is given back: the words to be seen and changed, the rest as it was.
pub(crate) struct Again {
    pub(crate) action: String,
    pub(crate) quiet: Vec<(String, String)>,
    pub(crate) words: Vec<(String, String)>,
    /// Whether it can be sent again from here. Not when it held a passphrase: that is never written into a page.
    pub(crate) sends: bool,
    pub(crate) had_file: bool,
}

impl Again {
    /// Gives the form back; nothing when there was nothing in it.
    pub(crate) fn of(form: &Form, action: String) -> Option<Self> {
        let fields: Vec<_> = form.typed().collect();
        if fields.is_empty() {
            return None;
        }
        let is_secret = |name: &str| SECRETS.contains(&name);
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let (words, quiet): (Vec<_>, Vec<_>) =
            fields.iter().filter(|(name, _)| !is_secret(name)).map(|it| owned(*it)).partition(|(_, it)| is_prose(it));
        Some(Self {
            action,
            quiet,
            words,
            sends: !fields.iter().any(|(name, _)| is_secret(name)),
            had_file: form.has_file(),
        })
    }
}

/// Fields whose content no page ever repeats.
const SECRETS: &[&str] = &["passphrase", "current", "recovery", "key", "token"];

/// What somebody wrote, rather than chose: it has more than one word, or is longer than any choice of ours.
fn is_prose(value: &str) -> bool {
    value.trim().contains(char::is_whitespace) || value.chars().count() > 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_to_be_seen_and_the_rest_as_it_was() {
        let form = Form::parse(b"id=0198&words=It+was+a%0Along+day&notes=loss&notes=self-harm");
        let again = Again::of(&form, "/threads/1/posts".to_owned()).unwrap();
        assert!(again.sends && !again.had_file);
        assert_eq!(again.words, [("words".to_owned(), "It was a\nlong day".to_owned())]);
        assert_eq!(again.quiet.len(), 3);
        assert!(Again::of(&Form::empty(), String::new()).is_none());
    }

    #[test]
    fn a_passphrase_is_never_written_into_a_page() {
        let form = Form::parse(b"pseudonym=Maya&passphrase=three+small+boats&why=because+of+this");
        let again = Again::of(&form, String::new()).unwrap();
        assert!(!again.sends);
        assert!(
            again
                .words
                .iter()
                .chain(&again.quiet)
                .all(|(name, value)| name != "passphrase" && !value.contains("boats"))
        );
    }
}
