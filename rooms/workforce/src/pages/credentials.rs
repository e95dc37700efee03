//! The public side of badges: a page for people, and what programs ask that check one. Nothing here names anybody who did
//! not write their name on their badge and make it public.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderName, HeaderValue, header},
    response::IntoResponse,
};
use db::{Error, Result};
use serde_json::Value;
use web::Page;
use words::Ctx;

use super::certificates::work_named;
use crate::{
    badge::{Badge, BadgeId},
    credential,
};

/// Whoever checks a badge in a browser asks from another place than ours.
const FOR_ALL: (HeaderName, HeaderValue) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));

fn object(value: &Value) -> Page {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([kind, FOR_ALL], value.to_string()).into_response())
}

fn token(signed: String) -> Page {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/jwt"));
    Ok(([kind, FOR_ALL], signed).into_response())
}

pub(crate) async fn issuer(c: Ctx) -> Page {
    object(&credential::issuer(&c))
}

pub(crate) async fn key(c: Ctx) -> Page {
    let asker = c.clone();
    let key = c.read(move |tx| credential::key(&asker, tx)).await?;
    object(&key)
}

pub(crate) async fn status(c: Ctx) -> Page {
    let asker = c.clone();
    let list = c.read(move |tx| credential::status_list(&asker, tx)).await?;
    token(list)
}

pub(crate) async fn achievement(c: Ctx, Path((work, version)): Path<(String, String)>) -> Page {
    let (asker, work) = (c.clone(), work_named(&work)?);
    let version: i64 = version.parse().map_err(|_| Error::NotFound)?;
    let achievement = c.read(move |tx| credential::achievement(&asker, tx, work, version)).await?;
    object(&achievement)
}

#[derive(Template)]
#[template(path = "certificates/credential.html")]
struct Show<'a> {
    c: &'a Ctx,
    badge: &'a Badge,
    /// What was asked for it, line by line.
    criteria: Vec<&'a str>,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let (asker, id): (_, BadgeId) = (c.clone(), id.parse()?);
    let (badge, achievement) = c
        .read(move |tx| {
            let badge = Badge::public(tx, id)?;
            let (work, version) = (badge.certificate.work, badge.certificate.version);
            let achievement = credential::achievement(&asker, tx, work, version)?;
            Ok((badge, achievement))
        })
        .await?;
    let narrative = achievement["criteria"]["narrative"].as_str().unwrap_or_default();
    c.page(&Show { c: &c, badge: &badge, criteria: narrative.lines().collect() })
}

pub(crate) async fn badge(c: Ctx, Path(id): Path<String>) -> Page {
    let (asker, id): (_, BadgeId) = (c.clone(), id.parse()?);
    let signed: Result<String> = c
        .read(move |tx| {
            let badge = Badge::public(tx, id)?;
            credential::signed(&asker, tx, &badge)
        })
        .await;
    token(signed?)
}
