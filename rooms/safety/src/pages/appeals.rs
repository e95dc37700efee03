//! Another pair of eyes on a decision.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    appeal::{self, Appeal, WORDS_AT_MOST},
    case::Case,
    decision::Decision,
    kind::AppealId,
    place::{Said, Seen},
    rule::{self, Rule},
};

struct Shown {
    appeal: Appeal,
    decision: Decision,
    rule: Option<Rule>,
    seen: Option<Seen>,
    evidence: Vec<(Time, Vec<Said>)>,
    by: Option<String>,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: AppealId) -> Result<Self> {
        let (appeal, decision, case): (Appeal, Decision, Case) = appeal::for_judge(tx, actor, id)?;
        Ok(Self {
            rule: decision.rule.map(|it| rule::find(tx, it)).transpose()?,
            seen: case.seen(tx)?,
            evidence: case.evidence(tx)?,
            by: people::Profile::name(tx, appeal.by)?,
            appeal,
            decision,
        })
    }
}

#[derive(Template)]
#[template(path = "appeals/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
}

impl Show<'_> {
    fn when(&self, said: &Said) -> String {
        self.c.day_clock(&Time(said.at))
    }
}

async fn page(c: &Ctx, id: AppealId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    let page = Show { c, form, shown: &shown };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: AppealId = id.parse()?;
    let actor = c.member()?.clone();
    c.write_from_reserve(move |tx| {
        let (appeal, ..) = appeal::for_judge(tx, &actor, id)?;
        organisation::trail::record(tx, Some(actor.id), "trail-appeal-opened", Some(appeal.by), "")
    })
    .await?;
    page(&c, id, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: AppealId = id.parse()?;
    let actor = c.member()?.clone();
    let upheld = match form.text("upheld") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if upheld.is_none() {
        form.wrong("upheld", "appeal-choice-missing");
    }
    let words = form.required("words", WORDS_AT_MOST, "appeal-answer-missing");
    let (true, Some(upheld)) = (form.is_right(), upheld) else { return page(&c, id, &form).await };
    let to_flaggers = c.t("appeal-flaggers-told").into_owned();
    match c.write(move |tx| appeal::answer(tx, &actor, id, upheld, &words, &to_flaggers)).await {
        Ok(()) => c.go("/safety?decided=yes"),
        Err(error) => {
            form.take("words", error)?;
            page(&c, id, &form).await
        }
    }
}
