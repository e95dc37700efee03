use askama::Template;
use web::{Form, Page};
use words::{AgeBand, Ctx, Hat};

use super::Frame;
use crate::{
    Settings,
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
};

/// What can be chosen: the youngest age that may join.
const YOUNGEST: &[&str] = &["18", "16", "13"];

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, settings) = c.read(|tx| Ok((Frame::load(tx, Step::Ages)?, Settings::current(tx)?))).await?;
    let form = Form::with(&[("youngest", settings.minimum_age.to_string())]);
    c.page(&Show { c: &c, frame: &frame, form: &form, youngest: YOUNGEST })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let frame = c.read(|tx| Frame::load(tx, Step::Ages)).await?;
    let bands: &[AgeBand] = match form.text("youngest") {
        "18" => &[AgeBand::Adult],
        "16" => &[AgeBand::Adult, AgeBand::Older],
        "13" => &[AgeBand::Adult, AgeBand::Older, AgeBand::Younger],
        _ => &[],
    };
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| Settings::admit(tx, Some(by), bands, &reason)).await;
        if went_well(&mut form, "youngest", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, youngest: YOUNGEST })
}

#[derive(Template)]
#[template(path = "setup/ages.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    youngest: &'static [&'static str],
}
