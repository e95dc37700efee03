//! Being on call: who is, when nobody is, and what calls now.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Result, Time, Tx};
use web::{Form, Page as Answer};
use words::{Actor, Ctx, MemberId};
use workforce::{
    answer::Work,
    calendar,
    shift::{Shift, ShiftId},
};

use crate::{
    keeps::Keeps,
    paging::{Happened, Page},
    watch,
};

/// Days of the picture.
const DAYS: usize = 7;
/// Parts of a day in the picture: five minutes each.
const PARTS: u128 = 288;

/// Those who may be on call; for everybody else these pages do not exist.
pub(crate) fn staff(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if watch::may(actor) { Ok(actor) } else { Err(db::Error::NotFound) }
}

/// Somebody's time on call.
struct Named {
    name: String,
    mine: bool,
    watch: Shift,
}

/// A day of the picture.
struct Day {
    begins_at: Time,
    /// Where somebody is on call: from and how long, in parts of the day.
    covered: Vec<(u128, u128)>,
}

/// Who keeps whom, over the coming days.
struct Board {
    keeps: Keeps,
    here: Vec<Named>,
    ahead: Vec<Named>,
    gaps: Vec<(Time, Time)>,
    days: Vec<Day>,
}

impl Board {
    fn of(tx: &mut Tx<'_>, keeps: Keeps, me: MemberId, zone: &str) -> Result<Self> {
        let (now, days) = (tx.now(), calendar::days(zone, tx.now(), DAYS));
        let until = days.last().map_or(now, |it| it.1);
        let watches = watch::ahead(tx, keeps.band(), until)?;
        let gaps = watch::gaps(&watches, now, until);
        let days = days.into_iter().map(|day| Day::of(day, &watches)).collect();
        let (mut here, mut ahead) = (Vec::new(), Vec::new());
        for watch in watches {
            let name = people::Profile::name(tx, watch.member)?.unwrap_or_default();
            let side = if watch.is_now(&now) { &mut here } else { &mut ahead };
            side.push(Named { name, mine: watch.member == me, watch });
        }
        Ok(Self { keeps, here, ahead, gaps, days })
    }
}

impl Day {
    fn of((begins_at, ends_at): (Time, Time), watches: &[Shift]) -> Self {
        let length = ends_at.since(begins_at).as_micros().max(1);
        let at = |time: Time| PARTS * time.min(ends_at).since(begins_at).as_micros() / length;
        let covered = watches
            .iter()
            .map(|it| (at(it.begins_at), at(it.ends_at)))
            .filter(|(from, to)| to > from)
            .map(|(from, to)| (from, to - from))
            .collect();
        Self { begins_at, covered }
    }
}

#[derive(Template)]
#[template(path = "on_call/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    calls: usize,
    mine: &'a [Shift],
    boards: &'a [Board],
}

impl Show<'_> {
    /// Until when I am on call, if I am.
    fn until(&self) -> Option<&Shift> {
        let now = self.c.now();
        self.mine.iter().find(|it| it.is_now(&now))
    }

    /// What I planned.
    fn planned(&self) -> impl Iterator<Item = &Shift> {
        let now = self.c.now();
        self.mine.iter().filter(move |it| !it.is_now(&now))
    }
}

async fn page(c: &Ctx, form: &Form) -> Answer {
    let (actor, zone) = (staff(c)?.clone(), c.zone().to_owned());
    let (mine, boards, calls) = c
        .read(move |tx| {
            let boards = Keeps::of(&actor).into_iter().map(|it| Board::of(tx, it, actor.id, &zone));
            let boards = boards.collect::<Result<Vec<_>>>()?;
            Ok((Shift::of(tx, actor.id, Work::Moderation)?, boards, Page::open_to(tx, &actor)?.len()))
        })
        .await?;
    let page = Show { c, form, calls, mine: &mine, boards: &boards };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Answer {
    page(&c, &Form::empty()).await
}

pub(crate) async fn begin(c: Ctx, mut form: Form) -> Answer {
    let actor = staff(&c)?.clone();
    match calendar::until(c.zone(), form.text("until"), c.now()) {
        Some(until) => {
            if let Err(error) = c.write(move |tx| watch::begin(tx, &actor, until)).await {
                form.take("until", error)?;
            }
        }
        None => form.wrong("until", "watch-until-missing"),
    }
    if form.is_right() { c.go("/on-call") } else { page(&c, &form).await }
}

pub(crate) async fn give_up(c: Ctx, Path(id): Path<String>) -> Answer {
    let (id, actor): (ShiftId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| watch::give_up(tx, &actor, id)).await?;
    c.go("/on-call")
}

/// A call as a page shows it.
struct Call {
    page: Page,
    happened: Vec<Happened>,
}

#[derive(Template)]
#[template(path = "on_call/calls.html")]
struct Calls<'a> {
    c: &'a Ctx,
    calls: &'a [Call],
}

impl Calls<'_> {
    /// How long somebody has been waiting, for a clock that goes on counting.
    fn seconds(&self, call: &Call) -> u64 {
        self.c.now().since(call.page.begun_at).as_secs()
    }

    fn clock(&self, call: &Call) -> String {
        let seconds = self.seconds(call);
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

pub(crate) async fn calls(c: Ctx) -> Answer {
    let actor = staff(&c)?.clone();
    let calls = c
        .read(move |tx| {
            let mut calls = Vec::new();
            for page in Page::open_to(tx, &actor)? {
                calls.push(Call { happened: page.happened(tx)?, page });
            }
            Ok(calls)
        })
        .await?;
    c.page(&Calls { c: &c, calls: &calls })
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Answer {
    let topics: Vec<String> = Keeps::of(staff(&c)?).into_iter().map(Keeps::topic).collect();
    Ok(c.follow(upgrade, &topics))
}
