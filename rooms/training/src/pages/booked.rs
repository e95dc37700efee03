//! Live practice: the times that I give, the times that I can book, and what I have booked.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time, Tx};
use people::Profile;
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    booking::{self, Booking, BookingId, Ending, Part},
    competency,
    debrief::{Debrief, WORDS_AT_MOST},
    format::Body,
    offered::{self, AHEAD, Offered, OfferedId},
    shown,
    together::Due,
};

/// A booking with the names of those who are part of it.
struct Booked {
    it: Booking,
    part: Part,
    learner: Option<String>,
    trainer: Option<String>,
    partner: Option<String>,
    /// What is practised.
    title: String,
}

impl Booked {
    fn of(tx: &mut Tx<'_>, it: Booking, part: Part) -> Result<Self> {
        let published = crate::course::version(tx, &it.course, it.version)?;
        Ok(Self {
            learner: booking::name(tx, it.learner)?,
            trainer: booking::name(tx, it.time.trainer)?,
            partner: booking::name(tx, it.time.partner)?,
            title: published.activity(&it.activity)?.title.clone(),
            part,
            it,
        })
    }

    fn took_place(&self) -> bool {
        self.it.ended_how == Some(Ending::TookPlace)
    }

    /// Whom somebody meets: the learner whoever plays, everybody else the learner.
    fn with(&self) -> Option<&str> {
        match self.part {
            Part::Learner if self.it.time.partner.is_some() => self.partner.as_deref(),
            Part::Learner => self.trainer.as_deref(),
            Part::Trainer | Part::Partner => self.learner.as_deref(),
        }
    }
}

/// A time with the names of those who give it.
struct Given {
    it: Offered,
    trainer: Option<String>,
    partner: Option<String>,
    /// Whether a learner has booked it.
    is_booked: bool,
}

impl Given {
    fn each(tx: &mut Tx<'_>, all: Vec<Offered>) -> Result<Vec<Self>> {
        let mut given = Vec::with_capacity(all.len());
        for it in all {
            let (trainer, partner) = (booking::name(tx, it.trainer)?, booking::name(tx, it.partner)?);
            let is_booked = Booking::open_at(tx, it.id)?.is_some();
            given.push(Self { it, trainer, partner, is_booked });
        }
        Ok(given)
    }
}

/// Everything on the page.
struct Shown {
    open: Vec<Booked>,
    /// Called off, and its time has not come yet.
    off: Vec<Booked>,
    past: Vec<Booked>,
    /// Live practice that the learner has to do and has not booked.
    due: Vec<Due>,
    times: Vec<Given>,
    given: Vec<Given>,
    /// Whom a trainer may ask to play.
    partners: Vec<(MemberId, String)>,
    trains: bool,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let (mut open, mut off, mut past) = (Vec::new(), Vec::new(), Vec::new());
        let now = tx.now();
        for it in Booking::all_of(tx, actor.id)? {
            let Some(part) = it.part_of(actor.id) else { continue };
            let booked = Booked::of(tx, it, part)?;
            match booked.it.ended_at {
                None => open.push(booked),
                Some(_) if booked.it.is_off(now) => off.push(booked),
                Some(_) => past.push(booked),
            }
        }
        past.reverse();
        let mut due = booking::due(tx, actor.id)?;
        due.retain(|due| {
            let has = |it: &Booked| it.it.course == due.course.id && it.it.activity == due.activity;
            !open.iter().any(|it| it.part == Part::Learner && has(it))
        });
        let times = if due.is_empty() { Vec::new() } else { Offered::open_to(tx, actor)? };
        let given = Offered::of(tx, actor.id)?;
        let trains = competency::rates(actor);
        let mut partners = Vec::new();
        if trains {
            for member in offered::may_play(tx, actor)? {
                partners.extend(Profile::name(tx, member)?.map(|name| (member, name)));
            }
            partners.sort_by_cached_key(|(_, name)| name.to_lowercase());
        }
        Ok(Self {
            open,
            off,
            past,
            due,
            times: Given::each(tx, times)?,
            given: Given::each(tx, given)?,
            partners,
            trains,
        })
    }
}

