//! One message: what anybody, its author and a facilitator may do about it.

use askama::Template;
use axum::extract::Path;
use circles::{
    kind::{CircleId, Reaction},
    mute,
};
use db::{Error, Result, Tx};
use safety::kind::{Kind, Matter, Reason};
use web::{Form, Page};
use words::{Actor, Ctx};

use super::rooms::back;
use crate::{
    aside,
    kind::{MessageId, State},
    live::MessageHtml,
    message::{self, Message, Talk},
    notice::REASON_AT_MOST,
    reaction,
    seat::Seat,
};

#[derive(Template)]
#[template(path = "room/message.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    seat: &'a Seat,
    message: &'a Message,
    reactions: &'a [Reaction],
}

impl Show<'_> {
    fn html(&self) -> askama::Result<String> {
        let place = Talk { circle: self.seat.circle.id, locale: String::new(), aside: true };
        MessageHtml::for_page(self.c, &place, self.message, None).render()
    }

    fn is_mine(&self) -> bool {
        self.message.author.is_some() && self.message.author == self.c.actor().map(|it| it.id)
    }

    fn path(&self) -> String {
        format!("/circles/{}/room/messages/{}", self.seat.circle.id, self.message.id)
    }
}

async fn page(c: &Ctx, circle: CircleId, id: MessageId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (seat, message, reactions) = c
        .read(move |tx| {
            let seat = Seat::of(tx, &actor, circle)?;
            let message = message::visible_to(tx, &actor, &seat, id)?;
            let reactions = match &seat.evening {
                Some(evening) => reaction::own(tx, &actor, evening.id, message.seq)?,
                None => Vec::new(),
            };
            Ok((seat, message, reactions))
        })
        .await?;
    let page = Show { c, form, seat: &seat, message: &message, reactions: &reactions };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

fn ids(id: &str, message: &str) -> Result<(CircleId, MessageId)> {
    Ok((id.parse()?, message.parse().map_err(|_| Error::NotFound)?))
}

pub(crate) async fn show(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    page(&c, circle, id, &Form::empty()).await
}

pub(crate) async fn react(c: Ctx, Path((id, message)): Path<(String, String)>, form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let kind: Reaction = form.text("kind").parse().map_err(|()| Error::NotFound)?;
    back(&c, circle, move |tx, actor| reaction::toggle(tx, actor, circle, id, kind)).await
}

pub(crate) async fn withdraw(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor| message::withdraw(tx, actor, circle, id)).await
}

/// Does not want to see its author: in circles, or anywhere and both ways.
pub(crate) async fn keep_quiet(c: Ctx, Path((id, message)): Path<(String, String)>, form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let block = form.text("how") == "block";
    back(&c, circle, move |tx, actor| {
        let seat = Seat::of(tx, actor, circle)?;
        let author = message::visible_to(tx, actor, &seat, id)?.author.ok_or(Error::NotFound)?;
        if !block {
            return mute::person(tx, actor, author, None);
        }
        people::blocks::block(tx, actor.id, author)?;
        let_go(tx, author)
    })
    .await
}

/// Their page comes back as whom they are by now: from here on they hear nothing of whoever blocked them. It looks like
/// any short loss of the line.
fn let_go(tx: &mut Tx<'_>, member: words::MemberId) -> Result<()> {
    use bus::Announce;
    tx.announce(circles::member_topic(member), words::REFRESH)
}

pub(crate) async fn report(c: Ctx, Path((id, message)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let reason: Option<Reason> = form.text("reason").parse().ok();
    let words = form.optional("words", safety::flag::WORDS_AT_MOST);
    let Some(reason) = reason.filter(|_| form.is_right()) else {
        if form.is_right() {
            form.wrong("reason", "flag-reason-missing");
        }
        return page(&c, circle, id, &form).await;
    };
    back(&c, circle, move |tx, actor| {
        // For whoever does not belong here nothing is looked for.
        Seat::of(tx, actor, circle)?;
        safety::flag::make(tx, actor, Matter { kind: Kind::Message, id }, reason, &words).map(drop)
    })
    .await
}

pub(crate) async fn hide(c: Ctx, Path((id, message)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let reason = form.required("why", REASON_AT_MOST, "room-reason-missing");
    if !form.is_right() {
        return page(&c, circle, id, &form).await;
    }
    back(&c, circle, move |tx, actor| message::hide(tx, actor, circle, id, &reason)).await
}

pub(crate) async fn show_again(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor| message::show_again(tx, actor, circle, id)).await
}

/// Asks the author aside.
pub(crate) async fn take_aside(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor: &Actor| {
        let seat = Seat::of(tx, actor, circle)?;
        let author = message::visible_to(tx, actor, &seat, id)?.author.ok_or(Error::NotFound)?;
        aside::offer(tx, actor, circle, author).map(drop)
    })
    .await
}
