//! The desk of those who look after circles: who waits to come in, whose words wait, what waits to be read, what was
//! flagged, and who is beside one.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Time, Tx};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, MemberId, Spot};

use crate::{
    circle::{Circle, FACILITATORS, cover},
    kind::CircleId,
    membership::{self, Waiting},
    post::Found,
    reply, review,
    thread::{Answers, Listed},
    topic, watch,
};

/// One circle on the desk.
struct Led {
    circle: Circle,
    beside: Vec<String>,
    has_cover: bool,
    is_short: bool,
    waiting: Vec<Waiting>,
    held: Vec<Found>,
    overdue: Vec<Listed>,
    to_read: i64,
}

struct Desk {
    circles: Vec<Led>,
    cases: i64,
    stories: usize,
    panels: Vec<String>,
}

impl Desk {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let mut circles = Vec::new();
        for circle in Circle::facilitated(tx, actor)? {
            let on_hand = cover(tx, &circle)?;
            circles.push(Led {
                beside: beside(tx, &circle, actor.id)?,
                has_cover: !on_hand.is_empty(),
                is_short: on_hand.len() < FACILITATORS,
                waiting: membership::waiting(tx, circle.id)?,
                held: watch::held(tx, actor, &circle)?,
                overdue: reply::overdue(tx, &circle)?,
                to_read: watch::count_to_read_along(tx, &circle)?,
                circle,
            });
        }
        Ok(Self {
            circles,
            cases: safety::case::waiting_for(tx, actor)?,
            stories: review::waiting(tx, actor)?.len(),
            panels: c.panels(tx, Spot::Desk)?,
        })
    }

    fn waiting(&self) -> usize {
        self.circles.iter().map(|it| it.waiting.len()).sum()
    }

    fn held(&self) -> usize {
        self.circles.iter().map(|it| it.held.len()).sum()
    }

    fn overdue(&self) -> usize {
        self.circles.iter().map(|it| it.overdue.len()).sum()
    }
}

/// The names of the others who look after a circle.
fn beside(tx: &mut Tx<'_>, circle: &Circle, me: MemberId) -> Result<Vec<String>> {
    let named = membership::facilitator_names(tx, circle.id)?.into_iter();
    Ok(named.filter(|(id, _)| *id != me).map(|(_, name)| name).collect())
}

/// Who has a desk: facilitators, supervisors for what was reported, and moderators for stories that wait to be read.
pub(crate) fn sits_at_it(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    let sits = [Hat::Facilitator, Hat::Supervisor, Hat::Moderator].iter().any(|hat| actor.wears(*hat));
    if sits { Ok(actor) } else { Err(Error::NotFound) }
}

#[derive(Template)]
#[template(path = "desk/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    desk: &'a Desk,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = sits_at_it(&c)?.clone();
    let ctx = c.clone();
    let desk = c.read(move |tx| Desk::read(&ctx, tx, &actor)).await?;
    c.page(&Show { c: &c, desk: &desk })
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let actor = sits_at_it(&c)?.clone();
    let reader = actor.clone();
    let led = c.read(move |tx| Circle::facilitated(tx, &reader)).await?;
    let mut topics: Vec<String> = led.iter().map(|it| topic::of_desk(it.id)).collect();
    topics.push(topic::of_member(actor.id));
    topics.push(safety::topic::QUEUE.to_owned());
    Ok(c.follow(upgrade, &topics))
}

#[derive(Template)]
#[template(path = "desk/new.html")]
struct New<'a> {
    c: &'a Ctx,
    circle: &'a Circle,
    posts: Vec<(Found, String)>,
}

impl New<'_> {
    /// Until when this page shows everything; what comes meanwhile is still to be read.
    fn until(&self) -> Time {
        self.posts.last().map_or(Time(0), |(post, _)| post.posted_at)
    }
}

/// Posts of a circle that nobody who looks after it has read yet.
pub(crate) async fn new(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let (circle, posts) = c
        .read(move |tx| {
            let circle = Circle::facilitated_by(tx, &actor, id)?;
            Ok((watch::to_read_along(tx, &actor, &circle)?, circle))
        })
        .await
        .map(|(posts, circle)| (circle, posts))?;
    let posts =
        posts.into_iter().map(|it| (text::Html::render(&it.words).to_string(), it)).map(|(a, b)| (b, a)).collect();
    c.page(&New { c: &c, circle: &circle, posts })
}

pub(crate) async fn read_along(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let until = Time(form.text("until").parse().unwrap_or(0));
    c.write(move |tx| {
        let circle = Circle::facilitated_by(tx, &actor, id)?;
        watch::read_along(tx, &actor, &circle, until)
    })
    .await?;
    c.go("/desk")
}
