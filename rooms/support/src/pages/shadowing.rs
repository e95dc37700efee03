//! Sitting in, for the learner: arranging it, being there, and reading along while all agree. The words stand on this page
//! and nowhere else, and only as long as it lasts.

use askama::Template;
use axum::extract::ws::WebSocketUpgrade;
use db::Result;
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    kind::Role,
    live::Names,
    message::Message,
    shadow::{self, Shadow},
    sitting::{self, Heard},
    topic,
};

/// What a learner may arrange: an activity, and who may be asked.
struct Due {
    course: String,
    activity: String,
    title: String,
    willing: Vec<(MemberId, String)>,
}

/// A conversation that is read along.
struct Reading {
    heard: Heard,
    names: Names,
}

#[derive(Template)]
#[template(path = "learning/shadowing.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    due: Vec<Due>,
    shadow: Option<(Shadow, String)>,
    reading: Option<Reading>,
}

impl Show<'_> {
    fn is_ready(&self, shadow: &Shadow) -> bool {
        shadow.ready_until.is_some_and(|until| until > self.c.now())
    }

    fn who<'b>(&self, reading: &'b Reading, message: &Message) -> &'b str {
        reading.names.by(message.by)
    }

    fn words(&self, message: &Message) -> String {
        if message.by == Role::Place { self.c.t(&message.words).into_owned() } else { message.words.clone() }
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (due, shadow, reading) = c
        .read(move |tx| {
            let reading = match sitting::heard(tx, &actor)? {
                Some(heard) => Some(Reading { names: Names::of(tx, &heard.conversation)?, heard }),
                None => None,
            };
            let shadow = match Shadow::of_learner(tx, actor.id)? {
                Some(it) => Some((people::Profile::name(tx, it.supporter)?.unwrap_or_default(), it)),
                None => None,
            };
            let due = if shadow.is_none() { all_due(tx, &actor)? } else { Vec::new() };
            Ok((due, shadow.map(|(name, it)| (it, name)), reading))
        })
        .await?;
    let page = Show { c, form, due, shadow, reading };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

fn all_due(tx: &mut db::Tx<'_>, actor: &Actor) -> Result<Vec<Due>> {
    let mut all = Vec::new();
    for (course, activity) in shadow::due(tx, actor.id)? {
        let published = training::course::published(tx, &course)?;
        let title = published.activity(&activity)?.title.clone();
        let willing = shadow::willing(tx, actor, &course, &activity)?;
        all.push(Due { course, activity, title, willing });
    }
    Ok(all)
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let me = c.member()?.id;
    Ok(c.follow(upgrade, &[topic::of_member(me)]))
}

pub(crate) async fn ask(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let (course, activity) = (form.text("course").to_owned(), form.text("activity").to_owned());
    match form.text("with").parse::<MemberId>() {
        Err(_) => form.wrong("with", "shadow-with-missing"),
        Ok(with) => {
            let asked = c.write(move |tx| Shadow::ask(tx, &actor, &course, &activity, with)).await;
            match asked {
                Ok(_) => return c.go("/shadowing"),
                Err(error) => form.take("with", error)?,
            }
        }
    }
    page(&c, &form).await
}

pub(crate) async fn ready(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| Shadow::be_ready(tx, &actor)).await?;
    c.go("/shadowing")
}

/// Stops reading along; where nothing is read, takes back what was asked.
pub(crate) async fn end(c: Ctx) -> Page {
    let me = c.member()?.id;
    c.write(move |tx| match sitting::open_of(tx, me)? {
        Some(sitting) => sitting.end(tx),
        None => Shadow::of_learner(tx, me)?.ok_or(db::Error::NotFound)?.end(tx),
    })
    .await?;
    c.go("/shadowing")
}
