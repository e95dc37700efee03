//! One's own gatherings, across circles, and how to be reminded of them.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::Error;
use web::{Form, Page};
use words::Ctx;

use circles::{circle::Circle, mute::Quiet};

use super::shown::Shown;
use crate::{
    kind::{NewsId, Reminder},
    news::News,
    occurrence::Occurrence,
    reminder, topic,
};

#[derive(Template)]
#[template(path = "mine/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    mine: Vec<Shown>,
    /// Those of one's circles that one has said nothing about yet.
    others: Vec<Shown>,
    saved: bool,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let (mine, others, reminder) = c
        .read(move |tx| {
            let mine = Occurrence::mine(tx, &actor)?;
            let mine = Shown::each(tx, &actor, mine)?;
            let mut others = Vec::new();
            let quiet = Quiet::of(tx, &actor)?;
            for (circle, _) in Circle::mine(tx, &actor)? {
                // What somebody does not want to hear of is not put before them; what they said yes to stays.
                if quiet.hides_circle(circle.id) {
                    continue;
                }
                let ahead = Occurrence::of_circle(tx, &actor, circle.id)?;
                others.extend(Shown::each(tx, &actor, ahead.into_iter().filter(|it| !it.is_cancelled()).collect())?);
            }
            others.retain(|it| it.answer.is_none() && !it.past);
            others.sort_by_key(|it| it.occurrence.starts_at);
            // Of each gathering the next time is enough: the circle's own page lists them all.
            let mut seen = HashSet::new();
            others.retain(|it| seen.insert(it.occurrence.gathering));
            others.truncate(12);
            Ok((mine, others, reminder::of(tx, &actor)?))
        })
        .await?;
    let form = Form::with(&[("reminder", reminder.as_str())]);
    let saved = c.query("done") == "reminder";
    c.page(&Index { c: &c, form: &form, mine, others, saved })
}

/// What concerns the asker alone.
pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let member = c.member()?.id;
    Ok(c.follow(upgrade, &[topic::of_member(member)]))
}

pub(crate) async fn remind(c: Ctx, form: Form) -> Page {
    let actor = c.member()?.clone();
    let reminder: Reminder = form.text("reminder").parse().map_err(|_| Error::NotFound)?;
    c.write(move |tx| reminder::choose(tx, &actor, reminder)).await?;
    c.go("/gatherings?done=reminder")
}

pub(crate) async fn read(c: Ctx, Path(id): Path<String>) -> Page {
    let id: NewsId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| News::read(tx, &actor, id)).await?;
    c.go("/circles")
}
