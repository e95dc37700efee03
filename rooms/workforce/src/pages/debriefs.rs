//! Debriefs: those who look after supporters say that something was talked through, and whoever had it reads who said so,
//! and may say that it was not.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Tx};
use people::Profile;
use web::Page;
use words::{Actor, Ctx, Hat};

use crate::{
    debrief::{self, Debrief, DebriefId},
    desk::Named,
};

/// Somebody has been talked with about something hard.
pub(crate) async fn talked(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (DebriefId, Actor) = (id.parse()?, c.hat(Hat::Supervisor)?.clone());
    c.write(move |tx| debrief::done(tx, &actor, id)).await?;
    c.go("/workforce/people")
}

/// They do not need it.
pub(crate) async fn waive(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (DebriefId, Actor) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| debrief::waive(tx, &actor, id)).await?;
    c.go("/workforce/hours")
}

pub(crate) async fn read(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (DebriefId, Actor) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| debrief::read(tx, &actor, id)).await?;
    c.go("/workforce")
}

pub(crate) async fn reopen(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (DebriefId, Actor) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| debrief::reopen(tx, &actor, id)).await?;
    c.go("/workforce/hours")
}

#[derive(Template)]
#[template(path = "hours/told.html")]
struct Told<'a> {
    c: &'a Ctx,
    told: &'a [Named<Debrief>],
}

/// On the page of one's role: what somebody said was talked through.
pub(crate) fn told(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let mut told = Vec::new();
    for (it, by) in debrief::told_of(tx, actor.id)? {
        told.push(Named { name: Profile::name(tx, by)?.unwrap_or_default(), it });
    }
    if told.is_empty() {
        return Ok(None);
    }
    Told { c, told: &told }.render().map(Some).map_err(Error::broken)
}
