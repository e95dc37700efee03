//! Playbooks: written, looked over, carried in and out.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::Error;
use organisation::emergency;
use web::{Form, FormWithFile, Page};
use words::{Ctx, Hat};

use crate::playbook::{self, PART_AT_MOST, Part, Playbook, Says};

/// Longest file that is a playbook, in bytes.
const FILE_AT_MOST: usize = 100_000;

#[derive(Template)]
#[template(path = "playbooks/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    playbooks: Vec<Playbook>,
    others: Vec<&'static str>,
}

async fn list(c: &Ctx, form: &Form) -> Page {
    c.hat(Hat::Administrator)?;
    let playbooks = c.read(playbook::all).await?;
    let others: Vec<_> = emergency::EMERGENCY.iter().map(|it| it.country).collect();
    let others = others.into_iter().filter(|it| playbooks.iter().all(|had| had.says.country != *it)).collect();
    let page = Index { c, form, playbooks, others };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    // Chosen from the list of countries that have none yet.
    let country = c.query("country");
    if emergency::of(&country).is_some() {
        c.hat(Hat::Administrator)?;
        return c.go(format!("/settings/playbooks/{country}"));
    }
    list(&c, &Form::empty()).await
}

/// Brings one in that was written elsewhere.
pub(crate) async fn bring(c: Ctx, FormWithFile(mut form): FormWithFile) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let text = match form.file("file") {
        Some(file) if file.bytes.len() <= FILE_AT_MOST => String::from_utf8_lossy(&file.bytes).into_owned(),
        Some(_) => String::new(),
        None => form.text("text").to_owned(),
    };
    let brought = match Says::from_markdown(&text) {
        Ok(says) => {
            let country = says.country.clone();
            c.write(move |tx| playbook::write(tx, &actor, &says)).await.map(|()| country)
        }
        Err(error) => Err(error),
    };
    match brought {
        Ok(country) => c.go(format!("/settings/playbooks/{country}")),
        Err(error) => {
            form.take("file", error)?;
            list(&c, &form).await
        }
    }
}

#[derive(Template)]
#[template(path = "playbooks/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    country: &'a str,
    had: Option<Playbook>,
}

pub(crate) async fn edit(c: Ctx, Path(country): Path<String>) -> Page {
    c.hat(Hat::Administrator)?;
    let country = known(&country)?;
    let had = c.read(move |tx| playbook::of(tx, country)).await?;
    let mut form = Form::empty();
    for part in Part::ALL {
        let numbers = || emergency::of(country).map(|it| it.numbers.join(", ")).unwrap_or_default();
        let words = had.as_ref().map_or_else(
            || if *part == Part::Emergency { numbers() } else { String::new() },
            |it| it.says.of(part).to_owned(),
        );
        form.add(part.as_str(), words);
    }
    c.page(&Edit { c: &c, form: &form, country, had })
}

pub(crate) async fn update(c: Ctx, Path(country): Path<String>, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let country = known(&country)?;
    let mut says = Says::about(country);
    for part in Part::ALL {
        let words = form.optional(part.as_str(), PART_AT_MOST);
        says.say(*part, &words);
    }
    if form.is_right() {
        match c.write(move |tx| playbook::write(tx, &actor, &says)).await {
            Ok(()) => return c.go("/settings/playbooks"),
            Err(error) => form.take("emergency", error)?,
        }
    }
    let had = c.read(move |tx| playbook::of(tx, country)).await?;
    c.again(&Edit { c: &c, form: &form, country, had })
}

pub(crate) async fn check(c: Ctx, Path(country): Path<String>) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let country = known(&country)?;
    c.write(move |tx| playbook::check(tx, &actor, country)).await?;
    c.go("/settings/playbooks")
}

/// As a file to be carried elsewhere.
pub(crate) async fn copy(c: Ctx, Path(country): Path<String>) -> Page {
    c.hat(Hat::Administrator)?;
    let country = known(&country)?;
    let had = c.read(move |tx| playbook::of(tx, country)).await?.ok_or(Error::NotFound)?;
    let kind = HeaderValue::from_static("text/markdown; charset=utf-8");
    let name = HeaderValue::from_str(&format!("attachment; filename=\"playbook-{country}.md\""));
    let name = name.map_err(Error::broken)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], had.says.to_markdown()).into_response())
}

/// A country as we write it; a page for any other does not exist.
fn known(country: &str) -> db::Result<&'static str> {
    emergency::of(country).map(|it| it.country).ok_or(Error::NotFound)
}
