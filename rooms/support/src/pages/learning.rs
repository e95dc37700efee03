//! Learning beside the work: looking at one's own words afterwards, and learners who would like to sit in.

use askama::Template;
use axum::extract::Path;
use db::{Result, Time};
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::{
    kind::{ConversationId, ShadowId},
    preference::{self, Learning},
    shadow::Shadow,
    sitting::Sitting,
};

/// A learner, by name.
struct Named {
    shadow: Shadow,
    name: String,
}

#[derive(Template)]
#[template(path = "learning/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shadows: Vec<Named>,
    kept: bool,
}

impl Show<'_> {
    fn open(&self) -> Vec<&Named> {
        self.shadows.iter().filter(|it| it.shadow.done_at.is_none()).collect()
    }

    fn done(&self) -> Vec<(&Named, Time)> {
        self.shadows.iter().filter_map(|it| Some((it, it.shadow.done_at?))).collect()
    }

    fn is_ready(&self, it: &Named) -> bool {
        it.shadow.ready_until.is_some_and(|until| until > self.c.now())
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    let (chosen, shadows) = c
        .read(move |tx| {
            let mut shadows = Vec::new();
            for shadow in Shadow::all_with(tx, me)? {
                if let Some(name) = people::Profile::name(tx, shadow.learner)? {
                    shadows.push(Named { shadow, name });
                }
            }
            Ok((preference::learning(tx, me)?, shadows))
        })
        .await?;
    let mut form = Form::empty();
    if chosen.hears_own {
        form.add("hears", "yes");
    }
    if chosen.takes_learners {
        form.add("learners", "yes");
    }
    let kept = c.query("kept") == "yes";
    c.page(&Show { c: &c, form: &form, shadows, kept })
}

pub(crate) async fn choose(c: Ctx, form: Form) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    let chosen = Learning { hears_own: form.chosen("hears", "yes"), takes_learners: form.chosen("learners", "yes") };
    c.write(move |tx| preference::set_learning(tx, me, chosen)).await?;
    c.go("/duty/learning?kept=yes")
}

pub(crate) async fn agree(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShadowId, _) = (id.parse()?, c.hat(Hat::Supporter)?.clone());
    c.write(move |tx| Shadow::open_with(tx, &actor, id)?.agree(tx)).await?;
    c.go("/duty/learning")
}

pub(crate) async fn end(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ShadowId, _) = (id.parse()?, c.hat(Hat::Supporter)?.clone());
    c.write(move |tx| Shadow::open_with(tx, &actor, id)?.end(tx)).await?;
    c.go("/duty/learning")
}

/// The supporter lets the member be asked.
pub(crate) async fn ask_member(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ConversationId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Sitting::ask(tx, &actor, id)).await?;
    c.go(format!("/conversations/{id}"))
}

/// The member says yes or no.
pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (ConversationId, _) = (id.parse()?, c.member()?.clone());
    let yes = form.chosen("answer", "yes");
    c.write(move |tx| Sitting::answer(tx, &actor, id, yes)).await?;
    c.go(format!("/conversations/{id}"))
}

/// One of those who talk ends it.
pub(crate) async fn stop(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ConversationId, _) = (id.parse()?, c.member()?.clone());
    c.write(move |tx| Sitting::stop(tx, &actor, id)).await?;
    c.go(format!("/conversations/{id}"))
}

/// Who would read along, or does, in a conversation page.
pub(super) struct Beside {
    pub(super) sitting: Option<Sitting>,
    pub(super) name: String,
    /// The learner whom the supporter may let the member be asked about.
    pub(super) possible: Option<String>,
    /// The member would rather not.
    pub(super) declined: bool,
}

impl Beside {
    pub(super) fn read(
        tx: &mut db::Tx<'_>,
        conversation: &crate::conversation::Conversation,
        is_supporter: bool,
    ) -> Result<Self> {
        let asked = Sitting::of(tx, conversation.id)?;
        let declined = asked.as_ref().is_some_and(|it| it.ended_at.is_some() && it.allowed_at.is_none());
        let sitting = match asked.filter(|it| it.ended_at.is_none()) {
            Some(it) if conversation.is_open() && it.holds(tx, conversation)? => Some(it),
            _ => None,
        };
        let name = match &sitting {
            Some(it) => people::Profile::name(tx, it.learner)?.unwrap_or_default(),
            None => String::new(),
        };
        let possible = match is_supporter && sitting.is_none() {
            true => Sitting::possible(tx, conversation)?,
            false => None,
        };
        let possible = match possible {
            Some(it) => people::Profile::name(tx, it.learner)?,
            None => None,
        };
        Ok(Self { sitting, name, possible, declined })
    }
}
