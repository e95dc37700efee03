//! Beginning a thread, reading it, and answering.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, ws::WebSocketUpgrade};
use db::{Error, Result, Tx};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Wording};

use crate::{
    circle::{self, Circle},
    draft::{self, Spot},
    kind::{CircleId, ContentNote, Intent, State, ThreadId},
    mute::Quiet,
    pages::{look, pictures},
    picture, place,
    post::{self, WORDS_AT_MOST, Words},
    reading,
    thread::{self, Answers, OWN_NOTE_AT_MOST, Opening, TITLE_AT_MOST, Thread},
    topic,
};

/// Topics that one thread may name.
const TOPICS_AT_MOST: usize = 3;
/// The fields of the page on which a thread is begun.
const FIELDS: &[&str] = &["title", "intent", "note", "own-note", "topic", "words", "alt", "unnamed"];

#[derive(Template)]
#[template(path = "threads/new.html")]
struct New<'a> {
    c: &'a Ctx,
    form: &'a Form,
    circle: &'a Circle,
    topics: &'a [Topic],
    preview: Option<String>,
    kept: bool,
    read_first: bool,
}

struct Composing {
    circle: Circle,
    topics: Vec<Topic>,
    read_first: bool,
}

fn composing(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Composing> {
    let circle = thread::writable(tx, actor, id)?;
    Ok(Composing { read_first: post::first_state(tx, &circle)? == State::Held, topics: topics::all(tx)?, circle })
}

pub(crate) async fn new(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CircleId = id.parse()?;
    let actor = c.member()?.clone();
    let (composing, kept) = c
        .read(move |tx| {
            let kept = draft::kept(tx, &actor, Spot { circle: id, thread: None })?;
            Ok((composing(tx, &actor, id)?, kept))
        })
        .await?;
    let form = restored(kept.as_deref());
    new_page(&c, &form, &composing, None, kept.is_some())
}

fn restored(kept: Option<&[(String, String)]>) -> Form {
    let mut form = Form::empty();
    for (name, value) in kept.unwrap_or_default() {
        form.add(name, value.clone());
    }
    form
}

fn new_page(c: &Ctx, form: &Form, it: &Composing, preview: Option<String>, kept: bool) -> Page {
    let page = New { c, form, circle: &it.circle, topics: &it.topics, preview, kept, read_first: it.read_first };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

/// What was chosen on the page, as pairs that a draft can keep.
fn fields(form: &Form) -> Vec<(String, String)> {
    let all = FIELDS.iter().flat_map(|name| form.all(name).into_iter().map(|value| (*name, value)));
    all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn opening(form: &mut Form) -> Option<Opening> {
    let intent: Option<Intent> = form.text("intent").parse().ok();
    if intent.is_none() {
        form.wrong("intent", "thread-intent-missing");
    }
    let title = form.required("title", TITLE_AT_MOST, "thread-title-missing");
    let text = form.required("words", WORDS_AT_MOST, "post-words-missing");
    let own_note = form.optional("own-note", OWN_NOTE_AT_MOST);
    let topics: Vec<u16> = form.all("topic").into_iter().filter_map(|it| it.parse().ok()).collect();
    if topics.len() > TOPICS_AT_MOST {
        form.wrong("topic", "thread-topics-too-many");
    }
    let notes: Vec<ContentNote> = form.all("note").into_iter().filter_map(|it| it.parse().ok()).collect();
    let words = Words { text, unnamed: form.chosen("unnamed", "yes") };
    let intent = intent.filter(|_| form.is_right())?;
    Some(Opening { title, intent, notes, own_note, topics, words })
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, request: Request) -> Page {
    let id: CircleId = id.parse()?;
    let mut form = match pictures::form_of(&c, request, move |tx, actor| Circle::readable_by(tx, actor, id)).await {
        Ok(form) => form,
        Err(refused) => return Ok(refused),
    };
    let actor = c.member()?.clone();
    let spot = Spot { circle: id, thread: None };
    if form.chosen("do", "keep") {
        let kept = fields(&form);
        c.write(move |tx| {
            Circle::joined_by(tx, &actor, id)?;
            draft::keep(tx, &actor, spot, &kept)
        })
        .await?;
        return c.go(format!("/circles/{id}/threads/new?kept=yes"));
    }
    let asker = actor.clone();
    let it = c.read(move |tx| composing(tx, &asker, id)).await?;
    if form.chosen("do", "preview") {
        let preview = form.has("words").then(|| text::Html::render(form.raw("words")).to_string());
        return new_page(&c, &form, &it, preview, false);
    }
    let opening = opening(&mut form);
    let brought = pictures::brought(&c, &mut form, &it.circle).await?;
    let Some(opening) = opening.filter(|_| form.is_right()) else { return new_page(&c, &form, &it, None, false) };
    let begun = c
        .write(move |tx| {
            let begun = Thread::begin(tx, &actor, id, &opening)?;
            let post = post::first_of(tx, begun.0)?;
            if let Some(brought) = &brought {
                picture::attach(tx, &actor, post, brought)?;
            }
            draft::discard(tx, &actor, spot)?;
            Ok((begun.0, place::hear_post(tx, &actor, post)?))
        })
        .await;
    match begun {
        Ok((thread, care)) => {
            let on = format!("/threads/{thread}");
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("words", error)?;
            new_page(&c, &form, &it, None, false)
        }
    }
}

/// Everything on the page of a thread.
struct Shown {
    thread: Thread,
    circle: Circle,
    topics: Arc<Vec<Topic>>,
    posts: Vec<Arc<String>>,
    next: Option<i64>,
    /// The number of the last post on it.
    last: i64,
    follows: bool,
    cannot_write: Option<db::Refusal>,
    read_first: bool,
    kept: Option<Vec<(String, String)>>,
    unread: bool,
    /// Help for whoever has just written something that sounded hard.
    care: Option<String>,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, wording: &Arc<Wording>, id: ThreadId, after: i64) -> Result<Self> {
        let (thread, circle) = Thread::readable_by(tx, actor, id)?;
        let quiet = Quiet::of(tx, actor)?;
        let watching = circle::facilitators(tx, &circle)?;
        let facilitators: Vec<_> = watching.iter().map(|it| it.id).collect();
        let page = reading::page(tx, actor, &circle, &facilitators, &quiet, id, after)?;
        let marks = reading::marks(tx, actor, circle.id, id)?;
        let last = page.posts.last().map_or(after, |it| it.seq);
        let has_cover = watching.iter().any(|it| it.is_here);
        let cannot_write = match thread::may_write_when(&circle, marks.paused, has_cover) {
            Ok(()) if thread.closed_at.is_some() => Some(refusal("thread-closed")),
            Ok(()) if thread.state != State::Shown => Some(refusal("thread-not-shown")),
            Ok(()) => None,
            Err(Error::Refused(refusal)) => Some(refusal),
            Err(other) => return Err(other),
        };
        let topics = tx.kept_exactly(id, |tx| {
            let numbers = thread.topics(tx)?;
            topics::named(tx, &numbers)
        })?;
        Ok(Self {
            topics,
            next: page.more.then_some(page.last),
            follows: marks.follows,
            read_first: cannot_write.is_none() && post::first_state(tx, &circle)? == State::Held,
            cannot_write,
            kept: marks.draft.map_or(Ok(None), |it| it.open(tx, actor))?,
            unread: circle.role.is_some() && marks.read < last,
            last,
            care: safety::care::asked_for(c, tx)?,
            posts: look::each(tx, page, wording, &circle)?,
            thread,
            circle,
        })
    }
}

fn refusal(key: &'static str) -> db::Refusal {
    db::Refusal { key, args: Vec::new() }
}

#[derive(Template)]
#[template(path = "threads/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    preview: Option<String>,
}

impl Show<'_> {
    /// Whether the reader began this thread.
    fn is_mine(&self) -> bool {
        self.c.actor().is_some_and(|me| self.shown.thread.opener == Some(me.id))
    }

    /// Whether the writer was just asked whether their words are advice.
    fn is_nudged(&self) -> bool {
        self.form.error("words").is_some_and(|it| it.key == ADVICE)
    }

    /// The live part asks for the page of the thread, also where a form has led elsewhere.
    fn is_elsewhere(&self) -> bool {
        self.c.path().ends_with("/posts")
    }

    /// Whether the reader may change the content note.
    fn may_note(&self) -> bool {
        self.is_mine() || self.shown.circle.is_led_by_asker()
    }

    fn has_note(&self, note: &ContentNote) -> bool {
        self.shown.thread.notes.contains(note)
    }

    /// What the reader is asked for, by what the author hopes for and how far it was answered.
    fn invitation(&self) -> &'static str {
        if self.is_mine() {
            return "reply-own";
        }
        match (self.shown.thread.intent, Answers::of(&self.shown.thread)) {
            (_, Answers::One) => "reply-second",
            (Intent::Listen, _) => "reply-listen",
            (Intent::Ideas, _) => "reply-ideas",
            (Intent::Support, _) => "reply-support",
            (Intent::Win, _) => "reply-win",
            (Intent::Hello, _) => "reply-hello",
        }
    }
}

