//! A written role-play: one answer at a time, and at the end every line with what it did.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use listening::{Heard, Skill};
use web::{Form, Page};
use words::{Ctx, Language};

use super::activities;
use crate::{
    course::{self, Published},
    format::{self, Activity, Course, Mark, Next, Step},
    heard::{self, Piece},
    play::{self, Play, Turn, WORDS_AT_MOST},
};

#[derive(Template)]
#[template(path = "practice/play.html")]
struct Part<'a> {
    c: &'a Ctx,
    form: &'a Form,
    course: &'a Course,
    activity: &'a Activity,
    taken: Option<Taken<'a>>,
}

/// A role-play that was begun.
struct Taken<'a> {
    play: &'a Play,
    /// The story as it was when she began.
    story: &'a format::Play,
    path: Vec<usize>,
    heard: Heard,
    /// The words can be read by rules in this language.
    is_readable: bool,
}

impl<'a> Taken<'a> {
    fn lines(&self) -> Vec<(&Step, &format::Choice, &Turn)> {
        let turns = self.play.turns.iter();
        self.story.along(&self.path).zip(turns).map(|((step, choice), turn)| (step, choice, turn)).collect()
    }

    fn now(&self) -> Option<&'a Step> {
        match self.story.at(&self.path) {
            Next::Step(at) => self.story.steps.get(at),
            Next::End => None,
        }
    }

    /// Which line, in the order in which everything was said, this answer was.
    fn number(&self, answer: usize) -> usize {
        let before = self.lines();
        before.iter().take(answer + 1).map(|(step, ..)| step.says.len()).sum::<usize>() + answer
    }

    /// Her words in pieces.
    fn pieces<'b>(&self, answer: &usize, words: &'b str) -> Vec<Piece<'b>> {
        if self.is_readable {
            heard::pieces(&self.heard, self.number(*answer), words)
        } else {
            vec![Piece { words, did: None }]
        }
    }
}

impl Part<'_> {
    fn address(&self) -> String {
        format!("/training/courses/{}/{}", self.course.id, self.activity.id)
    }

    /// Whether this was chosen just now, of this very step.
    fn is_chosen(&self, choice: &usize, step: usize) -> bool {
        self.form.text("step") == step.to_string() && self.form.chosen("choice", &choice.to_string())
    }

    /// Words that came when it was over.
    fn unsaid(&self) -> Option<&str> {
        (!self.form.is_right()).then(|| self.form.raw("words")).filter(|it| !it.is_empty())
    }

    /// What helps at this step, where something else was chosen.
    fn better<'b>(&self, step: &'b Step, choice: &format::Choice) -> Option<&'b format::Choice> {
        step.choices.iter().find(|it| it.mark == Mark::Helps).filter(|_| choice.mark != Mark::Helps)
    }

    fn meters(&self, heard: &Heard) -> Vec<(Skill, usize)> {
        Skill::ALL.iter().map(|it| (*it, heard.count(*it))).collect()
    }
}

/// The part of an activity's page on which it is played.
pub(super) fn part(
    c: &Ctx,
    form: &Form,
    course: &Course,
    activity: &Activity,
    standing: Option<&(Play, Published)>,
) -> Result<String> {
    let taken = match standing {
        Some((play, then)) => {
            let story = play::story(then, &activity.id)?;
            // The rules know English alone.
            let is_readable = then.course.language == Language::default();
            Some(Taken { play, story, path: play.path(), heard: play.heard(story), is_readable })
        }
        None => None,
    };
    Part { c, form, course, activity, taken }.render().map_err(Error::broken)
}

pub(crate) async fn begin(c: Ctx, Path((course, activity)): Path<(String, String)>) -> Page {
    let member = c.member()?.id;
    let to = format!("/training/courses/{course}/{activity}#now");
    c.write(move |tx| {
        let published = course::published(tx, &course)?;
        play::begin(tx, member, &published, &activity)
    })
    .await?;
    c.go(to)
}

pub(crate) async fn forget(c: Ctx, Path((course, activity)): Path<(String, String)>) -> Page {
    let member = c.member()?.id;
    let to = format!("/training/courses/{course}/{activity}");
    c.write(move |tx| play::forget(tx, member, &course, &activity)).await?;
    c.go(to)
}

pub(crate) async fn answer(c: Ctx, Path((course, activity)): Path<(String, String)>, mut form: Form) -> Page {
    let member = c.member()?.id;
    let step: usize = form.text("step").parse().map_err(|_| Error::NotFound)?;
    let words = form.required("words", WORDS_AT_MOST, "play-words-missing");
    let choice = form.text("choice").parse().ok();
    if choice.is_none() {
        form.wrong("choice", "play-choose");
    }
    if let Some(choice) = choice.filter(|_| form.is_right()) {
        let (id, wanted) = (course.clone(), activity.clone());
        let turn = Turn { choice, words };
        let answered = c
            .write(move |tx| {
                let published = course::published(tx, &id)?;
                play::answer(tx, member, &published, &wanted, step, &turn)
            })
            .await;
        match answered {
            Ok(()) => return c.go(format!("/training/courses/{course}/{activity}#now")),
            Err(error) => {
                let field = if error.refusal() == Some("play-elsewhere") { "words" } else { "choice" };
                form.take(field, error)?;
            }
        }
    }
    activities::page(&c, course, activity, Some(form)).await
}
