//! The desk of those who look after circles: who waits to come in, whose words wait, what waits to be read, what was
//! reported, and who is beside one.

use askama::Template;
use axum::extract::ws::WebSocketUpgrade;
use db::{Error, Result, Tx};
use web::Page;
use words::{Actor, Ctx, Hat, MemberId, Spot};

use crate::{
    circle::{Circle, FACILITATORS, cover},
    kind::Role,
    membership::{self, Waiting},
    post::{self, Found},
    reply,
    report::Report,
    thread::{Answers, Listed},
    topic,
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
}

struct Desk {
    circles: Vec<Led>,
    reports: Vec<Report>,
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
                held: post::held(tx, actor, &circle)?,
                overdue: reply::overdue(tx, &circle)?,
                circle,
            });
        }
        Ok(Self { circles, reports: Report::open(tx, actor)?, panels: c.panels(tx, Spot::Desk)? })
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
    let named = membership::named(tx, circle.id)?.into_iter();
    Ok(named.filter(|(id, _, role)| *role == Role::Facilitator && *id != me).map(|(_, name, _)| name).collect())
}

/// Who has a desk: facilitators, and supervisors for what was reported.
pub(crate) fn sits_at_it(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if actor.wears(Hat::Facilitator) || actor.wears(Hat::Supervisor) { Ok(actor) } else { Err(Error::NotFound) }
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
    let (reader, supervises) = (actor.clone(), actor.wears(Hat::Supervisor));
    let led = c.read(move |tx| Circle::facilitated(tx, &reader)).await?;
    let mut topics: Vec<String> = led.iter().map(|it| topic::of_desk(it.id)).collect();
    topics.push(topic::of_member(actor.id));
    if supervises {
        topics.push(topic::SUPERVISORS.to_owned());
    }
    Ok(c.follow(upgrade, &topics))
}
