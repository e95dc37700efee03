//! The few people that these tests need, and what they do.

use std::{sync::Arc, time::Duration};

use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, ContentNote, Intent, StoryId, ThreadId},
    membership,
    mute::Quiet,
    post::Words,
    review::{self, Check, Verdict},
    shelf::{self, Wanted},
    story::{Prompt, Story, Writing},
    thread::{Opening, Thread},
};
use db::{Error, Migration, Options, Result, Tx, Uuid};
use jobs::Jobs;
use safety::place::Places;
use testkit::Ground;
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};

pub(crate) const DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        search::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        circles::MIGRATIONS,
    ]
    .concat()
}

/// What those who keep everybody safe need of this room.
const PLACES: Places = Places {
    rooms: &[&circles::place::PLACE, &safety::place::PERSON],
    kept_by: circles::place::kept_by,
    keepers: circles::place::keepers,
    names_of: circles::place::names_of,
    pause: circles::place::pause,
    resume: circles::place::resume,
    remove: circles::place::remove,
    readmit: circles::place::readmit,
    talk: |_, _, _| Err(Error::NotFound),
};

/// Lends it, where something is flagged.
pub(crate) fn lending(options: Options) -> Options {
    options.lend(Arc::new(PLACES))
}

/// An adult who speaks English and wears these hats.
pub(crate) async fn person(ground: &Ground, name: &str, hats: &[Hat]) -> Actor {
    somebody(ground, name, hats, AgeBand::Adult, "en").await
}

pub(crate) async fn somebody(ground: &Ground, name: &str, hats: &[Hat], band: AgeBand, languages: &str) -> Actor {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let worn = hats.to_vec();
    let id = does(ground, move |tx| {
        let id = people::join(tx, &new)?;
        for hat in &worn {
            people::hats::grant_first(tx, id, *hat)?;
        }
        Ok(id)
    })
    .await;
    Actor {
        id,
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        hats: hats.to_vec(),
        standing: Standing::Active,
        session: SessionId(Uuid::nil()),
        locked: false,
        touch: false,
    }
}

/// Runs a verb that works, and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    ground.db.write(work).await.unwrap()
}

/// The key of the refusal that this ends in.
pub(crate) async fn refusal<T: Send + std::fmt::Debug + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> &'static str {
    let error = ground.db.write(work).await.expect_err("a refusal");
    error.refusal().unwrap_or_else(|| panic!("expected a refusal, got {error}"))
}

/// Whether this ends in "not found".
pub(crate) async fn is_hidden<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> bool {
    matches!(ground.db.write(work).await, Err(Error::NotFound))
}

pub(crate) fn english() -> Language {
    "en".parse().unwrap()
}

/// A story about sleep (topic 9), under one's name.
pub(crate) fn writing(title: &str, words: &str) -> Writing {
    Writing {
        title: title.to_owned(),
        words: words.to_owned(),
        prompt: Some(Prompt::Helped),
        notes: vec![ContentNote::Death],
        own_note: String::new(),
        topics: vec![9],
        language: english(),
        unnamed: false,
    }
}

pub(crate) fn all_fine() -> Verdict {
    Verdict { fine: Check::ALL.to_vec(), ..Verdict::default() }
}

/// Somebody writes a story and offers it.
pub(crate) async fn offers(ground: &Ground, author: &Actor, writing: Writing) -> StoryId {
    let author = author.clone();
    does(ground, move |tx| {
        let id = Story::begin(tx, &author, &writing)?;
        Story::own(tx, &author, id)?.offer(tx, &author)?;
        Ok(id)
    })
    .await
}

/// Somebody writes a story, and it is read and shown.
pub(crate) async fn tells(ground: &Ground, author: &Actor, reader: &Actor, writing: Writing) -> StoryId {
    let id = offers(ground, author, writing).await;
    let reader = reader.clone();
    does(ground, move |tx| {
        let round = review::reviewable_by(tx, &reader, id)?.round;
        review::show(tx, &reader, id, round, &all_fine())
    })
    .await;
    id
}

/// The titles that somebody finds on the shelf.
pub(crate) async fn finds(ground: &Ground, actor: &Actor) -> Vec<String> {
    let actor = actor.clone();
    does(ground, move |tx| {
        let quiet = Quiet::of(tx, &actor)?;
        let (stories, _) = shelf::latest(tx, &actor, &quiet, Wanted::default(), None)?;
        Ok(stories.into_iter().map(|it| it.writing.title).collect())
    })
    .await
}

/// The titles that somebody finds by searching.
pub(crate) async fn searches(ground: &Ground, actor: &Actor, words: &'static str) -> Vec<String> {
    let actor = actor.clone();
    does(ground, move |tx| {
        let quiet = Quiet::of(tx, &actor)?;
        let stories = shelf::search(tx, &actor, &quiet, Wanted::default(), words)?;
        Ok(stories.into_iter().map(|it| it.writing.title).collect())
    })
    .await
}

/// A circle of adults about these topics, with two facilitators.
pub(crate) async fn circle(ground: &Ground, name: &str, topics: &[u16], change: fn(&mut Plan)) -> CircleId {
    let led = [Hat::Facilitator];
    let first = somebody(ground, &format!("{name} one"), &led, AgeBand::Adult, "en,cy").await;
    let second = somebody(ground, &format!("{name} two"), &led, AgeBand::Adult, "en,cy").await;
    let mut plan = Plan::usual(name, "A place.", "Be kind.", english());
    plan.topics = topics.to_vec();
    change(&mut plan);
    does(ground, move |tx| Circle::found(tx, first.id, AgeBand::Adult, &plan, &[first.id, second.id], true)).await
}

pub(crate) async fn joins(ground: &Ground, actor: &Actor, circle: CircleId) {
    let actor = actor.clone();
    assert!(does(ground, move |tx| membership::join(tx, &actor, circle, "")).await, "the circle is open");
}

pub(crate) fn said(text: &str) -> Words {
    Words { text: text.to_owned(), unnamed: false }
}

/// Somebody begins a thread that asks for support.
pub(crate) async fn begins(ground: &Ground, actor: &Actor, circle: CircleId, title: &str, words: Words) -> ThreadId {
    let opening = Opening {
        title: title.to_owned(),
        intent: Intent::Support,
        notes: vec![],
        own_note: String::new(),
        topics: vec![],
        words,
    };
    let actor = actor.clone();
    does(ground, move |tx| Ok(Thread::begin(tx, &actor, circle, &opening)?.0)).await
}

/// Time passes, and what was planned for it happens.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    circles::jobs(people::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}
