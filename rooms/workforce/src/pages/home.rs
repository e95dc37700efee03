//! My role: everything that somebody who helps, or would like to, needs to know about it, on one page. Each noun shows its
//! own part.

use askama::Template;
use db::{Error, Result, Tx};
use web::Page;
use words::{Actor, Ctx};

use crate::answer::{self, Bar, Step, Work};

/// A part of the page: HTML of its own template, or nothing where it has nothing to say.
pub(crate) type Part = fn(&Ctx, &mut Tx<'_>, &Actor) -> Result<Option<String>>;

/// The parts, in the order in which people need them.
const PARTS: &[Part] = &[
    // What matters now.
    bars,
    super::way::now,
    super::debriefs::told,
    super::wellbeing::part,
    super::rota::home,
    super::hours::part,
    super::supervision::part,
    super::learning::part,
    // What one has and what one is.
    super::way::part,
    super::certificates::part,
    super::wellbeing::everybody_part,
];

#[derive(Template)]
#[template(path = "home/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    parts: Vec<String>,
}

pub(crate) async fn show(c: Ctx) -> Page {
    let (actor, ctx) = (c.member()?.clone(), c.clone());
    let parts = c
        .read(move |tx| {
            let parts = PARTS.iter().map(|part| part(&ctx, tx, &actor));
            parts.filter_map(Result::transpose).collect::<Result<Vec<_>>>()
        })
        .await?;
    c.page(&Index { c: &c, parts })
}

#[derive(Template)]
#[template(path = "home/bars.html")]
struct Bars<'a> {
    c: &'a Ctx,
    bars: &'a [Bar],
}

/// What keeps them from their work just now, each reason once.
fn bars(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    let mut bars: Vec<Bar> = Vec::new();
    for work in actor.hats.iter().filter_map(|hat| Work::of(*hat)) {
        let bar = answer::ask(tx, actor.id, work, Step::Take)?;
        bars.extend(bar.filter(|it| bars.iter().all(|other| other.why != it.why)));
    }
    if bars.is_empty() {
        return Ok(None);
    }
    Bars { c, bars: &bars }.render().map(Some).map_err(Error::broken)
}

/// Why not, and the way on, as a notice for any page on which somebody would begin.
pub fn notice(c: &Ctx, bar: &Bar) -> Result<String> {
    Bars { c, bars: std::slice::from_ref(bar) }.render().map_err(Error::broken)
}