#[derive(Template)]
#[template(path = "booked/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    me: MemberId,
    shown: &'a Shown,
    /// Attributes of the field for a day.
    days: String,
}

impl Index<'_> {
    fn title<'b>(&self, due: &'b Due) -> &'b str {
        due.course.activity(&due.activity).map_or("", |it| &it.title)
    }

    fn is_chosen(&self, member: &MemberId) -> bool {
        self.form.chosen("partner", &member.to_string())
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let me = actor.id;
    let shown = c.read(move |tx| Shown::read(tx, &actor)).await?;
    let days = format!("required min={} max={}", c.field_date(&c.now()), c.field_date(&(c.now() + AHEAD)));
    let page = Index { c, form, me, shown: &shown, days };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

/// A trainer offers a time, in the zone of her own clock.
pub(crate) async fn offer(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    if !competency::rates(&actor) {
        return Err(Error::NotFound.into());
    }
    let partner: Option<MemberId> = match form.text("partner") {
        "" => None,
        it => Some(it.parse()?),
    };
    let offered = match stretch(c.zone(), form.text("day"), form.text("from"), form.text("to")) {
        None => Err(Error::refused("offered-when")),
        Some((from, to)) => c.write(move |tx| Offered::offer(tx, &actor, partner, from, to).map(drop)).await,
    };
    if let Err(error) = offered {
        form.take("day", error)?;
    }
    if form.is_right() { c.go("/training/booked?kept=offered") } else { page(&c, &form).await }
}

/// A day and two clock times of that day, as typed.
fn stretch(zone: &str, day: &str, from: &str, to: &str) -> Option<(Time, Time)> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    let at = |clock: &str| -> Option<Time> {
        let clock: jiff::civil::Time = clock.parse().ok()?;
        Some(Time(day.to_datetime(clock).to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()))
    };
    at(from).zip(at(to)).filter(|(from, to)| from < to)
}

/// Back to the page, with what stood in the way beside its part.
async fn said(c: &Ctx, part: &'static str, kept: &str, done: Result<()>) -> Page {
    let mut form = Form::empty();
    if let Err(error) = done {
        form.take(part, error)?;
        return page(c, &form).await;
    }
    c.go(format!("/training/booked?kept={kept}"))
}

pub(crate) async fn agree(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (OfferedId, _) = (id.parse()?, c.member()?.clone());
    let reads = form.chosen("reads", "yes");
    let agreed = c.write(move |tx| Offered::given_by(tx, &actor, id)?.agree(tx, &actor, reads)).await;
    said(&c, "given", "agreed", agreed).await
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (OfferedId, _) = (id.parse()?, c.member()?.clone());
    let withdrawn = c.write(move |tx| Offered::given_by(tx, &actor, id)?.withdraw(tx, actor.id)).await;
    said(&c, "given", "withdrawn", withdrawn).await
}

pub(crate) async fn book(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (OfferedId, _) = (id.parse()?, c.member()?.clone());
    let (course, activity) = form.text("what").split_once('/').ok_or(Error::NotFound)?;
    let (course, activity) = (course.to_owned(), activity.to_owned());
    let reads = form.chosen("reads", "yes");
    let booked = c.write(move |tx| Booking::book(tx, &actor, id, (&course, &activity), reads).map(drop)).await;
    said(&c, "times", "booked", booked).await
}

#[derive(Template)]
#[template(path = "booked/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    booked: &'a Booked,
    brief: &'a Body,
    debriefs: &'a [(Debrief, Option<String>)],
    /// Who called it off.
    by: Option<String>,
    me: MemberId,
}

