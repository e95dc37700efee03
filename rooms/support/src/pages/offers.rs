//! Accepting and declining an offer.

use axum::extract::Path;
use web::Page;
use words::{Ctx, Hat};

use crate::{kind::OfferId, offer::Offer};

pub(crate) async fn accept(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OfferId = id.parse()?;
    let actor = c.hat(Hat::Supporter)?.clone();
    let conversation = c.write(move |tx| Offer::made_to(tx, &actor, id)?.accept(tx, &actor)).await?;
    c.go(format!("/conversations/{}", conversation.id))
}

pub(crate) async fn decline(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OfferId = id.parse()?;
    let actor = c.hat(Hat::Supporter)?.clone();
    c.write(move |tx| Offer::made_to(tx, &actor, id)?.decline(tx)).await?;
    c.go("/duty")
}
