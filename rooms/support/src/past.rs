//! Giving a made-up community a past, through the same verbs as its present.

use std::time::Duration;

use db::{Error, Result, Time, Tx};
use words::Actor;

use crate::{
    conversation::{Conversation, Ending},
    duty::{Duty, How},
    kind::Role,
    message,
    offer::Offer,
    request::{Ask, Request},
};

/// Who talked, about what, when, and what was said.
pub struct Talked<'a> {
    /// Who asked.
    pub asker: &'a Actor,
    /// Who supported.
    pub supporter: &'a Actor,
    /// What was asked for.
    pub ask: &'a Ask,
    /// When they asked.
    pub asked_at: Time,
    /// How long they waited.
    pub waited: Duration,
    /// What was said, by whom, in order.
    pub said: &'a [(Role, String)],
    /// Time between two messages.
    pub pace: Duration,
    /// Whether they are still talking.
    pub open: bool,
}

/// Makes the conversation.
pub fn talk(tx: &mut Tx<'_>, talked: &Talked<'_>) -> Result<Conversation> {
    let request = tx.as_of(talked.asked_at, |tx| Request::ask(tx, talked.asker, talked.ask))?;
    let began_at = talked.asked_at + talked.waited;
    let conversation = tx.as_of(began_at, |tx| {
        Duty::begin(tx, talked.supporter)?;
        let request = Request::any(tx, request)?;
        Offer::make(tx, &request, talked.supporter.id, &[matching::Reason::FreeNow], None)?;
        let offer =
            Offer::open_to(tx, talked.supporter.id)?.ok_or_else(|| Error::broken("the supporter is not free"))?;
        offer.accept(tx, talked.supporter)
    })?;
    let mut now = began_at;
    for (role, words) in talked.said {
        now = now + talked.pace;
        let actor = if *role == Role::Asker { talked.asker } else { talked.supporter };
        tx.as_of(now, |tx| {
            let id = tx.new_uuid();
            message::say(tx, actor, conversation.id, id, words)
        })?;
    }
    if !talked.open {
        tx.as_of(now + talked.pace, |tx| {
            conversation.end(tx, Ending::Ended, Some(talked.asker.id))?;
            Duty::of(tx, talked.supporter.id)?.map_or(Ok(()), |duty| duty.end(tx, How::Done))
        })?;
    }
    Ok(conversation)
}
