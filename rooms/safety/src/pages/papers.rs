//! The community's papers: what is missing, what was written, and one file of it all.

use std::{collections::BTreeMap, fmt::Write};

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use db::{Error, Result, Time, Tx};
use web::{Arg, Form, Page};
use words::{Ctx, Hat};

use crate::{
    complaint::{self, Numbers},
    paper::{self, ANSWER_AT_MOST, Missing, Paper, Period, SIGNED_AT_MOST, Section},
};

/// Everything that is on file.
struct All {
    papers: Vec<(Section, Option<Paper>)>,
    missing: Vec<Missing>,
    periods: Vec<Period>,
    numbers: Numbers,
}

impl All {
    fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let mut papers = Vec::new();
        for section in Section::ALL.iter().copied() {
            papers.push((section, paper::read(tx, section, None)?));
        }
        Ok(Self {
            papers,
            missing: paper::missing(tx)?,
            periods: paper::periods(tx)?,
            numbers: complaint::numbers(tx)?,
        })
    }
}

impl All {
    /// What is missing, as a sentence.
    fn said(&self, c: &Ctx, missing: &Missing) -> String {
        match missing {
            Missing::Section(section) => c.tv("papers-missing-section", "section", c.of("paper", section)),
            Missing::Answer(section, question) => c.t2(
                "papers-missing-answer",
                "section",
                c.of("paper", section),
                "question",
                c.of(&format!("paper-{section}"), question),
            ),
            Missing::Old(section) => c.tv("papers-missing-old", "section", c.of("paper", section)),
            Missing::Late(count) => c.tn("papers-missing-late", "count", *count),
            Missing::Lead => c.t("papers-missing-lead").into_owned(),
        }
    }

    /// The numbers of the log of complaints, each with its name.
    fn log(&self, c: &Ctx) -> Vec<(String, i64)> {
        let Numbers { made, answered, right, late, appeals, upheld } = self.numbers;
        let named = [
            ("made", made),
            ("answered", answered),
            ("right", right),
            ("late", late),
            ("appeals", appeals),
            ("upheld", upheld),
        ];
        named.map(|(name, count)| (c.of("papers-log", name).into_owned(), count)).into()
    }

    /// Which version a paper is, of when, and who signed it.
    fn signed(&self, c: &Ctx, paper: &Paper) -> String {
        let version = paper.version;
        c.say(
            "paper-signed-by",
            &[
                ("version", Arg::Number(version)),
                ("date", Arg::Text(&c.date(&paper.written_at))),
                ("name", Arg::Text(&paper.signed)),
            ],
        )
    }

    /// The answer to a question; nothing when there is none.
    fn answer<'a>(&self, paper: &'a Paper, question: &str) -> &'a str {
        paper.answers.get(question).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "record/papers.html")]
struct Index<'a> {
    c: &'a Ctx,
    all: &'a All,
}

pub(crate) async fn index(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let all = c.read(All::read).await?;
    c.page(&Index { c: &c, all: &all })
}

#[derive(Template)]
#[template(path = "record/paper.html")]
struct Edit<'a> {
    c: &'a Ctx,
    form: &'a Form,
    section: Section,
    questions: Vec<(&'static str, &'static str)>,
    shown: Option<&'a Paper>,
    versions: &'a [(i64, Time)],
    all: &'a All,
}

impl Edit<'_> {
    /// Whether an older version is shown, which is only read.
    fn is_old(&self) -> bool {
        self.shown.is_some_and(|it| self.versions.first().is_some_and(|(newest, _)| *newest != it.version))
    }

    fn answer(&self, question: &str) -> &str {
        self.shown.and_then(|it| it.answers.get(question)).map_or("", String::as_str)
    }

    fn question(&self, question: &str) -> String {
        self.c.of(&format!("paper-{}", self.section), question).into_owned()
    }

    fn hint(&self, question: &str) -> String {
        self.c.of(&format!("paper-hint-{}", self.section), question).into_owned()
    }
}

fn questions(section: Section) -> Vec<(&'static str, &'static str)> {
    let fields = (0..).map_while(|at| section.field(at));
    section.questions().iter().copied().zip(fields).collect()
}

