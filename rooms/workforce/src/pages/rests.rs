//! Asking somebody to rest from their hats.

use askama::Template;
use db::Error;
use web::{Form, Page};
use words::{Ctx, MemberId};

use crate::step_back::{self, WORDS_AT_MOST};

#[derive(Template)]
#[template(path = "way/rest.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    people: &'a [(MemberId, String)],
    done: bool,
}

impl New<'_> {
    fn is_chosen(&self, id: &MemberId) -> bool {
        self.form.chosen("member", &id.to_string())
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let people = c.read(move |tx| step_back::whom(tx, &actor)).await?;
    let show = New { c, form, people: &people, done: c.query("done") == "yes" };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn new(c: Ctx) -> Page {
    page(&c, &Form::with(&[("member", c.query("member"))])).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    crate::application::decides(&actor)?;
    let member = form.text("member").parse::<MemberId>().ok();
    if member.is_none() {
        form.wrong("member", "rest-member-missing");
    }
    let reason = form.required("reason", WORDS_AT_MOST, "rest-reason-missing");
    let plan = form.optional("plan", WORDS_AT_MOST);
    if let (Some(member), true) = (member, form.is_right()) {
        let rested: Result<(), Error> =
            c.write(move |tx| step_back::ask_to_rest(tx, &actor, member, &reason, &plan)).await;
        match rested {
            Ok(()) => return c.go("/workforce/rests?done=yes"),
            Err(error) => form.take("member", error)?,
        }
    }
    page(&c, &form).await
}
