//! Circles for those who keep the place: what there is, what was proposed, a new one, and one in a hurry; and for
//! facilitators, changing what was decided about theirs.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time, Tx};
use web::{Form, Page};
use words::{AgeBand, Ctx, Hat, MemberId};

use super::plans::{self, Choices};
use crate::{
    circle::{Circle, FACILITATORS, Plan, cover},
    kind::{Audience, CircleId, Joining, Moderation, Night, RoomWhenClosed, Stage},
    membership,
    popup::{self, POPUPS, Popup},
    proposal::{self, Proposal, REASON_AT_MOST},
};

struct Kept {
    circle: Circle,
    facilitators: Vec<String>,
    cover: usize,
}

struct All {
    circles: Vec<Kept>,
    proposals: Vec<Proposal>,
    fitting: Vec<(MemberId, String, AgeBand)>,
}

impl All {
    fn read(tx: &mut Tx<'_>, actor: &words::Actor) -> Result<Self> {
        let mut circles = Vec::new();
        for circle in Circle::every(tx)? {
            if circle.stage == Stage::Proposed {
                continue;
            }
            let named = membership::facilitator_names(tx, circle.id)?.into_iter();
            let names = named.map(|(_, name)| name).collect();
            circles.push(Kept { cover: cover(tx, &circle)?.len(), facilitators: names, circle });
        }
        Ok(Self { circles, proposals: proposal::waiting(tx, actor)?, fitting: facilitators(tx)? })
    }
}

/// Everybody who wears the hat and takes part now.
fn facilitators(tx: &mut Tx<'_>) -> Result<Vec<(MemberId, String, AgeBand)>> {
    let mut named = Vec::new();
    for member in people::hats::wearers(tx, Hat::Facilitator)? {
        let profile = people::Profile::of(tx, member)?;
        named.push((member, profile.pseudonym, profile.band));
    }
    Ok(named)
}

#[derive(Template)]
#[template(path = "settings/circles.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    all: &'a All,
}

async fn all_page(c: &Ctx, form: &Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let all = c.read(move |tx| All::read(tx, &actor)).await?;
    let page = Index { c, form, all: &all };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    all_page(&c, &Form::empty()).await
}

#[derive(Template)]
#[template(path = "settings/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    choices: &'a Choices,
    fitting: Vec<(MemberId, String, AgeBand)>,
    popup: Option<&'static Popup>,
}

