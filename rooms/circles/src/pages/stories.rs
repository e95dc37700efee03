//! Stories: finding them, reading one, writing one, and taking it back.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time, Tx};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Language};

use crate::{
    dates,
    kind::{ContentNote, StoryId},
    mine,
    mute::Quiet,
    place,
    review::{self, Check, Review},
    shelf::{self, Like, Wanted},
    story::{Prompt, State, Story, TITLE_AT_MOST, WORDS_AT_MOST, Writing},
    thread::OWN_NOTE_AT_MOST,
};

/// Stories like one's own on the page that lists all.
const LIKE_SHOWN: usize = 3;

/// A story in a list, with its topics.
struct Listed {
    story: Story,
    topics: Vec<Topic>,
}

struct Shelf {
    stories: Vec<Listed>,
    next: Option<Time>,
    like: Vec<Like>,
    carries: bool,
    topics: Vec<Topic>,
    to_read: bool,
}

impl Shelf {
    fn read(tx: &mut Tx<'_>, actor: &Actor, wanted: Wanted, words: &str, before: Option<Time>) -> Result<Self> {
        let quiet = Quiet::of(tx, actor)?;
        let (stories, next) = if words.is_empty() {
            shelf::latest(tx, actor, &quiet, wanted, before)?
        } else {
            (shelf::search(tx, actor, &quiet, wanted, words)?, None)
        };
        let stories =
            stories.into_iter().map(|story| Ok(Listed { topics: story.topics(tx)?, story })).collect::<Result<_>>()?;
        let first = before.is_none() && words.is_empty() && wanted == Wanted::default();
        let like = if first && !dates::is_quiet(tx, actor)? {
            shelf::like_mine(tx, actor, &quiet, Time(0), LIKE_SHOWN)?
        } else {
            Vec::new()
        };
        Ok(Self {
            stories,
            next,
            like,
            carries: !mine::carried(tx, actor.id)?.is_empty(),
            topics: topics::all(tx)?,
            to_read: !review::waiting(tx, actor)?.is_empty(),
        })
    }
}

#[derive(Template)]
#[template(path = "stories/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    shelf: &'a Shelf,
    wanted: Wanted,
    words: &'a str,
    done: Option<&'a str>,
}

impl Index<'_> {
    fn is_about(&self, topic: u16) -> bool {
        self.wanted.topic == Some(topic)
    }

    fn is_in(&self, language: Language) -> bool {
        self.wanted.language == Some(language)
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let wanted = Wanted { topic: c.query("topic").parse().ok(), language: c.query("language").parse().ok() };
    let before = c.query("before").parse().ok().map(Time);
    let words = c.query("words");
    let typed = words.clone();
    let shelf = c.read(move |tx| Shelf::read(tx, &actor, wanted, &typed, before)).await?;
    let done = (c.query("done") == "gone").then_some("story-done-gone");
    c.page(&Index { c: &c, shelf: &shelf, wanted, words: &words, done })
}

/// What a reader sees of a story, and what its author may do.
struct Read {
    story: Story,
    topics: Vec<Topic>,
    review: Option<Review>,
    /// The words, rendered.
    html: String,
}

#[derive(Template)]
#[template(path = "stories/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    read: &'a Read,
    done: Option<&'a str>,
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: StoryId = id.parse()?;
    let actor = c.member()?.clone();
    let read = c
        .read(move |tx| {
            let story = Story::readable_by(tx, &actor, id)?;
            let review = review::last_of(tx, &actor, &story)?.filter(|_| story.state == State::Back);
            Ok(Read { topics: story.topics(tx)?, review, story, html: String::new() })
        })
        .await?;
    let read = Read { html: text::Html::render(&read.story.writing.words).to_string(), ..read };
    let done = match c.query("done").as_str() {
        "kept" => Some("story-done-kept"),
        "offered" => Some("story-done-offered"),
        "reopened" => Some("story-done-reopened"),
        _ => None,
    };
    c.page(&Show { c: &c, read: &read, done })
}

/// What the form of a story offers to choose from.
struct Choices {
    topics: Vec<Topic>,
    languages: Vec<Language>,
}

impl Choices {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let mut languages = actor.languages.clone();
        languages.extend(c.community().languages.iter().filter(|it| !actor.languages.contains(it)));
        Ok(Self { topics: topics::all(tx)?, languages })
    }
}

#[derive(Template)]
#[template(path = "stories/edit.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    choices: &'a Choices,
    /// The story that is changed; nothing for a new one.
    id: Option<StoryId>,
    review: Option<&'a Review>,
    /// How the words will look.
    preview: Option<String>,
}

pub(crate) async fn new(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let form = Form::with(&[("prompt", c.query("prompt")), ("language", first_language(&actor))]);
    let (ctx, asker) = (c.clone(), actor);
    let choices = c.read(move |tx| Choices::read(&ctx, tx, &asker)).await?;
    c.page(&Edit { c: &c, form: &form, choices: &choices, id: None, review: None, preview: None })
}

fn first_language(actor: &Actor) -> String {
    actor.languages.first().map_or("", |it| it.code()).to_owned()
}