impl Show<'_> {
    fn parts(&self, text: &str) -> Vec<shown::Part> {
        shown::parts(text)
    }

    fn it(&self) -> &Booking {
        &self.booked.it
    }

    fn took_place(&self) -> bool {
        self.booked.took_place()
    }

    /// What became of it, in words.
    fn said(&self) -> Option<String> {
        let how = self.it().ended_how?;
        Some(match &self.by {
            Some(_) if how == Ending::Cancelled && self.it().ended_by == Some(self.me) => {
                self.c.t("booking-cancelled-own").into_owned()
            }
            Some(name) if how == Ending::Cancelled => self.c.tv("booking-cancelled-by", "name", name),
            _ if how == Ending::Apart && self.it().began_at.is_some() => self.c.t("booking-said-stopped").into_owned(),
            _ => self.c.of("booking-said", how).into_owned(),
        })
    }

    /// Whether whoever gave the time can leave words.
    fn may_leave(&self) -> bool {
        self.booked.part != Part::Learner && self.it().began_at.is_some() && self.it().learner.is_some()
    }

    fn has_left(&self) -> bool {
        self.debriefs.iter().any(|(it, _)| it.by == Some(self.me))
    }
}

async fn booking_page(c: &Ctx, id: BookingId, sent: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let me = actor.id;
    let (booked, brief, debriefs, by) = c
        .read(move |tx| {
            let (it, part) = Booking::of(tx, &actor, id)?;
            let mut debriefs = Vec::new();
            for debrief in it.debriefs(tx, &actor)? {
                let name = booking::name(tx, debrief.by)?;
                debriefs.push((debrief, name));
            }
            let (brief, by) = (booking::brief(tx, &it)?, booking::name(tx, it.ended_by)?);
            Ok((Booked::of(tx, it, part)?, brief, debriefs, by))
        })
        .await?;
    let own = debriefs.iter().find(|(it, _)| it.by == Some(me));
    let written = Form::with(&[("words", own.map_or("", |(it, _)| &it.words).to_owned())]);
    let form = sent.unwrap_or(&written);
    let page = Show { c, form, booked: &booked, brief: &brief, debriefs: &debriefs, by, me };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    booking_page(&c, id.parse()?, None).await
}

/// What stood in the way, on the page of the booking.
async fn settled(c: &Ctx, id: BookingId, part: &'static str, done: Result<()>) -> Page {
    let mut form = Form::empty();
    match done {
        Ok(()) => c.go(format!("/training/booked/{id}?kept=yes")),
        Err(error) => {
            form.take(part, error)?;
            booking_page(c, id, Some(&form)).await
        }
    }
}

/// At its time: on to the page on which they talk.
pub(crate) async fn begin(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (BookingId, _) = (id.parse()?, c.member()?.clone());
    let begun = c
        .write(move |tx| {
            let (booking, part) = Booking::of(tx, &actor, id)?;
            let address = booking.begin(tx)?;
            // A trainer who does not read along stays where the words afterwards are written.
            let watches = part != Part::Trainer || booking.time.partner.is_none() || booking.is_read();
            Ok(watches.then_some(address))
        })
        .await;
    match begun {
        Ok(Some(address)) => c.go(address),
        Ok(None) => c.go(format!("/training/booked/{id}")),
        Err(error) => settled(&c, id, "begin", Err(error)).await,
    }
}

pub(crate) async fn cancel(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (BookingId, _) = (id.parse()?, c.member()?.clone());
    let cancelled = c.write(move |tx| Booking::of(tx, &actor, id)?.0.cancel(tx, &actor)).await;
    settled(&c, id, "begin", cancelled).await
}

pub(crate) async fn settle(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (BookingId, _) = (id.parse()?, c.member()?.clone());
    let took_place = form.chosen("took", "yes");
    let done = c.write(move |tx| Booking::of(tx, &actor, id)?.0.settle(tx, &actor, took_place)).await;
    settled(&c, id, "took", done).await
}

pub(crate) async fn leave(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (BookingId, _) = (id.parse()?, c.member()?.clone());
    let words = form.required("words", WORDS_AT_MOST, "debrief-empty");
    if form.is_right() {
        let left = c.write(move |tx| Booking::of(tx, &actor, id)?.0.leave(tx, &actor, &words)).await;
        match left {
            Ok(()) => return c.go(format!("/training/booked/{id}?kept=yes")),
            Err(error) => form.take("words", error)?,
        }
    }
    booking_page(&c, id, Some(&form)).await
}
