//! What one says of oneself for fairness, the list of groups, and the view of it all.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Tx};
use statistics::Difference;
use web::{Form, Page};
use words::{Actor, Ctx, Hat};

use crate::equity::{self, Division, Group, GroupId, Line, NAME_AT_MOST, Share, View};

/// Longest reason for a change, in characters.
const REASON_AT_MOST: usize = 300;

#[derive(Template)]
#[template(path = "record/about_me.html")]
struct AboutMe<'a> {
    c: &'a Ctx,
    actor: &'a Actor,
    groups: &'a [Group],
    chosen: Option<&'a [GroupId]>,
    saved: bool,
}

impl AboutMe<'_> {
    fn is_chosen(&self, group: &Group) -> bool {
        self.chosen.is_some_and(|it| it.contains(&group.id))
    }
}

pub(crate) async fn about_me(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let member = actor.id;
    let (groups, chosen) = c.read(move |tx| Ok((equity::groups(tx)?, equity::belonging(tx, member)?))).await?;
    let saved = c.query("done") == "saved";
    c.page(&AboutMe { c: &c, actor: &actor, groups: &groups, chosen: chosen.as_deref(), saved })
}

pub(crate) async fn belong(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let chosen: Vec<GroupId> = form.all("group").iter().filter_map(|it| it.parse().ok()).collect();
    c.write(move |tx| equity::belong(tx, &actor, &chosen)).await?;
    c.go("/account/about-me?done=saved")
}

pub(crate) async fn withdraw(c: Ctx) -> Page {
    let member = c.signed_in()?.id;
    c.write_from_reserve(move |tx| equity::withdraw(tx, member)).await?;
    c.go("/account/about-me?done=saved")
}

#[derive(Template)]
#[template(path = "record/groups.html")]
struct Groups<'a> {
    c: &'a Ctx,
    form: &'a Form,
    groups: &'a [Group],
}

async fn groups_page(c: &Ctx, form: &Form) -> Page {
    let groups = c.read(equity::groups).await?;
    let page = Groups { c, form, groups: &groups };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn groups(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    groups_page(&c, &Form::empty()).await
}

pub(crate) async fn add(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let name = form.required("name", NAME_AT_MOST, "groups-name-missing");
    let reason = form.required("reason", REASON_AT_MOST, "reason-missing");
    if form.is_right() {
        match c.write(move |tx| equity::add(tx, &actor, &name, &reason)).await {
            Ok(_) => return c.go("/settings/groups"),
            Err(error) => form.take("name", error)?,
        }
    }
    groups_page(&c, &form).await
}

pub(crate) async fn retire(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let id: GroupId = id.parse()?;
    let reason = form.required("reason", REASON_AT_MOST, "reason-missing");
    if form.is_right() {
        c.write(move |tx| equity::retire(tx, &actor, id, &reason)).await?;
        return c.go("/settings/groups");
    }
    groups_page(&c, &form).await
}

#[derive(Template)]
#[template(path = "record/equity.html")]
struct Show<'a> {
    c: &'a Ctx,
    view: &'a View,
}

impl Show<'_> {
    /// What a line is called: an age band by the program's word, the others by their own.
    fn name(&self, division: &Division, line: &Line) -> String {
        match division.by {
            "ages" => self.c.of("equity-age", &line.name).into_owned(),
            _ => line.name.clone(),
        }
    }

    fn share(&self, share: &Share) -> String {
        let percent = (share.some * 100 + share.all / 2).checked_div(share.all).unwrap_or_default();
        self.c.say(
            "equity-share",
            &[
                ("some", web::Arg::Text(&share.some.to_string())),
                ("all", web::Arg::Text(&share.all.to_string())),
                ("percent", web::Arg::Text(&percent.to_string())),
            ],
        )
    }

    fn beside(&self, beside: &Difference) -> String {
        let points = |it: f64| format!("{it:+.0}").replace("-0", "0").replace("+0", "0").replace('-', "−");
        let words = self.c.say(
            "equity-beside",
            &[
                ("points", web::Arg::Text(&points(beside.points))),
                ("low", web::Arg::Text(&points(beside.low))),
                ("high", web::Arg::Text(&points(beside.high))),
            ],
        );
        if beside.could_be_none() { format!("{words} {}", self.c.t("equity-could-be-none")) } else { words }
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    if ![Hat::Administrator, Hat::Evaluator].iter().any(|it| actor.wears(*it)) {
        return Err(Error::NotFound.into());
    }
    let view = c.read(move |tx: &mut Tx<'_>| -> Result<View> { equity::view(tx, &actor) }).await?;
    c.page(&Show { c: &c, view: &view })
}