/// What was typed. A draft may lack anything; a story that is offered has a title and words.
fn typed(form: &mut Form, choices: &Choices) -> Writing {
    let (title, words) = if form.text("action") == "keep" {
        (form.optional("title", TITLE_AT_MOST), form.optional("words", WORDS_AT_MOST))
    } else {
        let title = form.required("title", TITLE_AT_MOST, "story-title-missing");
        (title, form.required("words", WORDS_AT_MOST, "story-words-missing"))
    };
    let language = form.text("language").parse().ok().filter(|it| choices.languages.contains(it));
    if language.is_none() {
        form.wrong("language", "story-language-missing");
    }
    let known = |it: &u16| choices.topics.iter().any(|topic| topic.number == *it);
    Writing {
        title,
        words,
        prompt: form.text("prompt").parse::<Prompt>().ok(),
        notes: form.all("note").iter().filter_map(|it| it.parse().ok()).collect(),
        own_note: form.optional("own-note", OWN_NOTE_AT_MOST),
        topics: form.all("topic").iter().filter_map(|it| it.parse().ok()).filter(known).collect(),
        // A form without a language is shown again; what stands here is not kept.
        language: language.unwrap_or_else(|| choices.languages[0]),
        unnamed: form.text("as") == "unnamed",
    }
}

/// A form that holds what a story holds.
fn filled(story: &Story) -> Form {
    let writing = &story.writing;
    let mut form = Form::with(&[
        ("title", writing.title.as_str()),
        ("words", &writing.words),
        ("own-note", &writing.own_note),
        ("language", writing.language.code()),
        ("as", if writing.unnamed { "unnamed" } else { "named" }),
        ("prompt", writing.prompt.map_or("", Prompt::as_str)),
    ]);
    for note in &writing.notes {
        form.add("note", note.as_str());
    }
    for topic in &writing.topics {
        form.add("topic", topic.to_string());
    }
    form
}

pub(crate) async fn edit(c: Ctx, Path(id): Path<String>) -> Page {
    let id: StoryId = id.parse()?;
    let (actor, ctx) = (c.member()?.clone(), c.clone());
    let (story, choices, review) = c
        .read(move |tx| {
            let story = Story::own(tx, &actor, id)?;
            let review = review::last_of(tx, &actor, &story)?.filter(|_| story.state == State::Back);
            Ok((story, Choices::read(&ctx, tx, &actor)?, review))
        })
        .await?;
    if !story.is_open() {
        return c.go(format!("/circles/stories/{id}"));
    }
    let form = filled(&story);
    c.page(&Edit { c: &c, form: &form, choices: &choices, id: Some(id), review: review.as_ref(), preview: None })
}

pub(crate) async fn create(c: Ctx, form: Form) -> Page {
    save(c, None, form).await
}

pub(crate) async fn change(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: StoryId = id.parse()?;
    save(c, Some(id), form).await
}

/// Keeps what was typed, shows how it will look, or offers it: as the pressed button says.
async fn save(c: Ctx, id: Option<StoryId>, mut form: Form) -> Page {
    let (actor, ctx) = (c.member()?.clone(), c.clone());
    let asker = actor.clone();
    let choices = c
        .read(move |tx| {
            if let Some(id) = id {
                Story::own(tx, &asker, id)?;
            }
            Choices::read(&ctx, tx, &asker)
        })
        .await?;
    let writing = typed(&mut form, &choices);
    let action = form.text("action").to_owned();
    if !form.is_right() || action == "preview" {
        let preview = form.is_right().then(|| text::Html::render(&writing.words).to_string());
        let page = Edit { c: &c, form: &form, choices: &choices, id, review: None, preview };
        return if form.is_right() { c.page(&page) } else { c.again(&page) };
    }
    let offers = action == "offer";
    let kept = c
        .write(move |tx| {
            let id = match id {
                Some(id) => {
                    Story::own(tx, &actor, id)?.change(tx, &writing)?;
                    id
                }
                None => Story::begin(tx, &actor, &writing)?,
            };
            // What is kept for oneself is nobody else's to read, and what is offered is read by somebody.
            let care = if offers {
                Story::own(tx, &actor, id)?.offer(tx, &actor)?;
                place::hear_story(tx, &actor, id)?
            } else {
                None
            };
            Ok((id, care))
        })
        .await?;
    let (id, care) = kept;
    let on = format!("/circles/stories/{id}?done={}", if offers { "offered" } else { "kept" });
    c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
}

pub(crate) async fn reopen(c: Ctx, Path(id): Path<String>) -> Page {
    let id: StoryId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write(move |tx| Story::own(tx, &actor, id)?.reopen(tx)).await?;
    c.go(format!("/circles/stories/{id}?done=reopened"))
}

/// Taking back asks for no standing: somebody on a break may do it too. What is gone already stays gone.
pub(crate) async fn withdraw(c: Ctx, Path(id): Path<String>) -> Page {
    let id: StoryId = id.parse()?;
    let actor = c.signed_in()?.clone();
    c.write(move |tx| match Story::own(tx, &actor, id) {
        Ok(story) => story.withdraw(tx),
        Err(Error::NotFound) => Ok(()),
        Err(other) => Err(other),
    })
    .await?;
    c.go(if c.member().is_ok() { "/circles/stories?done=gone" } else { "/circles/mine/writing" })
}
