//! Meeting templates: read and edited by those who use them, with plain buttons that add, move and take away rows.

use askama::Template as Askama;
use axum::extract::Path;
use db::Error;
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    kind::TemplateId,
    template::{self, NAME_AT_MOST, PHASES_AT_MOST, PROMPT_AT_MOST, Phase, Template},
};

#[derive(Askama)]
#[template(path = "templates/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    templates: Vec<Template>,
}

/// Those who facilitate and those who keep the settings; for everybody else these pages do not exist.
fn editor(c: &Ctx) -> db::Result<Actor> {
    let actor = c.member()?;
    template::may_change(actor)?;
    Ok(actor.clone())
}

pub(crate) async fn index(c: Ctx) -> Page {
    let (actor, words) = (editor(&c)?, c.clone());
    let templates = c
        .write(move |tx| {
            template::begin(tx, |key| words.t(key).into_owned())?;
            Template::all(tx, &actor)
        })
        .await?;
    c.page(&Index { c: &c, templates })
}

#[derive(Askama)]
#[template(path = "templates/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    /// The template that is changed.
    id: Option<TemplateId>,
    /// The rows as they were typed: minutes may be no number yet.
    rows: &'a [Row],
}

/// A row as typed.
#[derive(Clone, Default)]
struct Row {
    title: String,
    minutes: String,
    prompt: String,
}

impl Edit<'_> {
    fn action(&self) -> String {
        self.id.map_or("/gatherings/templates/new".to_owned(), |id| format!("/gatherings/templates/{id}"))
    }

    fn can_add(&self) -> bool {
        self.rows.len() < PHASES_AT_MOST
    }
}

fn row(phase: &Phase) -> Row {
    Row { title: phase.title.clone(), minutes: phase.minutes.to_string(), prompt: phase.prompt.clone() }
}

pub(crate) async fn new(c: Ctx) -> Page {
    editor(&c)?;
    c.page(&Edit { c: &c, form: &Form::empty(), id: None, rows: &[Row::default()] })
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    let id: TemplateId = id.parse()?;
    let actor = editor(&c)?;
    let template = c.read(move |tx| Template::one(tx, &actor, id)).await?;
    let rows: Vec<Row> = template.phases.iter().map(row).collect();
    let form = Form::with(&[("name", &*template.name)]);
    c.page(&Edit { c: &c, form: &form, id: Some(id), rows: &rows })
}

/// The rows that were sent, as many as the page had.
fn typed(form: &Form) -> Vec<Row> {
    let count: usize = form.text("rows").parse().unwrap_or(0);
    (0..count.min(PHASES_AT_MOST))
        .map(|number| Row {
            title: form.text(&format!("title-{number}")).to_owned(),
            minutes: form.text(&format!("minutes-{number}")).to_owned(),
            prompt: form.text(&format!("prompt-{number}")).to_owned(),
        })
        .collect()
}

/// Does what a button of a row says; answers whether it was one.
fn arrange(rows: &mut Vec<Row>, button: &str) -> bool {
    if button == "add" {
        if rows.len() < PHASES_AT_MOST {
            rows.push(Row::default());
        }
        return true;
    }
    let Some((what, number)) = button.split_once('-') else { return false };
    let Some(number) = number.parse::<usize>().ok().filter(|it| *it < rows.len()) else { return false };
    match what {
        "up" if number > 0 => rows.swap(number, number - 1),
        "down" if number + 1 < rows.len() => rows.swap(number, number + 1),
        "remove" => drop(rows.remove(number)),
        _ => (),
    }
    true
}

async fn save(c: Ctx, id: Option<TemplateId>, mut form: Form) -> Page {
    let actor = editor(&c)?;
    let mut rows = typed(&form);
    let button = form.text("do").to_owned();
    if arrange(&mut rows, &button) {
        // Nothing is stored yet: what was typed stays on the page.
        return c.page(&Edit { c: &c, form: &form, id, rows: &rows });
    }
    let name = form.required("name", NAME_AT_MOST, "meeting-name-missing");
    if rows.iter().any(|it| it.title.chars().count() > NAME_AT_MOST || it.prompt.chars().count() > PROMPT_AT_MOST) {
        form.wrong("phases", "meeting-phase-long");
    }
    let phases: Vec<Phase> = rows
        .iter()
        .map(|it| Phase {
            title: it.title.clone(),
            minutes: it.minutes.parse().unwrap_or(0),
            prompt: it.prompt.clone(),
        })
        .collect();
    if form.is_right() {
        let done = c
            .write(move |tx| match id {
                Some(id) => Template::one(tx, &actor, id)?.change(tx, &actor, &name, &phases),
                None => Template::make(tx, &actor, &name, &phases).map(drop),
            })
            .await;
        match done {
            Ok(()) => return c.go("/gatherings/templates"),
            Err(error @ Error::Refused(_)) => form.take("phases", error)?,
            Err(other) => return Err(other.into()),
        }
    }
    c.again(&Edit { c: &c, form: &form, id, rows: &rows })
}

pub(crate) async fn create(c: Ctx, form: Form) -> Page {
    save(c, None, form).await
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id = id.parse()?;
    save(c, Some(id), form).await
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: TemplateId = id.parse()?;
    let actor = editor(&c)?;
    c.write(move |tx| Template::one(tx, &actor, id)?.withdraw(tx, &actor)).await?;
    c.go("/gatherings/templates")
}
