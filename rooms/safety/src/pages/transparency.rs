//! What everybody may know, month by month.

use askama::Template;
use db::Error;
use web::{Page, chart::Chart};
use words::Ctx;

use crate::{
    kind::{Action, Reason},
    transparency::{self, Month, Table},
};

/// How many months the picture shows.
const SHOWN: usize = 12;

/// A month, with what was told of flags and of measures.
type Told = (String, Option<u64>, Option<u64>);

#[derive(Template)]
#[template(path = "record/transparency.html")]
struct Show<'a> {
    c: &'a Ctx,
    months: &'a [String],
    /// The month that is shown, when one was told yet.
    shown: Option<(&'a str, &'a Month)>,
    /// Every month in the picture, the oldest first, with what was told of flags and of measures.
    past: &'a [Told],
    flags: Chart,
    measures: Chart,
}

impl Show<'_> {
    fn count(&self, count: &Option<u64>) -> String {
        count.map_or_else(|| self.c.t("transparency-few").into_owned(), |it| it.to_string())
    }

    /// A month in an address: a date without its day.
    fn month(month: &str) -> &str {
        month.get(..7).unwrap_or(month)
    }

    fn tables(month: &Month) -> [(&'static str, &Table); 5] {
        [
            ("flags", &month.flags),
            ("measures", &month.measures),
            ("rules", &month.rules),
            ("gentle", &month.gentle),
            ("appeals", &month.appeals),
        ]
    }

    /// A row's name: a word of the program, or the title of a rule as it was.
    fn name(&self, table: &str, name: &str) -> String {
        match table {
            "flags" if name.parse::<Reason>().is_ok() => self.c.of("flag-reason", name).into_owned(),
            "measures" | "gentle" if name.parse::<Action>().is_ok() => {
                self.c.of("transparency-action", name).into_owned()
            }
            "appeals" => self.c.of("transparency-appeal", name).into_owned(),
            _ if name.is_empty() => self.c.t("transparency-no-rule").into_owned(),
            _ => name.to_owned(),
        }
    }

    /// Minutes as people say them.
    fn time(&self, minutes: &Option<i64>) -> String {
        match minutes {
            None => self.c.t("transparency-few").into_owned(),
            Some(it) if *it < 120 => self.c.tn("transparency-minutes", "count", *it),
            Some(it) => self.c.tn("transparency-hours", "count", (*it + 30) / 60),
        }
    }
}

pub(crate) async fn show(c: Ctx) -> Page {
    let asked = c.query("month");
    let (months, told) = c
        .read(|tx| {
            let months = transparency::months(tx)?;
            let told =
                months.iter().take(SHOWN).map(|it| transparency::of_month(tx, it)).collect::<db::Result<Vec<_>>>()?;
            Ok((months, told))
        })
        .await?;
    let chosen = if asked.is_empty() {
        months.first().cloned()
    } else {
        Some(months.iter().find(|it| it.starts_with(&asked)).cloned().ok_or(Error::NotFound)?)
    };
    let shown = match chosen {
        Some(month) => {
            let told = c.read({
                let month = month.clone();
                move |tx| transparency::of_month(tx, &month)
            });
            Some((month, told.await?))
        }
        None => None,
    };
    let past: Vec<Told> = months
        .iter()
        .zip(&told)
        .rev()
        .map(|(month, told)| (month.clone(), told.flags.total, told.measures.total))
        .collect();
    let chart = |of: fn(&Told) -> Option<u64>| Chart::of(&past.iter().map(of).collect::<Vec<_>>());
    c.page(&Show {
        c: &c,
        months: &months,
        shown: shown.as_ref().map(|(month, told)| (month.as_str(), told)),
        flags: chart(|it| it.1),
        measures: chart(|it| it.2),
        past: &past,
    })
}
