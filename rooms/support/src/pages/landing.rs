//! The first page: what this is and is not, who is here now, and the way in.

use askama::Template;
use axum::extract::ws::WebSocketUpgrade;
use db::Time;
use web::Page;
use words::{AgeBand, Ctx, Hat};

use crate::{
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
    let actor = c.actor().cloned();
    let band = actor.as_ref().map_or_else(|| visitors_band(&c), |it| it.band);
    let (cover, talking, waiting, answered_note) = c
        .read(move |tx| {
            let cover = Cover::now(tx, band)?;
            let Some(actor) = &actor else { return Ok((cover, None, None, None)) };
            let talking = Conversation::open_of_asker(tx, actor.id)?.map(|it| it.id.to_string());
            let waiting = Request::live_of(tx, actor.id)?.map(|it| it.id.to_string());
            let unread =
                Note::all_own(tx, actor)?.into_iter().find(|it| it.answered_at.is_some() && it.read_at.is_none());
            Ok((cover, talking, waiting, unread.map(|it| it.id.to_string())))
        })
        .await?;
    let (bars, stretches) = (bars(&c, &cover), stretches(&cover.hours));
    c.page(&Show { c: &c, cover: &cover, bars, stretches, talking, waiting, answered_note })
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    Ok(c.follow(upgrade, &[topic::COVER.to_owned()]))
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
