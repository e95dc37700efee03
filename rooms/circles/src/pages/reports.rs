//! One's own reports and what came of them; and answering one.

use askama::Template;
use axum::extract::Path;
use db::Time;
use web::{Form, Page};
use words::Ctx;

use super::desk::sits_at_it;
use crate::circle::Circle;
use crate::report::{Kind, Report, ReportId, Said, WORDS_AT_MOST};

#[derive(Template)]
#[template(path = "reports/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    reports: Vec<(Report, String)>,
    sent: bool,
}

pub(crate) async fn index(c: Ctx) -> Page {
    // Whoever was paused may still read what came of a report.
    let actor = c.signed_in()?.clone();
    let reports = c
        .read(move |tx| {
            let mut answered = Vec::new();
            for report in Report::own(tx, &actor)? {
                let answer = report.answer_words(tx)?;
                answered.push((report, answer));
            }
            Ok(answered)
        })
        .await?;
    let sent = c.query("sent") == "yes";
    c.page(&Index { c: &c, reports, sent })
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    report: &'a Report,
    words: String,
    evidence: Vec<Said>,
    answer: String,
    by: Option<String>,
    about: Option<String>,
    /// Whether the reader looks after the circle, and so can do something there.
    leads: bool,
}

impl Show<'_> {
    fn when(&self, said: &Said) -> String {
        self.c.day_clock(&Time(said.at))
    }
}

async fn report_page(c: &Ctx, id: ReportId, form: &Form) -> Page {
    let actor = sits_at_it(c)?.clone();
    let (report, words, evidence, answer, by, about, leads) = c
        .read(move |tx| {
            let report = Report::readable_by(tx, &actor, id)?;
            let (words, evidence, answer) = (report.words(tx)?, report.evidence(tx)?, report.answer_words(tx)?);
            let by = people::Profile::name(tx, report.by)?;
            let about = match report.about {
                Some(about) => people::Profile::name(tx, about)?,
                None => None,
            };
            let leads = Circle::facilitated(tx, &actor)?.iter().any(|it| it.id == report.circle);
            Ok((report, words, evidence, answer, by, about, leads))
        })
        .await?;
    let page = Show { c, form, report: &report, words, evidence, answer, by, about, leads };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ReportId = id.parse()?;
    let actor = sits_at_it(&c)?.clone();
    c.write_from_reserve(move |tx| Report::readable_by(tx, &actor, id)?.note_opened(tx, &actor)).await?;
    report_page(&c, id, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ReportId = id.parse()?;
    let actor = sits_at_it(&c)?.clone();
    let words = form.required("answer", WORDS_AT_MOST, "circle-answer-missing");
    if !form.is_right() {
        return report_page(&c, id, &form).await;
    }
    c.write(move |tx| Report::readable_by(tx, &actor, id)?.answer(tx, &actor, &words)).await?;
    c.go("/desk")
}
