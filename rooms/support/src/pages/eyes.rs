//! Another pair of eyes: asking for it, answering it, and the notes at the side.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Tx, Uuid};
use web::{Form, Page};
use words::{Ctx, Hat, MemberId};

use crate::{
    conversation::Conversation,
    eyes::{self, Eyes, NOTE_AT_MOST, SideNote},
    kind::ConversationId,
    live::Names,
    topic,
};

pub(crate) async fn ask(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.hat(Hat::Supporter)?.clone();
    // From the reserve: whoever needs another pair of eyes needs it now.
    c.write_from_reserve(move |tx| {
        let (conversation, _) = Conversation::of(tx, &actor, id)?;
        Eyes::ask(tx, &conversation, &actor)
    })
    .await?;
    c.go(format!("/conversations/{id}"))
}

/// A side note, from the supporter or from the supervisor.
pub(crate) async fn note(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.required("note", NOTE_AT_MOST, "eyes-note-missing");
    if !form.is_right() {
        return Err(Error::refused("eyes-note-missing").into());
    }
    let me = actor.id;
    let back = c
        .write(move |tx| {
            let conversation = Conversation::any(tx, id)?;
            eyes::write(tx, &conversation, &actor, &words)?;
            let call = Eyes::of(tx, id)?;
            Ok(match call {
                Some(call) if conversation.role_of(me).is_none() => format!("/supervision/eyes/{}", call.id),
                _ => format!("/conversations/{id}"),
            })
        })
        .await?;
    c.go(back)
}

#[derive(Template)]
#[template(path = "eyes/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    call: &'a Eyes,
    conversation: &'a Conversation,
    names: &'a Names,
    notes: &'a [SideNote],
    me: MemberId,
}

impl Show<'_> {
    fn mine(&self) -> bool {
        self.call.taken_by == Some(self.me)
    }

    fn joined(&self) -> bool {
        self.conversation.supervisor == Some(self.me)
    }
}

fn call(tx: &mut Tx<'_>, id: Uuid) -> Result<Eyes> {
    Eyes::open(tx)?.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let me = actor.id;
    let (call, conversation, names, notes) = c
        .read(move |tx| {
            let call = call(tx, id)?;
            let conversation = Conversation::any(tx, call.conversation)?;
            let names = Names::of(tx, &conversation)?;
            let notes = if eyes::may_advise(tx, &conversation, &actor)? {
                eyes::notes(tx, &conversation, &actor)?
            } else {
                Vec::new()
            };
            Ok((call, conversation, names, notes))
        })
        .await?;
    c.page(&Show { c: &c, call: &call, conversation: &conversation, names: &names, notes: &notes, me })
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let me = c.hat(Hat::Supervisor)?.id;
    c.read(move |tx| call(tx, id)).await?;
    Ok(c.follow(upgrade, &[topic::of_member(me), topic::BOARD.to_owned()]))
}

pub(crate) async fn take(c: Ctx, Path(id): Path<String>) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    c.write(move |tx| call(tx, id)?.take(tx, &actor)).await?;
    c.go(format!("/supervision/eyes/{id}"))
}

pub(crate) async fn join(c: Ctx, Path(id): Path<String>) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let conversation = c
        .write(move |tx| {
            let call = call(tx, id)?;
            let conversation = call.conversation;
            call.join(tx, &actor)?;
            Ok(conversation)
        })
        .await?;
    c.go(format!("/conversations/{conversation}"))
}

pub(crate) async fn settle(c: Ctx, Path(id): Path<String>) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    c.write(move |tx| {
        let call = call(tx, id)?;
        if call.taken_by.is_some_and(|it| it != actor.id) {
            return Err(Error::refused("eyes-taken"));
        }
        call.settle(tx)
    })
    .await?;
    c.go("/supervision")
}
