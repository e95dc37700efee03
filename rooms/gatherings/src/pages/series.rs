//! Changing or ending a gathering with all that is still to come of it.

use axum::extract::Path;
use web::{Form, Page};
use words::Ctx;

use circles::circle::Circle;

use super::{
    gatherings::{Planning, templates},
    planning,
};
use crate::{
    gathering::{Gathering, WORDS_AT_MOST},
    kind::GatheringId,
};

async fn page(c: &Ctx, id: GatheringId, typed: Option<&Form>) -> Page {
    let (actor, words) = (c.member()?.clone(), c.clone());
    let (plan, circle, templates) = c
        .write(move |tx| {
            let gathering = Gathering::facilitated_by(tx, &actor, id)?;
            let mut plan = gathering.plan.clone();
            plan.place = gathering.place(tx)?.unwrap_or_default();
            Ok((plan, Circle::facilitated_by(tx, &actor, gathering.circle)?, templates(tx, &words, &actor)?))
        })
        .await?;
    let filled = planning::filled(&plan);
    let form = typed.unwrap_or(&filled);
    let page = Planning { c, form, circle: &circle, templates, series: Some(id) };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None).await
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: GatheringId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    if let Some(plan) = planning::read(&mut form) {
        let changed = c
            .write(move |tx| {
                let gathering = Gathering::facilitated_by(tx, &actor, id)?;
                gathering.change(tx, &actor, &plan, &words)?;
                Ok(gathering.circle)
            })
            .await;
        match changed {
            Ok(circle) => return c.go(format!("/circles/{circle}/gatherings")),
            Err(error) => form.take(planning::field_of(&error), error)?,
        }
    }
    page(&c, id, Some(&form)).await
}

pub(crate) async fn end(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: GatheringId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.required("words", WORDS_AT_MOST, "gathering-words-missing");
    if !form.is_right() {
        return Err(db::Error::refused("gathering-words-missing").into());
    }
    let circle = c
        .write(move |tx| {
            let gathering = Gathering::facilitated_by(tx, &actor, id)?;
            gathering.end(tx, &actor, &words)?;
            Ok(gathering.circle)
        })
        .await?;
    c.go(format!("/circles/{circle}/gatherings"))
}
