//! Decisions about oneself: what, why, under which rule, what would make it fit; and asking for another look.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    aftercare::{self, Task},
    appeal::{self, Appeal, WORDS_AT_MOST},
    decision::Decision,
    kind::{DecisionId, TaskId},
    rule::{self, Rule},
};

#[derive(Template)]
#[template(path = "decisions/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    decisions: &'a [Decision],
    owed: &'a [Task],
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let (decisions, owed) =
        c.read(move |tx| Ok((Decision::own(tx, &actor)?, aftercare::owed_to(tx, actor.id)?))).await?;
    c.page(&Index { c: &c, decisions: &decisions, owed: &owed })
}

struct Shown {
    decision: Decision,
    rule: Option<Rule>,
    appeal: Option<Appeal>,
    edit: Option<String>,
    may_appeal: bool,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: DecisionId) -> Result<Self> {
        let decision = Decision::own_one(tx, actor, id)?;
        let appeal = appeal::of_decision(tx, id)?;
        Ok(Self {
            rule: decision.rule.map(|it| rule::find(tx, it)).transpose()?,
            edit: decision.where_to_edit(tx)?,
            may_appeal: appeal.is_none() && appeal::is_open(&decision, tx.now()),
            appeal,
            decision,
        })
    }
}

#[derive(Template)]
#[template(path = "decisions/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
}

async fn page(c: &Ctx, id: DecisionId, form: &Form) -> Page {
    let actor = c.signed_in()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    let page = Show { c, form, shown: &shown };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: DecisionId = id.parse()?;
    let actor = c.signed_in()?.clone();
    let answer = page(&c, id, &Form::empty()).await?;
    c.note(move |tx| Decision::own_one(tx, &actor, id)?.read(tx)).await?;
    Ok(answer)
}

pub(crate) async fn appeal(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: DecisionId = id.parse()?;
    // Whoever was suspended can ask for another look as well.
    let actor = c.signed_in()?.clone();
    let words = form.required("words", WORDS_AT_MOST, "appeal-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    match c.write(move |tx| appeal::make(tx, &actor, id, &words)).await {
        Ok(_) => c.go(format!("/decisions/{id}#appeal")),
        Err(error) => {
            form.take("words", error)?;
            page(&c, id, &form).await
        }
    }
}

/// "I am fine, thank you": what was owed to oneself is not needed.
pub(crate) async fn not_needed(c: Ctx, Path(id): Path<String>) -> Page {
    let id: TaskId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write(move |tx| aftercare::done(tx, &actor, id, "").map(|_| ())).await?;
    c.go("/decisions")
}
