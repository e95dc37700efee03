//! Asking, and waiting.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Result, Tx};
use organisation::{Settings, topics, topics::Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Language};

use crate::{
    closing::{self, Shut},
    colleague,
    conversation::Conversation,
    cover::Cover,
    kind::{Kind, Pace, RequestId, attribute_key},
    live::{Here, Whose},
    profile::wishable,
    request::{Ask, Request, WORDS_AT_MOST, last_outcome},
    topic,
    wait::WaitRange,
};

/// Topics that one request may name: more is a life, not a start.
const TOPICS_AT_MOST: usize = 5;
/// How old the last sign of an open waiting page may be before the next one is noted.
const SEEN_ANEW: Duration = Duration::from_secs(20);

#[derive(Template)]
#[template(path = "requests/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    choices: &'a Choices,
}

impl New<'_> {
    fn wish_end(&self, wish: &(u16, u16)) -> String {
        attribute_key(wish.0, wish.1)
    }
}

/// What can be chosen.
struct Choices {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    wishes: Vec<(u16, u16)>,
    shut: Option<Shut>,
    last: Option<String>,
    /// They help here, or did, and may rather meet nobody they worked with.
    colleagues: bool,
}

impl Choices {
    fn read(tx: &mut Tx<'_>, actor: &Actor, offered: &[Language]) -> Result<Self> {
        Ok(Self {
            topics: topics::all(tx)?,
            languages: offered.to_vec(),
            wishes: wishable(tx, actor.band)?,
            shut: closing::shut(tx, actor.band)?,
            last: last_outcome(tx, actor.id)?,
            colleagues: colleague::is_asked(tx, actor.id)?,
        })
    }
}

/// Where a member stands already: in a conversation, in the queue, or nowhere.
fn already(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    if let Some(conversation) = Conversation::open_of_asker(tx, actor.id)? {
        return Ok(Some(format!("/conversations/{}", conversation.id)));
    }
    Ok(Request::live_of(tx, actor.id)?.map(|it| format!("/support/requests/{}", it.id)))
}

pub(crate) async fn new(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let offered = c.community().languages.clone();
    let (place, choices) = c.read(move |tx| Ok((already(tx, &actor)?, Choices::read(tx, &actor, &offered)?))).await?;
    if let Some(place) = place {
        return c.go(place);
    }
    let mut form = Form::with(&[("pace", "sooner")]);
    let member = c.member()?;
    for language in c.community().languages.iter().filter(|it| member.languages.contains(it)) {
        form.add("language", language.code());
    }
    c.page(&New { c: &c, form: &form, choices: &choices })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let kind: Option<Kind> = form.text("kind").parse().ok();
    if kind.is_none() {
        form.wrong("kind", "ask-kind-missing");
    }
    let languages: Vec<Language> = form.all("language").into_iter().filter_map(|it| it.parse().ok()).collect();
    if languages.is_empty() {
        form.wrong("language", "ask-language-missing");
    }
    let chosen: Vec<u16> = form.all("topic").into_iter().filter_map(|it| it.parse().ok()).collect();
    if chosen.len() > TOPICS_AT_MOST {
        form.wrong("topic", "ask-topics-too-many");
    }
    let words = form.optional("words", WORDS_AT_MOST);
    let pace = form.text("pace").parse().unwrap_or(Pace::Sooner);
    let no_colleagues = form.chosen("colleagues", "none");
    let wishes = form.all("wish").into_iter().filter_map(wish).collect();
    if let (true, Some(kind)) = (form.is_right(), kind) {
        let (ask, asker) = (Ask { kind, pace, topics: chosen, languages, wishes, words }, actor.clone());
        let asked = c
            .write(move |tx| match already(tx, &asker)? {
                Some(place) => Ok(place),
                None => {
                    let id = Request::ask(tx, &asker, &ask)?;
                    if no_colleagues {
                        Request::own(tx, &asker, id)?.spare_colleagues(tx)?;
                    }
                    Ok(format!("/support/requests/{id}"))
                }
            })
            .await;
        match asked {
            Ok(place) => return c.go(place),
            Err(error) => form.take("kind", error)?,
        }
    }
    let offered = c.community().languages.clone();
    let choices = c.read(move |tx| Choices::read(tx, &actor, &offered)).await?;
    c.again(&New { c: &c, form: &form, choices: &choices })
}

