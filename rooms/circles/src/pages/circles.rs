//! One's own circles, finding others, and the front page of a circle.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Result, Time, Tx};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Language, Spot};

use crate::{
    circle::{Circle, facilitators},
    dates, digest,
    kind::{CircleId, Joining, Night, Role, Stage},
    membership::{self, WORDS_AT_MOST},
    mute::Quiet,
    proposal::{self, Proposal},
    refusal::{self, Refusal},
    reply,
    suggest::{self, Reason},
    thread::{self, Answers, Listed, Thread},
    topic, visit, written,
};

/// How many of the threads that wait for words are shown on one's own page.
const WAITING_SHOWN: usize = 3;
/// Over how many days a circle's answers are counted.
const ANSWERED_OVER_DAYS: u64 = 30;

/// Everything on one's own page.
struct Mine {
    circles: Vec<(Circle, Role)>,
    invitations: Vec<(CircleId, String)>,
    news: Vec<Listed>,
    waiting: Vec<Listed>,
    unseen: Vec<Refusal>,
    proposals: Vec<Proposal>,
    panels: Vec<String>,
    suggested: Vec<(Circle, Reason)>,
    has_summary: bool,
}

impl Mine {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let quiet = Quiet::of(tx, actor)?;
        let circles = Circle::mine(tx, actor)?;
        let open: Vec<Circle> = circles.iter().map(|(it, _)| it.clone()).filter(|it| it.stage == Stage::Open).collect();
        // On a hard date nothing asks for anybody.
        let mut waiting =
            if dates::is_quiet(tx, actor)? { Vec::new() } else { reply::waiting(tx, actor, &quiet, &open)? };
        waiting.truncate(WAITING_SHOWN);
        let unseen = refusal::of_member(tx, actor)?.into_iter().filter(|it| it.seen_at.is_none()).collect();
        Ok(Self {
            circles,
            invitations: membership::invitations(tx, actor)?,
            news: thread::news(tx, actor, &quiet)?,
            waiting,
            unseen,
            proposals: proposal::of_member(tx, actor)?,
            panels: c.panels(tx, Spot::Today)?,
            suggested: suggest::circles(tx, actor)?,
            has_summary: digest::is_ready(tx, actor)?,
        })
    }
}

#[derive(Template)]
#[template(path = "circles/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    /// For searching; nothing typed yet.
    form: Form,
    mine: &'a Mine,
    /// Somebody comes back after a long time.
    is_back: bool,
}

impl Index<'_> {
    /// Proposals on which this member still has to say yes or no, or that were just answered.
    fn is_asked(&self, proposal: &Proposal) -> bool {
        let me = self.c.actor().map(|it| it.id);
        proposal.decided_at.is_none()
            && proposal.agreed_at.is_none()
            && Some(proposal.partner) == me
            && proposal.by != proposal.partner
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let (ctx, member) = (c.clone(), actor.clone());
    let (mine, is_noted) = c.read(move |tx| Ok((Mine::read(&ctx, tx, &actor)?, visit::is_noted(tx, &actor)?))).await?;
    let is_back = !is_noted && c.note(move |tx| visit::note(tx, &member)).await?.unwrap_or(false);
    c.page(&Index { c: &c, form: Form::empty(), mine: &mine, is_back })
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let actor = c.member()?;
    Ok(c.follow(upgrade, &[topic::of_member(actor.id)]))
}

#[derive(Template)]
#[template(path = "circles/waiting.html")]
struct Waiting<'a> {
    c: &'a Ctx,
    threads: Vec<Listed>,
}

/// Threads that wait for words, in the circles one is in.
pub(crate) async fn waiting(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let threads = c
        .read(move |tx| {
            let quiet = Quiet::of(tx, &actor)?;
            let mine: Vec<Circle> = Circle::mine(tx, &actor)?.into_iter().map(|(it, _)| it).collect();
            let open: Vec<Circle> = mine.into_iter().filter(|it| it.stage == Stage::Open).collect();
            reply::waiting(tx, &actor, &quiet, &open)
        })
        .await?;
    c.page(&Waiting { c: &c, threads })
}

#[derive(Template)]
#[template(path = "circles/find.html")]
struct Find<'a> {
    c: &'a Ctx,
    form: &'a Form,
    circles: Vec<(Circle, Vec<Topic>)>,
    topics: Vec<Topic>,
    languages: Vec<Language>,
}

