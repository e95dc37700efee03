//! A quiz: one question at a time, and after each its reasons.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use web::{Form, Page};
use words::Ctx;

use super::activities;
use crate::{
    attempt::{self, Answer, Attempt, Standing},
    course,
    format::{Activity, Asked, Choosable, Course, Next, Play, Question},
    shown,
};

#[derive(Template)]
#[template(path = "courses/quiz.html")]
struct Part<'a> {
    c: &'a Ctx,
    form: &'a Form,
    course: &'a Course,
    activity: &'a Activity,
    questions: &'a [Question],
    standing: &'a Standing,
    /// The question that was answered just now.
    after: Option<usize>,
}

/// A question as it is asked.
struct Asking<'a> {
    attempt: &'a Attempt,
    number: usize,
    question: &'a Question,
    path: &'a [usize],
}

impl<'a> Asking<'a> {
    /// The order in which things are shown that are to be put in order, each with the name of its field.
    fn shuffled(&self, items: &'a [Choosable]) -> Vec<(String, &'a Choosable)> {
        let shuffled = self.attempt.shuffled(self.number, items.len());
        shuffled.into_iter().map(|at| (format!("place-{at}"), &items[at])).collect()
    }
}

/// A thing that could be chosen, and how it went.
struct Told<'a> {
    item: &'a Choosable,
    chosen: bool,
}

impl<'a> Part<'a> {
    fn address(&self) -> String {
        format!("/training/courses/{}/{}", self.course.id, self.activity.id)
    }

    fn parts(&self, text: &str) -> Vec<shown::Part> {
        shown::parts(text)
    }

    /// What is asked now.
    fn now(&self, attempt: &'a Attempt) -> Option<Asking<'a>> {
        let (number, path) = attempt.now(self.questions)?;
        Some(Asking { attempt, number, question: &self.questions[number], path })
    }

    fn is_after(&self, question: &usize) -> bool {
        self.after == Some(*question)
    }

    fn is_chosen(&self, name: &str, value: &usize) -> bool {
        self.form.chosen(name, &value.to_string())
    }

    /// What to show of an answer: after a try that was not enough, only what was chosen; the rest is for the next try.
    fn told(&self, options: &'a [Choosable], answer: &Answer, all: &bool) -> Vec<Told<'a>> {
        let told = options.iter().enumerate().map(|(at, item)| Told { item, chosen: answer.contains(&at) });
        told.filter(|it| *all || it.chosen).collect()
    }

    fn is_whole(&self, question: &Question, answer: &Answer) -> bool {
        attempt::is_whole(question, answer)
    }

    fn is_right(&self, question: &Question, answer: &Answer) -> bool {
        attempt::is_right(question, answer)
    }

    /// Whether something that belongs was not chosen.
    fn lacked(&self, question: &Question, answer: &Answer) -> bool {
        match &question.asked {
            Asked::Multiple(options) => options.iter().enumerate().any(|(at, it)| it.right && !answer.contains(&at)),
            _ => false,
        }
    }

    fn right_at_first(&self, question: &Question, answer: &Answer) -> Option<usize> {
        attempt::right_at_first(question, answer)
    }

    fn ordered(&self, items: &'a [Choosable], answer: &Answer) -> Vec<&'a Choosable> {
        answer.iter().filter_map(|at| items.get(*at)).collect()
    }

    fn along(&self, play: &'a Play, path: &'a [usize]) -> Vec<(&'a crate::format::Step, &'a crate::format::Choice)> {
        play.along(path).collect()
    }

    fn step(&self, play: &'a Play, path: &[usize]) -> Option<&'a crate::format::Step> {
        match play.at(path) {
            Next::Step(at) => play.steps.get(at),
            Next::End => None,
        }
    }

    fn answered(&self, attempt: &'a Attempt) -> Vec<(usize, &'a Question, &'a Answer)> {
        let pairs = self.questions.iter().zip(&attempt.answers);
        pairs.enumerate().map(|(at, (question, answer))| (at, question, answer)).collect()
    }
}

/// The part of an activity's page that asks.
pub(crate) fn part(c: &Ctx, form: &Form, course: &Course, activity: &Activity, standing: &Standing) -> Result<String> {
    let questions = attempt::questions(course, &activity.id)?;
    let after = c.query("after").parse().ok().filter(|it| *it < questions.len());
    Part { c, form, course, activity, questions, standing, after }.render().map_err(Error::broken)
}

pub(crate) async fn begin(c: Ctx, Path((course, activity)): Path<(String, String)>) -> Page {
    let member = c.member()?.id;
    let to = format!("/training/courses/{course}/{activity}");
    c.write(move |tx| {
        let published = course::published(tx, &course)?;
        attempt::begin(tx, member, &published, &activity)
    })
    .await?;
    c.go(to)
}

pub(crate) async fn answer(c: Ctx, Path((course, activity)): Path<(String, String)>, mut form: Form) -> Page {
    let member = c.member()?.id;
    let (Ok(question), Ok(step)) = (form.text("question").parse::<usize>(), form.text("step").parse::<usize>()) else {
        return Err(Error::NotFound.into());
    };
    let to = format!("/training/courses/{course}/{activity}?after={question}#answered");
    let (id, wanted, sent) = (course.clone(), activity.clone(), form.clone());
    let answered = c
        .write(move |tx| {
            let published = course::published(tx, &id)?;
            let questions = attempt::questions(&published.course, &wanted)?;
            let asked = questions.get(question).ok_or(Error::NotFound)?;
            let answer = read(asked, &sent);
            attempt::answer(tx, member, &published, &wanted, (question, step), &answer)
        })
        .await;
    match answered {
        Ok(()) => c.go(to),
        Err(error) => {
            form.take("answer", error)?;
            activities::page(&c, course, activity, Some(form)).await
        }
    }
}

/// An answer as a form brings it: what was chosen; or, for things in order, the place that each was given.
fn read(question: &Question, form: &Form) -> Answer {
    match &question.asked {
        Asked::Order(items) => {
            let place = |at: usize| form.text(&format!("place-{at}")).parse::<usize>().unwrap_or(0);
            let mut places: Vec<(usize, usize)> = (0..items.len()).map(|at| (place(at), at)).collect();
            places.sort_unstable();
            let is_each_once = places.iter().enumerate().all(|(at, (place, _))| *place == at + 1);
            // An order that cannot be is none: whoever checks it says so.
            if is_each_once { places.into_iter().map(|(_, at)| at).collect() } else { Vec::new() }
        }
        _ => form.all("choice").into_iter().filter_map(|it| it.parse().ok()).collect(),
    }
}
