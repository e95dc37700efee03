//! The gatherings of a circle, and planning one.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use circles::{circle::Circle, kind::CircleId};

use super::{
    planning::{self, ENDS, REPEATS},
    shown::Shown,
};
use crate::{
    gathering::{Gathering, WORDS_AT_MOST},
    kind::{GatheringId, Mode},
    occurrence::{self, Occurrence},
    rule::DAYS,
    template::{self, Template as Meeting},
};

#[derive(Template)]
#[template(path = "gatherings/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    circle: &'a Circle,
    ahead: Vec<Shown>,
    past: Vec<Shown>,
    leads: bool,
}

pub(crate) async fn index(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let (circle, ahead, past, leads) = c
        .read(move |tx| {
            let circle = Circle::readable_by(tx, &actor, id)?;
            let ahead = Occurrence::of_circle(tx, &actor, id)?;
            let ahead = Shown::each(tx, &actor, ahead)?;
            // A meeting that was ended before its time is over.
            let (mut past, ahead): (Vec<_>, Vec<_>) = ahead.into_iter().rev().partition(|it| it.past);
            let ahead = ahead.into_iter().rev().collect();
            let earlier = Occurrence::past_of_circle(tx, &actor, id)?;
            past.extend(Shown::each(tx, &actor, earlier)?);
            let leads = occurrence::is_led_by(tx, &actor, id)?;
            Ok((circle, ahead, past, leads))
        })
        .await?;
    c.page(&Index { c: &c, circle: &circle, ahead, past, leads })
}

/// The form, for a new gathering or for one that is changed.
#[derive(Template)]
#[template(path = "gatherings/plan.html")]
pub(super) struct Planning<'a> {
    pub(super) c: &'a Ctx,
    pub(super) form: &'a Form,
    pub(super) circle: &'a Circle,
    pub(super) templates: Vec<Meeting>,
    /// The gathering that is changed.
    pub(super) series: Option<GatheringId>,
}

impl Planning<'_> {
    fn action(&self) -> String {
        match self.series {
            Some(id) => format!("/gatherings/series/{id}"),
            None => format!("/circles/{}/gatherings", self.circle.id),
        }
    }

    fn words_at_most(&self) -> String {
        format!("maxlength={WORDS_AT_MOST}")
    }

    fn is_template(&self, template: &Meeting) -> bool {
        self.form.chosen("template", &template.id.to_string())
    }
}

/// The templates in use; the ones to begin with are stored when there were none.
pub(super) fn templates(tx: &mut Tx<'_>, c: &Ctx, actor: &Actor) -> Result<Vec<Meeting>> {
    template::begin(tx, |key| c.t(key).into_owned())?;
    Meeting::all(tx, actor)
}

async fn page(c: &Ctx, id: CircleId, form: &Form) -> Page {
    let (actor, words) = (c.member()?.clone(), c.clone());
    let (circle, templates) = c
        .write_from_reserve(move |tx| Ok((Circle::facilitated_by(tx, &actor, id)?, templates(tx, &words, &actor)?)))
        .await?;
    let page = Planning { c, form, circle: &circle, templates, series: None };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn new(c: Ctx, Path(id): Path<String>) -> Page {
    let form = planning::empty(&c);
    page(&c, id.parse()?, &form).await
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    if let Some(plan) = planning::read(&mut form) {
        match c.write(move |tx| Gathering::make(tx, &actor, id, &plan)).await {
            Ok(_) => return c.go(format!("/circles/{id}/gatherings")),
            Err(error) => form.take(planning::field_of(&error), error)?,
        }
    }
    page(&c, id, &form).await
}
