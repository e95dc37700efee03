//! What two people decide together: the first asks, the second confirms, and only then something opens.

use askama::Template;
use axum::extract::Path;
use db::{Error, Time};
use jiff::{civil::Date, tz::TimeZone};
use web::{Form, Page};
use words::Ctx;

use super::named::Names;
use crate::{
    card::Card,
    concern::{Concern, ConcernId, WORDS_AT_MOST},
    joint::{self, Asking, Decided, Delay, Joint, JointId, State},
    playbook::{self, Part, Playbook},
};

#[derive(Template)]
#[template(path = "risks/ask.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: ConcernId,
    kind: Joint,
    name: String,
    playbooks: Vec<Playbook>,
}

async fn form_page(c: &Ctx, id: ConcernId, kind: Joint, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (name, playbooks) = c
        .read(move |tx| {
            let about = Concern::for_keeper(tx, &actor, id)?.about.ok_or(Error::NotFound)?;
            Ok((people::Profile::name(tx, about)?.unwrap_or_default(), playbook::served(tx)?))
        })
        .await?;
    let page = New { c, form, id, kind, name, playbooks };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn new(c: Ctx, Path(id): Path<String>) -> Page {
    let kind = c.query("kind").parse().unwrap_or(Joint::Card);
    form_page(&c, id.parse()?, kind, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let kind: Joint = form.text("kind").parse().map_err(|()| Error::NotFound)?;
    let reason = form.required("reason", WORDS_AT_MOST, "joint-reason-missing");
    let tried = match kind {
        Joint::Card => String::new(),
        Joint::Contact => form.required("tried", WORDS_AT_MOST, "contact-tried-missing"),
    };
    let delay = delay(&c, &mut form);
    if form.is_right() {
        let asking = Asking { reason, tried, delay };
        let asked = c
            .write(move |tx| {
                let concern = Concern::for_keeper(tx, &actor, id)?;
                joint::ask(tx, &actor, &concern, kind, &asking)
            })
            .await;
        match asked {
            Ok(joint) => return c.go(format!("/safety/together/{joint}")),
            Err(error) => {
                let field = match error.refusal() {
                    Some("joint-delay-date") => "until",
                    Some("joint-delay-reason-missing") => "delay",
                    _ => "reason",
                };
                form.take(field, error)?;
            }
        }
    }
    form_page(&c, id, kind, &form).await
}

/// Telling the member waits only when a date and a reason were given, both.
fn delay(c: &Ctx, form: &mut Form) -> Option<Delay> {
    let reason = form.optional("delay", WORDS_AT_MOST);
    let typed = form.text("until").to_owned();
    if typed.is_empty() && reason.is_empty() {
        return None;
    }
    let zone = TimeZone::get(c.zone()).unwrap_or(TimeZone::UTC);
    let until = typed.parse::<Date>().ok().and_then(|it| it.at(9, 0, 0, 0).to_zoned(zone).ok());
    let Some(until) = until else {
        form.wrong("until", "joint-delay-date");
        return None;
    };
    Some(Delay { until: Time(until.timestamp().as_microsecond()), reason })
}

#[derive(Template)]
#[template(path = "risks/together.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    it: Decided,
    state: State,
    /// The reader is the one who asked.
    is_first: bool,
    /// The reader is one of the two.
    is_one: bool,
    card: Option<Card>,
    playbooks: Vec<Playbook>,
    names: Names,
}

async fn page(c: &Ctx, id: JointId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    // A reading is recorded, so this page writes.
    let (it, state, card, playbooks, names, me) = c
        .write_from_reserve(move |tx| {
            let it = Decided::for_keeper(tx, &actor, id)?;
            let state = it.state(tx.now());
            let one = actor.id == it.asked_by || it.confirmed_by == Some(actor.id);
            let card = match it.kind {
                Joint::Card if state == State::Open && one => match it.read(tx, &actor) {
                    Ok(card) => Some(card),
                    // The member has deleted it meanwhile.
                    Err(error) if error.refusal() == Some("card-none") => None,
                    Err(error) => return Err(error),
                },
                _ => None,
            };
            let playbooks = match it.kind {
                Joint::Contact => playbook::served(tx)?,
                Joint::Card => Vec::new(),
            };
            let ids = [Some(it.member), Some(it.asked_by), it.confirmed_by, it.refused_by, it.done_by];
            let names = Names::of(tx, ids.into_iter().flatten().collect())?;
            Ok((it, state, card, playbooks, names, actor.id))
        })
        .await?;
    let is_first = it.asked_by == me;
    let is_one = is_first || it.confirmed_by == Some(me);
    let page = Show { c, form, it, state, is_first, is_one, card, playbooks, names };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn confirm(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (JointId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Decided::for_keeper(tx, &actor, id)?.confirm(tx, &actor)).await?;
    c.go(format!("/safety/together/{id}"))
}

pub(crate) async fn refuse(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (JointId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Decided::for_keeper(tx, &actor, id)?.refuse(tx, &actor)).await?;
    c.go(format!("/safety/together/{id}"))
}

pub(crate) async fn outcome(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (JointId, _) = (id.parse()?, c.member()?.clone());
    let words = form.required("outcome", WORDS_AT_MOST, "concern-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    c.write(move |tx| Decided::for_keeper(tx, &actor, id)?.note_outcome(tx, &actor, &words)).await?;
    c.go(format!("/safety/together/{id}"))
}
