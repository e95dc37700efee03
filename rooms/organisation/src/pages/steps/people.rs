use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::setup::{self, Step};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let frame = c.read(|tx| Frame::load(tx, Step::People)).await?;
    c.page(&Show { c: &c, frame: &frame, form: &Form::empty() })
}

/// There is nothing to fill in: going on says that it was read. Hats are given on the members' page.
pub(crate) async fn save(c: Ctx) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let frame = c
        .write(move |tx| {
            let frame = Frame::load(tx, Step::People)?;
            if !frame.is_saved(&Step::People) {
                setup::note(tx, Some(by), Step::People, "", "")?;
            }
            Ok(frame)
        })
        .await?;
    frame.onward(&c)
}

#[derive(Template)]
#[template(path = "setup/people.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
}