async fn page(c: &Ctx, id: ThreadId, form: Option<&Form>, preview: Option<String>) -> Page {
    let actor = c.member()?.clone();
    let after = c.query("after").parse().unwrap_or(0);
    let (reader, wording) = (actor.clone(), Arc::clone(c.wording()));
    let asker = c.clone();
    let shown = c.glance(move |tx| Shown::read(&asker, tx, &reader, &wording, id, after)).await?;
    if shown.unread {
        let last = shown.last;
        c.note(move |tx| thread::read_until(tx, actor.id, id, last)).await?;
    }
    let kept;
    let form = match form {
        Some(form) => form,
        None => {
            kept = restored(shown.kept.as_deref());
            &kept
        }
    };
    let page = Show { c, form, shown: &shown, preview };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None, None).await
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: ThreadId = id.parse()?;
    let actor = c.member()?.clone();
    let reader = actor.clone();
    c.read(move |tx| Thread::readable_by(tx, &reader, id)).await?;
    Ok(c.follow(upgrade, &[topic::of_thread(id), topic::of_member(actor.id)]))
}

/// The question that somebody is asked whose answer to "just listening, please" reads like advice.
const ADVICE: &str = "reply-is-advice";

/// Whether words hold one of these phrases, which a comma parts. A nudge, not a judgement: they can be sent as they are.
fn is_advice(words: &str, phrases: &str) -> bool {
    let words = words.to_lowercase().replace('’', "'");
    phrases.split(',').map(str::trim).any(|phrase| !phrase.is_empty() && words.contains(phrase))
}