fn wish(text: &str) -> Option<(u16, u16)> {
    let (attribute, value) = text.split_once('-')?;
    let wish = (attribute.parse().ok()?, value.parse().ok()?);
    crate::kind::attribute_exists(wish.0, wish.1).then_some(wish)
}

#[derive(Template)]
#[template(path = "requests/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    request: &'a Request,
    place: i64,
    range: Option<WaitRange>,
    topics: Vec<Topic>,
    here: i64,
    other_ways: bool,
    note_hours: u32,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.member()?.clone();
    let shown = c
        .glance(move |tx| {
            let request = Request::own(tx, &actor, id)?;
            if request.ended_at.is_some() {
                return Ok(Err(after(tx, &actor, &request)?));
            }
            let (numbers, band) = (request.topics(tx)?, request.band);
            let around = (
                request.place(tx)?,
                WaitRange::recent(tx, band)?,
                topics::named(tx, &numbers)?,
                Cover::now(tx, band)?.here,
                Settings::current(tx)?,
            );
            Ok(Ok((request, around)))
        })
        .await?;
    let (request, (place, range, topics, here, settings)) = match shown {
        Ok(shown) => shown,
        Err(place) => return c.go(place),
    };
    // Noted now and then, not at each look: presence is coarser than that.
    if c.now().since(request.seen_at) >= SEEN_ANEW {
        let seen = request.clone();
        c.note(move |tx| seen.see(tx)).await?;
    }
    let other_ways = request.wants_other_ways(c.now(), &settings);
    c.page(&Show { c: &c, request: &request, place, range, topics, here, other_ways, note_hours: settings.note_hours })
}

/// Where a request that has ended leads.
fn after(tx: &mut Tx<'_>, actor: &Actor, request: &Request) -> Result<String> {
    let conversation: Option<String> = tx.first(
        "SELECT id FROM support_conversations WHERE request_id = $1 AND asker_id = $2",
        db::args![request.id, actor.id],
        |row| row.get(0),
    )?;
    if let Some(id) = conversation {
        return Ok(format!("/conversations/{id}"));
    }
    let note: Option<String> = tx.first(
        "SELECT id FROM support_notes WHERE request_id = $1 AND member_id = $2",
        db::args![request.id, actor.id],
        |row| row.get(0),
    )?;
    if let Some(id) = note {
        return Ok(format!("/support/notes/{id}"));
    }
    let outcome: Option<String> =
        tx.value("SELECT outcome FROM support_requests WHERE id = $1", db::args![request.id])?;
    Ok(if outcome.as_deref() == Some("withdrawn") { "/support/withdrawn" } else { "/support/ask" }.to_owned())
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    c.read(move |tx| Request::own(tx, &actor, id)).await?;
    let topics = [topic::of_member(member), topic::COVER.to_owned()];
    Ok(c.carry(upgrade, &topics, Here { c: c.clone(), whose: Whose::Waiting(id) }))
}

pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| Request::own(tx, &actor, id)?.withdraw(tx)).await?;
    c.go("/support/withdrawn")
}

#[derive(Template)]
#[template(path = "requests/withdrawn.html")]
struct Withdrawn<'a> {
    c: &'a Ctx,
}

pub(crate) async fn withdrawn(c: Ctx) -> Page {
    c.member()?;
    c.page(&Withdrawn { c: &c })
}

#[derive(Template)]
#[template(path = "requests/self_help.html")]
struct SelfHelp<'a> {
    c: &'a Ctx,
}

/// Small things that help while waiting, for everyone, signed in or not.
pub(crate) async fn self_help(c: Ctx) -> Page {
    c.page(&SelfHelp { c: &c })
}
