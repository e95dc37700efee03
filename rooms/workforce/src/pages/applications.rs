//! Applications, for those who decide on them.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use db::{Error, Result, Time};
use jiff::{civil::Date, tz::TimeZone};
use web::{Form, Page};
use words::{AgeBand, Ctx, Hat, MemberId};

use crate::{
    admission,
    application::{self, Application, ApplicationId, Kind, Reached, Ready, WORDS_AT_MOST},
    stage::{Progress, Stage},
    step_back::StepBack,
};

#[derive(Template)]
#[template(path = "way/applications.html")]
struct Index<'a> {
    c: &'a Ctx,
    waiting: &'a [(Application, String)],
    /// What they have just decided.
    decided: &'a str,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let waiting = c.read(move |tx| Application::waiting(tx, &actor)).await?;
    c.page(&Index { c: &c, waiting: &waiting, decided: &c.query("decided") })
}

#[derive(Template)]
#[template(path = "way/decision.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    application: &'a Application,
    name: &'a str,
    seen: &'a Seen,
}

/// What somebody who decides sees.
struct Seen {
    band: AgeBand,
    since: Time,
    statement: Option<String>,
    stages: Vec<Reached>,
    /// What the applicant wrote would help, when they come back.
    plan: Option<String>,
}

impl Show<'_> {
    fn is_over(&self) -> bool {
        self.seen.stages.iter().all(|it| it.progress.is_over())
    }

    /// What somebody else wrote about this stage while other words were typed.
    fn meanwhile<'b>(&'b self, reached: &'b Reached) -> Option<&'b str> {
        let typed = self.form.text("stage") == reached.stage.as_str() && !self.form.is_right();
        reached.record.as_deref().filter(|it| typed && *it != self.form.raw("record"))
    }

    /// What was written about this stage: as it was just typed, or as it stands.
    fn record<'b>(&'b self, reached: &'b Reached) -> &'b str {
        match self.form.text("stage") {
            it if it == reached.stage.as_str() => self.form.raw("record"),
            _ => reached.record.as_deref().unwrap_or_default(),
        }
    }
}

/// It was taken back, or decided by somebody else, while they wrote about it: their words are given back.
#[derive(Template)]
#[template(path = "way/gone.html")]
struct Gone<'a> {
    c: &'a Ctx,
    words: &'a str,
}

fn gone(c: &Ctx, words: &str) -> Page {
    if words.trim().is_empty() {
        return Err(Error::NotFound.into());
    }
    c.page_with(StatusCode::NOT_FOUND, &Gone { c, words })
}

async fn page(c: &Ctx, id: ApplicationId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (application, name, seen) = c
        .read(move |tx| {
            let (application, name) = Application::for_decider(tx, &actor, id)?;
            let member: MemberId = application.member;
            let profile = people::Profile::of(tx, member)?;
            let plan = match application.kind {
                Kind::Return => StepBack::open_of(tx, member)?.map(|it| it.plan(tx)).transpose()?.flatten(),
                Kind::First => None,
            };
            let seen = Seen {
                band: profile.band,
                since: profile.joined_at,
                statement: application.statement(tx)?,
                stages: application.stages(tx)?,
                plan,
            };
            Ok((application, name, seen))
        })
        .await?;
    let show = Show { c, form, application: &application, name: &name, seen: &seen };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn reach(c: Ctx, Path((id, stage)): Path<(String, String)>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    application::decides(&actor)?;
    let id: ApplicationId = id.parse()?;
    let stage: Stage = stage.parse().map_err(|()| Error::NotFound)?;
    form.add("stage", stage.as_str());
    let progress = form.text("progress").parse::<Progress>().ok();
    if progress.is_none() {
        form.wrong("stages", "admission-progress-missing");
    }
    let record = form.text("record").to_owned();
    if record.chars().count() > WORDS_AT_MOST {
        form.optional("record", WORDS_AT_MOST);
    }
    let seen = Time(form.text("seen").parse().map_err(|_| Error::NotFound)?);
    if let (Some(progress), true) = (progress, form.is_right()) {
        let noted: Result<()> =
            c.write(move |tx| admission::reach(tx, &actor, id, stage, progress, &record, seen)).await;
        match noted {
            Ok(()) => return c.go(format!("/workforce/applications/{id}#{stage}")),
            Err(Error::NotFound) => return gone(&c, form.raw("record")),
            Err(error) => form.take("stages", error)?,
        }
    }
    page(&c, id, &form).await
}

pub(crate) async fn accept(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    application::decides(&actor)?;
    let id: ApplicationId = id.parse()?;
    match c.write(move |tx| admission::accept(tx, &actor, id)).await {
        Ok(()) => c.go("/workforce/applications?decided=welcome"),
        Err(error) => {
            form.take("acceptance", error)?;
            page(&c, id, &form).await
        }
    }
}

pub(crate) async fn refuse(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    application::decides(&actor)?;
    let id: ApplicationId = id.parse()?;
    let reason = form.required("reason", WORDS_AT_MOST, "admission-reason-missing");
    let again = beginning_of(form.text("again"), c.zone());
    if again.is_none() {
        form.wrong("again", "admission-again-missing");
    }
    if let (Some(again), true) = (again, form.is_right()) {
        match c.write(move |tx| admission::refuse(tx, &actor, id, &reason, again)).await {
            Ok(()) => return c.go("/workforce/applications?decided=not-now"),
            Err(Error::NotFound) => return gone(&c, form.raw("reason")),
            Err(error) => form.take("again", error)?,
        }
    }
    page(&c, id, &form).await
}

/// The moment at which this day begins for whoever chose it.
fn beginning_of(day: &str, zone: &str) -> Option<Time> {
    let begins = day.parse::<Date>().ok()?.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).ok()?;
    Some(Time(begins.timestamp().as_microsecond()))
}
