//! Two who step out of the room for a moment.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use circles::kind::CircleId;
use db::{Result, Uuid};
use safety::kind::{Kind, Matter, Reason};
use web::{Form, Page};
use words::Ctx;

use super::rooms::{back, words_of};
use crate::{
    aside::{self, Aside},
    kind::AsideId,
    live::{Listener, MessageHtml, Whither},
    message::{Message, Talk},
    topic,
};

#[derive(Template)]
#[template(path = "aside/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    circle: CircleId,
    aside: &'a Aside,
    messages: &'a [Message],
    fresh: Uuid,
    watching: bool,
}

impl Show<'_> {
    fn path(&self) -> String {
        Whither::Aside(self.aside.id).page(self.circle)
    }

    fn again(&self) -> String {
        format!("{}?at={}#end", self.path(), self.c.now().0)
    }

    fn watch(&self) -> String {
        format!("{}?watching=yes&at={}#end", self.path(), self.c.now().0)
    }

    fn is_member(&self) -> bool {
        self.c.actor().is_some_and(|it| it.id == self.aside.member)
    }

    fn other(&self) -> &str {
        if self.is_member() { &self.aside.facilitator_name } else { &self.aside.member_name }
    }

    fn my_name(&self) -> &str {
        self.c.actor().map_or("", |it| &it.pseudonym)
    }

    fn html(&self) -> askama::Result<Vec<String>> {
        let place = Talk { circle: self.circle, locale: String::new(), aside: true };
        self.messages.iter().map(|it| MessageHtml::for_page(self.c, &place, it, None).render()).collect()
    }
}

async fn page(c: &Ctx, circle: CircleId, id: AsideId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let me = actor.id;
    let found = c
        .read(move |tx| {
            let aside = Aside::of(tx, &actor, circle, id)?;
            Ok((aside.messages(tx)?, aside, tx.new_uuid()))
        })
        .await;
    // For the facilitator it is over when it has ended: back to the room, rather than a page that is not there.
    let (messages, aside, fresh) = match found {
        Err(db::Error::NotFound) if c.member()?.wears(words::Hat::Facilitator) => {
            let actor = c.member()?.clone();
            c.read(move |tx| crate::seat::Seat::of(tx, &actor, circle).map(drop)).await?;
            return c.go(format!("/circles/{circle}/room"));
        }
        found => found?,
    };
    if aside.is_open() {
        let evening = aside.evening;
        c.note(move |tx| crate::presence::see(tx, evening, me)).await?;
    }
    let watching = c.query("watching") == "yes";
    let page = Show { c, form, circle, aside: &aside, messages: &messages, fresh, watching };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

fn ids(id: &str, aside: &str) -> Result<(CircleId, AsideId)> {
    Ok((id.parse()?, aside.parse()?))
}

pub(crate) async fn show(c: Ctx, Path((id, aside)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    page(&c, circle, id, &Form::empty()).await
}

pub(crate) async fn live(c: Ctx, Path((id, aside)): Path<(String, String)>, upgrade: WebSocketUpgrade) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    let (asking, member) = (c.clone(), c.member()?.id);
    let listener = c.read(move |tx| Listener::aside(&asking, tx, circle, id)).await?;
    let topics = [topic::of_talk(id.talk()), circles::member_topic(member)];
    Ok(c.carry(upgrade, &topics, listener))
}

pub(crate) async fn answer(c: Ctx, Path((id, aside)): Path<(String, String)>, form: Form) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    let yes = form.text("answer") == "yes";
    let actor = c.member()?.clone();
    c.write(move |tx| aside::answer(tx, &actor, circle, id, yes)).await?;
    c.go(if yes { Whither::Aside(id).page(circle) } else { format!("/circles/{circle}/room") })
}

pub(crate) async fn say(c: Ctx, Path((id, aside)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    let (actor, words) = (c.member()?.clone(), words_of(&form)?);
    match c.write(move |tx| aside::say_and_hear(tx, &actor, circle, id, &words)).await {
        Ok((_, care)) => {
            let on = format!("{}#end", Whither::Aside(id).page(circle));
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("text", error)?;
            page(&c, circle, id, &form).await
        }
    }
}

pub(crate) async fn end(c: Ctx, Path((id, aside)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    back(&c, circle, move |tx, actor| aside::end(tx, actor, circle, id)).await
}

pub(crate) async fn report(c: Ctx, Path((id, aside)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &aside)?;
    let reason: Option<Reason> = form.text("reason").parse().ok();
    let words = form.optional("words", safety::flag::WORDS_AT_MOST);
    let Some(reason) = reason.filter(|_| form.is_right()) else {
        if form.is_right() {
            form.wrong("reason", "flag-reason-missing");
        }
        return page(&c, circle, id, &form).await;
    };
    back(&c, circle, move |tx, actor| {
        Aside::of(tx, actor, circle, id)?;
        safety::flag::make(tx, actor, Matter { kind: Kind::Message, id: id.0 }, reason, &words).map(drop)
    })
    .await
}
