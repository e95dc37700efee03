//! Going on duty, being on duty, stopping.

use askama::Template;
use axum::extract::ws::WebSocketUpgrade;
use db::Time;
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Ctx, Hat};
use workforce::{
    answer::{self, Step, Why, Work},
    card, ready, rest,
};

use crate::{
    conversation::Conversation,
    duty::{Duty, How, minutes_until},
    live::{Here, Whose},
    note::Note,
    offer::{self, Offer, Shown},
    profile::Profile,
    shadow::Shadow,
    topic,
};

#[derive(Template)]
#[template(path = "duty/start.html")]
struct Start<'a> {
    c: &'a Ctx,
    form: &'a Form,
    topics: &'a [Topic],
    has_profile: bool,
    /// How many learners wait for their answer.
    learners: usize,
    /// What keeps them from beginning now, and the way on.
    barred: Option<String>,
    /// The role card.
    card: Option<&'a str>,
    /// What is asked before a shift, as HTML.
    questions: &'a str,
}

#[derive(Template)]
#[template(path = "duty/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    resting: Option<Time>,
    /// What else keeps new requests away, and the way on.
    spared: Option<String>,
    offer: Option<Shown>,
    because: Vec<String>,
    conversations: Vec<(Conversation, String)>,
    notes_waiting: usize,
    /// How many learners wait for their answer.
    learners: usize,
}

impl Show<'_> {
    fn break_minutes(&self) -> Option<String> {
        self.resting.map(|until| minutes_until(self.c.now(), until))
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
    if duty.is_none() {
        return start_page(&c, &Form::empty()).await;
    }
    let ctx = c.clone();
    let (offer, conversations, names, notes_waiting, learners, resting, spared) = c
        .read(move |tx| {
            let resting = rest::until(tx, me)?;
            let bar = answer::ask(tx, me, Work::Conversation, Step::Take)?.filter(|it| it.why != Why::Rest);
            let spared = bar.map(|it| workforce::notice(&ctx, &it)).transpose()?;
            let offer = Offer::open_to(tx, me)?.map(|it| it.shown(tx)).transpose()?;
            let mut conversations = Vec::new();
            for conversation in Conversation::open_of_supporter(tx, me)? {
                let name = people::Profile::of(tx, conversation.asker)?.pseudonym;
                conversations.push((conversation, name));
            }
            let notes_waiting = Note::unanswered(tx, &actor)?.len();
            let learners = Shadow::unanswered(tx, me)?;
            Ok((offer, conversations, topics::all(tx)?, notes_waiting, learners, resting, spared))
        })
        .await?;
    let because = offer
        .iter()
        .flat_map(|it| &it.offer.because)
        // What the member wished for is theirs to tell, not ours.
        .filter(|it| !matches!(it, matching::Reason::Wish(_)))
        .map(|it| offer::reason_words(&c, &names, it))
        .collect();
    c.page(&Show { c: &c, resting, spared, offer, because, conversations, notes_waiting, learners })
}

async fn start_page(c: &Ctx, form: &Form) -> Page {
    let (me, ctx) = (c.hat(Hat::Supporter)?.id, c.clone());
    let (topics, profile, learners, barred, card) = c
        .read(move |tx| {
            let bar = answer::ask(tx, me, Work::Conversation, Step::Begin)?;
            let barred = bar.map(|it| workforce::notice(&ctx, &it)).transpose()?;
            let (profile, learners) = (Profile::of(tx, me)?, Shadow::unanswered(tx, me)?);
            Ok((topics::all(tx)?, profile, learners, barred, card::shown(&ctx, tx, Hat::Supporter)?))
        })
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
        learners,
        barred,
        card: card.as_deref(),
        questions: &ready::questions(c, &form)?,
    };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn begin(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supporter)?.clone();
    if ready::is_not_today(&form) {
        return ready::not_today(&c);
    }
    let before = ready::answered(&mut form);
    if !form.is_right() {
        return start_page(&c, &form).await;
    }
    let cannot: Vec<u16> = form.all("cannot").into_iter().filter_map(|it| it.parse().ok()).collect();
    let begun = c
        .write(move |tx| {
            let mut profile = Profile::of(tx, actor.id)?;
            profile.cannot_take = cannot.clone();
            profile.keep(tx, actor.id)?;
            if Duty::of(tx, actor.id)?.is_none() {
                ready::keep(tx, &actor, &before)?;
            }
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
    c.go("/workforce/wellbeing#shift")
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
