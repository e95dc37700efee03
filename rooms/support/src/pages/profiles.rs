//! What a supporter brings and chooses to show.

use askama::Template;
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::{
    kind::{ATTRIBUTES, Kind},
    preference,
    profile::Profile,
};

#[derive(Template)]
#[template(path = "duty/profile.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    topics: &'a [Topic],
    saved: bool,
}

pub(crate) async fn edit(c: Ctx) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    let (profile, topics, typing) =
        c.read(move |tx| Ok((Profile::of(tx, me)?, topics::all(tx)?, preference::shows_typing(tx, me)?))).await?;
    let mut form = Form::empty();
    profile.knows.iter().for_each(|it| form.add("knows", it.to_string()));
    profile.cannot_take.iter().for_each(|it| form.add("cannot", it.to_string()));
    profile.good_at.iter().for_each(|it| form.add("good", it.as_str()));
    profile.shown.iter().for_each(|(attribute, value)| form.add("shown", format!("{attribute}-{value}")));
    if typing {
        form.add("typing", "yes");
    }
    let saved = c.query("saved") == "yes";
    c.page(&Edit { c: &c, form: &form, topics: &topics, saved })
}

pub(crate) async fn update(c: Ctx, form: Form) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    let numbers = |field: &str| form.all(field).into_iter().filter_map(|it| it.parse().ok()).collect();
    let profile = Profile {
        knows: numbers("knows"),
        cannot_take: numbers("cannot"),
        good_at: form.all("good").into_iter().filter_map(|it| it.parse().ok()).collect(),
        shown: form
            .all("shown")
            .into_iter()
            .filter_map(|it| it.split_once('-'))
            .filter_map(|(attribute, value)| Some((attribute.parse().ok()?, value.parse().ok()?)))
            .collect(),
        capacity: 0,
    };
    let typing = form.chosen("typing", "yes");
    c.write(move |tx| {
        profile.keep(tx, me)?;
        preference::set_shows_typing(tx, me, typing)
    })
    .await?;
    c.go("/duty/profile?saved=yes")
}

/// What any member may choose about how they talk.
pub(crate) async fn prefer(c: Ctx, form: Form) -> Page {
    let me = c.member()?.id;
    let typing = form.chosen("typing", "yes");
    c.write(move |tx| preference::set_shows_typing(tx, me, typing)).await?;
    c.go("/support/past")
}
