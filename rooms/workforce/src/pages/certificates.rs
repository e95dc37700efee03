//! One's own certificates: what is asked, what is there, what comes next; and what one went on to learn.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time, Tx};
use jiff::{civil::Date, tz::TimeZone};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    answer::Work,
    badge::Badge,
    certificate::{self, Certificate, CertificateId, Grade},
    learning::{self, Learning, LearningId, WORDS_AT_MOST},
    requirement::{self, Reached, Requirement},
};

/// A kind of work for which there are certificates here.
struct Kind {
    asks: Requirement,
    reached: Reached,
    held: Option<Certificate>,
    asked_at: Option<Time>,
    /// When it was answered "not yet", and why.
    answered: Option<(Time, String)>,
    /// Why it was taken back.
    because: Option<String>,
    /// Minutes of further learning since it was given.
    learned: i64,
    may_ask: bool,
}

impl Kind {
    /// All of one's own, where something is asked.
    fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let mut kinds = Vec::new();
        for work in Work::ALL {
            let asks = Requirement::of(tx, *work)?;
            if asks.version == 0 {
                continue;
            }
            let held = Certificate::of(tx, actor.id, *work)?;
            let (mut because, mut learned) = (None, 0);
            if let Some(held) = &held {
                because = held.because(tx)?;
                learned = learning::minutes_since(tx, actor.id, held.issued_at)?;
            }
            kinds.push(Self {
                reached: asks.reached(tx, actor.id)?,
                held,
                because,
                learned,
                asked_at: certificate::asked_at(tx, actor.id, *work)?,
                answered: certificate::answered(tx, actor.id, *work)?,
                may_ask: certificate::may_ask(tx, actor, &asks)?,
                asks,
            });
        }
        Ok(kinds)
    }

    /// The certificate, when it can be shown elsewhere.
    fn badge(&self) -> Option<&Certificate> {
        self.held.as_ref().filter(|it| it.can_be_shown())
    }
}

#[derive(Template)]
#[template(path = "certificates/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    kinds: &'a [Kind],
    /// Badges that others may see.
    published: &'a [Badge],
    /// How many wait, for those who decide.
    waiting: Option<i64>,
    /// For those who say what is asked.
    writes: bool,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let writes = requirement::decides(&actor).is_ok();
    let (kinds, published, waiting) = c
        .read(move |tx| {
            let waiting = match certificate::decides(&actor) {
                Ok(()) => Some(certificate::count_waiting(tx, &actor)?),
                Err(_) => None,
            };
            Ok((Kind::all(tx, &actor)?, Badge::published(tx, &actor)?, waiting))
        })
        .await?;
    c.page(&Index { c: &c, kinds: &kinds, published: &published, waiting, writes })
}

/// The kind of work that a form or an address names.
pub(super) fn work_named(text: &str) -> Result<Work> {
    text.parse().map_err(|()| Error::NotFound)
}

pub(crate) async fn ask(c: Ctx, form: Form) -> Page {
    let (actor, work) = (c.member()?.clone(), work_named(form.text("work"))?);
    c.write(move |tx| certificate::ask(tx, &actor, work)).await?;
    c.go("/workforce/certificates")
}

pub(crate) async fn take_back(c: Ctx, form: Form) -> Page {
    let (actor, work) = (c.member()?.clone(), work_named(form.text("work"))?);
    c.write(move |tx| certificate::take_back(tx, &actor, work)).await?;
    c.go("/workforce/certificates")
}

pub(crate) async fn read_reminder(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Certificate::read_reminder(tx, &actor, id)).await?;
    c.go("/workforce/certificates")
}

#[derive(Template)]
#[template(path = "certificates/learning.html")]
struct Log<'a> {
    c: &'a Ctx,
    form: &'a Form,
    entries: &'a [Learning],
}

async fn log(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let entries = c.read(move |tx| learning::own(tx, &actor)).await?;
    let log = Log { c, form, entries: &entries };
    if form.is_right() { c.page(&log) } else { c.again(&log) }
}

pub(crate) async fn learning(c: Ctx) -> Page {
    log(&c, &Form::empty()).await
}

/// A day that was typed, as it begins in the member's zone.
pub(super) fn day_of(c: &Ctx, text: &str) -> Option<Time> {
    let day: Date = text.parse().ok()?;
    let zone = TimeZone::get(c.zone()).unwrap_or(TimeZone::UTC);
    Some(Time(day.to_zoned(zone).ok()?.timestamp().as_microsecond()))
}

pub(crate) async fn write(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let day = day_of(&c, form.text("day"));
    if day.is_none() {
        form.wrong("day", "learning-day-missing");
    }
    let minutes: Option<i64> = form.text("minutes").parse().ok();
    if minutes.is_none() {
        form.wrong("minutes", "learning-minutes-wrong");
    }
    let words = form.required("words", WORDS_AT_MOST, "learning-words-missing");
    let (Some(day), Some(minutes), true) = (day, minutes, form.is_right()) else { return log(&c, &form).await };
    let written = c.write(move |tx| learning::write(tx, &actor, day, minutes, &words)).await;
    match written {
        Ok(()) => c.go("/workforce/certificates/learning"),
        Err(error) => {
            let field = if error.refusal() == Some("learning-day-ahead") { "day" } else { "minutes" };
            form.take(field, error)?;
            log(&c, &form).await
        }
    }
}

pub(crate) async fn remove(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (LearningId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| learning::remove(tx, &actor, id)).await?;
    c.go("/workforce/certificates/learning")
}

#[derive(Template)]
#[template(path = "certificates/home.html")]
struct Part<'a> {
    c: &'a Ctx,
    held: Vec<Certificate>,
    /// For what they asked and were answered "not yet".
    not_yet: Vec<Work>,
    /// How many wait, for those who decide, when somebody does.
    waiting: Option<i64>,
    /// How many are to be looked at again, for the same.
    harmed: usize,
}

/// On the page of one's role: what one holds, and who waits.
pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let (held, not_yet) = (Certificate::all_of(tx, actor.id)?, certificate::not_yet_of(tx, actor.id)?);
    let mut asked = false;
    for work in Work::ALL {
        asked |= Requirement::of(tx, *work)?.version > 0;
    }
    let decides = certificate::decides(actor).is_ok();
    let nothing = held.is_empty() && not_yet.is_empty() && (!asked || actor.hats.is_empty());
    if nothing && !decides {
        return Ok(None);
    }
    let waiting = if decides { Some(certificate::count_waiting(tx, actor)?).filter(|it| *it > 0) } else { None };
    let harmed = if decides { certificate::count_harmed(tx, actor)? } else { 0 };
    Part { c, held, not_yet, waiting, harmed }.render().map(Some).map_err(Error::broken)
}
