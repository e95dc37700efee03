//! A talk: what about, what came of it. The two of them write it.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Tx};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::session::{Session, SessionId, WORDS_AT_MOST, Words};

struct Shown {
    session: Session,
    words: Words,
    before: String,
    other: Option<String>,
    supervises: bool,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: SessionId) -> Result<Self> {
        let session = Session::of(tx, actor, id)?;
        let supervises = session.supervisor == actor.id;
        let other = if supervises { session.member } else { session.supervisor };
        Ok(Self {
            words: session.words(tx)?,
            before: session.agreed_before(tx)?,
            other: people::Profile::name(tx, other)?,
            supervises,
            session,
        })
    }

    fn as_form(&self) -> Form {
        Form::with(&[
            ("agenda", self.words.agenda.clone()),
            ("notes", self.words.notes.clone()),
            ("actions", self.words.actions.clone()),
        ])
    }
}

#[derive(Template)]
#[template(path = "supervision/session.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    kept: bool,
    /// The other one wrote while this one did: both are shown.
    crossed: bool,
}

async fn page(c: &Ctx, id: SessionId, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    match typed {
        Some(form) => {
            let crossed = form.text("version") != shown.session.version.to_string();
            c.again(&Show { c, form, shown: &shown, kept: false, crossed })
        }
        None => {
            let kept = c.query("kept") == "yes";
            c.page(&Show { c, form: &shown.as_form(), shown: &shown, kept, crossed: false })
        }
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None).await
}

pub(crate) async fn write(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (SessionId, Actor) = (id.parse()?, c.member()?.clone());
    let version = form.text("version").parse().map_err(|_| Error::NotFound)?;
    let words = Words {
        agenda: form.optional("agenda", WORDS_AT_MOST),
        notes: form.optional("notes", WORDS_AT_MOST),
        actions: form.optional("actions", WORDS_AT_MOST),
    };
    if form.is_right()
        && let Err(error) = c.write(move |tx| Session::write(tx, &actor, id, &words, version)).await
    {
        form.take("notes", error)?;
    }
    if form.is_right() {
        c.go(format!("/workforce/supervision/sessions/{id}?kept=yes"))
    } else {
        page(&c, id, Some(&form)).await
    }
}

pub(crate) async fn hold(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (SessionId, Actor) = (id.parse()?, c.hat(words::Hat::Supervisor)?.clone());
    c.write(move |tx| Session::hold(tx, &actor, id)).await?;
    c.go(format!("/workforce/supervision/sessions/{id}"))
}

pub(crate) async fn call_off(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (SessionId, Actor) = (id.parse()?, c.member()?.clone());
    let (me, member) = (
        actor.id,
        c.write(move |tx| {
            let member = Session::of(tx, &actor, id)?.member;
            Session::call_off(tx, &actor, id)?;
            Ok(member)
        })
        .await?,
    );
    if me == member { c.go("/workforce/supervision") } else { c.go(format!("/workforce/people/{member}")) }
}
