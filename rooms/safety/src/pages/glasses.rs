//! Breaking the glass: asking, agreeing, looking.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result, Time, Tx, Uuid};
use people::Profile;
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    break_glass::{self, Behind, Glass, GlassId, MINUTES, REASON_AT_MOST, Stand},
    case::Case,
    decision::Decision,
    kind::CaseId,
    place::Said,
};

/// A glass with the names of those in it.
struct Line {
    glass: Glass,
    member: Option<String>,
    asked_by: Option<String>,
    answered_by: Option<String>,
}

impl Line {
    fn of(tx: &mut Tx<'_>, glass: Glass) -> Result<Self> {
        Ok(Self {
            member: Profile::name(tx, glass.member)?,
            asked_by: Profile::name(tx, glass.asked_by)?,
            answered_by: glass.answered_by.map(|it| Profile::name(tx, it)).transpose()?.flatten(),
            glass,
        })
    }
}

#[derive(Template)]
#[template(path = "record/glasses.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    lines: &'a [Line],
}

impl Index<'_> {
    fn stand(&self, line: &Line) -> &'static str {
        stand_word(line.glass.stand(self.c.now()))
    }
}

fn stand_word(stand: Stand) -> &'static str {
    match stand {
        Stand::Asked => "asked",
        Stand::RanOut => "ran-out",
        Stand::Refused => "refused",
        Stand::Open(_) => "open",
        Stand::Shut => "shut",
    }
}

async fn lines(c: &Ctx, actor: Actor) -> Result<Vec<Line>> {
    c.read(move |tx| break_glass::all(tx, &actor)?.into_iter().map(|it| Line::of(tx, it)).collect()).await
}

pub(crate) async fn index(c: Ctx) -> Page {
    let lines = lines(&c, c.member()?.clone()).await?;
    // From a page that shows that there is something, and not what: its address carries which.
    let form = Form::with(&[("behind", c.query("behind")), ("subject", c.query("subject"))]);
    c.page(&Index { c: &c, form: &form, lines: &lines })
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    if !break_glass::may(&actor) {
        return Err(Error::NotFound.into());
    }
    let behind = form.text("behind").parse::<Behind>().ok();
    if behind.is_none() {
        form.wrong("behind", "glass-behind-missing");
    }
    let subject = form.required("subject", 60, "glass-subject-missing");
    let reason = form.required("reason", REASON_AT_MOST, "opening-reason-missing");
    let minutes = form.text("minutes").parse().unwrap_or_default();
    if !MINUTES.contains(&minutes) {
        form.wrong("minutes", "glass-minutes-missing");
    }
    if let (Some(behind), true) = (behind, form.is_right()) {
        let asking = actor.clone();
        let asked = c
            .write(move |tx| {
                let subject = found(tx, &asking, behind, &subject)?;
                break_glass::ask(tx, &asking, behind, subject, minutes, &reason)
            })
            .await;
        match asked {
            Ok(id) => return c.go(format!("/safety/break-glass/{id}")),
            Err(Error::NotFound) => form.wrong("subject", "glass-subject-unknown"),
            Err(error) => form.take("minutes", error)?,
        }
    }
    let lines = lines(&c, actor).await?;
    c.again(&Index { c: &c, form: &form, lines: &lines })
}

/// A case by the end of its address; a member by their name or their id.
fn found(tx: &mut Tx<'_>, actor: &Actor, behind: Behind, typed: &str) -> Result<Uuid> {
    match behind {
        Behind::Evidence => Ok(typed.rsplit('/').next().unwrap_or_default().parse::<CaseId>()?.0),
        Behind::Account => match typed.parse::<MemberId>() {
            Ok(member) => Ok(member.0),
            Err(_) => Ok(Profile::called(tx, typed, actor.band)?.ok_or(Error::NotFound)?.0),
        },
    }
}

/// What lies behind it.
enum Contents {
    Evidence(Vec<(Time, Vec<Said>)>),
    Account(Profile, Vec<Decision>),
}

impl Contents {
    fn read(tx: &mut Tx<'_>, glass: &Glass) -> Result<Self> {
        match glass.behind {
            Behind::Evidence => Ok(Self::Evidence(Case::evidence_of(tx, CaseId(glass.subject))?)),
            Behind::Account => Ok(Self::Account(Profile::of(tx, glass.member)?, Decision::about(tx, glass.member)?)),
        }
    }
}

#[derive(Template)]
#[template(path = "record/glass.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    line: &'a Line,
    reason: &'a str,
    contents: Option<&'a Contents>,
    is_mine: bool,
}

impl Show<'_> {
    fn stand(&self) -> Stand {
        self.line.glass.stand(self.c.now())
    }

    fn word(&self) -> &'static str {
        stand_word(self.stand())
    }

    fn may_shut(&self) -> bool {
        let here = self.c.actor().map(|it| it.id);
        matches!(self.stand(), Stand::Open(_)) && (self.is_mine || here == self.line.glass.answered_by)
    }
}

async fn page(c: &Ctx, id: GlassId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let me = actor.id;
    let (line, reason, contents) = c
        .read(move |tx| {
            let glass = Glass::for_staff(tx, &actor, id)?;
            let reason = glass.reason(tx)?;
            let open = glass.is_open_to(&actor, tx.now());
            let contents = if open { Some(Contents::read(tx, &glass)?) } else { None };
            Ok((Line::of(tx, glass)?, reason, contents))
        })
        .await?;
    let is_mine = line.glass.asked_by == me;
    let show = Show { c, form, line: &line, reason: &reason, contents: contents.as_ref(), is_mine };
    if form.is_right() { c.page(&show) } else { c.again(&show) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn answer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let id: GlassId = id.parse()?;
    let agreed = form.chosen("agreed", "yes");
    match c.write(move |tx| Glass::for_staff(tx, &actor, id)?.answer(tx, &actor, agreed)).await {
        Ok(()) => c.go(format!("/safety/break-glass/{id}")),
        Err(error) => {
            form.take("agreed", error)?;
            page(&c, id, &form).await
        }
    }
}

pub(crate) async fn shut(c: Ctx, Path(id): Path<String>) -> Page {
    let actor = c.member()?.clone();
    let id: GlassId = id.parse()?;
    c.write(move |tx| Glass::for_staff(tx, &actor, id)?.shut(tx, &actor)).await?;
    c.go(format!("/safety/break-glass/{id}"))
}
