use askama::Template;
use axum::extract::Path;
use db::Refusal;
use web::{Form, Page};
use words::{Ctx, Hat};

use super::{Country, REASON_AT_MOST, countries, id, went_well};
use crate::{
    Settings, emergency,
    helplines::{self, Audience, Draft, Helpline, HelplineId, Reason},
    setup::{self, Step},
};

pub(crate) async fn index(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let other = emergency::of(&c.query("country")).map(|it| it.country);
    let (groups, reasons, opened) = c
        .read(move |tx| {
            let served = Settings::current(tx)?.countries;
            // Lines of other countries can be looked at too: that is how a country is got ready before it is served.
            let shown = other.map_or_else(|| served.clone(), |it| vec![it.to_owned()]);
            let groups = shown
                .into_iter()
                .map(|country| Ok(Group { lines: helplines::of_country(tx, &country)?, country }))
                .collect::<db::Result<Vec<_>>>()?;
            let opened = setup::saved(tx)?.contains(&Step::Opening);
            Ok((groups, helplines::unready(tx, tx.now())?, opened))
        })
        .await?;
    c.page(&Index { c: &c, groups: &groups, reasons: &reasons, countries: &countries(&c), opened })
}

pub(crate) async fn new(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let (settings, opened) = load(&c).await?;
    let country = emergency::of(&c.query("country")).map_or(settings.country, |it| it.country.to_owned());
    let form = Form::with(&[("country", country), ("audience", Audience::Everyone.to_string())]);
    c.page(&Edit { c: &c, form: &form, countries: &countries(&c), line: None, opened })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let (_, opened) = load(&c).await?;
    let says = draft(&mut form);
    let reason = form.optional("reason", REASON_AT_MOST);
    if form.is_right() {
        let country = says.country.clone();
        let added = c.write(move |tx| Helpline::add(tx, by, &says, &reason)).await;
        if went_well(&mut form, "name", added)? {
            return c.go(format!("/settings/helplines?country={country}"));
        }
    }
    c.again(&Edit { c: &c, form: &form, countries: &countries(&c), line: None, opened })
}

pub(crate) async fn edit(c: Ctx, Path(line): Path<String>) -> Page {
    c.hat(Hat::Administrator)?;
    let line = find(&c, &line).await?;
    let (_, opened) = load(&c).await?;
    let says = &line.says;
    let form = Form::with(&[
        ("country", says.country.as_str()),
        ("audience", says.audience.as_str()),
        ("name", &says.name),
        ("purpose", &says.purpose),
        ("phone", &says.phone),
        ("text_to", &says.text_to),
        ("text_word", &says.text_word),
        ("chat", &says.chat),
        ("hours", &says.hours),
        ("languages", &says.languages),
        ("cost", &says.cost),
        ("source", &says.source),
    ]);
    c.page(&Edit { c: &c, form: &form, countries: &countries(&c), line: Some(&line), opened })
}

pub(crate) async fn update(c: Ctx, Path(line): Path<String>, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?;
    let (by, name) = (actor.id, actor.pseudonym.clone());
    let line = find(&c, &line).await?;
    let (_, opened) = load(&c).await?;
    let says = draft(&mut form);
    let reason = form.optional("reason", REASON_AT_MOST);
    let checked = form.has("checked");
    if form.is_right() {
        let (before, country) = (line.id, says.country.clone());
        let changed = c
            .write(move |tx| Helpline::find(tx, before)?.edit(tx, by, &says, checked.then_some(name.as_str()), &reason))
            .await;
        if went_well(&mut form, "name", changed)? {
            return c.go(format!("/settings/helplines?country={country}"));
        }
    }
    c.again(&Edit { c: &c, form: &form, countries: &countries(&c), line: Some(&line), opened })
}

pub(crate) async fn check(c: Ctx, Path(line): Path<String>) -> Page {
    let actor = c.hat(Hat::Administrator)?;
    let (by, name) = (actor.id, actor.pseudonym.clone());
    let line: HelplineId = id(&line)?;
    let country = c
        .write(move |tx| {
            let line = Helpline::find(tx, line)?;
            line.check(tx, by, &name)?;
            Ok(line.says.country)
        })
        .await?;
    c.go(format!("/settings/helplines?country={country}"))
}

pub(crate) async fn remove(c: Ctx, Path(line): Path<String>, form: Form) -> Page {
    let by = c.hat(Hat::Administrator)?.id;
    let line: HelplineId = id(&line)?;
    let country = c
        .write(move |tx| {
            let line = Helpline::find(tx, line)?;
            line.remove(tx, by, form.text("reason"))?;
            Ok(line.says.country)
        })
        .await?;
    c.go(format!("/settings/helplines?country={country}"))
}

/// What was typed, with an error by each field that is wrong.
fn draft(form: &mut Form) -> Draft {
    let says = Draft {
        country: form.text("country").to_owned(),
        audience: form.text("audience").parse().unwrap_or(Audience::Everyone),
        name: form.optional("name", 80),
        purpose: form.optional("purpose", 200),
        phone: form.text("phone").to_owned(),
        text_to: form.text("text_to").to_owned(),
        text_word: form.text("text_word").to_owned(),
        chat: form.text("chat").to_owned(),
        hours: form.optional("hours", 100),
        languages: form.optional("languages", 120),
        cost: form.optional("cost", 80),
        source: form.optional("source", 200),
    };
    for (field, key) in says.wrongs() {
        form.wrong_with(field, Refusal { key, args: Vec::new() });
    }
    says
}

async fn find(c: &Ctx, line: &str) -> db::Result<Helpline> {
    let line: HelplineId = id(line)?;
    c.read(move |tx| Helpline::find(tx, line)).await
}

async fn load(c: &Ctx) -> db::Result<(Settings, bool)> {
    c.read(|tx| Ok((Settings::current(tx)?, setup::saved(tx)?.contains(&Step::Opening)))).await
}

/// The lines of a country.
struct Group {
    country: String,
    lines: Vec<Helpline>,
}

#[derive(Template)]
#[template(path = "helplines/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    groups: &'a [Group],
    reasons: &'a [Reason],
    countries: &'a [Country],
    opened: bool,
}

#[derive(Template)]
#[template(path = "helplines/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    countries: &'a [Country],
    line: Option<&'a Helpline>,
    opened: bool,
}
