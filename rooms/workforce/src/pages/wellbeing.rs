//! How I am: a few questions that nobody else reads, and a picture of the answers. And how all who help are, in counts of
//! ten and more.

use askama::Template;
use db::{Result, Time, Tx};
use web::{Form, Page, chart::Chart};
use words::{Actor, Ctx, Hat};

use super::hours::{helper, is_helper};
use crate::{
    check::{self, Answers, Check, Kind, WORDS_AT_MOST, WORN},
    strain::{self, Strain},
    supervisor::is_looked_after,
    wellbeing::{self, Count, Month},
};

/// How many answers the pictures look back on.
const LOOKED_AT: usize = 60;
/// How many shifts and months a picture shows.
const SHOWN: usize = 12;

struct Shown {
    checks: Vec<Check>,
    shift_due: bool,
    month_due: bool,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        Ok(Self {
            checks: check::own(tx, actor, LOOKED_AT)?,
            shift_due: is_helper(actor) && check::is_shift_due(tx, actor.id)?,
            month_due: is_helper(actor) && check::is_month_due(tx, actor.id)?,
        })
    }

    /// The last of a kind, the oldest first.
    fn last(&self, kind: Kind) -> Vec<&Check> {
        let mut last: Vec<&Check> = self.checks.iter().filter(|it| it.kind == kind).take(SHOWN).collect();
        last.reverse();
        last
    }

    fn chart(&self, kind: Kind, number: fn(&Answers) -> Option<u8>, most: u8) -> Chart {
        let numbers: Vec<Option<u64>> = self.last(kind).iter().map(|it| number(&it.answers).map(u64::from)).collect();
        Chart::within(&numbers, most.into())
    }
}

/// A row of the table beside the pictures.
struct Row<'a> {
    at: Time,
    kind: Kind,
    answers: &'a Answers,
}

#[derive(Template)]
#[template(path = "wellbeing/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    kept: bool,
    strain: Option<Strain>,
    /// Whether there is a supervisor to turn to.
    is_looked_after: bool,
    energy: Chart,
    gained: Chart,
    worn: Chart,
    rows: Vec<Row<'a>>,
}

impl Show<'_> {
    fn number(&self, number: &Option<u8>) -> String {
        number.map_or_else(|| "–".to_owned(), |it| it.to_string())
    }
}

async fn page(c: &Ctx, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let (helps, is_looked_after) = (is_helper(&actor), is_looked_after(&actor));
    let shown = c.read(move |tx| Shown::read(tx, &actor)).await?;
    // What somebody wrote stays theirs when they do not help any more.
    if !helps && shown.checks.is_empty() {
        return Err(db::Error::NotFound.into());
    }
    let empty = Form::empty();
    let page = Show {
        c,
        form: typed.unwrap_or(&empty),
        kept: typed.is_none() && c.query("kept") == "yes",
        strain: strain::rising(&shown.checks),
        is_looked_after,
        energy: shown.chart(Kind::After, |it| it.energy, check::MOST),
        gained: shown.chart(Kind::After, |it| it.gained, check::MOST),
        worn: shown.chart(Kind::Month, |it| it.worn, WORN.len() as u8),
        rows: shown.checks.iter().map(|it| Row { at: it.made_at, kind: it.kind, answers: &it.answers }).collect(),
        shown: &shown,
    };
    if typed.is_some() { c.again(&page) } else { c.page(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, None).await
}

/// After a shift. Everything may be left out.
pub(crate) async fn shift(c: Ctx, mut form: Form) -> Page {
    let actor = helper(&c)?.clone();
    let answers = Answers {
        energy: check::scale(form.text("energy")),
        gained: check::scale(form.text("gained")),
        worn: None,
        words: form.optional("words", WORDS_AT_MOST).trim().to_owned(),
    };
    if !form.is_right() {
        return page(&c, Some(&form)).await;
    }
    c.write(move |tx| check::keep(tx, &actor, Kind::After, &answers)).await?;
    c.go("/workforce/wellbeing?kept=yes")
}

/// Once a month.
pub(crate) async fn month(c: Ctx, mut form: Form) -> Page {
    let actor = helper(&c)?.clone();
    let worn = form.text("worn").parse().ok().filter(|it| WORN.contains(it));
    if worn.is_none() {
        form.wrong("worn", "check-worn-missing");
        return page(&c, Some(&form)).await;
    }
    let answers = Answers { worn, ..Answers::default() };
    c.write(move |tx| check::keep(tx, &actor, Kind::Month, &answers)).await?;
    c.go("/workforce/wellbeing?kept=yes")
}

pub(crate) async fn forget(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let to = if is_helper(&actor) { "/workforce/wellbeing" } else { "/workforce" };
    c.write(move |tx| {
        if !is_helper(&actor) && check::own(tx, &actor, 1)?.is_empty() {
            return Err(db::Error::NotFound);
        }
        check::forget_own(tx, &actor)
    })
    .await?;
    c.go(to)
}

/// The part of the page about one's role: strain is shown to whoever has it first, with an offer.
pub(crate) fn part(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let rising = strain::rising(&check::own(tx, actor, LOOKED_AT)?);
    let is_looked_after = is_looked_after(actor);
    rising.map(|strain| StrainPart { c, strain, is_looked_after }.render().map_err(db::Error::broken)).transpose()
}

/// Those who run the programme: they see how all are, in counts.
fn runs(actor: &Actor) -> bool {
    [Hat::Supervisor, Hat::Administrator, Hat::Evaluator].iter().any(|it| actor.wears(*it))
}

/// The way there, on the page about one's role.
pub(crate) fn everybody_part(c: &Ctx, _: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    runs(actor).then(|| EverybodyPart { c }.render().map_err(db::Error::broken)).transpose()
}

#[derive(Template)]
#[template(path = "wellbeing/_everybody.html")]
struct EverybodyPart<'a> {
    c: &'a Ctx,
}

#[derive(Template)]
#[template(path = "wellbeing/_strain.html")]
struct StrainPart<'a> {
    c: &'a Ctx,
    strain: Strain,
    /// Whether there is a supervisor to turn to.
    is_looked_after: bool,
}

#[derive(Template)]
#[template(path = "wellbeing/everybody.html")]
struct Everybody<'a> {
    c: &'a Ctx,
    months: &'a [(String, Month)],
}

impl Everybody<'_> {
    fn count(&self, count: &Count) -> String {
        count.map_or_else(|| self.c.t("everybody-few").into_owned(), |it| it.to_string())
    }

    /// What a row counts.
    fn answer(&self, table: &str, row: &usize) -> String {
        self.c.of("everybody", format_args!("{table}-{row}")).into_owned()
    }

    fn tables(month: &Month) -> [(&'static str, &[Count]); 3] {
        [("worn", &month.worn), ("gained", &month.gained), ("energy", &month.energy)]
    }
}

/// How all who help are, for those who run the programme.
pub(crate) async fn everybody(c: Ctx) -> Page {
    if !runs(c.member()?) {
        return Err(db::Error::NotFound.into());
    }
    let months = c.read(wellbeing::months).await?;
    let months: Vec<(String, Month)> = months.into_iter().map(|(month, told)| (month.0, told)).collect();
    c.page(&Everybody { c: &c, months: &months })
}