pub(crate) async fn find(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let form = Form::with(&[("topic", c.query("topic")), ("language", c.query("language"))]);
    let (topic, language): (Option<u16>, Option<Language>) =
        (form.text("topic").parse().ok(), form.text("language").parse().ok());
    let (circles, topics) = c
        .read(move |tx| {
            let quiet = Quiet::of(tx, &actor)?;
            let mut found = Vec::new();
            for circle in Circle::find(tx, &actor, topic, language)? {
                let topics = circle.topics(tx)?;
                if !quiet.hides_circle(circle.id) && !topics.iter().any(|it| quiet.hides_topic(it.number)) {
                    found.push((circle, topics));
                }
            }
            Ok((found, topics::all(tx)?))
        })
        .await?;
    let languages = c.community().languages.clone();
    c.page(&Find { c: &c, form: &form, circles, topics, languages })
}

/// Everything on the front page of a circle.
struct Front {
    circle: Circle,
    topics: Arc<Vec<Topic>>,
    facilitators: Vec<String>,
    count: Option<i64>,
    is_full: bool,
    asked: bool,
    has_cover: bool,
    is_night: bool,
    paused: Option<Time>,
    threads: Vec<Listed>,
    older: Option<Time>,
    answered: Option<reply::Answered>,
    panels: Vec<String>,
}

impl Front {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, id: CircleId, before: Option<Time>) -> Result<Self> {
        let circle = Circle::visible_to(tx, actor, id)?;
        let quiet = Quiet::of(tx, actor)?;
        let (threads, older) =
            if circle.is_read_by_asker() { Thread::latest(tx, &quiet, id, before)? } else { (Vec::new(), None) };
        let watching = facilitators(tx, &circle)?;
        let (names, count) = if circle.shows_people() {
            let count = tx.kept_exactly(id, |tx| membership::count(tx, id))?;
            (watching.iter().map(|it| it.name.clone()).collect(), Some(*count))
        } else {
            (Vec::new(), None)
        };
        let since = tx.now() - std::time::Duration::from_secs(86_400 * ANSWERED_OVER_DAYS);
        Ok(Self {
            topics: tx.kept_exactly(id, |tx| circle.topics(tx))?,
            is_full: circle.plan.size.is_some_and(|size| count.is_some_and(|it| it >= size)),
            facilitators: names,
            count,
            asked: circle.role.is_none() && membership::has_asked(tx, id, actor.id)?,
            has_cover: watching.iter().any(|it| it.is_here),
            is_night: circle.is_night(tx)?,
            paused: membership::paused_until(tx, id, actor.id)?,
            threads,
            older,
            answered: if circle.is_led_by_asker() { Some(reply::answered(tx, id, since)?) } else { None },
            panels: c.panels(tx, Spot::Circle(id.0))?,
            circle,
        })
    }
}

#[derive(Template)]
#[template(path = "circles/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    front: &'a Front,
    charter: Arc<String>,
}

impl Show<'_> {
    fn night(&self) -> (String, String) {
        let clock = |minutes: i64| organisation::hours::clock(u16::try_from(minutes).unwrap_or(0));
        (clock(self.front.circle.plan.night_from), clock(self.front.circle.plan.night_to))
    }

    /// How long something took, in hours, or in minutes below two hours.
    fn took(&self, seconds: &i64) -> String {
        let minutes = seconds / 60;
        if minutes < 120 {
            self.c.tn("answered-minutes", "minutes", minutes)
        } else {
            self.c.tn("answered-hours", "hours", minutes / 60)
        }
    }

    fn percent(&self, part: i64, whole: i64) -> i64 {
        if whole == 0 { 0 } else { part * 100 / whole }
    }
}

async fn front(c: &Ctx, id: CircleId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let before = c.query("before").parse().ok().map(Time);
    let ctx = c.clone();
    let (front, charter) = c
        .glance(move |tx| {
            let front = Front::read(&ctx, tx, &actor, id, before)?;
            let charter = written::charter(tx, &front.circle.plan.charter)?;
            Ok((front, charter))
        })
        .await?;
    let page = Show { c, form, front: &front, charter };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    front(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn join(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    if form.is_right() {
        match c.write(move |tx| membership::join(tx, &actor, id, &words)).await {
            Ok(_) => return c.go(format!("/circles/{id}")),
            Err(error) => form.take("join", error)?,
        }
    }
    front(&c, id, &form).await
}

pub(crate) async fn leave(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| membership::leave(tx, &actor, id)).await?;
    c.go("/circles")
}

pub(crate) async fn withdraw_request(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| membership::withdraw_request(tx, &actor, id)).await?;
    c.go("/circles")
}

pub(crate) async fn decline(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| membership::decline(tx, &actor, id)).await?;
    c.go("/circles")
}

/// Why one was not let in was read.
pub(crate) async fn seen(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| refusal::seen(tx, &actor)).await?;
    c.go("/circles")
}
