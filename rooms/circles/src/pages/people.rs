//! Who is in a circle, who waits to come in, and what was done to whom: for those who look after it.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time, Tx};
use safety::{
    decision::Decision,
    grounds,
    kind::{Action, DecisionId},
    spot::{self, Grounds},
};
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    circle::Circle,
    kind::{CircleId, JoinRequestId, RefusalId, Role},
    measure::{self, PAUSES},
    membership::{self, Waiting},
    refusal::{self, REASON_AT_MOST, Refusal},
};

struct Shown {
    circle: Circle,
    members: Vec<(MemberId, String, Role, Option<Time>)>,
    waiting: Vec<Waiting>,
    refusals: Vec<Refusal>,
    decisions: Vec<(Decision, Option<String>)>,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Self> {
        let circle = Circle::facilitated_by(tx, actor, id)?;
        let mut members = Vec::new();
        for (member, name, role) in membership::named(tx, id)? {
            members.push((member, name, role, membership::paused_until(tx, id, member)?));
        }
        let mut decisions = Vec::new();
        for decision in spot::in_place(tx, actor, id.0)? {
            let about = decision.about.map(|it| people::Profile::name(tx, it)).transpose()?.flatten();
            decisions.push((decision, about));
        }
        Ok(Self {
            members,
            waiting: membership::waiting(tx, id)?,
            refusals: refusal::of_circle(tx, &circle)?,
            decisions,
            circle,
        })
    }
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    invited: bool,
}

async fn people_page(c: &Ctx, id: CircleId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    let page = Index { c, form, shown: &shown, invited: c.query("invited") == "yes" };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx, Path(id): Path<String>) -> Page {
    people_page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn invite(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let name = form.required("name", 40, "circle-invite-missing");
    if !form.is_right() {
        return people_page(&c, id, &form).await;
    }
    c.write(move |tx| {
        let circle = Circle::facilitated_by(tx, &actor, id)?;
        membership::invite(tx, &actor, &circle, &name)
    })
    .await?;
    c.go(format!("/circles/{id}/people?invited=yes"))
}

pub(crate) async fn admit(c: Ctx, Path((id, request)): Path<(String, String)>) -> Page {
    let (id, request): (CircleId, JoinRequestId) = (id.parse()?, request.parse()?);
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let circle = Circle::facilitated_by(tx, &actor, id)?;
        membership::admit(tx, &circle, request)
    })
    .await?;
    c.go(format!("/circles/{id}/people"))
}

/// What is about to be done to somebody, before the reason is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Refuse,
    Pause,
    Remove,
}

impl What {
    fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Pause => "pause",
            Self::Remove => "remove",
        }
    }
}

#[derive(Template)]
#[template(path = "people/measure.html")]
struct Do<'a> {
    c: &'a Ctx,
    form: &'a Form,
    circle: &'a Circle,
    name: String,
    what: What,
    action: String,
    /// Rule and reason, for what is decided about somebody.
    grounds: Option<String>,
}

impl Do<'_> {
    fn heading(&self) -> String {
        self.c.tv(&format!("measure-heading-{}", self.what.as_str()), "name", &self.name)
    }
}

async fn do_page(c: &Ctx, id: CircleId, what: What, whom: String, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (subject, ctx, filled) = (whom.clone(), c.clone(), form.clone());
    let (circle, name, grounds) = c
        .read(move |tx| {
            let shown = Shown::read(tx, &actor, id)?;
            let name = match what {
                What::Refuse => shown.waiting.iter().find(|it| it.id.to_string() == subject).map(|it| it.name.clone()),
                _ => shown.members.iter().find(|it| it.0.to_string() == subject).map(|it| it.1.clone()),
            };
            let grounds = match what {
                What::Refuse => None,
                What::Pause | What::Remove => Some(grounds::fields(&ctx, tx, &filled)?),
            };
            Ok((shown.circle, name.ok_or(db::Error::NotFound)?, grounds))
        })
        .await?;
    let action = match what {
        What::Refuse => format!("/circles/{id}/requests/{whom}/refusal"),
        What::Pause => format!("/circles/{id}/people/{whom}/pause"),
        What::Remove => format!("/circles/{id}/people/{whom}/removal"),
    };
    let page = Do { c, form, circle: &circle, name, what, action, grounds };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn refusing(c: Ctx, Path((id, request)): Path<(String, String)>) -> Page {
    do_page(&c, id.parse()?, What::Refuse, request, &Form::empty()).await
}

pub(crate) async fn refuse(c: Ctx, Path((id, request)): Path<(String, String)>, mut form: Form) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let reason = form.required("reason", REASON_AT_MOST, "refusal-reason-missing");
    if !form.is_right() {
        return do_page(&c, id, What::Refuse, request, &form).await;
    }
    let request: JoinRequestId = request.parse()?;
    c.write(move |tx| {
        let circle = Circle::facilitated_by(tx, &actor, id)?;
        membership::refuse(tx, &actor, &circle, request, &reason)
    })
    .await?;
    c.go(format!("/circles/{id}/people"))
}