pub(crate) async fn reply(c: Ctx, Path(id): Path<String>, request: Request) -> Page {
    let id: ThreadId = id.parse()?;
    let circle_of = move |tx: &mut Tx<'_>, actor: &Actor| Ok(Thread::readable_by(tx, actor, id)?.1);
    let mut form = match pictures::form_of(&c, request, circle_of).await {
        Ok(form) => form,
        Err(refused) => return Ok(refused),
    };
    let actor = c.member()?.clone();
    if form.chosen("do", "keep") {
        let kept = fields(&form);
        c.write(move |tx| {
            let (_, circle) = Thread::readable_by(tx, &actor, id)?;
            draft::keep(tx, &actor, Spot { circle: circle.id, thread: Some(id) }, &kept)
        })
        .await?;
        return c.go(format!("/threads/{id}?kept=yes#words"));
    }
    if form.chosen("do", "preview") {
        let preview = form.has("words").then(|| text::Html::render(form.raw("words")).to_string());
        return page(&c, id, Some(&form), preview).await;
    }
    let text = form.required("words", WORDS_AT_MOST, "post-words-missing");
    let asker = actor.clone();
    let (intent, circle) =
        c.read(move |tx| Thread::readable_by(tx, &asker, id).map(|(thread, circle)| (thread.intent, circle))).await?;
    if intent == Intent::Listen && !form.chosen("do", "anyway") && is_advice(&text, &c.t("reply-advice-phrases")) {
        form.wrong("words", ADVICE);
    }
    let brought = pictures::brought(&c, &mut form, &circle).await?;
    if form.is_right() {
        let words = Words { text, unnamed: form.chosen("unnamed", "yes") };
        let said = c
            .write(move |tx| {
                let (_, circle) = Thread::readable_by(tx, &actor, id)?;
                let said = post::reply(tx, &actor, id, &words)?;
                if let Some(brought) = &brought {
                    picture::attach(tx, &actor, said.0, brought)?;
                }
                draft::discard(tx, &actor, Spot { circle: circle.id, thread: Some(id) })?;
                Ok((said.0, place::hear_post(tx, &actor, said.0)?))
            })
            .await;
        match said {
            Ok((post, care)) => {
                let on = format!("/threads/{id}#post-{post}");
                return c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)));
            }
            Err(error) => form.take("words", error)?,
        }
    }
    page(&c, id, Some(&form), None).await
}

pub(crate) async fn follow(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: ThreadId = id.parse()?;
    let actor = c.member()?.clone();
    let follows = !form.chosen("follow", "no");
    c.write(move |tx| {
        let (_, circle) = Thread::readable_by(tx, &actor, id)?;
        if follows && circle.role.is_some() {
            thread::follow(tx, actor.id, id)
        } else {
            thread::unfollow(tx, actor.id, id)
        }
    })
    .await?;
    c.go(format!("/threads/{id}"))
}

/// Keeps a thread on top, or closes it: for those who look after the circle.
pub(crate) async fn pin(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: ThreadId = id.parse()?;
    let pinned = !form.chosen("pin", "no");
    led(&c, id, move |tx, thread| thread.pin(tx, pinned)).await
}

pub(crate) async fn close(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: ThreadId = id.parse()?;
    let closed = !form.chosen("close", "no");
    led(&c, id, move |tx, thread| thread.close(tx, closed)).await
}

async fn led(c: &Ctx, id: ThreadId, work: impl Fn(&mut Tx<'_>, &Thread) -> Result<()> + Send + 'static) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let (thread, circle) = Thread::readable_by(tx, &actor, id)?;
        Circle::facilitated_by(tx, &actor, circle.id)?;
        work(tx, &thread)
    })
    .await?;
    c.go(format!("/threads/{id}"))
}

/// Changes the content note.
pub(crate) async fn note(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ThreadId = id.parse()?;
    let actor = c.member()?.clone();
    let own = form.optional("own-note", OWN_NOTE_AT_MOST);
    let notes: Vec<ContentNote> = form.all("note").into_iter().filter_map(|it| it.parse().ok()).collect();
    if !form.is_right() {
        return page(&c, id, Some(&form), None).await;
    }
    c.write(move |tx| {
        let (thread, circle) = Thread::readable_by(tx, &actor, id)?;
        thread.note(tx, &actor, &circle, &notes, &own)
    })
    .await?;
    c.go(format!("/threads/{id}"))
}
