//! The index while a community moves from one engine to the other. Each engine keeps tokens and their places in its own way;
//! both say the same, so nothing is opened and nothing is read anew: tokens go over as they are.

use db::{Result, Tx, Value, copy::Shelf};

use crate::{FILLER, engine};

/// The tables that [`Index`] carries over, and that are not copied as tables.
pub const TABLES: &[&str] = &["search_entries"];

/// Every entry: its number, id, kind, and its tokens in the order of the words.
pub struct Index;

impl Shelf for Index {
    fn name(&self) -> &str {
        "search_entries"
    }

    fn measure(&self, tx: &mut Tx<'_>) -> Result<(i64, i64)> {
        engine::measure(tx)
    }

    fn after(&self, tx: &mut Tx<'_>, key: Option<&[Value]>, most: i64) -> Result<Vec<Vec<Value>>> {
        let before = match key {
            Some([Value::Int(number)]) => *number,
            _ => 0,
        };
        let entries = engine::entries(tx, before, most)?;
        Ok(entries.into_iter().map(|(number, id, kind, tokens)| db::args![number, id, kind, tokens].to_vec()).collect())
    }

    fn key(&self, row: &[Value]) -> Vec<Value> {
        row[..1].to_vec()
    }

    fn put(&self, tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<()> {
        engine::put_all(tx, rows)
    }

    fn clear(&self, tx: &mut Tx<'_>) -> Result<()> {
        engine::clear(tx)
    }

    fn before_first(&self, tx: &mut Tx<'_>) -> Result<()> {
        engine::take_off(tx)
    }

    fn after_last(&self, tx: &mut Tx<'_>) -> Result<()> {
        engine::put_on(tx)
    }
}

/// A search vector, as the server writes it, as tokens in their order. Where no token stands, a word was not indexed again.
pub(crate) fn tokens_of(vector: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for lexeme in vector.split_whitespace() {
        let Some((token, places)) = lexeme.rsplit_once(':') else { continue };
        for place in places.split(',').filter_map(|it| it.parse::<usize>().ok()).filter(|it| *it > 0) {
            if tokens.len() < place {
                tokens.resize(place, FILLER.to_owned());
            }
            token.trim_matches('\'').clone_into(&mut tokens[place - 1]);
        }
    }
    settled(tokens)
}

/// Without fillers at the end: nobody asks for them, and PostgreSQL does not keep them all.
pub(crate) fn settled(mut tokens: Vec<String>) -> Vec<String> {
    while tokens.last().is_some_and(|it| it == FILLER) {
        tokens.pop();
    }
    tokens
}

/// Tokens as a search vector.
pub(crate) fn vector<'t>(tokens: impl Iterator<Item = &'t str>) -> String {
    tokens.enumerate().map(|(at, token)| format!("{token}:{}", at + 1)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_read_in_the_order_of_its_words() {
        assert_eq!(tokens_of("'wa':2,5 'wb':1 'x':4"), ["wb", "wa", "x", "x", "wa"]);
        assert_eq!(tokens_of("'wa':1 'x':2,3"), ["wa"]);
        assert!(tokens_of("").is_empty());
        assert_eq!(vector(["wb", "wa", "wb"].into_iter()), "wb:1 wa:2 wb:3");
    }
}
