use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    Settings,
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, settings) = c.read(|tx| Ok((Frame::load(tx, Step::Name)?, Settings::current(tx)?))).await?;
    let form = Form::with(&[("name", settings.name), ("short_name", settings.short_name), ("zone", settings.zone)]);
    c.page(&Show { c: &c, frame: &frame, form: &form, zones: &zones() })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let frame = c.read(|tx| Frame::load(tx, Step::Name)).await?;
    let name = form.required("name", 60, "setup-name-missing");
    let short_name = form.required("short_name", 12, "setup-short-name-missing");
    let zone = form.required("zone", 60, "setup-zone-unknown");
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| Settings::rename(tx, Some(by), &name, &short_name, &zone, &reason)).await;
        if went_well(&mut form, "zone", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, zones: &zones() })
}

fn zones() -> Vec<String> {
    // Old spellings without a region ("GB", "EST") only make the list longer.
    jiff::tz::db().available().map(|it| it.to_string()).filter(|it| it.contains('/') || it == "UTC").collect()
}

#[derive(Template)]
#[template(path = "setup/name.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    zones: &'a [String],
}
