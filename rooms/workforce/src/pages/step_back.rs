//! Stepping back, and coming back. Whoever is signed in may, whatever their standing: any day is any day.

use askama::Template;
use db::Error;
use web::{Form, Page};
use words::{Ctx, Hat, Standing};

use crate::{
    application::Application,
    step_back::{self, Span, StepBack, WORDS_AT_MOST},
};

#[derive(Template)]
#[template(path = "way/step_back.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    stepped: Option<&'a StepBack>,
    /// Why somebody asked them to rest.
    reason: Option<&'a str>,
    /// They asked to come back.
    asked: bool,
    /// Hats that come off.
    worn: Vec<Hat>,
    /// They wear the administrator's, which stays.
    keeps: bool,
    active: bool,
    /// They have just stepped back for good.
    for_good: bool,
}

async fn page(c: &Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let asker = actor.clone();
    let (stepped, reason, plan, asked) = c
        .read(move |tx| {
            let stepped = StepBack::open_of(tx, asker.id)?;
            let (reason, plan) = match &stepped {
                Some(it) => (it.reason(tx, &asker)?, it.plan(tx)?),
                None => (None, None),
            };
            Ok((stepped, reason, plan, Application::open_of(tx, asker.id)?.is_some()))
        })
        .await?;
    let right = form.is_right();
    if right {
        form.add("plan", plan.unwrap_or_default());
    }
    let show = Show {
        c,
        form: &form,
        stepped: stepped.as_ref(),
        reason: reason.as_deref(),
        asked,
        worn: actor.hats.iter().copied().filter(|it| *it != Hat::Administrator).collect(),
        keeps: actor.wears(Hat::Administrator),
        active: actor.standing == Standing::Active,
        for_good: c.query("done") == "good",
    };
    if right { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, Form::empty()).await
}

/// Where they read that it is done.
fn done(span: Span) -> &'static str {
    match span {
        Span::While => "/workforce/step-back",
        Span::Good => "/workforce/step-back?done=good",
    }
}

pub(crate) async fn create(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let span: Span = form.text("span").parse().map_err(|()| Error::refused("step-back-span-missing"))?;
    // From the reserve: a full disk keeps nobody on duty.
    c.write_from_reserve(move |tx| step_back::step_back(tx, &actor, span)).await?;
    c.go(done(span))
}

pub(crate) async fn plan(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let words = form.optional("plan", WORDS_AT_MOST);
    if !form.is_right() {
        return page(&c, form).await;
    }
    c.write(move |tx| step_back::plan(tx, &actor, &words)).await?;
    c.go("/workforce/step-back#plan")
}

pub(crate) async fn stay(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    c.write(move |tx| step_back::stay(tx, &actor)).await?;
    c.go(done(Span::Good))
}

pub(crate) async fn come_back(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| Application::come_back(tx, &actor)).await?;
    c.go("/workforce/application")
}
