//! What I wrote: the list, taking back, a copy to keep, and what becomes of it when I leave.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::{Error, Result, Time, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    draft::{self, Spot},
    kind::PostId,
    post,
    story::Story,
    voice,
    writing::{self, LISTED, OwnPost, Piece},
};

struct Written {
    posts: Vec<OwnPost>,
    stories: Vec<Story>,
    drafts: Vec<(Spot, Time)>,
    stays: bool,
}

impl Written {
    fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        Ok(Self {
            posts: writing::posts(tx, actor, LISTED)?,
            stories: Story::all_own(tx, actor)?,
            drafts: draft::all(tx, actor)?,
            stays: voice::stays(tx, actor.id)?,
        })
    }

    fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.stories.is_empty() && self.drafts.is_empty()
    }
}

#[derive(Template)]
#[template(path = "mine/writing.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    written: &'a Written,
    done: Option<&'a str>,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let written = c.read(move |tx| Written::read(tx, &actor)).await?;
    let done = match c.query("done").as_str() {
        "back" => Some("writing-done-back"),
        "all" => Some("writing-done-all"),
        "choice" => Some("writing-done-choice"),
        "draft" => Some("writing-done-draft"),
        _ => None,
    };
    c.page(&Show { c: &c, form: &Form::empty(), written: &written, done })
}

/// Pressing twice takes back once.
pub(crate) async fn take_post_back(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write_from_reserve(move |tx| match post::own(tx, &actor, id) {
        Ok(own) => own.withdraw(tx),
        Err(Error::NotFound) => Ok(()),
        Err(other) => Err(other),
    })
    .await?;
    c.go("/circles/mine/writing?done=back")
}

pub(crate) async fn take_all_back(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    if !form.chosen("sure", "yes") {
        form.wrong("sure", "writing-sure-missing");
        let written = c.read(move |tx| Written::read(tx, &actor)).await?;
        return c.again(&Show { c: &c, form: &form, written: &written, done: None });
    }
    c.write_from_reserve(move |tx| crate::take_everything_back(tx, actor.id)).await?;
    c.go("/circles/mine/writing?done=all")
}

pub(crate) async fn choose(c: Ctx, form: Form) -> Page {
    let member = c.signed_in()?.id;
    let stay = match form.text("words") {
        "stay" => true,
        "go" => false,
        _ => return Err(Error::NotFound.into()),
    };
    c.write(move |tx| voice::choose(tx, member, stay)).await?;
    c.go("/circles/mine/writing?done=choice#leaving")
}

pub(crate) async fn discard(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let spot = Spot { circle: form.text("circle").parse()?, thread: form.text("thread").parse().ok() };
    c.write_from_reserve(move |tx| draft::discard(tx, &actor, spot)).await?;
    c.go("/circles/mine/writing?done=draft")
}

/// A file to keep. Its name says nothing about this place: it will lie in a folder that others may see.
fn file(media: &'static str, name: &'static str, body: String) -> Page {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    Ok((headers, body).into_response())
}

pub(crate) async fn json(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let pieces = c.read(move |tx| writing::export(tx, &actor)).await?;
    let body = serde_json::to_string_pretty(&pieces).map_err(Error::broken)?;
    file("application/json", "attachment; filename=\"my-words.json\"", body)
}

#[derive(Template)]
#[template(path = "mine/copy.html")]
struct Copy<'a> {
    c: &'a Ctx,
    pieces: &'a [Piece],
}

pub(crate) async fn html(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let pieces = c.read(move |tx| writing::export(tx, &actor)).await?;
    let body = Copy { c: &c, pieces: &pieces }.render().map_err(Error::broken)?;
    file("text/html; charset=utf-8", "attachment; filename=\"my-words.html\"", body)
}
