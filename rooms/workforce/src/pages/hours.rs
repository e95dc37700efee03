//! My hours: how much I gave and how much is enough, a pause, and what I ask of myself.

use std::time::Duration;

use askama::Template;
use db::{Error, Result, Tx};
use web::{Arg, Form, Page};
use words::{Actor, Ctx};

use super::home::notice;
use crate::{
    answer::{self, Bar, Step, Why, Work},
    check,
    debrief::{self, Debrief},
    hours::{Caps, Given},
    limit::{Limits, Quiet},
    pause::{self, Pause},
    shift::Shift,
};

const DAY: Duration = Duration::from_secs(86_400);

/// Those whose work is looked after here; for everybody else these pages do not exist.
pub(crate) fn helper(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if is_helper(actor) { Ok(actor) } else { Err(Error::NotFound) }
}

/// Whether this member does such work.
pub(crate) fn is_helper(actor: &Actor) -> bool {
    actor.hats.iter().any(|it| Work::of(*it).is_some())
}

/// What keeps somebody from their work just now, of what is looked after on these pages.
fn bars(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Bar>> {
    let mut bars: Vec<Bar> = Vec::new();
    for work in actor.hats.iter().filter_map(|hat| Work::of(*hat)) {
        let bar = answer::ask(tx, actor.id, work, Step::Begin)?;
        let here = |it: &Bar| matches!(it.why, Why::Rest | Why::Today | Why::Week | Why::Quiet);
        bars.extend(bar.filter(|it| here(it) && bars.iter().all(|other| other.why != it.why)));
    }
    Ok(bars)
}

struct Shown {
    bars: Vec<String>,
    given: Given,
    caps: Caps,
    limits: Limits,
    pause: Option<Pause>,
    /// Shifts of theirs that lie in the pause, or would.
    planned: Vec<Shift>,
    debriefs: Vec<Debrief>,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let (bars, pause, mut planned) = (bars(tx, actor)?, pause::of(tx, actor.id)?, Shift::own(tx, actor)?);
        if pause.is_some() {
            planned.retain(|it| it.beside(pause) != Some(*it));
        }
        Ok(Self {
            bars: bars.iter().map(|it| notice(c, it)).collect::<Result<Vec<_>>>()?,
            given: Given::of(tx, actor.id)?,
            caps: Caps::current(tx)?,
            limits: Limits::of(tx, actor.id)?,
            pause,
            planned,
            debriefs: debrief::waiting_of(tx, actor.id)?,
        })
    }

    fn as_form(&self) -> Form {
        let mut form = Form::empty();
        if let Some(hours) = self.limits.week_hours {
            form.add("week", hours.to_string());
        }
        if let Some(quiet) = self.limits.quiet {
            form.add("from", quiet.from.strftime("%H:%M").to_string());
            form.add("to", quiet.to.strftime("%H:%M").to_string());
        }
        form
    }
}

#[derive(Template)]
#[template(path = "hours/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    kept: bool,
}

impl Show<'_> {
    fn of(&self, given: Duration, cap: Duration) -> String {
        let cap = i64::try_from(cap.as_secs() / 3600).unwrap_or(i64::MAX);
        self.c.say("hours-of", &[("given", Arg::Text(&long(self.c, given))), ("hours", Arg::Number(cap))])
    }

    /// What the week comes to when they ask for less.
    fn own_week(&self) -> Option<Duration> {
        let own = Duration::from_secs(3600 * u64::from(self.shown.limits.week_hours?));
        Some(own).filter(|it| *it < self.shown.caps.week)
    }

    fn caps_hours(&self) -> u64 {
        self.shown.caps.week.as_secs() / 3600
    }
}

/// How long, in hours and minutes.
pub(crate) fn long(c: &Ctx, span: Duration) -> String {
    let minutes = i64::try_from(span.as_secs() / 60).unwrap_or(i64::MAX);
    c.say("hours-long", &[("hours", Arg::Number(minutes / 60)), ("minutes", Arg::Number(minutes % 60))])
}

async fn page(c: &Ctx, typed: Option<&Form>) -> Page {
    let (actor, ctx) = (helper(c)?.clone(), c.clone());
    let shown = c.read(move |tx| Shown::read(&ctx, tx, &actor)).await?;
    match typed {
        Some(form) => c.again(&Show { c, form, shown: &shown, kept: false }),
        None => c.page(&Show { c, form: &shown.as_form(), shown: &shown, kept: c.query("kept") == "yes" }),
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, None).await
}

pub(crate) async fn limit(c: Ctx, mut form: Form) -> Page {
    let actor = helper(&c)?.clone();
    let week = form.text("week").to_owned();
    let week_hours = match week.parse() {
        _ if week.is_empty() => None,
        Ok(0) | Err(_) => {
            form.wrong("week", "hours-own-none");
            None
        }
        Ok(hours) => Some(hours),
    };
    let (from, to) = (form.text("from").to_owned(), form.text("to").to_owned());
    let quiet = Quiet::parse(&from, &to);
    if quiet.is_none() && !(from.is_empty() && to.is_empty()) {
        form.wrong("from", "hours-quiet-unclear");
    }
    if !form.is_right() {
        return page(&c, Some(&form)).await;
    }
    let limits = Limits { week_hours, quiet };
    match c.write(move |tx| limits.keep(tx, &actor)).await {
        Ok(()) => c.go("/workforce/hours?kept=yes"),
        Err(error) => {
            form.take("week", error)?;
            page(&c, Some(&form)).await
        }
    }
}

/// Pauses: one press, and nothing to explain.
pub(crate) async fn pause(c: Ctx, form: Form) -> Page {
    let actor = helper(&c)?.clone();
    let long = match form.text("for") {
        "day" => Some(DAY),
        "week" => Some(7 * DAY),
        _ => None,
    };
    c.write_from_reserve(move |tx| {
        let until = long.map(|it| tx.now() + it);
        pause::take(tx, &actor, until)
    })
    .await?;
    c.go("/workforce/hours")
}

pub(crate) async fn come_back(c: Ctx) -> Page {
    let actor = helper(&c)?.clone();
    c.write(move |tx| pause::end(tx, &actor)).await?;
    c.go("/workforce/hours")
}

#[derive(Template)]
#[template(path = "hours/part.html")]
struct Part<'a> {
    c: &'a Ctx,
    given: Given,
    shift_due: bool,
    month_due: bool,
    paused: bool,
}

impl Part<'_> {
    fn given(&self) -> String {
        long(self.c, self.given.week)
    }
}

/// The part of the page about one's role.
pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    if !is_helper(actor) {
        return Ok(None);
    }
    let part = Part {
        c,
        given: Given::of(tx, actor.id)?,
        shift_due: check::is_shift_due(tx, actor.id)?,
        month_due: check::is_month_due(tx, actor.id)?,
        paused: pause::of(tx, actor.id)?.is_some(),
    };
    part.render().map(Some).map_err(Error::broken)
}
