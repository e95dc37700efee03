//! Talking.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Tx, Uuid};
use web::{Form, Page};
use words::{Actor, Ctx, Hat};
use workforce::card;

use super::learning::Beside;
use crate::{
    contact,
    conversation::{Conversation, Ending},
    eyes::{self, Eyes, SideNote},
    kind::{ConversationId, RequestId, Role},
    live::{Names, Talk},
    message::{self, Message},
    place, preference,
    request::Request,
    topic,
};

/// Everything that a conversation page shows.
struct Shown {
    conversation: Conversation,
    role: Role,
    names: Names,
    messages: Vec<Message>,
    eyes: Option<Eyes>,
    notes: Vec<SideNote>,
    typing: bool,
    /// Somebody who keeps people safe began it, which the member should know of whom they talk with.
    with_keeper: bool,
    fresh: Uuid,
    /// The request with which the member waits again, because the supporter had to stop.
    waits_again: Option<RequestId>,
    /// Help for whoever has just written something that sounded hard.
    care: Option<String>,
    /// For the member: what a supporter does and does not do.
    card: Option<String>,
    /// A learner who would read along, or does.
    beside: Beside,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Self> {
        let (conversation, role) = Conversation::of(tx, actor, id)?;
        let advises = conversation.is_open() && role != Role::Asker;
        Ok(Self {
            role,
            care: safety::care::asked_for(c, tx)?,
            card: match role {
                Role::Asker if conversation.is_open() && !place::is_with_keeper(tx, id)? => {
                    card::shown_to_others(c, tx, Hat::Supporter)?
                }
                _ => None,
            },
            beside: Beside::read(tx, &conversation, role == Role::Supporter)?,
            names: Names::of(tx, &conversation)?,
            messages: if conversation.may_read(role) { message::since(tx, id, 0)? } else { Vec::new() },
            eyes: if advises { Eyes::of(tx, id)? } else { None },
            notes: if advises { eyes::notes(tx, &conversation, actor)? } else { Vec::new() },
            typing: preference::both_show_typing(tx, &conversation)?,
            with_keeper: place::is_with_keeper(tx, id)?,
            fresh: tx.new_uuid(),
            waits_again: match (role, conversation.ended_how) {
                (Role::Asker, Some(Ending::HandedOn)) => {
                    Request::live_of(tx, actor.id)?.filter(|it| it.handed_on).map(|it| it.id)
                }
                _ => None,
            },
            conversation,
        })
    }

    /// Who is at the other end, for whoever looks.
    fn other(&self) -> &str {
        self.names.by(if self.role == Role::Asker { Role::Supporter } else { Role::Asker })
    }
}

#[derive(Template)]
#[template(path = "conversations/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    contact_nudge: bool,
    watching: bool,
}

impl Show<'_> {
    /// Another look at the same page. The moment in it makes it a new address: a browser that is at `#end` already would
    /// only scroll.
    fn again(&self) -> String {
        format!("/conversations/{}?at={}#end", self.shown.conversation.id, self.c.now().0)
    }

    /// Without script a page that asks again by itself would sweep away what is being written, so it has no place to
    /// write: one looks, or one writes.
    fn watch(&self) -> String {
        format!("/conversations/{}?watching=yes&at={}#end", self.shown.conversation.id, self.c.now().0)
    }

    fn my_name(&self) -> &str {
        self.shown.names.by(self.shown.role)
    }

    fn who(&self, message: &Message) -> &str {
        self.shown.names.by(message.by)
    }

    fn words(&self, message: &Message) -> String {
        if message.by == Role::Place { self.c.t(&message.words).into_owned() } else { message.words.clone() }
    }
}

async fn page(c: &Ctx, id: ConversationId, form: &Form, contact_nudge: bool) -> Page {
    let actor = c.member()?.clone();
    let asker = c.clone();
    let shown = c.read(move |tx| Shown::read(&asker, tx, &actor, id)).await?;
    if !shown.conversation.is_open() && shown.role != Role::Asker {
        // What was said belongs to the one who asked; whoever helped goes on to look after themselves.
        return c.go(format!("/conversations/{id}/afterwards"));
    }
    if let Some(request) = shown.waits_again {
        // Supporters are sent only to who is there: the waiting page says why, and shows that the member is.
        return c.go(format!("/support/requests/{request}"));
    }
    let watching = c.query("watching") == "yes";
    let page = Show { c, form, shown: &shown, contact_nudge, watching };
    if form.is_right() && !contact_nudge { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty(), false).await
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    let (role, shows_typing) = c
        .read(move |tx| {
            let (conversation, role) = Conversation::of(tx, &actor, id)?;
            if !conversation.is_open() {
                return Err(Error::NotFound);
            }
            Ok((role, preference::both_show_typing(tx, &conversation)?))
        })
        .await?;
    let topics = [topic::of_conversation(id), topic::of_member(member)];
    Ok(c.carry(upgrade, &topics, Talk { c: c.clone(), conversation: id, role, shows_typing, is_practice: false }))
}

/// Says something without script. The page brought the id, so sending it twice says it once.
pub(crate) async fn say(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let conversation: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.text("text").to_owned();
    if form.text("anyway") != "yes" && contact::found(&words) {
        return page(&c, conversation, &form, true).await;
    }
    let message: Uuid = form.text("id").parse().map_err(|_| Error::NotFound)?;
    let said = c
        .write(move |tx| {
            let message = message::say(tx, &actor, conversation, message, &words)?;
            place::hear(tx, &actor, conversation, &message)
        })
        .await;
    match said {
        Ok(care) => {
            let on = format!("/conversations/{conversation}#end");
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("text", error)?;
            page(&c, conversation, &form, false).await
        }
    }
}

/// Ends it. Either may, at any time.
pub(crate) async fn end(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let (conversation, role) = Conversation::of(tx, &actor, id)?;
        match role {
            Role::Asker | Role::Supporter => conversation.end(tx, Ending::Ended, Some(actor.id)),
            // A supervisor steps out; the two go on.
            Role::Supervisor | Role::Place => Eyes::of(tx, id)?.ok_or(Error::NotFound)?.settle(tx),
        }
    })
    .await?;
    c.go(format!("/conversations/{id}/afterwards"))
}

/// The supporter hands the conversation on without ending the shift.
pub(crate) async fn hand_on(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.hat(Hat::Supporter)?.clone();
    c.write(move |tx| match Conversation::of(tx, &actor, id)? {
        (conversation, Role::Supporter) => conversation.end(tx, Ending::HandedOn, Some(actor.id)),
        _ => Err(Error::NotFound),
    })
    .await?;
    c.go(format!("/conversations/{id}/afterwards"))
}
