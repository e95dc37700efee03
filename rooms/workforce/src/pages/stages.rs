//! Which stages the way in has here.

use askama::Template;
use db::Error;
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::stage::{self, Stage};

#[derive(Template)]
#[template(path = "way/stages.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
}

pub(crate) async fn edit(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let used = c.read(stage::used).await?;
    let values: Vec<(&str, &str)> = used.iter().map(|it| ("stages", it.as_str())).collect();
    c.page(&Edit { c: &c, form: &Form::with(&values) })
}

pub(crate) async fn choose(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let stages: Vec<Stage> = form.all("stages").into_iter().filter_map(|it| it.parse().ok()).collect();
    let reason = form.required("reason", 300, "reason-missing");
    if form.is_right() {
        let chosen: Result<(), Error> = c.write(move |tx| stage::choose(tx, &actor, &stages, &reason)).await;
        match chosen {
            Ok(()) => return c.go("/workforce/applications"),
            Err(error) => form.take("stages", error)?,
        }
    }
    c.again(&Edit { c: &c, form: &form })
}
