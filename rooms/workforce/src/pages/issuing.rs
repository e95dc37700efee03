//! For those who decide on certificates: who asked and how far they are, what others hold, and taking one back.

use askama::Template;
use axum::extract::Path;
use db::Error;
use web::{Form, Page};
use words::{Ctx, MemberId};

use super::certificates::work_named;
use crate::certificate::{self, Ask, Certificate, CertificateId, Grade, Held, WORDS_AT_MOST};

#[derive(Template)]
#[template(path = "certificates/waiting.html")]
struct Waiting<'a> {
    c: &'a Ctx,
    form: &'a Form,
    asks: &'a [Ask],
    held: &'a [Held],
}

impl Waiting<'_> {
    /// Whether this is the one whom the form on its way was to answer.
    fn is_answered(&self, ask: &Ask) -> bool {
        self.form.text("member") == ask.member.to_string() && self.form.text("work") == ask.work.as_str()
    }

    /// Whether there is a certificate to look at again.
    fn is_harm_told(&self) -> bool {
        self.held.iter().any(|it| it.harmed_at.is_some())
    }
}

async fn list(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    certificate::decides(&actor)?;
    let (asks, held) =
        c.read(move |tx| Ok((certificate::waiting(tx, &actor)?, certificate::held(tx, &actor)?))).await?;
    let page = Waiting { c, form, asks: &asks, held: &held };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn waiting(c: Ctx) -> Page {
    list(&c, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, mut form: Form) -> Page {
    let (actor, work) = (c.member()?.clone(), work_named(form.text("work"))?);
    certificate::decides(&actor)?;
    let member: MemberId = form.text("member").parse()?;
    let words = form.required("words", WORDS_AT_MOST, "waiting-words-missing");
    if !form.is_right() {
        return list(&c, &form).await;
    }
    c.write(move |tx| certificate::not_yet(tx, &actor, member, work, &words)).await?;
    c.go("/workforce/certificates/waiting")
}

pub(crate) async fn issue(c: Ctx, form: Form) -> Page {
    let (actor, work) = (c.member()?.clone(), work_named(form.text("work"))?);
    let member: MemberId = form.text("member").parse()?;
    c.write(move |tx| certificate::issue(tx, &actor, member, work)).await?;
    c.go("/workforce/certificates/waiting")
}

#[derive(Template)]
#[template(path = "certificates/withdraw.html")]
struct Consider<'a> {
    c: &'a Ctx,
    form: &'a Form,
    held: &'a Held,
}

async fn page(c: &Ctx, id: CertificateId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let held = c
        .read(move |tx| {
            let held = certificate::held(tx, &actor)?;
            held.into_iter().find(|it| it.certificate.id == id).ok_or(Error::NotFound)
        })
        .await?;
    let consider = Consider { c, form, held: &held };
    if form.is_right() { c.page(&consider) } else { c.again(&consider) }
}

pub(crate) async fn consider(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    certificate::decides(&actor)?;
    let reason = form.required("reason", 300, "reason-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    c.write(move |tx| Certificate::withdraw(tx, &actor, id, &reason)).await?;
    c.go("/workforce/certificates/waiting")
}
