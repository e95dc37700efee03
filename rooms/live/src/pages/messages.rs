//! One message: what anybody, its author and a facilitator may do about it.

use askama::Template;
use axum::extract::Path;
use circles::{
    kind::{CircleId, Reaction, Role},
    membership, mute,
};
use db::{Error, Result, Tx};
use safety::{
    decision::WORDS_AT_MOST,
    kind::{Action, Kind, Matter, Reason, RuleId},
    rule::{self, Rule},
    spot::Grounds,
};
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use super::rooms::back;
use crate::{
    aside,
    kind::{MessageId, State},
    live::MessageHtml,
    message::{self, Message, Talk},
    reaction,
    seat::Seat,
};

#[derive(Template)]
#[template(path = "room/message.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    seat: &'a Seat,
    message: &'a Message,
    reactions: &'a [Reaction],
    /// For who looks after the circle: one press hides it under one of them.
    rules: &'a [Rule],
    /// Whether one who looks after the circle hid it, and it can be shown again here.
    hidden_here: bool,
    /// Its author, when they are in the circle and not one who looks after it.
    may_pause: Option<MemberId>,
}

impl Show<'_> {
    fn html(&self) -> askama::Result<String> {
        let place = Talk { circle: self.seat.circle.id, locale: String::new(), aside: true };
        MessageHtml::for_page(self.c, &place, self.message, None).render()
    }

    fn is_mine(&self) -> bool {
        self.message.author.is_some() && self.message.author == self.c.actor().map(|it| it.id)
    }

    fn path(&self) -> String {
        format!("/circles/{}/room/messages/{}", self.seat.circle.id, self.message.id)
    }
}

async fn page(c: &Ctx, circle: CircleId, id: MessageId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (seat, message, reactions, rules, hidden_here, may_pause) = c
        .read(move |tx| {
            let seat = Seat::of(tx, &actor, circle)?;
            let message = message::visible_to(tx, &actor, &seat, id)?;
            let reactions = match &seat.evening {
                Some(evening) => reaction::own(tx, &actor, evening.id, message.seq)?,
                None => Vec::new(),
            };
            let rules = if seat.leads { rule::all(tx)? } else { Vec::new() };
            let hidden_here = seat.leads && message::hidden_here(tx, id)?.is_some();
            let may_pause = match message.author.filter(|_| seat.leads) {
                Some(author) if membership::role(tx, circle, author)? == Some(Role::Member) => Some(author),
                _ => None,
            };
            Ok((seat, message, reactions, rules, hidden_here, may_pause))
        })
        .await?;
    let page =
        Show { c, form, seat: &seat, message: &message, reactions: &reactions, rules: &rules, hidden_here, may_pause };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

fn ids(id: &str, message: &str) -> Result<(CircleId, MessageId)> {
    Ok((id.parse()?, message.parse().map_err(|_| Error::NotFound)?))
}

pub(crate) async fn show(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    page(&c, circle, id, &Form::empty()).await
}

pub(crate) async fn react(c: Ctx, Path((id, message)): Path<(String, String)>, form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let kind: Reaction = form.text("kind").parse().map_err(|()| Error::NotFound)?;
    back(&c, circle, move |tx, actor| reaction::toggle(tx, actor, circle, id, kind)).await
}

pub(crate) async fn withdraw(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor| message::withdraw(tx, actor, circle, id)).await
}

/// Does not want to see its author: in circles, or anywhere and both ways.
pub(crate) async fn keep_quiet(c: Ctx, Path((id, message)): Path<(String, String)>, form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let block = form.text("how") == "block";
    back(&c, circle, move |tx, actor| {
        let seat = Seat::of(tx, actor, circle)?;
        let author = message::visible_to(tx, actor, &seat, id)?.author.ok_or(Error::NotFound)?;
        if !block {
            return mute::person(tx, actor, author, None);
        }
        people::blocks::block(tx, actor.id, author)?;
        let_go(tx, author)
    })
    .await
}

/// Their page comes back as whom they are by now: from here on they hear nothing of whoever blocked them. It looks like
/// any short loss of the line.
fn let_go(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    use bus::Announce;
    tx.announce(circles::member_topic(member), words::REFRESH)
}

pub(crate) async fn report(c: Ctx, Path((id, message)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let reason: Option<Reason> = form.text("reason").parse().ok();
    let words = form.optional("words", safety::flag::WORDS_AT_MOST);
    let Some(reason) = reason.filter(|_| form.is_right()) else {
        if form.is_right() {
            form.wrong("reason", "flag-reason-missing");
        }
        return page(&c, circle, id, &form).await;
    };
    back(&c, circle, move |tx, actor| {
        // For whoever does not belong here nothing is looked for.
        Seat::of(tx, actor, circle)?;
        safety::flag::make(tx, actor, Matter { kind: Kind::Message, id }, reason, &words).map(drop)
    })
    .await
}

/// Hides it with one press on a rule. In the middle of an evening nobody has time for words: without any, the author
/// reads why in ours.
pub(crate) async fn hide(c: Ctx, Path((id, message)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, id) = ids(&id, &message)?;
    let rule: Option<RuleId> = form.text("rule").parse().ok();
    let why = form.optional("why", WORDS_AT_MOST);
    if rule.is_none() {
        form.wrong("why", "decision-rule-missing");
    }
    let Some(rule) = rule.filter(|_| form.is_right()) else { return page(&c, circle, id, &form).await };
    let reason = if why.is_empty() { c.t("room-hide-quick").into_owned() } else { why };
    let grounds = Grounds { rule, reason, answer: c.of("decision-answer", Action::Hide).into_owned() };
    back(&c, circle, move |tx, actor| message::hide(tx, actor, circle, id, &grounds)).await
}

pub(crate) async fn show_again(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor| message::show_again(tx, actor, circle, id)).await
}

/// Asks the author aside.
pub(crate) async fn take_aside(c: Ctx, Path((id, message)): Path<(String, String)>) -> Page {
    let (circle, id) = ids(&id, &message)?;
    back(&c, circle, move |tx, actor: &Actor| {
        let seat = Seat::of(tx, actor, circle)?;
        let author = message::visible_to(tx, actor, &seat, id)?.author.ok_or(Error::NotFound)?;
        aside::offer(tx, actor, circle, author).map(drop)
    })
    .await
}
