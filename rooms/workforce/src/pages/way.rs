//! On the page of one's role: where one stands on the way in or back, what waits to be signed or answered, and the way to
//! step back.

use askama::Template;
use db::{Error, Result, Tx};
use words::{Actor, Ctx, Hat};

use crate::{
    application::{self, Application, Outcome},
    card::{self, Card, Signed},
    check, entry, pulse, question,
    step_back::StepBack,
};

#[derive(Template)]
#[template(path = "way/now.html")]
struct Now<'a> {
    c: &'a Ctx,
    /// An application of theirs is open.
    applied: bool,
    /// The last one was refused, and it is not yet time to ask again.
    refused: bool,
    stepped_back: bool,
    wears: bool,
    /// They were welcomed, and have not read it yet.
    welcomed: bool,
    /// Cards to sign before anything else.
    unsigned: Vec<Hat>,
    /// A question of theirs was answered, and they have not read it yet.
    answered: bool,
}

#[derive(Template)]
#[template(path = "way/home.html")]
struct Way<'a> {
    c: &'a Ctx,
    wears: bool,
    pulse: bool,
    /// Applications that wait for them, and cards to sign beside others; nothing for those who do neither.
    waiting: Option<(usize, usize)>,
    reads_pulse: bool,
    /// Of somebody who does not help any more: where what they wrote is, and what it is called.
    written: Vec<(&'static str, &'static str)>,
}

/// Where they are on the way in, or on the way back.
pub(crate) fn now(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let last = Application::own(tx, actor)?;
    let cards = Card::own(tx, actor)?.into_iter();
    let unsigned = cards.filter(|(_, signed)| *signed == Signed::No).map(|(card, _)| card.hat).collect();
    let outcome = last.as_ref().and_then(|it| it.outcome);
    let has_news = Application::has_news(tx, actor)?;
    let waits = last.as_ref().is_some_and(|it| it.again_at.is_some_and(|at| at > tx.now()));
    let now = Now {
        c,
        applied: last.as_ref().is_some_and(|it| it.outcome.is_none()),
        refused: outcome == Some(Outcome::Refused) && (has_news || waits),
        stepped_back: StepBack::open_of(tx, actor.id)?.is_some(),
        wears: !actor.hats.is_empty(),
        welcomed: outcome == Some(Outcome::Accepted) && has_news,
        unsigned,
        answered: question::has_news(tx, actor)?,
    };
    now.render().map(Some).map_err(Error::broken)
}

/// What somebody wrote for themselves while they helped, and can still read and delete.
fn written(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(&'static str, &'static str)>> {
    let all = [
        (!check::own(tx, actor, 1)?.is_empty(), "/workforce/wellbeing", "wellbeing-title"),
        (!entry::own(tx, actor)?.is_empty(), "/workforce/supervision/log", "log-title"),
        (!question::own(tx, actor)?.is_empty(), "/workforce/supervision/questions", "questions-title"),
    ];
    Ok(all.into_iter().filter(|it| it.0).map(|(_, href, title)| (href, title)).collect())
}

pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let waiting = match application::decides(actor) {
        Ok(()) => Some((Application::waiting(tx, actor)?.len(), card::unwitnessed(tx, actor)?.len())),
        Err(_) => None,
    };
    let way = Way {
        c,
        wears: !actor.hats.is_empty(),
        pulse: pulse::is_due(tx, actor)?,
        waiting,
        reads_pulse: pulse::reads(actor).is_ok(),
        written: if actor.hats.is_empty() { written(tx, actor)? } else { Vec::new() },
    };
    way.render().map(Some).map_err(Error::broken)
}
