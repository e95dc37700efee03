//! The pages of this room.

pub(crate) mod charter;
pub(crate) mod help;
pub(crate) mod helplines;
pub(crate) mod install;
pub(crate) mod settings;
pub(crate) mod setup;
pub(crate) mod steps;
pub(crate) mod trail;

use db::{Error, Result};
use web::{Fault, Form};
use words::Ctx;

use crate::emergency::EMERGENCY;

/// Longest reason, in letters.
const REASON_AT_MOST: usize = 300;

/// A country to choose: its code and its name in the asker's words.
pub(crate) struct Country {
    pub(crate) code: &'static str,
    pub(crate) name: String,
}

/// Every country that can be chosen, in the order of its names.
fn countries(c: &Ctx) -> Vec<Country> {
    let mut all: Vec<_> = EMERGENCY
        .iter()
        .map(|it| Country { code: it.country, name: c.of("country", it.country).into_owned() })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Puts a refusal by the field that it is about, a missing reason by its own. Answers whether all went well.
fn went_well<T>(form: &mut Form, field: &'static str, outcome: Result<T>) -> std::result::Result<bool, Fault> {
    let Err(error) = outcome else { return Ok(true) };
    let field = if error.refusal() == Some("reason-missing") { "reason" } else { field };
    form.take(field, error)?;
    Ok(false)
}

/// The path's id, or the page does not exist.
fn id<T: std::str::FromStr<Err = Error>>(text: &str) -> Result<T> {
    text.parse()
}
