use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    invitations::{self, State},
    setup::{self, Step},
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, invitations) = c.read(|tx| Ok((Frame::load(tx, Step::People)?, invitations::all(tx)?))).await?;
    let waits = invitations.iter().any(|it| it.hat == Some(Hat::Administrator) && it.state == State::Waiting);
    let form = Form::with(&[("reason", c.t("setup-people-reason").into_owned())]);
    c.page(&Show { c: &c, frame: &frame, form: &form, waits })
}

/// Going on says that it was read. The link for a second administrator is made by a form of its own, which the room of
/// people takes: it knows who may give which hat.
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
    /// Whether a link for another administrator is on its way to somebody.
    waits: bool,
}
