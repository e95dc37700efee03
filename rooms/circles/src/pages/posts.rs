//! What is done with one post: changing it, taking it back, answering it without typing; and for
//! facilitators, letting it through, hiding it, and what it said before.

use askama::Template;
use axum::extract::Path;
use db::{Error, Time};
use safety::{grounds, kind::Action};
use web::{Form, Page};
use words::Ctx;

use crate::{
    circle::Circle,
    kind::{PostId, Reaction},
    place,
    post::{self, Found, Own, WORDS_AT_MOST},
    watch,
};

#[derive(Template)]
#[template(path = "posts/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    own: &'a Own,
    preview: Option<String>,
}

async fn edit_page(c: &Ctx, id: PostId, form: Option<&Form>, preview: Option<String>) -> Page {
    let actor = c.member()?.clone();
    let own = c.read(move |tx| post::own(tx, &actor, id)).await?;
    let before = Form::with(&[("words", own.words.as_str())]);
    let form = form.unwrap_or(&before);
    let page = Edit { c, form, own: &own, preview };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    edit_page(&c, id.parse()?, None, None).await
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    if form.chosen("do", "preview") {
        let preview = form.has("words").then(|| text::Html::render(form.raw("words")).to_string());
        return edit_page(&c, id, Some(&form), preview).await;
    }
    let words = form.required("words", WORDS_AT_MOST, "post-words-missing");
    if !form.is_right() {
        return edit_page(&c, id, Some(&form), None).await;
    }
    let changed = c
        .write(move |tx| {
            let own = post::own(tx, &actor, id)?;
            own.edit(tx, &actor, &words)?;
            Ok((own.thread, place::hear_post(tx, &actor, id)?))
        })
        .await;
    match changed {
        Ok((thread, care)) => {
            let on = format!("/threads/{thread}#post-{id}");
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("words", error)?;
            edit_page(&c, id, Some(&form), None).await
        }
    }
}

#[derive(Template)]
#[template(path = "posts/withdraw.html")]
struct Withdraw<'a> {
    c: &'a Ctx,
    own: &'a Own,
    words: String,
}

/// Asks once whether a post is to be taken back: it goes for good.
pub(crate) async fn withdrawing(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    let own = c.read(move |tx| post::own(tx, &actor, id)).await?;
    let words = text::Html::render(&own.words).to_string();
    c.page(&Withdraw { c: &c, own: &own, words })
}

/// Takes a post back. Those who have left the circle, or whose part was taken away, can do this too.
pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    let circle = c
        .write(move |tx| {
            let own = post::own(tx, &actor, id)?;
            own.withdraw(tx)?;
            match crate::thread::Thread::readable_by(tx, &actor, own.thread) {
                Ok((thread, circle)) => Ok(Some((own.seq, thread.id, circle.id))),
                Err(Error::NotFound) => Ok(None),
                Err(other) => Err(other),
            }
        })
        .await?;
    match circle {
        Some((1, _, circle)) => c.go(format!("/circles/{circle}")),
        Some((_, thread, _)) => c.go(format!("/threads/{thread}")),
        None => c.go("/circles"),
    }
}

pub(crate) async fn react(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    let says = form.has("say");
    let kind: Reaction = form.text(if says { "say" } else { "unsay" }).parse().map_err(|()| Error::NotFound)?;
    let found = c.write(move |tx| post::react(tx, &actor, id, kind, says)).await?;
    c.go(format!("/threads/{}#post-{id}", found.thread))
}

#[derive(Template)]
#[template(path = "posts/history.html")]
struct History<'a> {
    c: &'a Ctx,
    found: &'a Found,
    edits: Vec<(String, Time)>,
}

pub(crate) async fn history(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    let (found, edits) = c
        .read(move |tx| {
            let found = post::readable_by(tx, &actor, id)?;
            let circle = Circle::facilitated_by(tx, &actor, found.circle.id)?;
            Ok((found, post::history(tx, &circle, id)?))
        })
        .await?;
    c.page(&History { c: &c, found: &found, edits })
}

pub(crate) async fn let_through(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let found = post::readable_by(tx, &actor, id)?;
        let circle = Circle::facilitated_by(tx, &actor, found.circle.id)?;
        watch::let_through(tx, &actor, &circle, id)
    })
    .await?;
    c.go("/desk")
}

#[derive(Template)]
#[template(path = "posts/hide.html")]
struct Hide<'a> {
    c: &'a Ctx,
    form: &'a Form,
    found: &'a Found,
    words: String,
    grounds: String,
}

async fn hide_page(c: &Ctx, id: PostId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (ctx, filled) = (c.clone(), form.clone());
    let (found, grounds) = c
        .read(move |tx| {
            let found = post::readable_by(tx, &actor, id)?;
            Circle::facilitated_by(tx, &actor, found.circle.id)?;
            Ok((found, grounds::fields(&ctx, tx, &filled)?))
        })
        .await?;
    let words = text::Html::render(&found.words).to_string();
    let page = Hide { c, form, words, found: &found, grounds };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn hiding(c: Ctx, Path(id): Path<String>) -> Page {
    hide_page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn hide(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: PostId = id.parse()?;
    let actor = c.member()?.clone();
    if let Some(begun) = grounds::begun(&c, &form, Some(Action::Hide)) {
        return hide_page(&c, id, &begun).await;
    }
    let Some(grounds) = grounds::read(&c, &mut form, Action::Hide) else { return hide_page(&c, id, &form).await };
    let thread = c
        .write(move |tx| {
            let found = post::readable_by(tx, &actor, id)?;
            let circle = Circle::facilitated_by(tx, &actor, found.circle.id)?;
            watch::hide(tx, &actor, &circle, id, &grounds)?;
            Ok(found.thread)
        })
        .await?;
    c.go(format!("/threads/{thread}#post-{id}"))
}
