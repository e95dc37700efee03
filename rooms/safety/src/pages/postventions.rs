//! After a death: one page that says what comes next, and one form for each step.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Uuid};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, MemberId};

use super::named::Names;
use crate::{
    concern::WORDS_AT_MOST,
    contagion::{DAYS_USUAL, Listed},
    notice::{self, NOTICE_AT_MOST},
    postvention::{self, Circles, Done, Postvention, PostventionId, Step},
};

#[derive(Template)]
#[template(path = "postventions/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    all: Vec<(Postvention, String)>,
}

async fn front(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let all = c
        .read(move |tx| {
            let mut named = Vec::new();
            for it in postvention::all(tx, &actor)? {
                let name = people::Profile::name(tx, it.member)?.unwrap_or_default();
                named.push((it, name));
            }
            Ok(named)
        })
        .await?;
    let page = Index { c, form, all };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    front(&c, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let name = form.required("name", 40, "concern-name-missing");
    let owner = form.optional("owner", 40);
    if form.is_right() {
        match c.write(move |tx| postvention::start(tx, &actor, &name, &owner)).await {
            Ok(id) => return c.go(format!("/safety/postventions/{id}")),
            Err(error) => {
                let field = if error.refusal() == Some("postvention-owner-unknown") { "owner" } else { "name" };
                form.take(field, error)?;
            }
        }
    }
    front(&c, &form).await
}

#[derive(Template)]
#[template(path = "postventions/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    it: Postvention,
    done: Vec<Done>,
    circles: Vec<(Uuid, String)>,
    chosen: Vec<Uuid>,
    notice: String,
    listed: Vec<Listed>,
    at_rest: bool,
    names: Names,
}

impl Show<'_> {
    fn done(&self, step: &Step) -> Option<&Done> {
        self.done.iter().find(|it| it.step == *step)
    }

    fn is_next(&self, step: &Step) -> bool {
        Step::ALL.iter().find(|it| self.done(it).is_none()) == Some(step)
    }

    fn is_open(&self) -> bool {
        self.it.closed_at.is_none()
    }

    fn words_of(&self, step: &Step) -> &'static str {
        field_of(*step)
    }
}

async fn page(c: &Ctx, id: PostventionId, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let usual = c.t("postvention-holding").into_owned();
    let (it, rest) = c
        .read(move |tx| {
            let it = Postvention::led_by(tx, &actor, id)?;
            let (done, listed) = (it.done(tx)?, it.listed(tx)?);
            let (chosen, at_rest) = (it.places(tx)?, people::rest::is_at_rest(tx, it.member)?);
            let circles = (tx.lent::<Circles>()?.of)(tx, it.member)?;
            let mut ids = vec![it.member, it.owner];
            ids.extend(done.iter().map(|it| it.by));
            ids.extend(listed.iter().filter_map(|it| it.checked_by));
            let names = Names::of(tx, ids)?;
            let notice = match it.notice(tx)? {
                none if none.is_empty() => notice::holding(tx, &usual)?.replace("[name]", names.get(&it.member)),
                notice => notice,
            };
            Ok((it, (done, circles, chosen, notice, listed, at_rest, names)))
        })
        .await?;
    let (done, circles, chosen, notice, listed, at_rest, names) = rest;
    let mut fresh = Form::with(&[("days", DAYS_USUAL.to_string()), ("notice", notice.clone())]);
    for (place, _) in &circles {
        if chosen.is_empty() || chosen.contains(place) {
            fresh.add("place", place.to_string());
        }
    }
    let form = typed.unwrap_or(&fresh);
    let page = Show { c, form, it, done, circles, chosen, notice, listed, at_rest, names };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None).await
}

