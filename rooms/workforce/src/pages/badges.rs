//! A badge, for its holder: whether it is public, under which name, and a copy to keep.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::Error;
use web::{Form, Page};
use words::Ctx;

use crate::{
    badge::{Badge, NAME_AT_MOST},
    certificate::{Certificate, CertificateId},
    credential,
};

#[derive(Template)]
#[template(path = "certificates/badge.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    certificate: &'a Certificate,
    /// The badge that everybody with its address may see.
    public: Option<&'a Badge>,
}

async fn page(c: &Ctx, id: CertificateId, form: &mut Form) -> Page {
    let actor = c.member()?.clone();
    let (certificate, badge) =
        c.read(move |tx| Ok((Certificate::own(tx, &actor, id)?, Badge::begun(tx, &actor, id)?))).await?;
    let public = badge.as_ref().filter(|it| it.published_at.is_some());
    if public.is_none() && !certificate.can_be_shown() {
        return Err(Error::NotFound.into());
    }
    if form.is_right() {
        form.add("name", badge.as_ref().and_then(|it| it.name.clone()).unwrap_or_default());
        c.page(&Show { c, form, certificate: &certificate, public })
    } else {
        c.again(&Show { c, form, certificate: &certificate, public })
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &mut Form::empty()).await
}

pub(crate) async fn publish(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    let name = form.optional("name", NAME_AT_MOST);
    if !form.is_right() {
        return page(&c, id, &mut form).await;
    }
    c.write(move |tx| Badge::publish(tx, &actor, id, &name)).await?;
    c.go(format!("/workforce/certificates/{id}/badge"))
}

pub(crate) async fn hide(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Badge::hide(tx, &actor, id)).await?;
    c.go("/workforce/certificates")
}

/// A copy to keep. Its name says nothing about this place: it will lie in a folder that others may see.
pub(crate) async fn file(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    let asker = c.clone();
    let signed = c
        .write(move |tx| {
            let badge = Badge::own(tx, &actor, id)?;
            credential::signed(&asker, tx, &badge)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/jwt")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"badge.jwt\"")),
    ];
    Ok((headers, signed).into_response())
}
