//! What those on duty do.

use axum::extract::Path;
use circles::kind::CircleId;
use db::Error;
use web::{Form, Page};
use words::{Ctx, MemberId};

use super::rooms::back;
use crate::{
    aside, duty, hand,
    kind::{HandoverId, ParkedId, Slow},
    parking,
};

pub(crate) async fn open(c: Ctx, Path(id): Path<String>) -> Page {
    let circle: CircleId = id.parse()?;
    back(&c, circle, move |tx, actor| duty::open(tx, actor, circle).map(drop)).await
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
