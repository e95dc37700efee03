use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    charter::lines,
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
    topics::{self, Topic},
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, topics) = c.read(|tx| Ok((Frame::load(tx, Step::Topics)?, topics::all(tx)?))).await?;
    c.page(&Show { c: &c, frame: &frame, form: &Form::empty(), topics: &topics })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let (frame, before) = c.read(|tx| Ok((Frame::load(tx, Step::Topics)?, topics::all(tx)?))).await?;
    let typed: Vec<Topic> = before
        .iter()
        .map(|it| Topic { number: it.number, name: form.text(&format!("topic-{}", it.number)).to_owned() })
        .collect();
    // A topic whose name was emptied leaves the list.
    let kept: Vec<Topic> = typed.iter().filter(|it| !it.name.is_empty()).cloned().collect();
    let new = lines(&form.optional("new", 2000));
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| topics::write(tx, Some(by), &kept, &new, &reason)).await;
        if went_well(&mut form, "new", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, topics: &typed })
}

#[derive(Template)]
#[template(path = "setup/topics.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    topics: &'a [Topic],
}
