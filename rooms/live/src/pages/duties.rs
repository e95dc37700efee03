//! What those on duty do.

use askama::Template;
use axum::extract::Path;
use circles::{kind::CircleId, proposal};
use db::Error;
use web::{Form, Page};
use words::{Ctx, Hat, MemberId};
use workforce::{
    answer::{self, Step, Work},
    card, ready,
};

use super::rooms::back;
use crate::{
    aside, duty, hand,
    kind::{HandoverId, ParkedId, Slow},
    parking,
    seat::Seat,
};

#[derive(Template)]
#[template(path = "room/opening.html")]
struct Opening<'a> {
    c: &'a Ctx,
    form: &'a Form,
    path: String,
    name: &'a str,
    open: bool,
    /// What keeps them from beginning now, and the way on.
    barred: Option<String>,
    /// The role card.
    card: Option<String>,
    /// What is asked before a shift, as HTML.
    questions: &'a str,
}

/// Before somebody looks after a room: what is asked before every shift. Whoever does already, or cannot, is led to the room.
async fn opening(c: &Ctx, circle: CircleId, form: &Form) -> Page {
    let (actor, ctx) = (c.member()?.clone(), c.clone());
    let read = c
        .read(move |tx| {
            let seat = Seat::of(tx, &actor, circle)?;
            if !seat.leads {
                return Err(Error::NotFound);
            }
            if seat.on_duty || !seat.may_open(tx, &actor)? {
                return Ok(None);
            }
            let bar = match proposal::may_look_after(tx, actor.id, circle) {
                Ok(()) => None,
                Err(error) if error.refusal().is_some() => answer::ask(tx, actor.id, Work::Room, Step::Begin)?,
                Err(error) => return Err(error),
            };
            let barred = bar.map(|it| workforce::notice(&ctx, &it)).transpose()?;
            Ok(Some((seat, barred, card::shown(&ctx, tx, Hat::Facilitator)?)))
        })
        .await?;
    let path = format!("/circles/{circle}/room");
    let Some((seat, barred, card)) = read else { return c.go(path) };
    let page = Opening {
        c,
        form,
        path,
        name: &seat.circle.plan.name,
        open: seat.evening.is_some_and(|it| it.is_open()),
        barred,
        card,
        questions: &ready::questions(c, form)?,
    };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn before(c: Ctx, Path(id): Path<String>) -> Page {
    opening(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn open(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (circle, actor): (CircleId, _) = (id.parse()?, c.member()?.clone());
    let asking = actor.clone();
    // For whoever leads nothing here there is nothing to answer.
    c.read(move |tx| if Seat::of(tx, &asking, circle)?.leads { Ok(()) } else { Err(Error::NotFound) }).await?;
    if ready::is_not_today(&form) {
        return ready::not_today(&c);
    }
    let before = ready::answered(&mut form);
    if !form.is_right() {
        return opening(&c, circle, &form).await;
    }
    let begun = c.write(move |tx| {
        if !Seat::of(tx, &actor, circle)?.on_duty {
            ready::keep(tx, &actor, &before)?;
        }
        duty::open(tx, &actor, circle).map(drop)
    });
    if let Err(error) = begun.await {
        form.take("rested", error)?;
        return opening(&c, circle, &form).await;
    }
    c.go(format!("/circles/{circle}/room"))
}

pub(crate) async fn step_back(c: Ctx, Path(id): Path<String>) -> Page {
    let circle: CircleId = id.parse()?;
    back(&c, circle, move |tx, actor| duty::step_back(tx, actor, circle)).await
}

pub(crate) async fn close(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (circle, words): (CircleId, _) = (id.parse()?, form.text("words").to_owned());
    back(&c, circle, move |tx, actor| duty::close(tx, actor, circle, &words)).await
}

pub(crate) async fn slow_down(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let circle: CircleId = id.parse()?;
    let slow: Slow = form.text("slow").parse().map_err(|()| Error::NotFound)?;
    back(&c, circle, move |tx, actor| duty::slow_down(tx, actor, circle, slow)).await
}

pub(crate) async fn hand_over(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (circle, to): (CircleId, MemberId) = (id.parse()?, form.text("to").parse()?);
    back(&c, circle, move |tx, actor| duty::hand_over(tx, actor, circle, to).map(drop)).await
}

pub(crate) async fn answer(c: Ctx, Path((id, handover)): Path<(String, String)>, form: Form) -> Page {
    let (circle, handover): (CircleId, HandoverId) = (id.parse()?, handover.parse()?);
    let yes = form.text("answer") == "yes";
    back(&c, circle, move |tx, actor| duty::answer(tx, actor, circle, handover, yes)).await
}

pub(crate) async fn call(c: Ctx, Path((id, member)): Path<(String, String)>) -> Page {
    let (circle, member): (CircleId, MemberId) = (id.parse()?, member.parse()?);
    back(&c, circle, move |tx, actor| hand::call(tx, actor, circle, member)).await
}

pub(crate) async fn take_aside(c: Ctx, Path((id, member)): Path<(String, String)>) -> Page {
    let (circle, member): (CircleId, MemberId) = (id.parse()?, member.parse()?);
    back(&c, circle, move |tx, actor| aside::offer(tx, actor, circle, member).map(drop)).await
}

pub(crate) async fn take_topic(c: Ctx, Path((id, topic)): Path<(String, String)>) -> Page {
    let (circle, topic): (CircleId, ParkedId) = (id.parse()?, topic.parse()?);
    back(&c, circle, move |tx, actor| parking::take(tx, actor, circle, topic)).await
}

pub(crate) async fn remove_topic(c: Ctx, Path((id, topic)): Path<(String, String)>) -> Page {
    let (circle, topic): (CircleId, ParkedId) = (id.parse()?, topic.parse()?);
    back(&c, circle, move |tx, actor| parking::remove(tx, actor, circle, topic)).await
}
