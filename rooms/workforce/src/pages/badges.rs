//! A badge, for its holder: whether it is public, under which name, and a copy to keep.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use web::{Form, Page};
use words::Ctx;

use crate::{
    badge::{Badge, NAME_AT_MOST},
    certificate::CertificateId,
    credential,
};

#[derive(Template)]
#[template(path = "certificates/badge.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: CertificateId,
    badge: Option<&'a Badge>,
}

impl Show<'_> {
    /// The badge, where everybody may see it.
    fn public(&self) -> Option<&Badge> {
        self.badge.filter(|it| it.published_at.is_some())
    }
}

async fn page(c: &Ctx, id: CertificateId, form: &mut Form) -> Page {
    let actor = c.member()?.clone();
    let badge = c.read(move |tx| Badge::own(tx, &actor, id)).await?;
    let badge = badge.as_ref();
    if form.is_right() {
        form.add("name", badge.and_then(|it| it.name.clone()).unwrap_or_default());
        c.page(&Show { c, form, id, badge })
    } else {
        c.again(&Show { c, form, id, badge })
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
    c.go(format!("/workforce/certificates/{id}/badge"))
}

/// A copy to keep. Its name says nothing about this place: it will lie in a folder that others may see.
pub(crate) async fn file(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (CertificateId, _) = (id.parse()?, c.member()?.clone());
    let asker = c.clone();
    let signed = c
        .write(move |tx| {
            let badge = Badge::made(tx, &actor, id)?;
            credential::signed(&asker, tx, &badge)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/jwt")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"badge.jwt\"")),
    ];
    Ok((headers, signed).into_response())
}
