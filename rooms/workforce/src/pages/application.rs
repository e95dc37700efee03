//! Applying, and seeing how far it has come.

use askama::Template;
use db::{Error, Time};
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::{
    application::{Application, HATS, Kind, Outcome, Reached, Ready, WORDS_AT_MOST},
    stage::{self, Stage},
    step_back::StepBack,
};

#[derive(Template)]
#[template(path = "way/application.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    seen: &'a Seen,
}

/// What an applicant sees.
struct Seen {
    /// The latest application, its stages, and why it was refused.
    last: Option<(Application, Vec<Reached>, Option<String>)>,
    /// The stages that the way in has here.
    stages: Vec<Stage>,
    /// Hats to apply for; each with the day from which that is possible again, when it is not yet.
    hats: Vec<(Hat, Option<Time>)>,
    /// From when a first role can be applied for, when it is not yet.
    first_at: Option<Time>,
    stepped_back: bool,
}

impl Show<'_> {
    fn open(&self) -> Option<&(Application, Vec<Reached>, Option<String>)> {
        self.seen.last.as_ref().filter(|(it, ..)| it.outcome.is_none())
    }

    fn decided(&self) -> Option<&(Application, Vec<Reached>, Option<String>)> {
        let told = [Some(Outcome::Accepted), Some(Outcome::Refused)];
        self.seen.last.as_ref().filter(|(it, ..)| told.contains(&it.outcome))
    }

    fn may_apply(&self) -> bool {
        self.seen.first_at.is_none() && self.seen.hats.iter().any(|(_, again_at)| again_at.is_none())
    }

    fn asks_statement(&self) -> bool {
        self.seen.stages.contains(&Stage::Statement)
    }
}

async fn page(c: &Ctx, form: Form) -> Page {
    let actor = c.member()?.clone();
    let mut form = form;
    c.note({
        let actor = actor.clone();
        move |tx| Application::see(tx, &actor)
    })
    .await?;
    let (seen, statement) = c
        .read(move |tx| {
            let last = Application::own(tx, &actor)?;
            let statement = match &last {
                Some(it) if it.outcome.is_none() => it.statement(tx)?,
                _ => None,
            };
            let last = match last {
                Some(it) => {
                    let (stages, reason) = (it.stages(tx)?, it.reason(tx)?);
                    Some((it, stages, reason))
                }
                None => None,
            };
            let stepped = StepBack::open_of(tx, actor.id)?;
            let laid_down = |hat: &Hat| stepped.as_ref().is_some_and(|it| it.hats.contains(hat));
            let mut hats = Vec::new();
            for hat in HATS.into_iter().filter(|it| !actor.wears(*it) && !laid_down(it)) {
                hats.push((hat, Application::again_at(tx, actor.id, hat)?));
            }
            let stages = stage::used(tx)?;
            let first_at = Application::first_at(tx, &actor)?;
            Ok((Seen { last, stages, hats, first_at, stepped_back: stepped.is_some() }, statement))
        })
        .await?;
    if form.is_right() {
        if let Some((open, ..)) = seen.last.as_ref().filter(|(it, ..)| it.outcome.is_none()) {
            open.hats.iter().for_each(|hat| form.add("hat", hat.as_str()));
        }
        form.add("statement", statement.unwrap_or_default());
        c.page(&Show { c, form: &form, seen: &seen })
    } else {
        c.again(&Show { c, form: &form, seen: &seen })
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, Form::empty()).await
}

pub(crate) async fn apply(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let hat = form.text("hat").parse::<Hat>().ok();
    if hat.is_none() {
        form.wrong("hat", "application-hat-missing");
    }
    let statement = form.optional("statement", WORDS_AT_MOST);
    if let (Some(hat), true) = (hat, form.is_right()) {
        match c.write(move |tx| Application::apply(tx, &actor, hat, &statement)).await {
            Ok(()) => return c.go("/workforce/application"),
            Err(error) => form.take("statement", error)?,
        }
    }
    page(&c, form).await
}

pub(crate) async fn say_ready(c: Ctx, form: Form) -> Page {
    let actor = c.member()?.clone();
    let ready: Ready = form.text("ready").parse().map_err(|()| Error::refused("application-ready-missing"))?;
    c.write(move |tx| Application::say_ready(tx, &actor, ready)).await?;
    c.go("/workforce/application#readiness")
}

pub(crate) async fn withdraw(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| Application::withdraw(tx, &actor)).await?;
    c.go("/workforce/application")
}
