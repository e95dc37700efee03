//! The rota for whoever is on it: what I planned, what colleagues cannot do, where people are missing.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time, Tx};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Hat};

use super::home::notice;
use crate::{
    answer::{self, Bar, Step, Work},
    calendar::stretch,
    need::{self, Need, NeedId, Spot},
    shift::{AHEAD, Room, Shift, ShiftId, works_of},
    spell,
    standing::{Standing, StandingId},
    swap,
};

/// Those who are on the rota; for everybody else these pages do not exist.
pub(crate) fn staff(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if works_of(actor).is_empty() { Err(Error::NotFound) } else { Ok(actor) }
}

/// Everything on the page.
struct Rota {
    /// Each with whether they can be counted on for all of it: some may lie in a pause.
    own: Vec<(Shift, bool)>,
    standing: Vec<Standing>,
    /// What was theirs until a colleague took it over.
    handed_over: Vec<Shift>,
    swaps: Vec<Shift>,
    spots: Vec<Spot>,
    /// What keeps them from planning, each reason once, as HTML.
    bars: Vec<String>,
    topics: Vec<Topic>,
    /// For whoever says what is needed: how much of it nobody can take.
    too_long: usize,
}

impl Rota {
    fn of(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let room = Room::of(tx, actor.id)?;
        let (works, bars) = plannable(tx, actor)?;
        let spots = spots_for(tx, actor, &room, &works)?;
        let numbers: Vec<u16> = spots.iter().filter_map(|it| it.need.plan.topic).collect();
        Ok(Self {
            own: room.own(actor).into_iter().map(|it| (it, it.beside(room.pause()) == Some(it))).collect(),
            standing: Standing::own(tx, actor)?,
            handed_over: swap::handed_over(tx, actor)?,
            swaps: swaps_for(tx, actor, &room, &works)?,
            spots,
            bars: bars.iter().map(|it| notice(c, it)).collect::<Result<_>>()?,
            topics: topics::named(tx, &numbers)?,
            too_long: if actor.wears(Hat::Supervisor) { need::too_long(tx)? } else { 0 },
        })
    }
}

/// The work that somebody may plan, and what keeps them from the rest, each reason once.
fn plannable(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Vec<Work>, Vec<Bar>)> {
    let (mut may, mut bars) = (Vec::new(), Vec::<Bar>::new());
    for work in works_of(actor) {
        match answer::ask(tx, actor.id, work, Step::Plan)? {
            None => may.push(work),
            Some(bar) if bars.iter().all(|it| it.why != bar.why) => bars.push(bar),
            Some(_) => {}
        }
    }
    Ok((may, bars))
}

/// Where people are missing and this member may come: nothing is offered that would be refused.
fn spots_for(tx: &mut Tx<'_>, actor: &Actor, room: &Room, works: &[Work]) -> Result<Vec<Spot>> {
    let mut spots = need::open_to(tx, actor, room)?;
    spots.retain(|it| works.contains(&it.need.plan.work));
    Ok(spots)
}

/// The same of what colleagues cannot do.
fn swaps_for(tx: &mut Tx<'_>, actor: &Actor, room: &Room, works: &[Work]) -> Result<Vec<Shift>> {
    let mut swaps = swap::open_to(tx, actor, room)?;
    swaps.retain(|it| works.contains(&it.work));
    Ok(swaps)
}

#[derive(Template)]
#[template(path = "rota/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    rota: &'a Rota,
    works: &'a [Work],
    /// Attributes of the fields of days: from today until as far ahead as plans go, and as far as one likes.
    days: String,
    last: String,
}

