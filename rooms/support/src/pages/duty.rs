//! Going on duty, being on duty, stopping.

use askama::Template;
use axum::extract::ws::WebSocketUpgrade;
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Ctx, Hat};
use workforce::card;

use crate::{
    conversation::Conversation,
    duty::{Duty, How, minutes_until},
    live::{Here, Whose},
    note::Note,
    offer::{self, Offer, Shown},
    profile::Profile,
    topic,
};

#[derive(Template)]
#[template(path = "duty/start.html")]
struct Start<'a> {
    c: &'a Ctx,
    form: &'a Form,
    topics: &'a [Topic],
    has_profile: bool,
    /// The role card.
    card: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "duty/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    duty: &'a Duty,
    offer: Option<Shown>,
    because: Vec<String>,
    conversations: Vec<(Conversation, String)>,
    notes_waiting: usize,
}

impl Show<'_> {
    fn break_minutes(&self) -> Option<String> {
        self.duty.break_until.filter(|until| *until > self.c.now()).map(|until| minutes_until(self.c.now(), until))
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    let me = actor.id;
    let noted = c
        .note(move |tx| {
            let duty = Duty::of(tx, me)?;
            if let Some(duty) = &duty {
                duty.see(tx)?;
            }
            Ok(duty)
        })
        .await?;
    let duty = match noted {
        Some(duty) => duty,
        None => c.read(move |tx| Duty::of(tx, me)).await?,
    };
    let Some(duty) = duty else { return start_page(&c, &Form::empty()).await };
    let (offer, conversations, names, notes_waiting) = c
        .read(move |tx| {
            let offer = Offer::open_to(tx, me)?.map(|it| it.shown(tx)).transpose()?;
            let mut conversations = Vec::new();
            for conversation in Conversation::open_of_supporter(tx, me)? {
                let name = people::Profile::of(tx, conversation.asker)?.pseudonym;
                conversations.push((conversation, name));
            }
            Ok((offer, conversations, topics::all(tx)?, Note::unanswered(tx, &actor)?.len()))
        })
        .await?;
    let because = offer
        .iter()
        .flat_map(|it| &it.offer.because)
        // What the member wished for is theirs to tell, not ours.
        .filter(|it| !matches!(it, matching::Reason::Wish(_)))
        .map(|it| offer::reason_words(&c, &names, it))
        .collect();
    c.page(&Show { c: &c, duty: &duty, offer, because, conversations, notes_waiting })
}

async fn start_page(c: &Ctx, form: &Form) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    let asker = c.clone();
    let (topics, profile, card) = c
        .read(move |tx| Ok((topics::all(tx)?, Profile::of(tx, me)?, card::shown(&asker, tx, Hat::Supporter)?)))
        .await?;
    let mut form = form.clone();
    if form.is_right() {
        for number in &profile.cannot_take {
            form.add("cannot", number.to_string());
        }
    }
    let page = Start {
        c,
        form: &form,
        topics: &topics,
        has_profile: !profile.knows.is_empty() || !profile.good_at.is_empty(),
        card: card.as_deref(),
    };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

#[derive(Template)]
#[template(path = "duty/not_today.html")]
struct NotToday<'a> {
    c: &'a Ctx,
}

/// Two questions that nobody else ever sees. The answers are not kept.
pub(crate) async fn begin(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    if [form.text("rested"), form.text("steady")].contains(&"not-today") {
        return c.page(&NotToday { c: &c });
    }
    for question in ["rested", "steady"] {
        if form.text(question) != "yes" {
            form.wrong(question, "duty-question-missing");
        }
    }
    if !form.is_right() {
        return start_page(&c, &form).await;
    }
    let cannot: Vec<u16> = form.all("cannot").into_iter().filter_map(|it| it.parse().ok()).collect();
    let begun = c
        .write(move |tx| {
            let mut profile = Profile::of(tx, actor.id)?;
            profile.cannot_take = cannot.clone();
            profile.keep(tx, actor.id)?;
            Duty::begin(tx, &actor)
        })
        .await;
    if let Err(error) = begun {
        form.take("rested", error)?;
        return start_page(&c, &form).await;
    }
    c.go("/duty")
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    Ok(c.carry(upgrade, &[topic::of_member(me)], Here { c: c.clone(), whose: Whose::OnDuty(me) }))
}

pub(crate) async fn end(c: Ctx) -> Page {
    let me = c.hat(Hat::Supporter)?.id;
    c.write(move |tx| Duty::of(tx, me)?.map_or(Ok(()), |duty| duty.end(tx, How::Done))).await?;
    c.go("/duty")
}

#[derive(Template)]
#[template(path = "duty/not_ok.html")]
struct NotOk<'a> {
    c: &'a Ctx,
}

pub(crate) async fn not_ok(c: Ctx) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    c.write_from_reserve(move |tx| Duty::not_ok(tx, &actor)).await?;
    c.go("/duty/looked-after")
}

pub(crate) async fn looked_after(c: Ctx) -> Page {
    c.hat(Hat::Supporter)?;
    c.page(&NotOk { c: &c })
}

#[derive(Template)]
#[template(path = "duty/guidance.html")]
struct Guidance<'a> {
    c: &'a Ctx,
}

/// Plain guidance, one action away.
pub(crate) async fn guidance(c: Ctx) -> Page {
    c.hat(Hat::Supporter)?;
    c.page(&Guidance { c: &c })
}
