//! The rota for those who look after it: everybody's shifts, and what is needed.

use askama::Template;
use axum::extract::Path;
use db::Error;
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{AgeBand, Ctx, Hat, Language};

use crate::{
    answer::Work,
    hours::Caps,
    need::{Need, NeedId, PEOPLE_AT_MOST, Plan},
    shift::Shift,
};

#[derive(Template)]
#[template(path = "rota/everyone.html")]
struct Everyone<'a> {
    c: &'a Ctx,
    shifts: Vec<(String, Shift)>,
}

pub(crate) async fn everyone(c: Ctx) -> Page {
    c.hat(Hat::Supervisor)?;
    let shifts = c.read(Shift::everybodys).await?;
    c.page(&Everyone { c: &c, shifts })
}

#[derive(Template)]
#[template(path = "rota/needs.html")]
struct Needs<'a> {
    c: &'a Ctx,
    form: &'a Form,
    needs: &'a [Need],
    topics: &'a [Topic],
    caps: Caps,
}

impl Needs<'_> {
    fn bands(&self) -> &[AgeBand] {
        &self.c.community().bands
    }

    /// The days of a need, from Monday on.
    fn days(plan: &Plan) -> impl Iterator<Item = u16> {
        let plan = *plan;
        (0..7).filter(move |day| plan.is_on(*day))
    }

    /// Whether every day of the week is one of its days.
    fn is_daily(plan: &Plan) -> bool {
        Self::days(plan).count() == 7
    }

    /// The most hours that anybody may help at a stretch.
    fn most(&self) -> u64 {
        self.caps.at_once().as_secs() / 3600
    }

    /// Whether nobody can take some of it: the most was more when it was written down.
    fn has_too_long(&self) -> bool {
        self.needs.iter().any(|it| it.plan.is_too_long(&self.caps))
    }

    fn clocks(plan: &Plan) -> String {
        format!("{:02}:00 – {:02}:00", plan.from, (plan.from + plan.hours) % 24)
    }

    /// What somebody should bring.
    fn brings(&self, plan: &Plan) -> String {
        let topic = self.topics.iter().find(|it| Some(it.number) == plan.topic).map(|it| it.name.as_str());
        [plan.language.map(Language::name), topic].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    c.hat(Hat::Supervisor)?;
    let (needs, topics, caps) = c.read(|tx| Ok((Need::all(tx)?, topics::all(tx)?, Caps::current(tx)?))).await?;
    let page = Needs { c, form, needs: &needs, topics: &topics, caps };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn needs(c: Ctx) -> Page {
    page(&c, &Form::with(&[("work", "conversation"), ("band", AgeBand::Adult.as_str()), ("people", "1")])).await
}

pub(crate) async fn add(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let asked = read(&c, &mut form);
    if let (true, Some(plan)) = (form.is_right(), asked) {
        let topic = plan.topic;
        let added = c.write(move |tx| {
            if let Some(number) = topic
                && topics::named(tx, &[number])?.is_empty()
            {
                return Err(Error::NotFound);
            }
            Need::add(tx, &actor, &plan)
        });
        if let Err(error) = added.await {
            form.take("from", error)?;
        }
    }
    if form.is_right() { c.go("/rota/needs") } else { page(&c, &form).await }
}

/// What the form asks for; what is wrong with it stands by its fields.
fn read(c: &Ctx, form: &mut Form) -> Option<Plan> {
    let work: Option<Work> = form.text("work").parse().ok();
    if work.is_none() {
        form.wrong("work", "shift-work-missing");
    }
    let band = form.text("band").parse().ok().filter(|it| c.community().bands.contains(it)).unwrap_or(AgeBand::Adult);
    let days = form.all("days").into_iter().filter_map(|it| it.parse::<u16>().ok()).filter(|it| *it < 7);
    let days = days.fold(0, |all, day| all | 1 << day);
    if days == 0 {
        form.wrong("days", "need-days-missing");
    }
    let hours = whole_hour(form.text("from")).zip(whole_hour(form.text("to")));
    if hours.is_none() {
        form.wrong("from", "need-hours-missing");
    }
    let people = form.text("people").parse().ok().filter(|it| (1..=PEOPLE_AT_MOST).contains(it));
    if people.is_none() {
        form.wrong("people", "need-people-missing");
    }
    let language = form.text("language").parse().ok().filter(|it| c.community().languages.contains(it));
    let topic = form.text("topic").parse().ok();
    let (work, (from, to), people) = (work?, hours?, people?);
    // Those who are called are grown up, whoever it is about.
    let band = if work == Work::Moderation { AgeBand::Adult } else { band };
    let hours = if to > from { to - from } else { to + 24 - from };
    Some(Plan { work, band, days, from, hours, language, topic, people })
}

/// A whole hour, as the field of a clock time gives it.
fn whole_hour(typed: &str) -> Option<u16> {
    let (hour, minute) = typed.split_once(':')?;
    let hour: u16 = hour.parse().ok()?;
    (hour < 24 && minute.starts_with("00")).then_some(hour)
}

pub(crate) async fn end(c: Ctx, Path(id): Path<String>) -> Page {
    let id: NeedId = id.parse()?;
    c.hat(Hat::Supervisor)?;
    c.write(move |tx| Need::end(tx, id)).await?;
    c.go("/rota/needs")
}
