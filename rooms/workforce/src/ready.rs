//! Before a shift: two questions that nobody else ever sees and whose answers are not kept, and how much strength there is,
//! which is kept for themselves alone. Every room in which somebody begins asks them with these words.

use askama::Template;
use db::{Error, Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::check::{self, Answers, Kind};

/// What is asked, by the names of its fields.
const ASKED: [&str; 2] = ["rested", "steady"];

#[derive(Template)]
#[template(path = "ready/questions.html")]
struct Questions<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

/// The questions, for a form on the page on which somebody begins.
pub fn questions(c: &Ctx, form: &Form) -> Result<String> {
    Questions { c, form }.render().map_err(Error::broken)
}

#[derive(Template)]
#[template(path = "ready/not_today.html")]
struct NotToday<'a> {
    c: &'a Ctx,
}

/// Whether somebody said "not today". Then [`not_today`] thanks them, and nothing begins.
pub fn is_not_today(form: &Form) -> bool {
    ASKED.iter().any(|it| form.text(it) == "not-today")
}

/// Thanks somebody who does not begin today.
pub fn not_today(c: &Ctx) -> Page {
    c.page(&NotToday { c })
}

/// What was answered; what was left out is said in the form.
pub fn answered(form: &mut Form) -> Answers {
    for question in ASKED {
        if form.text(question) != "yes" {
            form.wrong(question, "ready-missing");
        }
    }
    Answers { energy: check::scale(form.text("energy")), ..Answers::default() }
}

/// Keeps how much strength there was before, for themselves.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, before: &Answers) -> Result<()> {
    check::keep(tx, actor, Kind::Before, before)
}
