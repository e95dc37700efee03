use askama::Template;
use db::{Result, Time, Tx};
use web::{Form, Page};
use words::{Ctx, Hat};

use super::{REASON_AT_MOST, went_well};
use crate::{
    helplines::{self, Helpline, HelplineId, Reason},
    settings::{DIALS, Dial, NO, Settings, YES},
    setup::{self, Step},
    tasks,
};

pub(crate) async fn show(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (tasks, reasons, opened) = c
        .read(|tx| {
            let tasks = tasks::waiting(tx)?.into_iter().map(|it| Waiting::of(tx, it)).collect::<Result<Vec<_>>>()?;
            let mut reasons = helplines::unready(tx, tx.now())?;
            reasons.retain(Reason::keeps_closed);
            Ok((tasks.into_iter().flatten().collect::<Vec<_>>(), reasons, setup::saved(tx)?.contains(&Step::Opening)))
        })
        .await?;
    let steps = Step::ALL.iter().copied().filter(|it| !matches!(it, Step::People | Step::Opening)).collect::<Vec<_>>();
    c.page(&Show { c: &c, tasks: &tasks, reasons: &reasons, steps: &steps, opened })
}

pub(crate) async fn numbers(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let settings = c.read(Settings::current).await?;
    let mut form = Form::empty();
    for dial in DIALS {
        form.add(dial.name, settings.number(dial.name).to_string());
    }
    c.page(&Numbers { c: &c, form: &form, dials: DIALS })
}

pub(crate) async fn turn(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let mut values = Vec::new();
    for dial in DIALS {
        match form.text(dial.name).parse::<u32>() {
            Ok(value) if dial.holds(value) => values.push((dial, value)),
            _ => form.take(dial.name, dial.out_of_bounds())?,
        }
    }
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let turned = c.write(move |tx| Settings::turn(tx, by, &values, &reason)).await;
        if went_well(&mut form, "reason", turned)? {
            return c.go("/settings");
        }
    }
    c.again(&Numbers { c: &c, form: &form, dials: DIALS })
}

/// A task with what it concerns.
struct Waiting {
    line: Helpline,
    since: Time,
}

impl Waiting {
    fn of(tx: &mut Tx<'_>, task: tasks::Task) -> Result<Option<Self>> {
        if task.kind != helplines::STALE_TASK {
            return Ok(None);
        }
        let line = Helpline::find(tx, task.subject.parse::<HelplineId>()?)?;
        Ok(Some(Self { line, since: task.raised_at }))
    }
}

#[derive(Template)]
#[template(path = "settings/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    tasks: &'a [Waiting],
    reasons: &'a [Reason],
    steps: &'a [Step],
    opened: bool,
}

#[derive(Template)]
#[template(path = "settings/numbers.html")]
struct Numbers<'a> {
    c: &'a Ctx,
    form: &'a Form,
    dials: &'static [Dial],
}
