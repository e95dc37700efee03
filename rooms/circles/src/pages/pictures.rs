//! Pictures with posts: taking one in with a form, and showing it.

use axum::{
    extract::{FromRequest, Path, Request},
    http::header,
    response::{IntoResponse, Response},
};
use db::{Error, Result, Tx};
use web::{Fault, Form, FormWithFile, Page};
use words::{Actor, Ctx};

use crate::{
    circle::Circle,
    kind::PictureId,
    picture::{self, ALT_AT_MOST, Brought},
    thread,
};

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: PictureId = id.parse()?;
    let actor = c.member()?.clone();
    let file = c.read(move |tx| picture::readable_by(tx, &actor, id)).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.as_str()), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, file.bytes).into_response())
}

/// A form that may bring a picture. Whether this member may bring one is asked before the body is read, so that nobody
/// else makes us read a large one.
pub(crate) async fn form_of(
    c: &Ctx,
    request: Request,
    circle: impl Fn(&mut Tx<'_>, &Actor) -> Result<Circle> + Send + 'static,
) -> std::result::Result<Form, Response> {
    let may = async {
        let actor = c.member()?.clone();
        c.read(move |tx| {
            let circle = circle(tx, &actor)?;
            picture::may_bring(tx, &actor, &circle)
        })
        .await
    };
    match may.await {
        Ok(true) => FormWithFile::from_request(request, &()).await.map(|it| it.0),
        Ok(false) => Form::from_request(request, &()).await,
        Err(error) => Err(Fault(error).into_response()),
    }
}

/// The picture that came with a form, made anew. What is wrong with it stands by its field, and the words are kept.
pub(crate) async fn brought(c: &Ctx, form: &mut Form, circle: &Circle) -> std::result::Result<Option<Brought>, Fault> {
    let Some(file) = form.file("picture").cloned() else { return Ok(None) };
    if !circle.plan.pictures {
        form.wrong("picture", "picture-not-here");
        return Ok(None);
    }
    // Only who may write there has a picture made anew.
    let (actor, wanted) = (c.member()?.clone(), circle.clone());
    if let Err(error) = c.read(move |tx| thread::may_write(tx, &actor, &wanted)).await {
        form.take("words", error)?;
        return Ok(None);
    }
    let alt = form.required("alt", ALT_AT_MOST, "picture-alt-missing");
    if !form.is_right() {
        // Browsers do not keep a chosen file.
        form.wrong("picture", "picture-choose-again");
        return Ok(None);
    }
    let member = c.member()?.id;
    if let Err(error) = c.write(move |tx| picture::count(tx, member)).await {
        form.take("picture", error)?;
        return Ok(None);
    }
    // Takes up to some seconds of one core.
    match tokio::task::spawn_blocking(move || pictures::clean(&file.bytes)).await.map_err(Error::broken)? {
        Ok(picture) => Ok(Some(Brought { picture, alt })),
        Err(error) => {
            form.take("picture", error)?;
            Ok(None)
        }
    }
}
