use askama::Template;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::Frame;
use crate::{
    Settings,
    helplines::{self, Reason},
    pages::{Country, REASON_AT_MOST, countries, went_well},
    setup::Step,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (frame, settings, reasons) = load(&c).await?;
    let mut form = Form::with(&[("country", &settings.country)]);
    for country in settings.countries.iter().skip(1) {
        form.add("countries", country);
    }
    c.page(&Show { c: &c, frame: &frame, form: &form, countries: &countries(&c), reasons: &reasons })
}

pub(crate) async fn save(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let (frame, _, reasons) = load(&c).await?;
    let own = form.text("country").to_owned();
    let mut served = vec![own.clone()];
    served.extend(form.all("countries").into_iter().filter(|it| *it != own).map(str::to_owned));
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let saved = c
            .write(move |tx| {
                let served: Vec<_> = served.iter().map(String::as_str).collect();
                Settings::serve(tx, Some(by), &served, &reason)
            })
            .await;
        if went_well(&mut form, "country", saved)? {
            // Next comes checking the lines, unless that is done already.
            let closed = c.read(|tx| helplines::unready(tx, tx.now())).await?.iter().any(Reason::keeps_closed);
            return if closed { c.go("/settings/helplines") } else { frame.onward(&c) };
        }
    }
    c.again(&Show { c: &c, frame: &frame, form: &form, countries: &countries(&c), reasons: &reasons })
}

async fn load(c: &Ctx) -> db::Result<(Frame, Settings, Vec<Reason>)> {
    c.read(|tx| Ok((Frame::load(tx, Step::Helplines)?, Settings::current(tx)?, helplines::unready(tx, tx.now())?)))
        .await
}

#[derive(Template)]
#[template(path = "setup/helplines.html")]
struct Show<'a> {
    c: &'a Ctx,
    frame: &'a Frame,
    form: &'a Form,
    countries: &'a [Country],
    reasons: &'a [Reason],
}
