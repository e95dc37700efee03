//! Those who help in the town: who applies, who has stepped back, who signed which card, and what they have behind them.

use std::time::Duration;

use ::workforce::{
    admission,
    answer::Work,
    application::{Application, Ready},
    card::{self, Card},
    spell,
    stage::{Progress, Stage},
    step_back::{self, Span},
};
use db::{Error, Result, Tx};
use people::hats;
use serde::Deserialize;
use words::{Actor, Hat};

use super::{
    certificates::{self, Certificates},
    community::{People, named},
};

const DAY: Duration = Duration::from_secs(86_400);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Workforce {
    must_sign: Vec<String>,
    signed: Vec<Signed>,
    applied: Vec<Applied>,
    refused: Refused,
    stepped_back: SteppedBack,
    worked: Vec<(String, String, u32, u64)>,
    certificates: Certificates,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    hat: String,
    who: Vec<String>,
    beside: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Applied {
    who: String,
    hat: String,
    days: u32,
    words: String,
    by: String,
    record: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    who: String,
    hat: String,
    days: u32,
    words: String,
    by: String,
    reason: String,
    again_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SteppedBack {
    who: String,
    hat: String,
    days: u32,
    plan: String,
}

/// What is so before anybody goes on duty.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, town: &Workforce) -> Result<()> {
    ::workforce::schedule(tx)?;
    let now = tx.now();
    for signed in &town.signed {
        let hat = hat(&signed.hat)?;
        let version = Card::of(tx, hat)?.map_or(1, |it| it.version);
        for who in &signed.who {
            let actor = named(people, who)?;
            card::sign(tx, actor, hat, version)?;
            if let Some(beside) = &signed.beside {
                card::countersign(tx, named(people, beside)?, actor.id, hat, version)?;
            }
        }
    }
    let administrator = people.values().find(|it| it.wears(Hat::Administrator));
    let administrator = administrator.ok_or_else(|| Error::broken("the town has no administrator"))?;
    for it in &town.must_sign {
        card::need(tx, administrator, hat(it)?, true, "We agreed on it together.")?;
    }
    certificates::settle(tx, people, administrator, &town.certificates)?;
    for applied in &town.applied {
        tx.as_of(now - DAY * applied.days, |tx| apply(tx, people, applied))?;
    }
    tx.as_of(now - DAY * town.refused.days, |tx| refuse(tx, people, &town.refused))?;
    let gone = &town.stepped_back;
    let actor = named(people, &gone.who)?;
    tx.as_of(now - DAY * (gone.days + 40), |tx| hats::grant_first(tx, actor.id, hat(&gone.hat)?))?;
    tx.as_of(now - DAY * gone.days, |tx| {
        step_back::step_back(tx, actor, Span::While)?;
        step_back::plan(tx, actor, &gone.plan)
    })?;
    for (who, work, days, minutes) in &town.worked {
        let (actor, about) = (named(people, who)?, tx.new_uuid());
        let work: Work = work.parse().map_err(|()| Error::broken("a work of the town is none"))?;
        let began = now - DAY * *days;
        tx.as_of(began, |tx| spell::begin(tx, actor.id, work, about))?;
        tx.as_of(began + Duration::from_secs(60 * minutes), |tx| spell::end(tx, work, about))?;
    }
    Ok(())
}

fn hat(name: &str) -> Result<Hat> {
    name.parse().map_err(|()| Error::broken(format_args!("there is no hat {name}")))
}

fn apply(tx: &mut Tx<'_>, people: &People, applied: &Applied) -> Result<()> {
    let (actor, by): (&Actor, &Actor) = (named(people, &applied.who)?, named(people, &applied.by)?);
    Application::apply(tx, actor, hat(&applied.hat)?, &applied.words)?;
    Application::say_ready(tx, actor, Ready::Yes)?;
    let own = Application::own(tx, actor)?.ok_or(Error::NotFound)?;
    // Every stage began just now, with the application.
    let seen = tx.now();
    admission::reach(tx, by, own.id, Stage::Conversation, Progress::Done, &applied.record, seen)?;
    admission::reach(tx, by, own.id, Stage::Readiness, Progress::Asked, "", seen)
}

fn refuse(tx: &mut Tx<'_>, people: &People, refused: &Refused) -> Result<()> {
    let (actor, by) = (named(people, &refused.who)?, named(people, &refused.by)?);
    Application::apply(tx, actor, hat(&refused.hat)?, &refused.words)?;
    let own = Application::own(tx, actor)?.ok_or(Error::NotFound)?;
    let again_at = tx.now() + DAY * (refused.days + refused.again_days);
    admission::refuse(tx, by, own.id, &refused.reason, again_at)
}
