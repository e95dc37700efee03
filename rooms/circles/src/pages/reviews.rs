//! Reading stories for safety: for those who facilitate or moderate.

use askama::Template;
use axum::extract::Path;
use db::Error;
use organisation::topics::Topic;
use web::{Form, Page};
use words::Ctx;

use crate::{
    kind::StoryId,
    review::{self, Check, REMARK_AT_MOST, Verdict},
    story::{self, State, Story},
};

#[derive(Template)]
#[template(path = "stories/reviews.html")]
struct Index<'a> {
    c: &'a Ctx,
    stories: &'a [Story],
    done: Option<&'a str>,
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    if !story::is_reviewer(&actor) {
        return Err(Error::NotFound.into());
    }
    let stories = c.read(move |tx| review::waiting(tx, &actor)).await?;
    let done = match c.query("done").as_str() {
        "shown" => Some("story-review-done-shown"),
        "back" => Some("story-review-done-back"),
        _ => None,
    };
    c.page(&Index { c: &c, stories: &stories, done })
}

#[derive(Template)]
#[template(path = "stories/review.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    story: &'a Story,
    topics: &'a [Topic],
    /// The words, rendered.
    html: String,
}

impl Show<'_> {
    fn remark_field(check: Check) -> &'static str {
        match check {
            Check::Methods => "remark-methods",
            Check::Places => "remark-places",
            Check::Reasons => "remark-reasons",
            Check::Shine => "remark-shine",
            Check::Help => "remark-help",
            Check::Others => "remark-others",
        }
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: StoryId = id.parse()?;
    let actor = c.member()?.clone();
    let (story, topics) = c
        .read(move |tx| {
            let story = review::reviewable_by(tx, &actor, id)?;
            Ok((story.clone(), story.topics(tx)?))
        })
        .await?;
    let html = text::Html::render(&story.writing.words).to_string();
    c.page(&Show { c: &c, form: &Form::empty(), story: &story, topics: &topics, html })
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: StoryId = id.parse()?;
    let actor = c.member()?.clone();
    let mut verdict = Verdict {
        fine: form.all("fine").iter().filter_map(|it| it.parse().ok()).collect(),
        remarks: Vec::new(),
        words: form.optional("words", REMARK_AT_MOST),
    };
    for check in Check::ALL {
        verdict.remarks.push((*check, form.optional(Show::remark_field(*check), REMARK_AT_MOST)));
    }
    let round: i64 = form.text("round").parse().map_err(|_| Error::NotFound)?;
    let shows = form.text("verdict") == "show";
    if form.is_right() {
        let (reader, found) = (actor.clone(), verdict);
        let settled = c
            .write(move |tx| {
                if shows {
                    review::show(tx, &reader, id, round, &found)
                } else {
                    review::send_back(tx, &reader, id, round, &found)
                }
            })
            .await;
        match settled {
            Ok(()) => {
                return c.go(format!("/circles/stories/reviews?done={}", if shows { "shown" } else { "back" }));
            }
            Err(error) if matches!(error.refusal(), Some("story-check-missing" | "story-remark-missing")) => {
                form.take(if shows { "fine" } else { "words" }, error)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let (story, topics) = c
        .read(move |tx| {
            let story = review::reviewable_by(tx, &actor, id)?;
            Ok((story.clone(), story.topics(tx)?))
        })
        .await?;
    let html = text::Html::render(&story.writing.words).to_string();
    c.again(&Show { c: &c, form: &form, story: &story, topics: &topics, html })
}
