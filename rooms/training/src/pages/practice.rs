//! My practice: what others saw me do.

use askama::Template;
use db::Tx;
use web::Page;
use words::{Ctx, Hat, MemberId};

use crate::{
    competency::{self, Rating},
    kind::Competency,
};

#[derive(Template)]
#[template(path = "practice/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    rated: Vec<Rated>,
    rates: bool,
}

/// A rating with the name of whoever gave it.
pub(super) struct Rated {
    pub(super) rating: Rating,
    pub(super) name: Option<String>,
}

/// The ratings of a member with the names of those who gave them.
pub(super) fn rated(tx: &mut Tx<'_>, member: MemberId) -> db::Result<Vec<Rated>> {
    let mut rated = Vec::new();
    for rating in competency::of(tx, member)? {
        let name = match rating.rater {
            Some(rater) => people::Profile::name(tx, rater)?,
            None => None,
        };
        rated.push(Rated { rating, name });
    }
    Ok(rated)
}

/// An area with what counts in it: the latest rating of each rater.
pub(super) struct Area<'a> {
    pub(super) competency: Competency,
    pub(super) latest: Vec<&'a Rated>,
}

pub(super) fn areas(rated: &[Rated]) -> Vec<Area<'_>> {
    let area = |competency: &Competency| {
        let mut latest: Vec<&Rated> = Vec::new();
        for it in rated.iter().filter(|it| it.rating.competency == *competency && it.rating.correction.is_none()) {
            if latest.iter().all(|other| other.rating.rater != it.rating.rater) {
                latest.push(it);
            }
        }
        Area { competency: *competency, latest }
    };
    Competency::ALL.iter().map(area).collect()
}

impl Index<'_> {
    fn areas(&self) -> Vec<Area<'_>> {
        areas(&self.rated)
    }

    /// What was written to her and holds, the latest first.
    fn words(&self) -> Vec<&Rated> {
        self.rated.iter().filter(|it| !it.rating.words.is_empty() && it.rating.correction.is_none()).collect()
    }

    fn taken_back(&self) -> Vec<&Rated> {
        self.rated.iter().filter(|it| it.rating.correction.is_some()).collect()
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let rates = actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator);
    let rated = c.read(move |tx| rated(tx, actor.id)).await?;
    c.page(&Index { c: &c, rated, rates })
}
