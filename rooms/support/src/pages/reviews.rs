//! Reading a conversation together, where the member said that it is all right.

use askama::Template;
use axum::extract::Path;
use db::Time;
use web::Page;
use words::Ctx;

use crate::{
    kind::{ConversationId, Role},
    live::Names,
    message::{self, Message},
    review,
};

struct Shown {
    names: Names,
    messages: Vec<Message>,
    began_at: Time,
    supports: bool,
}

#[derive(Template)]
#[template(path = "reviews/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    shown: &'a Shown,
}

impl Show<'_> {
    fn who(&self, message: &Message) -> &str {
        self.shown.names.by(message.by)
    }

    fn words(&self, message: &Message) -> String {
        if message.by == Role::Place { self.c.t(&message.words).into_owned() } else { message.words.clone() }
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ConversationId, _) = (id.parse()?, c.member()?.clone());
    let shown = c
        .read(move |tx| {
            let conversation = review::of(tx, &actor, id)?;
            Ok(Shown {
                names: Names::of(tx, &conversation)?,
                messages: message::since(tx, id, 0)?,
                began_at: conversation.began_at,
                supports: conversation.supporter == actor.id,
            })
        })
        .await?;
    c.page(&Show { c: &c, shown: &shown })
}
