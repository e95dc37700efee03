//! The rules, for everybody to read; and for administrators to change, with a reason.

use askama::Template;
use axum::extract::Path;
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::{
    kind::RuleId,
    rule::{self, Rule, Says, TEXT_AT_MOST, TITLE_AT_MOST},
};

/// Longest reason for a change, in characters.
const REASON_AT_MOST: usize = 300;

#[derive(Template)]
#[template(path = "rules/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    rules: &'a [Rule],
    may_change: bool,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let rules = c.read(rule::all).await?;
    c.page(&Index { c: &c, rules: &rules, may_change: c.wears(Hat::Administrator) })
}

#[derive(Template)]
#[template(path = "rules/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: Option<RuleId>,
}

fn form_of(rule: &Rule) -> Form {
    let says = &rule.says;
    Form::with(&[
        ("title", says.title.as_str()),
        ("why", says.why.as_str()),
        ("fine", says.fine.as_str()),
        ("not-fine", says.not_fine.as_str()),
    ])
}

fn says_of(form: &mut Form) -> (Says, String) {
    let says = Says {
        title: form.required("title", TITLE_AT_MOST, "rule-title-missing"),
        why: form.required("why", TEXT_AT_MOST, "rule-why-missing"),
        fine: form.optional("fine", TEXT_AT_MOST),
        not_fine: form.optional("not-fine", TEXT_AT_MOST),
    };
    (says, form.required("reason", REASON_AT_MOST, "reason-missing"))
}

pub(crate) async fn new(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    c.page(&Edit { c: &c, form: &Form::empty(), id: None })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.clone();
    let (says, reason) = says_of(&mut form);
    if !form.is_right() {
        return c.again(&Edit { c: &c, form: &form, id: None });
    }
    let id = c.write(move |tx| rule::add(tx, &by, &says, &reason)).await?;
    c.go(format!("/rules#rule-{id}"))
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    c.hat(Hat::Administrator)?;
    let id: RuleId = id.parse()?;
    let rule = c.read(move |tx| rule::find(tx, id)).await?;
    c.page(&Edit { c: &c, form: &form_of(&rule), id: Some(id) })
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.clone();
    let id: RuleId = id.parse()?;
    let retires = form.chosen("do", "retire");
    let (says, reason) = says_of(&mut form);
    if !form.is_right() {
        return c.again(&Edit { c: &c, form: &form, id: Some(id) });
    }
    let changed = c
        .write(move |tx| {
            if retires {
                rule::retire(tx, &by, id, &reason)
            } else {
                rule::rewrite(tx, &by, id, &says, &reason).map(|_| ())
            }
        })
        .await;
    match changed {
        Ok(()) => c.go("/rules"),
        Err(error) => {
            form.take("title", error)?;
            c.again(&Edit { c: &c, form: &form, id: Some(id) })
        }
    }
}
