//! One activity: read it, watch it, write, sign, answer.

use askama::Template;
use axum::extract::Path;
use db::Result;
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use super::{plays, quizzes};
use crate::{
    attempt,
    booking::Booking,
    course::{self, Published},
    format::{Activity, Body, Course},
    media,
    play::{self, Play},
    progress::{self, Progress},
    reflection::{self, Reflection},
    shown,
    signature::{self, Signature},
};

#[derive(Template)]
#[template(path = "courses/activity.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    course: &'a Course,
    activity: &'a Activity,
    beside: Beside,
    /// The questions, or how it was.
    quiz: String,
    /// The written role-play, or how it was.
    play: String,
    pseudonym: &'a str,
}

/// What is shown besides the activity itself.
struct Beside {
    published: Published,
    progress: Progress,
    film: Option<(media::Medium, media::Medium)>,
    entry: Option<Reflection>,
    readers: Vec<(MemberId, String)>,
    signature: Option<Signature>,
    standing: Option<attempt::Standing>,
    play: Option<(Play, Published)>,
    /// The time that is booked for it.
    booked: Option<Booking>,
}

impl Show<'_> {
    fn address(&self) -> String {
        format!("/training/courses/{}/{}", self.course.id, self.activity.id)
    }

    fn is_done(&self) -> bool {
        self.beside.progress.has(&self.activity.id)
    }

    fn parts(&self, text: &str) -> Vec<shown::Part> {
        shown::parts(text)
    }

    fn place(&self) -> usize {
        self.course.activities().position(|it| it.id == self.activity.id).unwrap_or_default()
    }

    fn before(&self) -> Option<&Activity> {
        self.place().checked_sub(1).and_then(|at| self.course.activities().nth(at))
    }

    fn after(&self) -> Option<&Activity> {
        self.course.activities().nth(self.place() + 1)
    }

    fn module(&self) -> &str {
        let has = |it: &&crate::format::Module| it.activities.iter().any(|it| it.id == self.activity.id);
        self.course.modules.iter().find(has).map_or("", |it| &it.title)
    }

    /// Whether it was signed in words that have changed since.
    fn has_newer_words(&self) -> bool {
        self.beside.signature.as_ref().is_some_and(|it| it.version != self.course.version)
    }

    fn wants_signing(&self) -> bool {
        !self.is_done() || self.beside.signature.is_none() || self.has_newer_words()
    }

    /// Who reads what the learner writes.
    fn who_reads(&self) -> String {
        match self.shared_name() {
            Some(name) => self.c.tv("own-words-shared-hint", "name", name),
            None => self.c.t("own-words-hint").into_owned(),
        }
    }

    /// The name of whoever the entry is shared with.
    fn shared_name(&self) -> Option<&str> {
        let (with, _) = self.beside.entry.as_ref()?.shared?;
        self.beside.readers.iter().find(|(id, _)| *id == with).map(|(_, name)| name.as_str())
    }
}

pub(crate) async fn show(c: Ctx, Path((course, activity)): Path<(String, String)>) -> Page {
    page(&c, course, activity, None).await
}

/// The page of an activity; with a form, as it was sent and what is wrong with it.
pub(crate) async fn page(c: &Ctx, course: String, activity: String, sent: Option<Form>) -> Page {
    let actor = c.member()?.clone();
    let (reader, id, wanted) = (actor.clone(), course.clone(), activity.clone());
    let beside = c
        .read(move |tx| {
            let published = course::published(tx, &id)?;
            published.activity(&wanted)?;
            progress::may_take(tx, reader.id, &published)?;
            beside(tx, &reader, published, &wanted)
        })
        .await?;
    let (published, member, opened) = (beside.published.clone(), actor.id, activity.clone());
    c.note(move |tx| progress::open(tx, member, &published, &opened)).await?;
    let published = beside.published.clone();
    let activity = published.activity(&activity)?;
    let form = sent.clone().unwrap_or_else(|| match &beside.entry {
        Some(entry) => Form::with(&[("words", entry.words.clone())]),
        None => Form::empty(),
    });
    let quiz = match &beside.standing {
        Some(standing) => quizzes::part(c, &form, &published.course, activity, standing)?,
        None => String::new(),
    };
    let play = match &activity.body {
        Body::RolePlay { .. } => plays::part(c, &form, &published.course, activity, beside.play.as_ref())?,
        _ => String::new(),
    };
    let show =
        Show { c, form: &form, course: &published.course, activity, beside, quiz, play, pseudonym: &actor.pseudonym };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

fn beside(tx: &mut db::Tx<'_>, reader: &Actor, published: Published, activity: &str) -> Result<Beside> {
    let course = &published.course;
    let mut beside = Beside {
        progress: progress::of(tx, reader.id, &course.id)?,
        film: None,
        entry: None,
        readers: Vec::new(),
        signature: None,
        standing: None,
        play: None,
        booked: None,
        published: published.clone(),
    };
    match &published.activity(activity)?.body {
        Body::Video { file, captions, .. } => {
            let mut films = media::of_version(tx, &course.id, course.version)?;
            beside.film = films.remove(file).zip(films.remove(captions));
        }
        Body::Reflection(_) => {
            beside.entry = reflection::own(tx, reader.id, &course.id, activity)?;
            beside.readers = reflection::readers(tx, reader)?;
        }
        Body::Agreement(_) => beside.signature = signature::of(tx, reader.id, &course.id, activity)?,
        Body::Quiz(_) => beside.standing = Some(attempt::standing(tx, reader.id, course, activity)?),
        Body::RolePlay { .. } => beside.play = play::standing(tx, reader.id, &published, activity)?,
        Body::LiveRolePlay { .. } => beside.booked = Booking::open_for(tx, reader.id, &course.id, activity)?,
        Body::Reading(_) | Body::Shadow(_) => (),
    }
    Ok(beside)
}

/// Read, or watched: the learner says so.
pub(crate) async fn done(c: Ctx, Path((course, activity)): Path<(String, String)>) -> Page {
    let member = c.member()?.id;
    let next = c
        .write(move |tx| {
            let published = course::published(tx, &course)?;
            if !matches!(published.activity(&activity)?.body, Body::Reading(_) | Body::Video { .. }) {
                return Err(db::Error::NotFound);
            }
            progress::done(tx, member, &published, &activity)?;
            let mut later = published.course.activities().skip_while(|it| it.id != activity).skip(1);
            Ok(match later.next() {
                Some(next) => format!("/training/courses/{course}/{}", next.id),
                None => format!("/training/courses/{course}"),
            })
        })
        .await?;
    c.go(next)
}

pub(crate) async fn sign(c: Ctx, Path((course, activity)): Path<(String, String)>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let name = form.required("name", 100, "agreement-name-missing");
    if form.is_right() {
        let (id, wanted) = (course.clone(), activity.clone());
        let signed = c
            .write(move |tx| {
                let published = course::published(tx, &id)?;
                signature::sign(tx, &actor, &published, &wanted, &name)
            })
            .await;
        match signed {
            Ok(()) => return c.go(format!("/training/courses/{course}/{activity}")),
            Err(error) => form.take("name", error)?,
        }
    }
    page(&c, course, activity, Some(form)).await
}
