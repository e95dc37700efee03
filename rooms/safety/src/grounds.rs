//! The small form in which whoever decides on the spot says under which rule and why. Every room that somebody looks
//! after shows the same one.

use askama::Template;
use db::{Error, Result, Tx};
use web::Form;
use words::Ctx;

use crate::{
    decision::WORDS_AT_MOST,
    kind::{Action, RuleId},
    rule::{self, Rule},
    spot::Grounds,
};

#[derive(Template)]
#[template(path = "spot/_fields.html")]
struct Fields<'a> {
    c: &'a Ctx,
    form: &'a Form,
    rules: Vec<Rule>,
}

/// Its fields: the rules to choose from, and the reason.
pub fn fields(c: &Ctx, tx: &mut Tx<'_>, form: &Form) -> Result<String> {
    Fields { c, form, rules: rule::all(tx)? }.render().map_err(Error::broken)
}

/// The same form with words to begin with, when that was asked for; nothing is decided then.
pub fn begun(c: &Ctx, form: &Form, action: Option<Action>) -> Option<Form> {
    if !form.chosen("do", "template") {
        return None;
    }
    let mut begun = Form::empty();
    for (name, value) in form.typed().filter(|(name, _)| !["reason", "do"].contains(name)) {
        begun.add(name, value);
    }
    if let Some(action) = action {
        begun.add("reason", c.of("decision-template", action));
    }
    Some(begun)
}

/// The reason, in words of one's own: those to begin with are not enough.
pub(crate) fn reason(c: &Ctx, form: &mut Form, action: Option<Action>) -> String {
    let reason = form.required("reason", WORDS_AT_MOST, "decision-reason-missing");
    if let Some(action) = action
        && (reason.contains('…') || reason == c.of("decision-template", action).trim())
    {
        form.wrong("reason", "decision-not-own-words");
    }
    reason
}

/// What was filled in; nothing when something is missing, which the form then says.
pub fn read(c: &Ctx, form: &mut Form, action: Action) -> Option<Grounds> {
    let rule: Option<RuleId> = form.text("rule").parse().ok();
    if rule.is_none() {
        form.wrong("rule", "decision-rule-missing");
    }
    let reason = reason(c, form, Some(action));
    let answer = c.of("decision-answer", action).into_owned();
    rule.filter(|_| form.is_right()).map(|rule| Grounds { rule, reason, answer })
}
