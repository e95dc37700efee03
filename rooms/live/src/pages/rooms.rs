//! The room, open or closed, and what anybody in it does.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use circles::kind::{CircleId, ContentNote, Reaction};
use db::{Error, Result, Time, Tx, Uuid};
use safety::{decision::Decision, spot};
use web::{Form, Page};
use words::{Actor, Ctx, MemberId, Spot};

use crate::{
    aside::{self, Aside},
    duty::{self, Handover},
    hand::{self, Hand},
    kind::{EveningId, ParkedId, Slow},
    live::{self, Listener, MessageHtml},
    message::{self, Message, Talk, Words},
    parking::{self, Parked},
    presence, reaction,
    seat::Seat,
    topic, watch,
};

/// Messages on a page.
const SHOWN_AT_MOST: i64 = 150;

/// What an open room shows beside what is said.
struct Around {
    evening: EveningId,
    slow: Slow,
    on_duty: Vec<(MemberId, String)>,
    about: Option<i64>,
    shown: Vec<String>,
    hand: Option<(usize, bool)>,
    parked: Vec<Parked>,
    someone_aside: bool,
    aside: Option<Aside>,
    offered: Option<Handover>,
    // For who is on duty.
    hands: Vec<Hand>,
    others: Vec<(MemberId, String)>,
    handing: Option<Handover>,
    asides: Vec<Aside>,
    /// When their duty ends by itself, when that is soon.
    ends: Option<Time>,
    /// Their break is due, and waits for somebody who can look after the room.
    rest_due: bool,
}

impl Around {
    fn read(tx: &mut Tx<'_>, actor: &Actor, seat: &Seat) -> Result<Option<Self>> {
        let Some(evening) = seat.evening.as_ref().filter(|it| it.is_open()) else { return Ok(None) };
        let id = evening.id;
        let handovers = duty::handovers(tx, id)?;
        Ok(Some(Self {
            evening: id,
            slow: evening.slow,
            on_duty: duty::named(tx, id)?,
            about: presence::about(tx, id)?,
            shown: presence::shown(tx, id, &seat.quiet)?,
            hand: hand::place(tx, id, actor.id)?,
            parked: parking::list(tx, actor, seat, id)?,
            someone_aside: evening.has_aside(tx)?,
            aside: aside::current(tx, id, actor.id)?,
            offered: handovers.iter().find(|it| it.to == actor.id).cloned(),
            handing: handovers.into_iter().find(|it| it.from == actor.id),
            hands: if seat.on_duty { hand::queue(tx, id)? } else { Vec::new() },
            others: if seat.on_duty { duty::others_present(tx, seat, id)? } else { Vec::new() },
            asides: if seat.on_duty { aside::of_facilitator(tx, id, actor.id)? } else { Vec::new() },
            ends: if seat.on_duty { watch::ends_soon(tx, id, actor.id)? } else { None },
            rest_due: seat.on_duty && watch::is_rest_due(tx, actor.id)?,
        }))
    }

    fn is_alone(&self) -> bool {
        self.on_duty.len() < 2
    }

    fn names(&self) -> String {
        self.on_duty.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Everything that a room's page shows.
struct Shown {
    seat: Seat,
    messages: Vec<Message>,
    heard: HashMap<i64, Vec<Reaction>>,
    /// What was decided here about what they said, and they have not read.
    told: Vec<Decision>,
    around: Option<Around>,
    may_open: bool,
    next: Option<Time>,
    panels: Vec<String>,
    /// Help for whoever has just written something that sounded hard.
    care: Option<String>,
    fresh: Uuid,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, before: i64) -> Result<Self> {
        let seat = Seat::of(tx, actor, circle)?;
        let (mut messages, mut heard, mut told) = (Vec::new(), HashMap::new(), Vec::new());
        if let Some(evening) = &seat.evening {
            messages = message::last(tx, actor, &seat, evening.id, before, SHOWN_AT_MOST)?;
            heard = reaction::heard(tx, actor, &seat, evening.id)?;
            told = spot::unread_in(tx, actor, circle.0, evening.opened_at)?;
        }
        let around = Around::read(tx, actor, &seat)?;
        let may_open = !seat.on_duty && seat.may_open(tx, actor)?;
        Ok(Self {
            may_open,
            next: if around.is_none() { gatherings::next_in_room(tx, circle)? } else { None },
            panels: c.panels(tx, Spot::Room(circle.0))?,
            care: safety::care::asked_for(c, tx)?,
            fresh: tx.new_uuid(),
            messages,
            heard,
            told,
            around,
            seat,
        })
    }
}

#[derive(Template)]
#[template(path = "room/open.html")]
struct Open<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    room: &'a Around,
    watching: bool,
    earlier: bool,
}

#[derive(Template)]
#[template(path = "room/closed.html")]
struct Closed<'a> {
    c: &'a Ctx,
    shown: &'a Shown,
}

impl Shown {
    fn path(&self) -> String {
        format!("/circles/{}/room", self.seat.circle.id)
    }

    fn html(&self, c: &Ctx) -> askama::Result<Vec<String>> {
        let place = Talk { circle: self.seat.circle.id, locale: String::new(), aside: false };
        let html = |it| MessageHtml::for_page(c, &place, it, self.heard.get(&it.seq)).render();
        self.messages.iter().map(html).collect()
    }

    fn is_shown(&self) -> bool {
        self.seat.presence.is_some_and(|it| it.shown)
    }

    /// The number of the first message, when there may be earlier ones.
    fn earlier(&self) -> Option<i64> {
        let first = self.messages.first().map(|it| it.seq)?;
        (first > self.seat.from().saturating_add(1)).then_some(first)
    }
}

