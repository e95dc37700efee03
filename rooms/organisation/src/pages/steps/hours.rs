use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    Settings,
    hours::{self, Day},
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, week, zone) =
        c.read(|tx| Ok((Frame::load(tx, Step::Hours)?, hours::week(tx)?, Settings::current(tx)?.zone))).await?;
    let mut form = Form::empty();
    for day in week {
        form.add(&format!("opens-{}", day.weekday), hours::clock(day.opens));
        form.add(&format!("closes-{}", day.weekday), hours::clock(day.closes));
    }
    c.page(&Show { c: &c, frame: &frame, form: &form, zone: &zone })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let (frame, zone) = c.read(|tx| Ok((Frame::load(tx, Step::Hours)?, Settings::current(tx)?.zone))).await?;
    let mut week = Vec::new();
    for weekday in 0..7 {
        let opens = form.text(&format!("opens-{weekday}")).to_owned();
        let closes = form.text(&format!("closes-{weekday}")).to_owned();
        match (hours::minutes(&opens), hours::minutes(&closes)) {
            (Some(opens), Some(closes)) => week.push(Day { weekday, opens, closes }),
            _ if opens.is_empty() && closes.is_empty() => (),
            _ => form.wrong("hours", "setup-hours-wrong"),
        }
    }
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| hours::promise(tx, Some(by), &week, &reason)).await;
        if went_well(&mut form, "hours", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, zone: &zone })
}

#[derive(Template)]
#[template(path = "setup/hours.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    zone: &'a str,
}

impl Show<'_> {
    fn typed(&self, end: &str, weekday: &usize) -> &str {
        self.form.text(&format!("{end}-{weekday}"))
    }
}
