//! My supervision: who looks after me, when we talk next, what we wrote, and when all of us meet.

use askama::Template;
use db::{Error, Result, Time, Tx};
use jiff::{
    civil::{Date, Time as Clock},
    tz::TimeZone,
};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, Spot};

use crate::{
    session::{AHEAD, Session},
    supervisor::{self, Due, Rhythm, Supervised},
    together::{self, Together},
};

/// A day and a time of the clock, as typed, in this zone.
pub(crate) fn moment(zone: &str, day: &str, at: &str) -> Option<Time> {
    let (day, at): (Date, Clock) = (day.parse().ok()?, at.parse().ok()?);
    let at = day.to_datetime(at).to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(Time(at.timestamp().as_microsecond()))
}

/// Attributes of a day's field: from today until as far ahead as plans go.
pub(crate) fn days(c: &Ctx) -> String {
    format!("required min={} max={}", c.field_date(&c.now()), c.field_date(&(c.now() + AHEAD)))
}

/// The date that a form says.
pub(crate) fn typed(c: &Ctx, form: &mut Form) -> Option<Time> {
    let at = moment(c.zone(), form.text("day"), form.text("at"));
    if at.is_none() {
        form.wrong("day", "session-day-missing");
    }
    at
}

struct Shown {
    due: Due,
    supervisor: Option<String>,
    next: Option<Session>,
    held: Vec<Session>,
    together: Vec<Together>,
    panels: Vec<String>,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Self>> {
        let held = Session::held_with(tx, actor)?;
        let Some(supervised) = Supervised::of(tx, actor.id)? else { return Ok(None) };
        let now = tx.now();
        Ok(Some(Self {
            due: supervised.due(&Rhythm::current(tx)?, now),
            supervisor: name(tx, &supervised)?,
            next: Session::next_of(tx, actor.id)?,
            together: together::ahead_for(tx, actor.id)?,
            panels: c.panels(tx, Spot::Supervised(actor.id.0))?,
            held,
        }))
    }
}

fn name(tx: &mut Tx<'_>, supervised: &Supervised) -> Result<Option<String>> {
    match supervised.supervisor {
        Some(supervisor) => people::Profile::name(tx, supervisor),
        None => Ok(None),
    }
}

#[derive(Template)]
#[template(path = "supervision/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: Option<&'a Shown>,
    days: String,
}

/// Those who are looked after here; for everybody else these pages do not exist.
pub(crate) fn looked_after(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if supervisor::is_looked_after(actor) { Ok(actor) } else { Err(Error::NotFound) }
}

/// Where somebody goes after they changed what they wrote: to the page, or, where they are not looked after any more and
/// may have nothing left on it, to the page about their role.
pub(crate) fn back_to(actor: &Actor, page: &'static str) -> &'static str {
    if supervisor::is_looked_after(actor) { page } else { "/workforce" }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let (actor, ctx) = (looked_after(c)?.clone(), c.clone());
    let shown = c.read(move |tx| Shown::read(&ctx, tx, &actor)).await?;
    let page = Show { c, form, shown: shown.as_ref(), days: days(c) };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn plan(c: Ctx, mut form: Form) -> Page {
    let actor = looked_after(&c)?.clone();
    if let Some(at) = typed(&c, &mut form)
        && let Err(error) = c.write(move |tx| Session::plan(tx, &actor, actor.id, at).map(drop)).await
    {
        form.take("day", error)?;
    }
    if form.is_right() { c.go("/workforce/supervision") } else { page(&c, &form).await }
}

/// Somebody else, please: nothing to explain.
pub(crate) async fn another(c: Ctx) -> Page {
    let actor = looked_after(&c)?.clone();
    c.write(move |tx| Supervised::another(tx, &actor)).await?;
    c.go("/workforce/supervision")
}

#[derive(Template)]
#[template(path = "supervision/part.html")]
struct Part<'a> {
    c: &'a Ctx,
    own: Option<(Due, Option<String>, Option<Session>)>,
    /// How many people one looks after, and how many of them are overdue.
    people: Option<(usize, usize)>,
}

/// The part of the page about one's role.
pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let (rhythm, now) = (Rhythm::current(tx)?, tx.now());
    let own = match Supervised::of(tx, actor.id)?.filter(|_| supervisor::is_looked_after(actor)) {
        Some(it) => Some((it.due(&rhythm, now), name(tx, &it)?, Session::next_of(tx, actor.id)?)),
        None => None,
    };
    let people = if actor.wears(Hat::Supervisor) {
        let people = Supervised::by(tx, actor.id)?;
        let late = people.iter().filter(|it| !matches!(it.due(&rhythm, now), Due::By(_))).count();
        Some((people.len(), late))
    } else {
        None
    };
    if own.is_none() && people.is_none() {
        return Ok(None);
    }
    Part { c, own, people }.render().map(Some).map_err(Error::broken)
}
