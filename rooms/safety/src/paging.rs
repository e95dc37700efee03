//! Paging: a case at crisis level calls people until somebody has it. Everything is a row, written in the transaction in
//! which it happens: which stage comes next and when, which stages happened, and what is on its way to whom. A process
//! that dies loses nothing; whoever looks next goes on where the clock of [`stage`](crate::stage) says.

use std::collections::BTreeSet;

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::{Actor, AgeBand, Hat, MemberId};

use crate::{
    delivery,
    keeps::Keeps,
    kind::{CaseId, Level, is_minor},
    stage::{Audience, EVERYBODY, Spans, Stage},
    watch,
};

/// Job: the next stage of a page.
pub const STAGE: &str = "safety.page-stage";

db::id! {
    /// A page: people are called to a case.
    PageId
}

/// A page that nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// The case that needs somebody.
    pub case: CaseId,
    /// The band of the people there.
    pub band: AgeBand,
    /// When it began.
    pub begun_at: Time,
    /// What happens next.
    pub next: Stage,
}

/// What happened of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// Which stage.
    pub number: i64,
    /// Who was told.
    pub audience: Audience,
    /// How many people.
    pub people: i64,
    /// When it was to happen.
    pub due_at: Time,
    /// When it did.
    pub at: Time,
}

const COLUMNS: &str = "id, case_id, band, begun_at, stage, due_at";

fn from_row(row: &db::Row<'_>) -> Result<Page> {
    Ok(Page {
        id: row.get(0)?,
        case: row.get(1)?,
        band: row.get(2)?,
        begun_at: row.get(3)?,
        next: Stage { number: row.get(4)?, due: row.get(5)? },
    })
}

/// Follows what became of a case, in the transaction in which it did: a case at crisis level that nobody has calls people,
/// and one that somebody has, or that is settled or calmer now, does not.
pub fn follow(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    match needs_somebody(tx, case)? {
        Some(band) => begin(tx, case, band),
        None => answered(tx, case),
    }
}

/// Calls people to a case, in the transaction in which it came to need them. A case to which they are called already is
/// called to once.
pub fn begin(tx: &mut Tx<'_>, case: CaseId, band: AgeBand) -> Result<()> {
    let open: i64 =
        tx.value("SELECT COUNT(*) FROM safety_pages WHERE case_id = $1 AND answered_at IS NULL", args![case])?;
    if open > 0 {
        return Ok(());
    }
    let there = !reached(tx, band, Audience::Everybody, case, true)?.is_empty();
    let next = Spans::current(tx)?.first(tx.now(), there);
    let page = Page { id: PageId::fresh(tx), case, band, begun_at: tx.now(), next };
    tx.execute(
        "INSERT INTO safety_pages (id, case_id, band, begun_at, stage, due_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![page.id, case, band, page.begun_at, next.number, next.due],
    )?;
    // The open desks, at once.
    Keeps::of_band(band).changed(tx)?;
    advance(tx, page.id)
}

/// Somebody has the case: nobody else is told, and what is still on its way is called back.
pub fn answered(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let ended = tx.all(
        &format!(
            "UPDATE safety_pages SET answered_at = $2 WHERE case_id = $1 AND answered_at IS NULL RETURNING {COLUMNS}"
        ),
        args![case, tx.now()],
        from_row,
    )?;
    for page in ended {
        delivery::call_back(tx, page.id)?;
        Keeps::of_band(page.band).changed(tx)?;
    }
    Ok(())
}

/// Does what is due of a page, and plans what comes next. Doing it twice does nothing the second time.
pub fn advance(tx: &mut Tx<'_>, id: PageId) -> Result<()> {
    let Some(mut page) = tx.first(
        &format!("SELECT {COLUMNS} FROM safety_pages WHERE id = $1 AND answered_at IS NULL"),
        args![id],
        from_row,
    )?
    else {
        return Ok(());
    };
    if needs_somebody(tx, page.case)?.is_none() {
        return answered(tx, page.case);
    }
    let spans = Spans::current(tx)?;
    while page.next.due <= tx.now() {
        happen(tx, &page)?;
        page.next = spans.after(page.next, tx.now());
    }
    tx.execute(
        "UPDATE safety_pages SET stage = $2, due_at = $3 WHERE id = $1",
        args![page.id, page.next.number, page.next.due],
    )?;
    tx.later(STAGE, page.id, page.next.due)
}

/// The job.
pub(crate) fn run_stage(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    advance(tx, subject.parse()?)
}