/// Does one thing as somebody who may lead it, and shows the form again when it was refused.
async fn act<F>(c: &Ctx, id: &str, mut form: Form, field: &'static str, mut work: F) -> Page
where
    F: FnMut(&mut db::Tx<'_>, &Actor, &Postvention) -> Result<()> + Send + 'static,
{
    let (id, actor): (PostventionId, _) = (id.parse()?, c.member()?.clone());
    if form.is_right() {
        let outcome = c
            .write(move |tx| {
                let it = Postvention::led_by(tx, &actor, id)?;
                work(tx, &actor, &it)
            })
            .await;
        match outcome {
            Ok(()) => return c.go(format!("/safety/postventions/{id}")),
            Err(error) => form.take(field, error)?,
        }
    }
    page(c, id, Some(&form)).await
}

/// The field of the words about a step that people do outside the program.
fn field_of(step: Step) -> &'static str {
    match step {
        Step::Close => "close-words",
        Step::Sessions => "sessions-words",
        _ => "sure-words",
    }
}

pub(crate) async fn tick(c: Ctx, Path((id, step)): Path<(String, String)>, mut form: Form) -> Page {
    let step: Step = step.parse().map_err(|()| Error::NotFound)?;
    let field = field_of(step);
    let words = form.required(field, WORDS_AT_MOST, "concern-words-missing");
    act(&c, &id, form, field, move |tx, actor, it| it.tick(tx, actor, step, &words)).await
}

pub(crate) async fn hand_on(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let name = form.required("owner", 40, "concern-name-missing");
    act(&c, &id, form, "owner", move |tx, actor, it| it.hand_on(tx, actor, &name)).await
}

pub(crate) async fn let_rest(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    act(&c, &id, form, "sure-words", |tx, actor, it| it.let_rest(tx, actor)).await
}

pub(crate) async fn wake(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let reason = form.required("waking", 300, "reason-missing");
    act(&c, &id, form, "waking", move |tx, actor, it| it.wake(tx, actor, &reason)).await
}

pub(crate) async fn tell(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let words = form.required("notice", NOTICE_AT_MOST, "postvention-notice-missing");
    let (places, read_again) = (places(&form), form.chosen("read-again", "yes"));
    act(&c, &id, form, "notice", move |tx, actor, it| it.tell(tx, actor, &places, &words, read_again)).await
}

fn places(form: &Form) -> Vec<Uuid> {
    form.all("place").iter().filter_map(|it| it.parse().ok()).collect()
}

pub(crate) async fn remember(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let memorial = form.chosen("memorial", "yes");
    let words = form.optional("memorial-words", WORDS_AT_MOST);
    act(&c, &id, form, "memorial-words", move |tx, actor, it| it.remember(tx, actor, memorial, &words)).await
}

pub(crate) async fn watch(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (places, days) = (places(&form), form.text("days").parse().unwrap_or(0));
    act(&c, &id, form, "days", move |tx, actor, it| it.watch(tx, actor, &places, days)).await
}

pub(crate) async fn list(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let name = form.required("person", 40, "concern-name-missing");
    act(&c, &id, form, "person", move |tx, actor, it| it.list(tx, actor, &name)).await
}

pub(crate) async fn check_on(c: Ctx, Path((id, member)): Path<(String, String)>, mut form: Form) -> Page {
    let member: MemberId = member.parse()?;
    let words = form.optional("check-words", WORDS_AT_MOST);
    act(&c, &id, form, "person", move |tx, actor, it| it.check_on(tx, actor, member, &words)).await
}

pub(crate) async fn owe_debriefs(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    act(&c, &id, form, "owner", |tx, actor, it| it.owe_debriefs(tx, actor).map(|_| ())).await
}

pub(crate) async fn close(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let learned = form.required("review-words", WORDS_AT_MOST, "concern-words-missing");
    act(&c, &id, form, "review-words", move |tx, actor, it| it.close(tx, actor, &learned)).await
}

#[derive(Template)]
#[template(path = "postventions/holding.html")]
struct Holding<'a> {
    c: &'a Ctx,
    form: &'a Form,
    saved: bool,
}

pub(crate) async fn holding(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let usual = c.t("postvention-holding").into_owned();
    let words = c.read(move |tx| notice::holding(tx, &usual)).await?;
    let saved = c.query("saved") == "yes";
    c.page(&Holding { c: &c, form: &Form::with(&[("words", words)]), saved })
}

pub(crate) async fn write_holding(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let words = form.required("words", NOTICE_AT_MOST, "postvention-notice-missing");
    if !form.is_right() {
        return c.again(&Holding { c: &c, form: &form, saved: false });
    }
    c.write(move |tx| notice::write_holding(tx, &actor, &words)).await?;
    c.go("/settings/holding-text?saved=yes")
}
