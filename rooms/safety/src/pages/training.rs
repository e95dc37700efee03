//! The reader and what it learnt here: figures alone, for an administrator, who sees nobody's words.

use askama::Template;
use axum::extract::Path;
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::training::{self, CASES_AT_LEAST, Figures, ModelId, Trained};

/// Longest reason, in characters.
const REASON_AT_MOST: usize = 300;

#[derive(Template)]
#[template(path = "training/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    readers: &'a [Trained],
    cases: i64,
}

impl Index<'_> {
    fn is_enough(&self) -> bool {
        usize::try_from(self.cases).is_ok_and(|it| it >= CASES_AT_LEAST)
    }

    /// The rows of the table of one reader: what, before, after.
    fn rows(&self, trained: &Trained) -> [(&'static str, String, String); 4] {
        let percent = |it: u16| format!("{}.{} %", it / 10, it % 10);
        let row = |key, of: fn(&Figures) -> u16| (key, percent(of(&trained.before)), percent(of(&trained.after)));
        [
            row("recall", |it| it.recall),
            row("crisis", |it| it.crisis_recall),
            row("alarms", |it| it.false_alarms),
            row("calibration", |it| it.calibration),
        ]
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let (readers, cases) = c.read(|tx| Ok((training::all(tx)?, training::count(tx)?))).await?;
    let page = Index { c, form, readers: &readers, cases };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    page(&c, &Form::empty()).await
}

pub(crate) async fn train(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let (decided, reader) = c.read(|tx| Ok((training::gather(tx)?, training::reader(tx)?))).await?;
    if decided.len() < CASES_AT_LEAST {
        form.wrong("train", "reader-too-few");
        return page(&c, &form).await;
    }
    let fresh =
        tokio::task::spawn_blocking(move || training::train(&decided, &reader)).await.map_err(db::Error::broken)??;
    c.write(move |tx| training::keep(tx, &actor, &fresh)).await?;
    c.go("/settings/reader")
}

pub(crate) async fn decide(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ModelId = id.parse()?;
    let actor = c.hat(Hat::Administrator)?.clone();
    let accepted = form.chosen("do", "take");
    let reason = form.required("reason", REASON_AT_MOST, "reason-missing");
    if !form.is_right() {
        return page(&c, &form).await;
    }
    match c.write(move |tx| training::decide(tx, &actor, id, accepted, &reason)).await {
        Ok(()) => c.go("/settings/reader"),
        Err(error) => {
            form.take("reason", error)?;
            page(&c, &form).await
        }
    }
}
