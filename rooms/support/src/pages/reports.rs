//! Saying that something was not right in a conversation, and keeping away from somebody.

use askama::Template;
use axum::extract::Path;
use safety::{
    flag::{self, WORDS_AT_MOST},
    kind::{Kind, Matter, Reason},
};
use web::{Form, Page};
use words::Ctx;

use crate::{apart, kind::ConversationId};

#[derive(Template)]
#[template(path = "reports/safety.html")]
struct Safety<'a> {
    c: &'a Ctx,
    form: &'a Form,
    conversation: ConversationId,
    is_open: bool,
    is_erased: bool,
    name: Option<String>,
    keeps_away: bool,
}

async fn safety_page(c: &Ctx, id: ConversationId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (conversation, name, keeps_away) = c
        .read(move |tx| {
            let (conversation, other) = apart::other_in(tx, &actor, id)?;
            Ok((conversation, people::Profile::name(tx, other)?, apart::keeps_away(tx, actor.id, other)?))
        })
        .await?;
    let page = Safety {
        c,
        form,
        conversation: id,
        is_open: conversation.is_open(),
        is_erased: conversation.erased_at.is_some(),
        name,
        keeps_away,
    };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn safety(c: Ctx, Path(id): Path<String>) -> Page {
    safety_page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    let reason: Option<Reason> = form.text("reason").parse().ok();
    if reason.is_none() {
        form.wrong("reason", "flag-reason-missing");
    }
    let (true, Some(reason)) = (form.is_right(), reason) else { return safety_page(&c, id, &form).await };
    let blocks = form.chosen("block", "yes");
    // From the reserve: that somebody was hurt is never turned away.
    c.write_from_reserve(move |tx| {
        flag::make(tx, &actor, Matter { kind: Kind::Talk, id: id.0 }, reason, &words)?;
        if blocks { apart::block(tx, &actor, id) } else { Ok(()) }
    })
    .await?;
    c.go(format!("/flags?sent={reason}"))
}

pub(crate) async fn block(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    c.write_from_reserve(move |tx| apart::block(tx, &actor, id)).await?;
    c.go(format!("/conversations/{id}/afterwards?blocked=yes"))
}
