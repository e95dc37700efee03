//! What this room shows on the pages of circles, of the desk and of the live room.

use askama::Template;
use db::{Error, Result, Tx, Uuid};
use words::{Actor, Ctx, Spot};

use circles::{circle::Circle, kind::CircleId};

use crate::{
    meeting::Meeting,
    news::News,
    occurrence::{self, Occurrence},
    pages::shown::Shown,
    reminder,
    template::{self, Phase},
};

/// How many of one's own gatherings the first page shows.
const SHOWN: usize = 3;
/// How far ahead the desk looks: tonight, and the small hours after it.
const TONIGHT: std::time::Duration = std::time::Duration::from_secs(18 * 3600);

/// What there is to show at a spot, to whoever asks.
pub fn panel(c: &Ctx, tx: &mut Tx<'_>, spot: Spot) -> Result<Option<String>> {
    let Some(actor) = c.actor() else { return Ok(None) };
    match spot {
        Spot::Today => today(c, tx, actor),
        Spot::Circle(id) => circle(c, tx, actor, CircleId(id)),
        Spot::Desk => desk(c, tx, actor),
        Spot::Room(id) => room(c, tx, actor, id),
        Spot::Leaving | Spot::Safety | Spot::Supervised(_) => Ok(None),
    }
}

#[derive(Template)]
#[template(path = "panel/today.html")]
struct Today<'a> {
    c: &'a Ctx,
    next: Vec<Shown>,
    news: Vec<News>,
    reminder: Option<Occurrence>,
}

fn today(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let mine = Occurrence::mine(tx, actor)?;
    let reminder = reminder::due(tx, actor, &mine)?;
    let next = Shown::each(tx, actor, mine.into_iter().take(SHOWN).collect())?;
    let news = News::unread(tx, actor)?;
    // Shown even when there is nothing yet: the page must hear of what comes.
    html(&Today { c, next, news, reminder })
}

#[derive(Template)]
#[template(path = "panel/circle.html")]
struct Next<'a> {
    c: &'a Ctx,
    circle: &'a Circle,
    it: Option<&'a Shown>,
}

fn circle(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Option<String>> {
    // What is written inside, and when people meet, is for those who may read it.
    let circle = match Circle::readable_by(tx, actor, id) {
        Ok(circle) => circle,
        Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let next = match Occurrence::next_of(tx, id)? {
        Some(next) => Some(Shown::of(tx, actor, next)?),
        None => None,
    };
    html(&Next { c, circle: &circle, it: next.as_ref() })
}

/// A gathering of tonight, as the desk shows it.
struct Tonight {
    occurrence: Occurrence,
    circle: String,
    phases: Vec<Phase>,
    is_on: bool,
    is_past: bool,
    coming: i64,
}

#[derive(Template)]
#[template(path = "panel/desk.html")]
struct Desk<'a> {
    c: &'a Ctx,
    tonight: Vec<Tonight>,
}

fn desk(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let mut tonight = Vec::new();
    for circle in Circle::facilitated(tx, actor)? {
        for occurrence in Occurrence::of_circle(tx, actor, circle.id)? {
            if occurrence.is_cancelled() || occurrence.starts_at > tx.now() + TONIGHT {
                continue;
            }
            let meeting = Meeting::of(tx, occurrence.id)?;
            let phases = match (&meeting, occurrence.template) {
                (Some(meeting), _) => meeting.phases.clone(),
                (None, Some(template)) => template::phases(tx, template.0)?,
                (None, None) => Vec::new(),
            };
            let coming = crate::seats::count(tx, occurrence.id)?.coming;
            let is_on = meeting.as_ref().is_some_and(Meeting::is_running);
            let is_past = meeting.is_some_and(|it| !it.is_running());
            tonight.push(Tonight { occurrence, circle: circle.plan.name.clone(), phases, is_on, is_past, coming });
        }
    }
    tonight.sort_by_key(|it| it.occurrence.starts_at);
    if tonight.is_empty() { Ok(None) } else { html(&Desk { c, tonight }) }
}

#[derive(Template)]
#[template(path = "panel/room.html")]
struct Room<'a> {
    c: &'a Ctx,
    meeting: &'a Meeting,
}

fn room(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Option<String>> {
    if !occurrence::is_led_by(tx, actor, CircleId(id))? {
        return Ok(None);
    }
    match Meeting::running_in(tx, CircleId(id))? {
        Some(meeting) => html(&Room { c, meeting: &meeting }),
        None => Ok(None),
    }
}

fn html(template: &impl Template) -> Result<Option<String>> {
    template.render().map(Some).map_err(|error| Error::broken(format_args!("a panel did not render: {error}")))
}