async fn new_page(c: &Ctx, form: &Form, popup: Option<&'static Popup>) -> Page {
    c.hat(Hat::Administrator)?;
    let languages = c.community().languages.clone();
    let (choices, fitting) = c.read(move |tx| Ok((Choices::read(tx, &languages, false)?, facilitators(tx)?))).await?;
    let page = New { c, form, choices: &choices, fitting, popup };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn new(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let popup = popup::called(&c.query("for"));
    let language = c.community().languages.first().copied().unwrap_or_default();
    let plan = match popup {
        Some(popup) => popup.plan(&c, language),
        None => Plan::usual("", "", &c.t("circle-charter-start"), language),
    };
    let mut form = plans::filled(&plan, c.zone());
    form.add("band", c.community().bands.first().copied().unwrap_or(AgeBand::Adult).as_str());
    new_page(&c, &form, popup).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let popup = popup::called(form.text("for"));
    let band: Option<AgeBand> = form.text("band").parse().ok().filter(|it| c.community().bands.contains(it));
    if band.is_none() {
        form.wrong("band", "circle-band-missing");
    }
    let chosen: Vec<MemberId> = form.all("facilitator").into_iter().filter_map(|it| it.parse().ok()).collect();
    if chosen.len() < FACILITATORS {
        form.wrong("facilitator", "circle-facilitators-missing");
    }
    let (Some(plan), Some(band)) = (plans::said(&c, &mut form, None), band) else {
        return new_page(&c, &form, popup).await;
    };
    let opens = form.chosen("do", "open");
    let made = c.write(move |tx| Circle::found(tx, actor.id, band, &plan, &chosen, opens)).await;
    match made {
        Ok(_) => c.go("/settings/circles"),
        Err(error) => {
            form.take("facilitator", error)?;
            new_page(&c, &form, popup).await
        }
    }
}

pub(crate) async fn appoint(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.hat(Hat::Administrator)?.clone();
    let member: Option<MemberId> = form.text("facilitator").parse().ok();
    let Some(member) = member else {
        form.wrong("facilitator", "circle-facilitator-missing");
        return all_page(&c, &form).await;
    };
    let appointed = c
        .write(move |tx| {
            let circle = Circle::any(tx, id)?;
            membership::appoint(tx, &circle, member)?;
            organisation::trail::record(tx, Some(actor.id), "trail-circle-facilitator", Some(member), &circle.plan.name)
        })
        .await;
    match appointed {
        Ok(()) => c.go("/settings/circles"),
        Err(error) => {
            form.take("facilitator", error)?;
            all_page(&c, &form).await
        }
    }
}

pub(crate) async fn open(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.hat(Hat::Administrator)?.clone();
    let opened = c
        .write(move |tx| {
            let circle = Circle::any(tx, id)?;
            circle.open(tx)?;
            organisation::trail::record(tx, Some(actor.id), "trail-circle-opened", None, &circle.plan.name)
        })
        .await;
    match opened {
        Ok(()) => c.go("/settings/circles"),
        Err(error) => {
            form.take("open", error)?;
            all_page(&c, &form).await
        }
    }
}

pub(crate) async fn close(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.hat(Hat::Administrator)?.clone();
    c.write(move |tx| {
        let circle = Circle::any(tx, id)?;
        circle.close(tx)?;
        organisation::trail::record(tx, Some(actor.id), "trail-circle-closed", None, &circle.plan.name)
    })
    .await?;
    c.go("/settings/circles")
}

pub(crate) async fn decide(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.hat(Hat::Administrator)?.clone();
    let approved = form.chosen("do", "approve");
    let reason = if approved {
        form.optional("reason", REASON_AT_MOST)
    } else {
        form.required("reason", REASON_AT_MOST, "proposal-reason-missing")
    };
    if form.is_right() {
        match c.write(move |tx| proposal::decide(tx, &actor, id, approved, &reason)).await {
            Ok(()) => return c.go("/settings/circles"),
            Err(error) => form.take("reason", error)?,
        }
    }
    all_page(&c, &form).await
}

#[derive(Template)]
#[template(path = "settings/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    circle: &'a Circle,
    choices: &'a Choices,
}

async fn edit_page(c: &Ctx, id: CircleId, form: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let languages = c.community().languages.clone();
    let (circle, plan, choices) = c
        .read(move |tx| {
            let circle = Circle::facilitated_by(tx, &actor, id)?;
            Ok((plans::of(tx, &circle)?, Choices::read(tx, &languages, true)?, circle))
        })
        .await
        .map(|(plan, choices, circle)| (circle, plan, choices))?;
    let before = plans::filled(&plan, c.zone());
    let form = form.unwrap_or(&before);
    let page = Edit { c, form, circle: &circle, choices: &choices };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    edit_page(&c, id.parse()?, None).await
}

pub(crate) async fn update(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let reader = actor.clone();
    let circle = c.read(move |tx| Circle::facilitated_by(tx, &reader, id)).await?;
    let Some(plan) = plans::said(&c, &mut form, Some(circle.plan.language)) else {
        return edit_page(&c, id, Some(&form)).await;
    };
    let changed = c
        .write(move |tx| {
            let circle = Circle::facilitated_by(tx, &actor, id)?;
            circle.change(tx, &Plan { audience: circle.plan.audience, ..plan.clone() })
        })
        .await;
    match changed {
        Ok(()) => c.go(format!("/circles/{id}")),
        Err(error) => {
            form.take("joining", error)?;
            edit_page(&c, id, Some(&form)).await
        }
    }
}

impl Index<'_> {
    fn due(&self, proposal: &Proposal) -> String {
        self.c.day(&proposal.due_at.unwrap_or(Time(0)))
    }
}