pub(crate) async fn pausing(c: Ctx, Path((id, member)): Path<(String, String)>) -> Page {
    do_page(&c, id.parse()?, What::Pause, member, &Form::with(&[("days", "3")])).await
}

pub(crate) async fn pause(c: Ctx, Path((id, member)): Path<(String, String)>, mut form: Form) -> Page {
    if let Some(begun) = grounds::begun(&c, &form, Some(Action::Pause)) {
        return do_page(&c, id.parse()?, What::Pause, member, &begun).await;
    }
    let days: u32 = form.text("days").parse().unwrap_or(0);
    if !PAUSES.contains(&days) {
        form.wrong("days", "measure-days-missing");
    }
    let grounds = grounds::read(&c, &mut form, Action::Pause);
    decide(&c, id.parse()?, What::Pause, member, form, grounds, move |tx, actor, circle, whom, grounds| {
        measure::pause(tx, actor, circle, whom, days, grounds)
    })
    .await
}

pub(crate) async fn removing(c: Ctx, Path((id, member)): Path<(String, String)>) -> Page {
    do_page(&c, id.parse()?, What::Remove, member, &Form::empty()).await
}

pub(crate) async fn remove(c: Ctx, Path((id, member)): Path<(String, String)>, mut form: Form) -> Page {
    if let Some(begun) = grounds::begun(&c, &form, Some(Action::Remove)) {
        return do_page(&c, id.parse()?, What::Remove, member, &begun).await;
    }
    let grounds = grounds::read(&c, &mut form, Action::Remove);
    decide(&c, id.parse()?, What::Remove, member, form, grounds, measure::remove).await
}

/// Decides about somebody when everything is filled in, and asks again when it is not.
async fn decide(
    c: &Ctx,
    id: CircleId,
    what: What,
    member: String,
    mut form: Form,
    grounds: Option<Grounds>,
    verb: impl Fn(&mut Tx<'_>, &Actor, &Circle, MemberId, &Grounds) -> Result<DecisionId> + Send + 'static,
) -> Page {
    if let Some(grounds) = grounds {
        let (actor, whom): (_, MemberId) = (c.member()?.clone(), member.parse()?);
        let done = c
            .write(move |tx| {
                let circle = Circle::facilitated_by(tx, &actor, id)?;
                verb(tx, &actor, &circle, whom, &grounds)
            })
            .await;
        match done {
            Ok(_) => return c.go(format!("/circles/{id}/people")),
            Err(error) => form.take("reason", error)?,
        }
    }
    do_page(c, id, what, member, &form).await
}

pub(crate) async fn undo(c: Ctx, Path((id, decision)): Path<(String, String)>) -> Page {
    let (id, undone): (CircleId, DecisionId) = (id.parse()?, decision.parse()?);
    let actor = c.member()?.clone();
    c.write(move |tx| spot::undo(tx, &actor, id.0, undone)).await?;
    c.go(format!("/circles/{id}/people"))
}

pub(crate) async fn undo_refusal(c: Ctx, Path((id, refusal)): Path<(String, String)>) -> Page {
    let (id, undone): (CircleId, RefusalId) = (id.parse()?, refusal.parse()?);
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let circle = Circle::facilitated_by(tx, &actor, id)?;
        refusal::undo(tx, &actor, &circle, undone)
    })
    .await?;
    c.go(format!("/circles/{id}/people"))
}

/// Steps back from looking after a circle, and stays in it.
pub(crate) async fn step_back(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| {
        Circle::facilitated_by(tx, &actor, id)?;
        membership::step_back(tx, &actor, id)
    })
    .await?;
    c.go(format!("/circles/{id}"))
}
