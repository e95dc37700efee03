//! Three questions a quarter, and what everybody said together.

use askama::Template;
use web::{Form, Page};
use words::Ctx;

use crate::pulse::{self, ANSWERS, Item, Quarter};

#[derive(Template)]
#[template(path = "way/pulse.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    due: bool,
    wears: bool,
    reads: bool,
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (wears, reads) = (pulse::asks(&actor), pulse::reads(&actor).is_ok());
    let due = c.read(move |tx| pulse::is_due(tx, &actor)).await?;
    let show = New { c, form, due, wears, reads };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn new(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn give(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let mut answers = [0; 3];
    for (item, answer) in Item::ALL.iter().zip(&mut answers) {
        match form.text(item.as_str()).parse() {
            Ok(it) => *answer = it,
            Err(_) => form.wrong(item.as_str(), "pulse-answer-missing"),
        }
    }
    if form.is_right() {
        match c.write(move |tx| pulse::give(tx, &actor, answers)).await {
            Ok(()) => return c.go("/workforce/pulse"),
            Err(error) => form.take("mine", error)?,
        }
    }
    page(&c, &form).await
}

#[derive(Template)]
#[template(path = "way/pulse_results.html")]
struct Results<'a> {
    c: &'a Ctx,
    quarters: &'a [Quarter],
}

pub(crate) async fn results(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let quarters = c.read(move |tx| pulse::results(tx, &actor)).await?;
    c.page(&Results { c: &c, quarters: &quarters })
}
