//! How somebody who is on call is reached outside a page.

use askama::Template;
use axum::extract::Path;
use post::{Post, Subscription};
use web::{Form, Page};
use words::Ctx;

use super::on_call::staff;
use crate::way::{self, Way, WayId, WayKind};

#[derive(Template)]
#[template(path = "on_call/ways.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    ways: &'a [Way],
    open: Open,
}

/// What the operator made possible.
struct Open {
    /// The key for browsers; nothing when they cannot be woken.
    push: Option<String>,
    mail: bool,
    pager: bool,
}

impl Show<'_> {
    fn browsers(&self) -> impl Iterator<Item = &Way> {
        self.ways.iter().filter(|it| it.kind == WayKind::Push)
    }

    fn mail(&self) -> Option<&Way> {
        self.ways.iter().find(|it| it.kind == WayKind::Mail)
    }
}

async fn page(c: &Ctx, form: &mut Form) -> Page {
    let actor = staff(c)?.clone();
    let (ways, open, address) = c
        .read(move |tx| {
            let post = tx.lent::<Post>()?;
            let push = if post.has_push() { Some(way::push_key(tx)?.public()) } else { None };
            let open = Open { push, mail: post.has_mail(), pager: post.has_pager() };
            Ok((Way::own(tx, &actor)?, open, Way::mail_of(tx, &actor)?))
        })
        .await?;
    if form.is_right() {
        form.add("address", address.unwrap_or_default());
        c.page(&Show { c, form, ways: &ways, open })
    } else {
        c.again(&Show { c, form, ways: &ways, open })
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &mut Form::empty()).await
}

pub(crate) async fn wake(c: Ctx, mut form: Form) -> Page {
    let actor = staff(&c)?.clone();
    let text = |name: &str| form.text(name).to_owned();
    let browser = Subscription { endpoint: text("endpoint"), p256dh: text("p256dh"), auth: text("auth") };
    if let Err(error) = c.write(move |tx| Way::wake(tx, &actor, &browser)).await {
        form.take("endpoint", error)?;
    }
    if form.is_right() { c.go("/on-call/ways") } else { page(&c, &mut form).await }
}

pub(crate) async fn write_to(c: Ctx, mut form: Form) -> Page {
    let actor = staff(&c)?.clone();
    let address = form.required("address", 254, "way-no-address");
    if form.is_right()
        && let Err(error) = c.write(move |tx| Way::write_to(tx, &actor, &address)).await
    {
        form.take("address", error)?;
    }
    if form.is_right() { c.go("/on-call/ways") } else { page(&c, &mut form).await }
}

pub(crate) async fn give_up(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (WayId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| Way::give_up(tx, &actor, id)).await?;
    c.go("/on-call/ways")
}

pub(crate) async fn try_out(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (WayId, _) = (id.parse()?, staff(&c)?.clone());
    c.write(move |tx| Way::try_out(tx, &actor, Some(id))).await?;
    c.go("/on-call/ways#tried")
}

pub(crate) async fn try_pager(c: Ctx) -> Page {
    let actor = staff(&c)?.clone();
    c.write(move |tx| Way::try_out(tx, &actor, None)).await?;
    c.go("/on-call/ways#tried")
}
