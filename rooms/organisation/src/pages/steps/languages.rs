use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat, LANGUAGES, Language};

use super::Frame;
use crate::{
    Settings,
    pages::{REASON_AT_MOST, went_well},
    setup::Step,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, settings) = c.read(|tx| Ok((Frame::load(tx, Step::Languages)?, Settings::current(tx)?))).await?;
    let mut form = Form::empty();
    for language in settings.languages {
        form.add("languages", language.code());
    }
    c.page(&Show { c: &c, frame: &frame, form: &form, languages: LANGUAGES })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let frame = c.read(|tx| Frame::load(tx, Step::Languages)).await?;
    let languages = Language::list(&form.all("languages").join(","));
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c.write(move |tx| Settings::speak(tx, Some(by), &languages, &reason)).await;
        if went_well(&mut form, "languages", saved)? {
            return frame.onward(&c);
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, languages: LANGUAGES })
}

#[derive(Template)]
#[template(path = "setup/languages.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    languages: &'static [(&'static str, &'static str)],
}
