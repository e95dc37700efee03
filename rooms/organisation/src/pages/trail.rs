use askama::Template;
use db::{Error, Result, Tx};
use web::Page;
use words::{Ctx, Hat};

use crate::{
    checkpoint::{self, Checkpoint, Fault, Found},
    trail::{self, Entry},
};

/// Who may read the trail: those who answer for the place, those who look after people in it, and whoever audits both.
const READERS: &[Hat] = &[Hat::Administrator, Hat::Supervisor, Hat::SafeguardingLead, Hat::Auditor];

pub(crate) async fn show(c: Ctx) -> Page {
    let reader = c.member()?;
    if !READERS.iter().any(|hat| reader.wears(*hat)) {
        return Err(Error::NotFound.into());
    }
    let before = c.query("before").parse::<i64>().ok();
    let verify = !c.query("verify").is_empty();
    let (lines, found, newest) = c
        .read(move |tx| {
            let lines =
                trail::newest(tx, before)?.into_iter().map(|it| Line::of(tx, it)).collect::<Result<Vec<_>>>()?;
            let found = if verify {
                let key = checkpoint::key(&checkpoint::public_key(tx)?)?;
                Some(checkpoint::examine(tx, None, &key)?)
            } else {
                None
            };
            Ok((lines, found, checkpoint::newest(tx)?))
        })
        .await?;
    let older = lines.last().map(|it| it.entry.number).filter(|number| *number > 1);
    c.page(&Show { c: &c, lines: &lines, older, found, newest: newest.as_ref() })
}

/// An entry with the names of those in it.
struct Line {
    entry: Entry,
    by: Option<String>,
    about: Option<String>,
}

impl Line {
    fn of(tx: &mut Tx<'_>, entry: Entry) -> Result<Self> {
        let by = entry.by.map(|it| trail::name_of(tx, it)).transpose()?;
        let about = entry.about.map(|it| trail::name_of(tx, it)).transpose()?;
        Ok(Self { entry, by, about })
    }
}

#[derive(Template)]
#[template(path = "trail.html")]
struct Show<'a> {
    c: &'a Ctx,
    lines: &'a [Line],
    older: Option<i64>,
    found: Option<Found>,
    newest: Option<&'a Checkpoint>,
}
