//! One's own record, to take along; and looking whether somebody's is ours.

use askama::Template;
use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};
use web::{Form, Limit, Page};
use words::Ctx;

use crate::record::{self, AT_MOST, NAME_AT_MOST, Record, Verdict};

#[derive(Template)]
#[template(path = "way/record.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    record: &'a Record,
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let me = c.signed_in()?.id;
    let record = c.read(move |tx| Record::of(tx, me)).await?;
    let show = Show { c, form, record: &record };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

/// A file to keep. Its name says nothing about this place: it will lie in a folder that others may see.
pub(crate) async fn download(c: Ctx, mut form: Form) -> Page {
    let me = c.signed_in()?.id;
    // One line, so that nobody writes a line of the record themselves.
    let name = form.optional("name", NAME_AT_MOST).replace(['\n', '\t'], " ");
    if !form.is_right() {
        return page(&c, &form).await;
    }
    let asker = c.clone();
    let signed = c
        .read(move |tx| {
            let record = Record::of(tx, me)?;
            record::sign(tx, &record.text(&asker, &name))
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"record.txt\"")),
    ];
    Ok((headers, signed).into_response())
}

#[derive(Template)]
#[template(path = "way/record_check.html")]
struct Check<'a> {
    c: &'a Ctx,
    form: &'a Form,
    key: &'a str,
    verdict: Option<Verdict>,
}

async fn answer(c: &Ctx, form: &Form, verdict: Option<Verdict>) -> Page {
    let key = c.read(record::public_key).await?;
    let show = Check { c, form, key: &key, verdict };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn check(c: Ctx) -> Page {
    answer(&c, &Form::empty(), None).await
}

pub(crate) async fn look(c: Ctx, mut form: Form) -> Page {
    let text = form.required("record", AT_MOST, "record-check-missing");
    if !form.is_right() {
        return answer(&c, &form, None).await;
    }
    if c.actor().is_none() {
        c.count(Limit::Join)?;
    }
    let verdict = c.read(move |tx| record::check(tx, &text)).await?;
    answer(&c, &form, Some(verdict)).await
}
