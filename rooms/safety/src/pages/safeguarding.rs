//! What named leads look after, and whether there are any.

use askama::Template;
use web::Page;
use words::{Ctx, Hat};

use super::risks::Line;
use crate::safeguarding::{self, Leads};

#[derive(Template)]
#[template(path = "safeguarding/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    concerns: Vec<Line>,
    leads: Leads,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.hat(Hat::SafeguardingLead)?.clone();
    let (concerns, leads) = c
        .read(move |tx| {
            let open = safeguarding::concerns(tx, &actor)?;
            Ok((Line::all(tx, open)?, safeguarding::leads(tx)?))
        })
        .await?;
    c.page(&Index { c: &c, concerns, leads })
}

#[derive(Template)]
#[template(path = "safeguarding/leads.html")]
struct Named<'a> {
    c: &'a Ctx,
    leads: Leads,
}

pub(crate) async fn leads(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let leads = c.read(safeguarding::leads).await?;
    c.page(&Named { c: &c, leads })
}