async fn page(c: &Ctx, section: Section, version: Option<i64>, form: Option<&Form>) -> Page {
    let (paper, versions, all) = c
        .read(move |tx| Ok((paper::read(tx, section, version)?, paper::versions(tx, section)?, All::read(tx)?)))
        .await?;
    let filled = match &paper {
        Some(paper) => {
            let mut filled = Form::empty();
            for (question, field) in questions(section) {
                filled.add(field, paper.answers.get(question).cloned().unwrap_or_default());
            }
            filled
        }
        None => Form::empty(),
    };
    let edit = Edit {
        c,
        form: form.unwrap_or(&filled),
        section,
        questions: questions(section),
        shown: paper.as_ref(),
        versions: &versions,
        all: &all,
    };
    if form.is_some() { c.again(&edit) } else { c.page(&edit) }
}

fn section_of(name: &str) -> Result<Section> {
    name.parse().map_err(|()| Error::NotFound)
}

pub(crate) async fn edit(c: Ctx, Path(section): Path<String>) -> Page {
    c.hat(Hat::Administrator)?;
    let version = c.query("version").parse().ok();
    page(&c, section_of(&section)?, version, None).await
}

pub(crate) async fn write(c: Ctx, Path(section): Path<String>, mut form: Form) -> Page {
    let actor = c.hat(Hat::Administrator)?.clone();
    let section = section_of(&section)?;
    let answers: BTreeMap<String, String> = questions(section)
        .into_iter()
        .map(|(question, field)| (question.to_owned(), form.optional(field, ANSWER_AT_MOST)))
        .collect();
    let signed = form.required("signed", SIGNED_AT_MOST, "paper-signed-missing");
    if !form.is_right() {
        return page(&c, section, None, Some(&form)).await;
    }
    c.write(move |tx| paper::write(tx, &actor, section, &answers, &signed)).await?;
    c.go("/settings/compliance")
}

#[derive(Template)]
#[template(path = "record/papers_copy.html")]
struct Copy<'a> {
    c: &'a Ctx,
    all: &'a All,
}

impl Copy<'_> {
    fn today(&self) -> String {
        self.c.date(&self.c.now())
    }

    fn question(&self, section: &Section, question: &str) -> String {
        self.c.of(&format!("paper-{section}"), question).into_owned()
    }
}

/// A file to keep.
fn file(media: &'static str, name: &'static str, body: String) -> Page {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    Ok((headers, body).into_response())
}

pub(crate) async fn html(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let all = c.read(All::read).await?;
    let body = Copy { c: &c, all: &all }.render().map_err(Error::broken)?;
    file("text/html; charset=utf-8", "attachment; filename=\"compliance.html\"", body)
}

pub(crate) async fn markdown(c: Ctx) -> Page {
    c.hat(Hat::Administrator)?;
    let all = c.read(All::read).await?;
    file(
        "text/markdown; charset=utf-8",
        "attachment; filename=\"compliance.md\"",
        as_markdown(&c, &all).map_err(Error::broken)?,
    )
}

fn as_markdown(c: &Ctx, all: &All) -> std::result::Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(
        text,
        "# {}\n\n{} · {}\n\n{}\n",
        c.t("papers-title"),
        c.community().name,
        c.date(&c.now()),
        c.t("papers-no-advice")
    )?;
    if !all.missing.is_empty() {
        writeln!(text, "## {}\n", c.t("papers-missing"))?;
        for it in &all.missing {
            writeln!(text, "- {}", all.said(c, it))?;
        }
        writeln!(text)?;
    }
    for (section, paper) in &all.papers {
        writeln!(text, "## {}\n", c.of("paper", section))?;
        match paper {
            Some(paper) => {
                writeln!(text, "{}\n", all.signed(c, paper))?;
                for question in section.questions() {
                    let answer = all.answer(paper, question);
                    let answer = if answer.is_empty() { c.t("paper-no-answer").into_owned() } else { quoted(answer) };
                    writeln!(text, "### {}\n\n{answer}\n", c.of(&format!("paper-{section}"), question))?;
                }
            }
            None => writeln!(text, "{}\n", c.t("paper-not-written"))?,
        }
        match section {
            Section::Complaints => {
                for (name, count) in all.log(c) {
                    writeln!(text, "- {name}: {count}")?;
                }
                writeln!(text)?;
            }
            Section::Keeping => {
                for it in &all.periods {
                    writeln!(text, "- {}: {}", c.of("kept", it.what), c.tn("kept-days", "count", it.days))?;
                }
                writeln!(text)?;
            }
            Section::Risks | Section::Children => (),
        }
    }
    Ok(text)
}

/// As a quotation, so that nothing that was typed becomes a heading of ours.
fn quoted(answer: &str) -> String {
    answer.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
