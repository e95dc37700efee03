//! The first page: what this is and is not, who is here now, and the way in.

use std::sync::Arc;

use askama::Template;
use axum::{body::Bytes, extract::ws::WebSocketUpgrade};
use db::Time;
use web::Page;
use words::{Actor, AgeBand, Community, Ctx, Hat, Wording};

use crate::{
    closing::Shut,
    conversation::Conversation,
    cover::{Cover, Hour},
    note::Note,
    request::Request,
    topic,
};

/// A bar of the strip: one hour, as high as people plan to be there.
struct Bar {
    x: usize,
    y: usize,
    height: usize,
    class: &'static str,
    label: Option<String>,
}

/// Hours with the same number of planned people, for the table that says what the strip shows.
struct Stretch {
    from: Time,
    until: Time,
    planned: usize,
}

#[derive(Template)]
#[template(path = "landing/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    cover: &'a Cover,
    bars: Vec<Bar>,
    stretches: Vec<Stretch>,
    /// Where the member stands already: the conversation or the queue.
    talking: Option<String>,
    waiting: Option<String>,
    answered_note: Option<String>,
}

// Deliberately without a page refresh for those without script: a first page must not move under a reader.
pub(crate) async fn show(c: Ctx) -> Page {
    match c.actor().cloned() {
        Some(actor) => for_member(&c, actor).await,
        None => for_visitor(c).await,
    }
}

async fn for_member(c: &Ctx, actor: Actor) -> Page {
    let (cover, talking, waiting, answered_note) = c
        .glance(move |tx| {
            let cover = Cover::now(tx, actor.band)?;
            let talking = Conversation::open_of_asker(tx, actor.id)?.map(|it| it.id.to_string());
            let waiting = Request::live_of(tx, actor.id)?.map(|it| it.id.to_string());
            let unread =
                Note::all_own(tx, &actor)?.into_iter().find(|it| it.answered_at.is_some() && it.read_at.is_none());
            Ok((cover, talking, waiting, unread.map(|it| it.id.to_string())))
        })
        .await?;
    let (bars, stretches) = (bars(c, &cover), stretches(&cover.hours));
    c.page(&Show { c, cover: &cover, bars, stretches, talking, waiting, answered_note })
}

/// Everything that decides what a visitor reads here, apart from who is there for their band.
#[derive(PartialEq, Eq, Hash)]
struct Seen {
    community: Arc<Community>,
    wording: Arc<Wording>,
    band: AgeBand,
    is_demo: bool,
}

/// Visitors are nobody in particular: they read the same page, so it is written once for many of them.
async fn for_visitor(c: Ctx) -> Page {
    let ctx = c.clone();
    let written = c
        .glance(move |tx| {
            let (community, wording) = (Arc::clone(ctx.community()), Arc::clone(ctx.wording()));
            let seen = Seen { community, wording, band: visitors_band(&ctx), is_demo: ctx.is_demo() };
            tx.kept(seen, |tx| {
                let cover = Cover::now(tx, visitors_band(&ctx))?;
                let (bars, stretches) = (bars(&ctx, &cover), stretches(&cover.hours));
                let (talking, waiting, answered_note) = (None, None, None);
                ctx.written(&Show { c: &ctx, cover: &cover, bars, stretches, talking, waiting, answered_note })
            })
        })
        .await?;
    c.page_again(Bytes::clone(&written))
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    Ok(c.follow(upgrade, &[topic::COVER.to_owned(), workforce::shift::TOPIC.to_owned()]))
}

/// A visitor is shown cover for adults where adults may join, since most visitors are.
fn visitors_band(c: &Ctx) -> AgeBand {
    let bands = &c.community().bands;
    if bands.contains(&AgeBand::Adult) { AgeBand::Adult } else { bands.first().copied().unwrap_or(AgeBand::Adult) }
}

fn bars(c: &Ctx, cover: &Cover) -> Vec<Bar> {
    const FLOOR: usize = 36;
    let bar = |(index, hour): (usize, &Hour)| {
        let here_now = index == 0 && cover.here > 0;
        let people = if here_now { hour.planned.max(1) } else { hour.planned };
        let height = if people == 0 { 4 } else { 12 + 8 * people.min(3) };
        Bar {
            x: index * 12,
            y: FLOOR - height,
            height,
            class: if here_now {
                "now"
            } else if people > 0 {
                "on"
            } else {
                "off"
            },
            label: (index % 6 == 0).then(|| c.clock(&hour.begins_at)),
        }
    };
    cover.hours.iter().enumerate().map(bar).collect()
}

fn stretches(hours: &[Hour]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for hour in hours {
        let until = hour.begins_at + std::time::Duration::from_secs(3600);
        match stretches.last_mut() {
            Some(last) if last.planned == hour.planned => last.until = until,
            _ => stretches.push(Stretch { from: hour.begins_at, until, planned: hour.planned }),
        }
    }
    stretches
}