/// Does what is due of every page, and calls people to whatever needs them and was forgotten, such as the case of
/// somebody who left for good: beside the jobs and the verbs, so that no single mistake keeps a call from going out.
pub(crate) fn advance_all(tx: &mut Tx<'_>) -> Result<()> {
    let forgotten: Vec<CaseId> = tx.all(
        "SELECT c.id FROM safety_cases c WHERE c.level = $1 AND c.claimed_by IS NULL AND c.settled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM safety_pages p WHERE p.case_id = c.id AND p.answered_at IS NULL)",
        args![Level::Crisis],
        |row| row.get(0),
    )?;
    forgotten.into_iter().try_for_each(|id| follow(tx, id))?;
    let due: Vec<PageId> = tx.all(
        "SELECT id FROM safety_pages WHERE answered_at IS NULL AND due_at <= $1 ORDER BY due_at",
        args![tx.now()],
        |row| row.get(0),
    )?;
    due.into_iter().try_for_each(|id| advance(tx, id))
}

/// When the next stage of any page is due.
pub(crate) fn next_due(tx: &mut Tx<'_>) -> Result<Option<Time>> {
    tx.value("SELECT MIN(due_at) FROM safety_pages WHERE answered_at IS NULL", args![])
}

/// The band of a case that needs somebody at once; nothing when somebody has it, or it is done, calmer or no more.
fn needs_somebody(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<AgeBand>> {
    tx.first(
        "SELECT band FROM safety_cases WHERE id = $1 AND level = $2 AND claimed_by IS NULL AND settled_at IS NULL",
        args![case, Level::Crisis],
        |row| row.get(0),
    )
}

fn happen(tx: &mut Tx<'_>, page: &Page) -> Result<()> {
    let (audience, people) = told(tx, page)?;
    let first = tx.execute(
        "INSERT INTO safety_stages (page_id, stage, audience, people, due_at, happened_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (page_id, stage) DO NOTHING",
        args![page.id, page.next.number, audience, people.len() as i64, page.next.due, tx.now()],
    )?;
    if first == 1 {
        delivery::send_out(tx, page, &people)?;
        Keeps::of_band(page.band).changed(tx)?;
    }
    Ok(())
}

/// Who is told at this stage. Where nobody of those is on call, those who would come after them are: a stage without
/// anybody would be a minute lost.
fn told(tx: &mut Tx<'_>, page: &Page) -> Result<(Audience, Vec<MemberId>)> {
    for audience in Audience::ALL {
        if *audience as u8 >= page.next.audience() as u8 {
            let people = reached(tx, page.band, *audience, page.case, *audience != Audience::Everybody)?;
            if !people.is_empty() {
                return Ok((*audience, people));
            }
        }
    }
    Ok((Audience::Everybody, Vec::new()))
}

/// The people of an audience, on call or all of them: never whom the case is about, nor whoever told us.
fn reached(
    tx: &mut Tx<'_>,
    band: AgeBand,
    audience: Audience,
    case: CaseId,
    only_on_call: bool,
) -> Result<Vec<MemberId>> {
    let hats: &[Hat] = match audience {
        // A lead has nobody to be called after them but the other leads.
        _ if is_minor(band) => &[Hat::SafeguardingLead],
        Audience::First => &[Hat::Moderator],
        Audience::Second => &[Hat::Supervisor],
        Audience::Everybody => watch::hats_for(band),
    };
    let mut people = Vec::new();
    if only_on_call {
        for hat in hats {
            people.extend(watch::on_call(tx, *hat, band)?);
        }
    } else {
        people = watch::judges(tx, band)?;
    }
    let apart = apart(tx, case)?;
    let mut seen = BTreeSet::new();
    people.retain(|it| !apart.contains(it) && seen.insert(*it));
    Ok(people)
}

fn apart(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<MemberId>> {
    tx.all(
        "SELECT about_id FROM safety_cases WHERE id = $1 AND about_id IS NOT NULL
         UNION SELECT by_id FROM safety_flags WHERE case_id = $1",
        args![case],
        |row| row.get(0),
    )
}

impl Page {
    /// Pages that wait for somebody, the longest-waiting first, for one who may judge their cases.
    pub fn open_to(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let keeps = Keeps::of(actor);
        let mut open = tx.all(
            &format!("SELECT {COLUMNS} FROM safety_pages WHERE answered_at IS NULL ORDER BY begun_at, id"),
            args![],
            from_row,
        )?;
        open.retain(|it| keeps.contains(&Keeps::of_band(it.band)));
        let mut theirs = Vec::new();
        for page in open {
            if !apart(tx, page.case)?.contains(&actor.id) {
                theirs.push(page);
            }
        }
        Ok(theirs)
    }

    /// What happened of it so far.
    pub fn happened(&self, tx: &mut Tx<'_>) -> Result<Vec<Happened>> {
        tx.all(
            "SELECT stage, audience, people, due_at, happened_at FROM safety_stages WHERE page_id = $1 ORDER BY stage",
            args![self.id],
            |row| {
                Ok(Happened {
                    number: row.get(0)?,
                    audience: row.get(1)?,
                    people: row.get(2)?,
                    due_at: row.get(3)?,
                    at: row.get(4)?,
                })
            },
        )
    }

    /// Whether everybody has been told.
    pub fn is_with_everybody(&self) -> bool {
        self.next.number > EVERYBODY
    }
}