impl Index<'_> {
    /// What somebody should bring who is missing here.
    fn brings(&self, spot: &Spot) -> String {
        let plan = &spot.need.plan;
        let topic = self.rota.topics.iter().find(|it| Some(it.number) == plan.topic).map(|it| it.name.as_str());
        [plan.language.map(|it| it.name()), topic].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The day of the week of a standing shift.
    fn weekday(it: &Standing) -> i8 {
        it.first.weekday().to_monday_zero_offset()
    }

    fn hour(clock: jiff::civil::Time) -> String {
        format!("{:02}:{:02}", clock.hour(), clock.minute())
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = staff(c)?.clone();
    let works = works_of(&actor);
    let ctx = c.clone();
    let rota = c.read(move |tx| Rota::of(&ctx, tx, &actor)).await?;
    let days = format!("required min={} max={}", c.field_date(&c.now()), c.field_date(&(c.now() + AHEAD)));
    let last = format!("min={}", c.field_date(&c.now()));
    let page = Index { c, form, rota: &rota, works: &works, days, last };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let mut form = Form::with(&[("day", c.field_date(&c.now()))]);
    if let Some(work) = works_of(staff(&c)?).first() {
        form.add("work", work.as_str());
    }
    page(&c, &form).await
}

pub(crate) async fn plan(c: Ctx, mut form: Form) -> Page {
    let actor = staff(&c)?.clone();
    let works = works_of(&actor);
    let work = form.text("work").parse().ok().filter(|it| works.contains(it));
    let [day, until, from, to] = ["day", "until", "from", "to"].map(|it| form.text(it).to_owned());
    let planned = match (work, stretch(c.zone(), &day, &from, &to)) {
        (None, _) => Err(Error::refused("shift-work-missing")),
        (_, None) => Err(Error::refused("shift-day-missing")),
        (Some(work), Some((begins_at, ends_at))) => {
            c.write(move |tx| match until.is_empty() {
                true => Shift::plan(tx, &actor, work, begins_at, ends_at).map(drop),
                false => Standing::plan(tx, &actor, work, [&day, &until], [&from, &to]).map(drop),
            })
            .await
        }
    };
    if let Err(error) = planned {
        form.take("day", error)?;
    }
    if form.is_right() { c.go("/rota") } else { page(&c, &form).await }
}

pub(crate) async fn give_up(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShiftId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| Shift::give_up(tx, &actor, id)).await?;
    c.go("/rota")
}

pub(crate) async fn offer(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShiftId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| swap::offer(tx, &actor, id)).await?;
    c.go("/rota")
}

pub(crate) async fn keep(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShiftId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| swap::keep(tx, &actor, id)).await?;
    c.go("/rota")
}

pub(crate) async fn take(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShiftId, _) = (id.parse()?, staff(&c)?.clone());
    let taken = c.write(move |tx| swap::take(tx, &actor, id)).await;
    said(&c, "swaps", taken).await
}

pub(crate) async fn claim(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (NeedId, _) = (id.parse()?, staff(&c)?.clone());
    let begins_at = Time(form.text("at").parse().map_err(|_| Error::NotFound)?);
    let claimed = c.write(move |tx| Need::claim(tx, &actor, id, begins_at)).await;
    said(&c, "spots", claimed).await
}

/// Back to the rota, with what stood in the way beside its part.
async fn said(c: &Ctx, part: &'static str, done: Result<()>) -> Page {
    let mut form = Form::with(&[("day", c.field_date(&c.now()))]);
    match done {
        Ok(()) => c.go("/rota"),
        Err(error) => {
            form.take(part, error)?;
            page(c, &form).await
        }
    }
}

pub(crate) async fn end_standing(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (StandingId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| Standing::end(tx, &actor, id)).await?;
    c.go("/rota")
}

#[derive(Template)]
#[template(path = "rota/home.html")]
struct Home<'a> {
    c: &'a Ctx,
    next: Option<Shift>,
    /// Whether they do the work of it already.
    is_there: bool,
    open: usize,
}

impl Home<'_> {
    /// The shift that they are in, if they are.
    fn now(&self) -> Option<&Shift> {
        let now = self.c.now();
        self.next.as_ref().filter(|it| it.is_now(&now))
    }

    /// The page on which such work begins.
    fn begin(work: &Work) -> &'static str {
        match work {
            Work::Conversation => "/duty",
            Work::Room => "/circles",
            Work::Moderation => "/on-call",
        }
    }
}

/// The part of “My role”: when I am next there, and whether somebody is missing.
pub(crate) fn home(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    if works_of(actor).is_empty() {
        return Ok(None);
    }
    let room = Room::of(tx, actor.id)?;
    let next = room.own(actor).into_iter().find_map(|it| it.beside(room.pause()));
    let now = tx.now();
    let is_there = match next.filter(|it| it.is_now(&now)) {
        // Whoever is on call need not begin anything.
        Some(it) if it.work != Work::Moderation => {
            spell::since(tx, actor.id, now)?.iter().any(|spell| spell.work == it.work)
        }
        now => now.is_some(),
    };
    let works = plannable(tx, actor)?.0;
    let open = spots_for(tx, actor, &room, &works)?.len() + swaps_for(tx, actor, &room, &works)?.len();
    Home { c, next, is_there, open }.render().map(Some).map_err(Error::broken)
}
