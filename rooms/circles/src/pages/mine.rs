//! What I see: what I carry, on which side I am here, what is hidden, hard dates, suggestions, the summary, and where I
//! was not let in. Everything on it is for whoever asks alone.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Tx};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx};

use crate::{
    circle::Circle,
    dates::{self, AROUND_AT_MOST, DateId, LABEL_AT_MOST, Marked},
    digest::{self, Choice, Rhythm},
    kind::{Audience, Role},
    mine,
    mute::{self, Kind, Mute},
    refusal::{self, Refusal},
    suggest,
};

struct Shown {
    topics: Vec<Topic>,
    carried: Vec<u16>,
    side: Audience,
    /// What is hidden, each with how it is called.
    hidden: Vec<(Mute, String)>,
    circles: Vec<(Circle, Role)>,
    dates: Vec<(DateId, Marked)>,
    is_quiet: bool,
    suggests: bool,
    digest: Option<Choice>,
    refusals: Vec<Refusal>,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let mut hidden = Vec::new();
        for it in mute::list(tx, actor)? {
            let called = called(tx, actor, &it)?;
            hidden.push((it, called));
        }
        Ok(Self {
            topics: topics::all(tx)?,
            carried: mine::carried(tx, actor.id)?,
            side: mine::side(tx, actor.id)?,
            hidden,
            circles: Circle::mine(tx, actor)?,
            dates: dates::all(tx, actor)?,
            is_quiet: dates::is_quiet(tx, actor)?,
            suggests: suggest::is_on(tx, actor)?,
            digest: digest::chosen(tx, actor.id)?,
            refusals: refusal::of_member(tx, actor)?,
        })
    }

    fn has_unseen(&self) -> bool {
        self.refusals.iter().any(|it| it.seen_at.is_none())
    }
}

/// How something hidden is called; empty for what is no longer there, or no longer for them.
fn called(tx: &mut Tx<'_>, actor: &Actor, muted: &Mute) -> Result<String> {
    Ok(match muted.kind {
        Kind::Word => muted.word.clone(),
        Kind::Topic => {
            let number = muted.subject.parse().unwrap_or_default();
            topics::named(tx, &[number])?.into_iter().next().map(|it| it.name).unwrap_or_default()
        }
        Kind::Person => match muted.subject.parse() {
            Ok(member) => people::Profile::name(tx, member)?.unwrap_or_default(),
            Err(_) => String::new(),
        },
        Kind::Circle => match Circle::visible_to(tx, actor, muted.subject.parse()?) {
            Ok(circle) => circle.plan.name,
            Err(Error::NotFound) => String::new(),
            Err(other) => return Err(other),
        },
    })
}

#[derive(Template)]
#[template(path = "mine/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    done: Option<&'a str>,
}

impl Show<'_> {
    fn has_rhythm(&self, rhythm: Rhythm) -> bool {
        self.shown.digest.is_some_and(|it| it.rhythm == rhythm)
    }

    /// Nine in the morning and Monday, until something else was chosen.
    fn hour(&self) -> i8 {
        self.shown.digest.map_or(9, |it| it.hour)
    }

    fn weekday(&self) -> i8 {
        self.shown.digest.map_or(1, |it| it.weekday)
    }

    fn number(days: &i8) -> i64 {
        i64::from(*days)
    }

    fn clock(hour: i8) -> String {
        format!("{hour:02}:00")
    }
}

async fn again(c: &Ctx, form: &Form) -> Page {
    let actor = c.signed_in()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor)).await?;
    c.again(&Show { c, form, shown: &shown, done: None })
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor)).await?;
    let done = match c.query("done").as_str() {
        "saved" => Some("mine-done-saved"),
        "hidden" => Some("mine-done-hidden"),
        "lifted" => Some("mine-done-lifted"),
        _ => None,
    };
    c.page(&Show { c: &c, form: &Form::empty(), shown: &shown, done })
}

pub(crate) async fn carry(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let chosen: Vec<u16> = form.all("topic").iter().filter_map(|it| it.parse().ok()).collect();
    c.write(move |tx| {
        let known = topics::all(tx)?;
        let chosen: Vec<u16> = chosen.iter().copied().filter(|it| known.iter().any(|t| t.number == *it)).collect();
        mine::carry(tx, &actor, &chosen)
    })
    .await?;
    c.go("/circles/mine?done=saved#carried")
}

pub(crate) async fn take_side(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let side: Audience = form.text("side").parse().map_err(|()| Error::NotFound)?;
    match c.write(move |tx| mine::take_side(tx, &actor, side)).await {
        Ok(()) => c.go("/circles/mine?done=saved#side"),
        Err(error) => {
            form.take("side", error)?;
            again(&c, &form).await
        }
    }
}

pub(crate) async fn suggest(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let on = form.text("suggestions") == "on";
    c.write(move |tx| suggest::turn(tx, &actor, on)).await?;
    c.go("/circles/mine?done=saved#suggestions")
}

pub(crate) async fn choose_digest(c: Ctx, form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let choice = match form.text("rhythm") {
        "off" => None,
        rhythm => Some(Choice {
            rhythm: rhythm.parse::<Rhythm>().map_err(|()| Error::NotFound)?,
            hour: form.text("hour").parse().unwrap_or(9),
            weekday: form.text("weekday").parse().unwrap_or(1),
        }),
    };
    c.write(move |tx| digest::choose(tx, &actor, choice)).await?;
    c.go("/circles/mine?done=saved#digest")
}

pub(crate) async fn mark(c: Ctx, mut form: Form) -> Page {
    let actor = c.signed_in()?.clone();
    let number = |name: &str| form.text(name).parse::<i8>().unwrap_or_default();
    let (month, day, around) = (number("month"), number("day"), number("around"));
    let label = form.optional("label", LABEL_AT_MOST);
    if form.is_right() {
        let marked = Marked { month, day, around, label };
        match c.write(move |tx| dates::mark(tx, &actor, &marked)).await {
            Ok(()) => return c.go("/circles/mine?done=saved#dates"),
            Err(error) => form.take("day", error)?,
        }
    }
    again(&c, &form).await
}

pub(crate) async fn forget(c: Ctx, Path(id): Path<String>) -> Page {
    let id: DateId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write(move |tx| dates::forget(tx, &actor, id)).await?;
    c.go("/circles/mine?done=saved#dates")
}

pub(crate) async fn seen(c: Ctx) -> Page {
    let actor = c.signed_in()?.clone();
    c.write(move |tx| refusal::seen(tx, &actor)).await?;
    c.go("/circles/mine#not-let-in")
}
