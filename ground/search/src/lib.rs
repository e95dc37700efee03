//! A sealed index of words. What is kept is no word but a keyed hash of its stem, under a key of the key database: a copy
//! of the main database says nothing of what people wrote. How often which hash occurs in a scope, and in which order, can
//! be seen in it; that is the price of phrases, and SECURITY.md says so.
//!
//! Every entry stands in one scope: a circle, a person's own notes. Whoever asks names the scopes that this person may read,
//! and the hashes of other scopes are other hashes. So what may not be found is never looked at, neither for the answer nor
//! for the time that it takes.

mod engine;
mod moved;
mod query;
mod tokens;

use std::collections::HashMap;

use db::{Result, Tx, Uuid};

pub use engine::MIGRATIONS;
pub use moved::{Index, TABLES};

/// Longer texts are found by their beginning.
const LETTERS_AT_MOST: usize = 20_000;
/// PostgreSQL knows no position behind 16,383.
const WORDS_AT_MOST: usize = 16_000;
/// PostgreSQL knows no more than 256 places of one word.
const PLACES_AT_MOST: usize = 250;
/// Stands where a word stands that is not indexed again. No question asks for it.
pub(crate) const FILLER: &str = "x";
/// Scopes asked for in one go; more are asked for in several.
const SCOPES_AT_ONCE: usize = 64;
/// Most entries in one answer.
const FOUND_AT_MOST: usize = 200;

/// Something to be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The id of what was written.
    pub id: Uuid,
    /// What it is: the word of a noun, such as `post`.
    pub kind: &'a str,
    /// Where it may be read, such as `circle:` and an id.
    pub scope: &'a str,
    /// The language in which it is written, such as `en`.
    pub language: &'a str,
    /// Its words, plain.
    pub text: &'a str,
}

/// What somebody looks for, and where they may.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// As typed: all words, and quoted ones side by side.
    pub words: &'a str,
    /// The languages in which the words are read; an entry fits when it fits in one of them.
    pub languages: &'a [&'a str],
    /// The kinds that are looked for; none named is all.
    pub kinds: &'a [&'a str],
    /// The scopes that this person may read; none named finds nothing.
    pub scopes: &'a [String],
    /// Only what is older than this number: the last one of the page before.
    pub before: Option<i64>,
    /// How many at most.
    pub most: usize,
}

/// An entry that fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The id of what was written.
    pub id: Uuid,
    /// What it is.
    pub kind: String,
    /// Its place in the order, the newest the highest.
    pub number: i64,
}

/// Entries made into tokens away from any transaction, on as many threads as there are: for filling an index with very
/// many at once.
#[derive(Clone)]
pub struct Press(tokens::Key);

/// An entry in tokens.
pub struct Pressed {
    id: Uuid,
    kind: String,
    tokens: Vec<String>,
}

impl Press {
    /// A press of this community's index.
    pub fn of(tx: &mut Tx<'_>) -> Result<Self> {
        tokens::Key::of(tx).map(Self)
    }

    /// The entry in tokens.
    pub fn press(&self, entry: &Entry<'_>) -> Pressed {
        Pressed { id: entry.id, kind: entry.kind.to_owned(), tokens: tokens_of(&self.0, entry) }
    }
}

/// The tokens of an entry, in the order of its words.
fn tokens_of(key: &tokens::Key, entry: &Entry<'_>) -> Vec<String> {
    let scope = key.scope(entry.scope);
    let end = entry.text.char_indices().nth(LETTERS_AT_MOST).map_or(entry.text.len(), |(end, _)| end);
    let mut tokens = Vec::new();
    let mut known = HashMap::new();
    for stem in text::words(&entry.text[..end], entry.language).into_iter().take(WORDS_AT_MOST) {
        let (token, places) = known.entry(stem).or_insert_with_key(|stem| (scope.word(stem), 0));
        *places += 1;
        tokens.push(if *places > PLACES_AT_MOST { FILLER.to_owned() } else { token.clone() });
    }
    tokens
}

/// Searching from inside a transaction, with the keyring that was lent to it.
pub trait Search {
    /// Makes it findable. An entry with the same id is replaced and keeps its place in the order.
    fn index(&mut self, entry: &Entry<'_>) -> Result<()>;
    /// Makes many findable that are not in the index yet, the oldest first.
    fn fill_index(&mut self, entries: &[Pressed]) -> Result<()>;
    /// Makes it unfindable and leaves nothing of it in the index. What is not there is no error.
    fn unindex(&mut self, id: Uuid) -> Result<()>;
    /// The place of an entry in the order: where the next page of an answer begins. Numbers count everything that was ever
    /// indexed, so they are not for showing; an id is.
    fn number_of(&mut self, id: Uuid) -> Result<Option<i64>>;
    /// What fits, the newest first.
    fn find(&mut self, query: &Query<'_>) -> Result<Vec<Found>>;
}

impl Search for Tx<'_> {
    fn index(&mut self, entry: &Entry<'_>) -> Result<()> {
        let tokens = tokens_of(&tokens::Key::of(self)?, entry);
        engine::put(self, entry.id, entry.kind, &tokens)
    }

    fn fill_index(&mut self, entries: &[Pressed]) -> Result<()> {
        engine::fill(self, entries)
    }

    fn unindex(&mut self, id: Uuid) -> Result<()> {
        engine::remove(self, id)
    }

    fn number_of(&mut self, id: Uuid) -> Result<Option<i64>> {
        engine::number_of(self, id)
    }

    fn find(&mut self, query: &Query<'_>) -> Result<Vec<Found>> {
        let readings = query::readings(query);
        let most = query.most.min(FOUND_AT_MOST);
        if readings.is_empty() || query.scopes.is_empty() {
            return Ok(Vec::new());
        }
        let key = tokens::Key::of(self)?;
        let mut found = Vec::new();
        for scopes in query.scopes.chunks(SCOPES_AT_ONCE) {
            let scopes: Vec<_> = scopes.iter().map(|it| key.scope(it)).collect();
            let ways = scopes.iter().flat_map(|scope| readings.iter().map(move |it| (it, scope)));
            let any: Vec<_> = ways.map(|(reading, scope)| query::alternative(reading, scope)).collect();
            found.extend(engine::matching(self, &any, query.kinds, query.before.unwrap_or(i64::MAX), most)?);
        }
        found.sort_unstable_by_key(|it| std::cmp::Reverse(it.number));
        found.dedup();
        found.truncate(most);
        Ok(found)
    }
}
