use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    charter,
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, charter) = c.read(|tx| Ok((Frame::load(tx, Step::Charter)?, charter::current(tx)?))).await?;
    let form = Form::with(&[("promises", charter.promises.join("\n")), ("text", charter.text)]);
    c.page(&Show { c: &c, frame: &frame, form: &form })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let frame = c.read(|tx| Frame::load(tx, Step::Charter)).await?;
    let most = charter::PROMISES_AT_MOST * (charter::PROMISE_AT_MOST + 1);
    let promises = form.required("promises", most, "setup-charter-missing");
    let text = form.optional("text", charter::TEXT_AT_MOST);
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| charter::write(tx, Some(by), &promises, &text, &reason)).await;
        if went_well(&mut form, "promises", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form })
}

#[derive(Template)]
#[template(path = "setup/charter.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
}
