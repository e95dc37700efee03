//! Saying that something was not right, and hearing what came of it.

use askama::Template;
use axum::extract::Path;
use db::Time;
use web::{Form, Page};
use words::{Ctx, Hat};

use crate::{
    kind::ConversationId,
    report::{self, Reason, Report, ReportId, Said, WORDS_AT_MOST},
};

#[derive(Template)]
#[template(path = "reports/safety.html")]
struct Safety<'a> {
    c: &'a Ctx,
    form: &'a Form,
    conversation: ConversationId,
    is_open: bool,
    is_erased: bool,
    name: Option<String>,
    keeps_away: bool,
}

async fn safety_page(c: &Ctx, id: ConversationId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let (conversation, name, keeps_away) = c
        .read(move |tx| {
            let (conversation, other) = report::other_in(tx, &actor, id)?;
            Ok((conversation, people::Profile::name(tx, other)?, report::keeps_away(tx, actor.id, other)?))
        })
        .await?;
    let page = Safety {
        c,
        form,
        conversation: id,
        is_open: conversation.is_open(),
        is_erased: conversation.erased_at.is_some(),
        name,
        keeps_away,
    };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn safety(c: Ctx, Path(id): Path<String>) -> Page {
    safety_page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("words", WORDS_AT_MOST);
    let reason: Option<Reason> = form.text("reason").parse().ok();
    if reason.is_none() {
        form.wrong("reason", "report-reason-missing");
    }
    let (true, Some(reason)) = (form.is_right(), reason) else { return safety_page(&c, id, &form).await };
    let blocks = form.chosen("block", "yes");
    // From the reserve: that somebody was hurt is never turned away.
    c.write_from_reserve(move |tx| {
        Report::make(tx, &actor, id, reason, &words)?;
        if blocks { report::block(tx, &actor, id) } else { Ok(()) }
    })
    .await?;
    c.go("/support/reports?sent=yes")
}

pub(crate) async fn block(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    c.write_from_reserve(move |tx| report::block(tx, &actor, id)).await?;
    c.go(format!("/conversations/{id}/afterwards?blocked=yes"))
}

#[derive(Template)]
#[template(path = "reports/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    reports: Vec<(Report, String)>,
    sent: bool,
}

/// One's own reports, and what came of them.
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
}

impl Show<'_> {
    fn said(&self, said: &Said) -> String {
        if said.by == "place" { self.c.t(&said.words).into_owned() } else { said.words.clone() }
    }

    fn when(&self, said: &Said) -> String {
        self.c.day_clock(&Time(said.at))
    }
}

async fn report_page(c: &Ctx, id: ReportId, form: &Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let (report, words, evidence, answer, by, about) = c
        .read(move |tx| {
            let report = Report::readable_by(tx, &actor, id)?;
            let (words, evidence, answer) = (report.words(tx)?, report.evidence(tx)?, report.answer_words(tx)?);
            let (by, about) = (people::Profile::name(tx, report.by)?, people::Profile::name(tx, report.about)?);
            Ok((report, words, evidence, answer, by, about))
        })
        .await?;
    let page = Show { c, form, report: &report, words, evidence, answer, by, about };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ReportId = id.parse()?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    c.write_from_reserve(move |tx| Report::readable_by(tx, &actor, id)?.note_opened(tx, &actor)).await?;
    report_page(&c, id, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ReportId = id.parse()?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let words = form.required("answer", WORDS_AT_MOST, "report-answer-missing");
    if !form.is_right() {
        return report_page(&c, id, &form).await;
    }
    c.write(move |tx| Report::readable_by(tx, &actor, id)?.answer(tx, &actor, &words)).await?;
    c.go("/supervision")
}