impl Open<'_> {
    /// Another look at the same page. The moment in it makes it a new address: a browser that is at `#end` already would
    /// only scroll.
    fn again(&self) -> String {
        format!("{}?at={}#end", self.shown.path(), self.c.now().0)
    }

    /// Without script one looks, or one writes: a page that asks again by itself would sweep away what is being written.
    fn watch(&self) -> String {
        format!("{}?watching=yes&at={}#end", self.shown.path(), self.c.now().0)
    }

    fn notes(&self) -> &'static [ContentNote] {
        ContentNote::ALL
    }

    fn slows(&self) -> &'static [Slow] {
        Slow::ALL
    }
}

async fn page(c: &Ctx, circle: CircleId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let asking = actor.clone();
    // Coming in is being there: noted before what can be seen is read, and not again at every look.
    let unseen = c
        .read(move |tx| {
            let seat = Seat::of(tx, &asking, circle)?;
            let open = seat.evening.filter(|it| it.is_open() && !seat.presence.is_some_and(|it| it.fresh));
            Ok(open.map(|it| it.id))
        })
        .await?;
    if let Some(evening) = unseen {
        let member = actor.id;
        c.note(move |tx| presence::see(tx, evening, member)).await?;
    }
    let before = c.query("before").parse().unwrap_or(i64::MAX);
    let ctx = c.clone();
    let shown = c.read(move |tx| Shown::read(&ctx, tx, &actor, circle, before)).await?;
    let Some(room) = &shown.around else { return c.page(&Closed { c, shown: &shown }) };
    let page =
        Open { c, form, shown: &shown, room, watching: c.query("watching") == "yes", earlier: before != i64::MAX };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

/// Waits at the door of a closed room.
pub(crate) async fn door(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let circle: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    c.read(move |tx| Seat::of(tx, &actor, circle).map(drop)).await?;
    Ok(c.follow(upgrade, &[topic::of_door(circle)]))
}

pub(crate) async fn live(c: Ctx, Path((id, evening)): Path<(String, String)>, upgrade: WebSocketUpgrade) -> Page {
    let (circle, evening): (CircleId, EveningId) = (id.parse()?, evening.parse()?);
    let member = c.member()?.id;
    let (asking, mut topics) = (c.clone(), vec![topic::of_talk(evening.talk()), topic::of_member(member)]);
    let (listener, leads) = c
        .read(move |tx| {
            let leads = Seat::of(tx, asking.member()?, circle)?.leads;
            Ok((Listener::in_room(&asking, tx, circle, evening)?, leads))
        })
        .await?;
    if leads {
        topics.push(topic::of_duty(evening));
    }
    topics.push(circles::member_topic(member));
    Ok(c.carry(upgrade, &topics, listener))
}

/// Says something without script. The page brought the id, so sending it twice says it once.
pub(crate) async fn say(c: Ctx, Path((id, evening)): Path<(String, String)>, mut form: Form) -> Page {
    let (circle, evening): (CircleId, EveningId) = (id.parse()?, evening.parse()?);
    let actor = c.member()?.clone();
    let words = words_of(&form)?;
    match c.write(move |tx| message::say_and_hear(tx, &actor, circle, evening, &words)).await {
        Ok((_, care)) => {
            let on = format!("/circles/{circle}/room#end");
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("text", error)?;
            page(&c, circle, &form).await
        }
    }
}

/// What a form wants to say.
pub(crate) fn words_of(form: &Form) -> Result<Words> {
    Ok(Words {
        id: form.text("id").parse().map_err(|_| Error::NotFound)?,
        text: form.text("text").to_owned(),
        notes: live::notes(form.all("notes")),
        own_note: form.text("own_note").to_owned(),
    })
}

/// Does something in the room and goes back to it.
pub(crate) async fn back(
    c: &Ctx,
    circle: CircleId,
    mut verb: impl FnMut(&mut Tx<'_>, &Actor) -> Result<()> + Send + 'static,
) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| verb(tx, &actor)).await?;
    c.go(format!("/circles/{circle}/room"))
}

pub(crate) async fn be_shown(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (circle, shown): (CircleId, bool) = (id.parse()?, form.text("shown") == "yes");
    back(&c, circle, move |tx, actor| {
        let evening = Seat::of(tx, actor, circle)?.open()?.id;
        presence::show(tx, evening, actor.id, shown)
    })
    .await
}

pub(crate) async fn raise_hand(c: Ctx, Path(id): Path<String>) -> Page {
    let circle: CircleId = id.parse()?;
    back(&c, circle, move |tx, actor| hand::raise(tx, actor, circle)).await
}

pub(crate) async fn lower_hand(c: Ctx, Path(id): Path<String>) -> Page {
    let circle: CircleId = id.parse()?;
    back(&c, circle, move |tx, actor| hand::lower(tx, actor, circle)).await
}

pub(crate) async fn park(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let circle: CircleId = id.parse()?;
    let (actor, words) = (c.member()?.clone(), form.text("topic").to_owned());
    if let Err(error) = c.write(move |tx| parking::add(tx, &actor, circle, &words)).await {
        form.take("topic", error)?;
        return page(&c, circle, &form).await;
    }
    c.go(format!("/circles/{circle}/room#parking"))
}

pub(crate) async fn me_too(c: Ctx, Path((id, topic)): Path<(String, String)>) -> Page {
    let (circle, topic): (CircleId, ParkedId) = (id.parse()?, topic.parse()?);
    back(&c, circle, move |tx, actor| parking::support(tx, actor, circle, topic)).await
}
